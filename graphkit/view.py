"""View: a store seen by one viewer. The only way from ranking to data, so it cannot leak."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from graphkit.acl import Viewer
from graphkit.errors import StoreUnavailable
from graphkit.graph import Graph
from graphkit.model import Facts, Message, Postings, Scope, Totals, Vocabulary
from graphkit.settings import Settings
from graphkit.store import GraphStore, open_store

_Found = TypeVar("_Found")
_TRIES = 20


@dataclass(frozen=True, slots=True)
class View:
    """A store, who looks at it, and the languages their questions are read in."""

    store: GraphStore
    viewer: Viewer
    languages: tuple[str, ...]
    _kept: dict[Callable[["View"], object], tuple[int, object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def kept(self, work_out: Callable[["View"], _Found]) -> _Found:
        """What a function works out from this view, kept until the store changes."""
        revision = self.store.revision()
        known = self._kept.get(work_out)
        if known is None or known[0] != revision:
            known = revision, work_out(self)
            self._kept[work_out] = known
        return cast("_Found", known[1])

    def in_one_state(self, read: Callable[[], _Found]) -> _Found:
        """What several reads find in one state of the store; repeated when it was written.

        Raises
        ------
        StoreUnavailable
            When it is written all the time.
        """
        for _ in range(_TRIES):
            before = self.store.revision()
            found = read()
            if self.store.revision() == before:
                return found
        msg = "the store is being written too fast to be read: try again in a moment"
        raise StoreUnavailable(msg)

    def totals(self) -> Totals:
        """What the viewer sees in all."""
        return self.store.totals(self.viewer)

    def postings(self, topics: frozenset[str]) -> Postings:
        """Where topics occur, as far as the viewer may see."""
        return self.store.postings(self.viewer, topics)

    def frequencies(self, topics: Collection[str]) -> Mapping[str, int]:
        """In how many documents that the viewer may see topics stand."""
        return self.store.frequencies(self.viewer, topics)

    def keys(self, numbers: Collection[int]) -> Mapping[int, str]:
        """The ids of documents that were told by number."""
        return self.store.keys(self.viewer, numbers)

    def threads(self, documents: Collection[str]) -> Collection[tuple[Message, ...]]:
        """The threads around documents, as far as the viewer may see them."""
        return self.store.threads(self.viewer, documents)

    def facts(self, scope: Scope) -> Facts:
        """What the viewer may see within a scope."""
        return self.store.facts(self.viewer, scope)

    def vocabulary(self, least: int) -> Vocabulary:
        """The phrases of at least so many documents that the viewer may see."""
        return self.store.vocabulary(self.viewer, least)

    def graph(self, scope: Scope | None = None) -> Graph:
        """The same as a graph; without a scope all that the viewer may see."""
        return Graph(self.facts(scope or Scope()))


def open_view(store: str | None = None, *, as_tokens: Iterable[str] = ()) -> View:
    """Open a store for a notebook or a script: ``open_view("sqlite:///firm.db")``.

    Parameters
    ----------
    store
        The store's address or an SQLite file's path; by default ``WHOKNOWS_STORE``.
    as_tokens
        The tokens the viewer holds, such as ``["group:bids"]``; ``["operator"]`` sees all; by
        default the public viewer, who sees what everyone may.

    Raises
    ------
    ConfigError, StoreUnavailable, SchemaMismatch
        When the store cannot be opened.
    """
    settings = Settings.load()
    viewer = Viewer.named(as_tokens)
    opened = open_store(store or settings.store, sign_in=settings.sign_in)
    return View(opened, viewer, settings.languages)
