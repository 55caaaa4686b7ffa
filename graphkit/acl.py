"""Who may see what. This module is the only code that decides visibility.

A document carries a set of tokens; a viewer who holds any one of them may see it. A document
without tokens is seen by nobody but the operator.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graphkit.errors import ConfigError
from graphkit.ids import MAX_ID

EVERYONE = "everyone"
"""The token that every viewer holds."""

OPERATOR_NAME = "operator"
"""What ``--as`` calls the viewer who sees all; no token, so no document can grant it."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: the tokens they hold beside ``everyone``, or all of them (the operator)."""

    claims: frozenset[str] = frozenset()
    sees_all: bool = False

    @classmethod
    def named(cls, tokens: Iterable[str]) -> "Viewer":
        """The viewer who holds these tokens; ``operator`` among them sees all.

        Raises
        ------
        ConfigError
            When something is no token.
        """
        names = frozenset(tokens)
        claims = names - {OPERATOR_NAME}
        return cls(frozenset(map(token, claims)), sees_all=OPERATOR_NAME in names)


PUBLIC = Viewer()
OPERATOR = Viewer(sees_all=True)


def token(text: str) -> str:
    """A token as typed or imported, if it is one: ``everyone`` or ``kind:name``.

    Raises
    ------
    ConfigError
        When it is neither, so that ``bids`` is not taken for a group nobody is in.
    """
    kind, colon, name = text.partition(":")
    if text == EVERYONE or (
        kind and colon and name and len(text) <= MAX_ID and text.isprintable()
    ):
        return text
    msg = f"{text[:40]!r} is no token: use everyone, group:NAME or user:ADDRESS"
    raise ConfigError(msg)


def tokens_of(viewer: Viewer) -> frozenset[str]:
    """All tokens a viewer holds by themselves, before any membership."""
    return viewer.claims | {EVERYONE}


def with_groups(viewer: Viewer, groups: Iterable[str]) -> Viewer:
    """The viewer, holding beside their own tokens those of the groups they are in.

    >>> may_see(with_groups(PUBLIC, {"group:bids"}), {"group:bids"})
    True
    """
    return replace(viewer, claims=viewer.claims.union(groups))


def may_see(viewer: Viewer, acl: Iterable[str]) -> bool:
    """Whether the viewer holds one of the tokens.

    >>> may_see(PUBLIC, {"everyone"}), may_see(PUBLIC, {"group:bids"}), may_see(PUBLIC, set())
    (True, False, False)
    """
    return viewer.sees_all or any(t == EVERYONE or t in viewer.claims for t in acl)
