"""GraphStore: what every store can do, whatever it runs on."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from graphkit.acl import Viewer
from graphkit.errors import ConfigError
from graphkit.model import (
    Change,
    Digest,
    Facts,
    Message,
    Postings,
    Reading,
    Scope,
    Totals,
    Vocabulary,
    Volume,
)
from graphkit.person import Decision, Person
from graphkit.registry import find
from graphkit.stores import STORES
from graphkit.suppression import Suppression

Row = tuple[object, ...]
"""One row of a dump: its kind, then its values; JSON can hold it."""


class GraphStore(Protocol):
    """A store of readings. Any order of the same writes leaves the same `dump`.

    Reads take the viewer and never return, count or sum what `graphkit.acl.may_see` denies.
    Every method raises `StoreUnavailable` when the store cannot be reached.
    """

    def put(self, readings: Iterable[Reading]) -> Change:
        """Write readings, each replacing all that its document said.

        A call is atomic, but that a server may write a very large one in parts. A document comes
        once in a call; of several readings of one the last counts.
        """
        ...

    def remove(self, document_ids: Iterable[str]) -> Change:
        """Take documents out with exactly what they said; atomic as `put` is."""
        ...

    def enrol(self, group: str, members: frozenset[str]) -> None:
        """Say who is in a group: tokens of viewers, in the place of all who were in it before.

        A viewer who holds one of them holds the group's token too, in every read. That is one
        step: a group enrolled in a group brings nobody in but those who hold its token
        themselves. No read tells a viewer of it.

        It comes before the documents of the group, and goes with the last one whose acl holds
        the token: a pass enrols a group again before each batch that holds documents of it.

        Raises
        ------
        ConfigError
            When something is no token.
        """
        ...

    def assign(
        self, people: Iterable[Person], decisions: Collection[Decision] | None = None
    ) -> None:
        """Say who owns which aliases; the only way an alias gets or changes an owner.

        Each takes the place of the person of that id. An alias that another one owned changes
        hands; one that nobody owns any more stands alone. Who says nothing
        (`Person.is_plain`) is taken out.

        Parameters
        ----------
        decisions
            Take the place of all on file; None: those stay.
        """
        ...

    def owners(self, aliases: Collection[str]) -> Mapping[str, Person]:
        """Alias → who owns it, those left out that nobody owns."""
        ...

    def people(self, ids: Collection[str] | None = None) -> Mapping[str, Person]:
        """People by id, who are on file; without ids all of them."""
        ...

    def decisions(self) -> tuple[Decision, ...]:
        """What was decided by hand, in its order."""
        ...

    def suppress(self, more: Iterable[Suppression]) -> None:
        """Keep fingerprints of what was erased, for good."""
        ...

    def suppressions(self) -> tuple[Suppression, ...]:
        """All of them, sorted."""
        ...

    def scrub(self, texts: Collection[str]) -> tuple[tuple[str, ...], str]:
        """Make what was deleted unreadable, and say where one of some texts still stands.

        Returns
        -------
        The files that hold one, and what could not be looked at, with what to do about it.
        """
        ...

    def digests(self, source: str) -> Mapping[str, Digest]:
        """Document id → what is on file, for one source."""
        ...

    def totals(self, viewer: Viewer) -> Totals:
        """Sums over the visible documents."""
        ...

    def postings(self, viewer: Viewer, topics: frozenset[str]) -> Postings:
        """Where topics occur in visible documents; topics that do not occur are left out."""
        ...

    def frequencies(self, viewer: Viewer, topics: Collection[str]) -> Mapping[str, int]:
        """In how many visible documents each of some topics stands, those left out that do not."""
        ...

    def keys(self, viewer: Viewer, numbers: Collection[int]) -> Mapping[int, str]:
        """The ids of visible documents that `postings`, `since` or `threads` told by number."""
        ...

    def since(self, viewer: Viewer, date: str) -> Collection[int]:
        """The numbers of the visible documents of this date or later, by their ISO 8601 text."""
        ...

    def threads(
        self, viewer: Viewer, documents: Collection[str]
    ) -> Collection[tuple[Message, ...]]:
        """The visible messages, by id, of each thread in which one of some documents stands.

        Threads of two sources are apart; a document without a thread is in none.
        """
        ...

    def facts(self, viewer: Viewer, scope: Scope) -> Facts:
        """What is visible within a scope."""
        ...

    def volumes(self, viewer: Viewer, aliases: Collection[str]) -> Mapping[str, Volume]:
        """What some aliases have in all visible documents, those left out that have none."""
        ...

    def vocabulary(self, viewer: Viewer, least: int) -> Vocabulary:
        """The phrases that stand in at least so many visible documents, 1 and more."""
        ...

    def dump(self) -> Iterator[Row]:
        """Every row, sorted: two stores with equal dumps hold the same (`graphkit.rows`)."""
        ...

    def load(self, rows: Iterable[Row]) -> None:
        """Write the rows of a `dump` into an empty store; all or nothing.

        Raises
        ------
        StoreError
            When the store is not empty, or something is no row of a dump.
        """
        ...

    def tidy(self) -> None:
        """Make the store small and quick, and let go of what was kept for safety only.

        For the end of a complete ingest. What cannot be done now, because others read or write,
        is left for the next time.
        """
        ...

    def revision(self) -> int:
        """A number that grows with every change; it never leaves the service."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


def open_store(
    url: str, *, create: bool = False, sign_in: tuple[str, str] | None = None
) -> GraphStore:
    """Open the store at an address, ``sqlite:///relative.db`` or ``neo4j://host:7687``.

    A plain path is an SQLite file; ``bolt://`` is a Neo4j without routing, ``neo4j+s://`` one
    whose certificate is checked, ``neo4j+ssc://`` one whose is not. With ``create`` a store that
    is not there is made.

    Parameters
    ----------
    sign_in
        User and password, where a server asks for them.

    Raises
    ------
    ConfigError
        When no store is registered for the address, or the sign-in is refused.
    StoreUnavailable, SchemaMismatch
        When it is not there, cannot be opened, or is of another version.
    """
    scheme, separator, place = url.partition("://")
    if not separator:
        scheme, url = "sqlite", f"sqlite:///{url}"
    elif "@" in place.partition("/")[0]:
        raise ConfigError(  # an address is shown, a password never
            f"a {scheme} address must not hold a user or password: set WHOKNOWS_STORE_USER and "
            "WHOKNOWS_STORE_PASSWORD"
        )
    kind = scheme.partition("+")[0].replace("bolt", "neo4j")  # Bolt is what Neo4j speaks
    if kind not in STORES:
        msg = f"no store for {scheme!r}: an address begins with {', '.join(sorted(STORES))}"
        raise ConfigError(msg)
    opener: Callable[..., GraphStore] = find(STORES, kind, "store")
    return opener(url, create=create, sign_in=sign_in)
