"""Who may see what."""

import pytest

from graphkit.acl import OPERATOR, PUBLIC, Viewer, may_see, token
from graphkit.errors import ConfigError
from graphkit.ids import MAX_ID
from graphkit.model import Scope
from graphkit.store import GraphStore
from tests.graphkit.conftest import Look
from tests.invariants.organisations import reading

BIDS = Viewer(frozenset({"group:bids"}))
TWO = Viewer(frozenset({"group:bids", "user:ada@x.org"}))


@pytest.mark.parametrize(
    ("acl", "seen_by"),
    [
        (set(), [OPERATOR]),
        ({"everyone"}, [OPERATOR, PUBLIC, BIDS, TWO]),
        ({"group:bids"}, [OPERATOR, BIDS, TWO]),
        ({"group:hr", "user:ada@x.org"}, [OPERATOR, TWO]),
        ({"group:hr", "everyone"}, [OPERATOR, PUBLIC, BIDS, TWO]),
        ({"group:hr"}, [OPERATOR]),
        ({"group:BIDS"}, [OPERATOR]),
        ({"group:bids2"}, [OPERATOR]),
        ({"operator"}, [OPERATOR]),
    ],
)
def test_a_viewer_sees_what_shares_a_token_with_them_and_the_operator_all(
    look: Look, acl: set[str], seen_by: list[Viewer]
) -> None:
    viewers = [OPERATOR, PUBLIC, BIDS, TWO]
    assert [viewer for viewer in viewers if may_see(viewer, acl)] == seen_by
    store: GraphStore = look(reading("a:1", "wind", acl=" ".join(acl))).store
    assert [v for v in viewers if store.facts(v, Scope()).readings] == seen_by


@pytest.mark.parametrize(
    ("tokens", "viewer"),
    [
        ([], PUBLIC),
        (["everyone"], Viewer(frozenset({"everyone"}))),
        (["group:bids", "group:bids"], BIDS),
        (["user:ada@x.org", "group:bids"], TWO),
        (["operator"], OPERATOR),
        (["operator", "group:bids"], Viewer(frozenset({"group:bids"}), sees_all=True)),
    ],
)
def test_a_viewer_is_named_by_tokens(tokens: list[str], viewer: Viewer) -> None:
    assert Viewer.named(tokens) == viewer


@pytest.mark.parametrize(
    "text", ["everyone", "group:bids", "group:slack/T1/C9", "user:a:b", "é:ü"]
)
def test_a_token_is_taken_as_it_is(text: str) -> None:
    assert token(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "bids", "Everyone", "operator", "group:", ":bids", "group:a\nb", "group:\u202ebids",
     "group:" + "x" * MAX_ID],
)  # fmt: skip
def test_what_is_no_token_is_refused_so_that_nobody_is_shut_out_or_let_in_by_a_slip(
    text: str,
) -> None:
    with pytest.raises(ConfigError, match="is no token: use everyone, group:NAME or user:ADDRESS"):
        token(text)


def test_a_viewer_is_not_named_by_what_is_no_token() -> None:
    with pytest.raises(ConfigError, match="'bids' is no token"):
        Viewer.named(["bids"])
