"""Hidden documents neither add nor remove a label."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.acl import OPERATOR, PUBLIC, Viewer
from graphkit.labels import LEAST, Label, labels_of
from graphkit.model import Reading
from graphkit.store import GraphStore
from graphkit.topics import topics
from graphkit.view import View
from tests.invariants.organisations import (
    LANGUAGES,
    Inquiry,
    emptied,
    inquiries,
    part,
    reading,
    stored,
)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[GraphStore, GraphStore]]:
    folder = tmp_path_factory.mktemp("labels")
    opened = stored(str(folder / "full.db")), stored(str(folder / "trimmed.db"))
    yield opened
    for store in opened:
        store.close()


def _shown(store: GraphStore, viewer: Viewer) -> tuple[Label, ...]:
    return labels_of(View(store, viewer, LANGUAGES)).all


def _many(readings: tuple[Reading, ...], times: int) -> tuple[Reading, ...]:
    """Each document several times over, so that there are enough for every rule."""
    return tuple(
        replace(each, document=replace(each.document, id=f"{each.document.id}/{number}"))
        for each in readings
        for number in range(times)
    )


@settings(max_examples=120, deadline=None)
@given(inquiry=inquiries, times=st.integers(1, 9))
def test_labels_equal_those_of_a_store_that_never_held_what_is_hidden(
    stores: tuple[GraphStore, GraphStore], inquiry: Inquiry, times: int
) -> None:
    full, trimmed = map(emptied, stores)
    full.put(_many(inquiry.readings, times))
    trimmed.put(_many(inquiry.visible, times))
    for group, members in inquiry.memberships.items():
        full.enrol(group, members)
    for group, members in inquiry.visible_memberships.items():
        trimmed.enrol(group, members)
    assert _shown(full, inquiry.viewer) == _shown(trimmed, inquiry.viewer)
    views = [View(store, inquiry.viewer, LANGUAGES) for store in (full, trimmed)]
    assert views[0].vocabulary(LEAST).phrases == views[1].vocabulary(LEAST).phrases
    assert topics(views[0]) == topics(views[1])


def _each(count: int, text: str, *, acl: str = "everyone", source: str = "a") -> list[Reading]:
    """Some documents that say the same."""
    return [reading(f"{source}:{acl} {text} {n}", text, acl=acl) for n in range(count)]


SOIL = _each(16, "soil")
CASES: dict[str, tuple[list[Reading], list[Reading]]] = {
    "one more document holds a phrase": (
        _each(1, "wind_farm"),
        _each(1, "wind_farm", acl=""),
    ),
    "too many documents hold it": (
        [*SOIL, *_each(4, "wind_farm")],
        _each(1, "wind_farm", acl=""),
    ),
    "too few of few documents make it common": (
        [*_each(15, "soil"), *_each(5, "wind_farm")],
        _each(10, "soil", acl=""),
    ),
    "too many headings hold it": (
        [*SOIL, *_each(2, "wind_farm"), *_each(2, "#wind_farm")],
        _each(1, "#wind_farm soil", acl=""),
    ),
    "it stands in longer phrases": (
        _each(3, "wind_farm"),
        _each(2, "offshore_wind_farm", acl=""),
    ),
    "somebody is called so": (
        _each(2, "ada_lovelace"),
        [reading("a:h", "soil", part("ada", name="Ada Lovelace"), acl="")],
    ),
    "somebody's first name begins it": (
        [*_each(2, "Ada_Compiler"), *_each(2, "ada_dialect")],
        [reading("a:h", "soil", part("ada", name="Ada Lovelace"), acl="")],
    ),
    "another term holds its first word": (
        _each(2, "Machine_Shop"),
        _each(2, "machine_drawing", acl=""),
    ),
    "it is mostly written otherwise": (
        _each(2, "Wind_farm"),
        _each(3, "wind_farms", acl=""),
    ),
    "another language has it": (
        _each(2, "wind_farm"),
        _each(2, "fr/wind_farm", acl=""),
    ),
    "there are more documents": (
        _each(2, "wind_farm"),
        _each(4, "soil", acl=""),
    ),
}
"""What is visible, and what is not but would make a difference."""


@pytest.mark.parametrize("case", CASES)
def test_each_rule_looks_at_what_is_visible(
    stores: tuple[GraphStore, GraphStore], case: str
) -> None:
    full, trimmed = map(emptied, stores)
    visible, hidden = CASES[case]
    full.put([*hidden, *visible])
    trimmed.put(visible)
    assert _shown(full, PUBLIC) == _shown(trimmed, PUBLIC) == _shown(trimmed, OPERATOR)
    assert _shown(full, OPERATOR) != _shown(full, PUBLIC)


def test_a_thousand_hidden_documents_do_not_raise_how_many_are_needed(
    stores: tuple[GraphStore, GraphStore],
) -> None:
    full, _ = map(emptied, stores)
    full.put([*_each(2, "wind_farm"), *_each(1_000, "soil", acl="")])
    assert [label.text for label in _shown(full, PUBLIC)] == ["wind farm"]
    assert _shown(full, OPERATOR) == ()
