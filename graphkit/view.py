"""View: a store seen by one viewer. The only way from ranking to data, so it cannot leak."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from graphkit.acl import Viewer, with_groups
from graphkit.errors import StoreUnavailable
from graphkit.graph import Graph
from graphkit.model import Facts, Message, Postings, Scope, Totals, Vocabulary
from graphkit.ownership import aliases_in, facts_by_person, threads_by_person, without_left
from graphkit.person import Person
from graphkit.settings import Settings
from graphkit.store import GraphStore, open_store

_Found = TypeVar("_Found")
_TRIES = 20
_ADDRESS, _USER = "email:", "user:"


@dataclass(frozen=True, slots=True)
class View:
    """A store, who looks at it, and the languages their questions are read in.

    With ``hides_left`` nothing tells of those who have left.
    """

    store: GraphStore
    viewer: Viewer
    languages: tuple[str, ...]
    hides_left: bool = False
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

    def known(self) -> "View":
        """The same for who also holds the tokens of all addresses that the directory has of them.

        Only what the directory itself lists counts, and was not split off by hand; a merge by
        hand opens nothing. Asked again it follows what has been imported since.
        """
        return self.kept(_known) if any(c.startswith(_USER) for c in self.viewer.claims) else self

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

    def since(self, date: str) -> Collection[int]:
        """The numbers of the documents of a date or later that the viewer may see."""
        return self.store.since(self.viewer, date)

    def threads(self, documents: Collection[str]) -> Collection[tuple[Message, ...]]:
        """The threads around documents, as far as the viewer may see them, by person."""
        found = self.store.threads(self.viewer, documents)
        authors = {alias for messages in found for m in messages for alias in m.authors}
        return threads_by_person(found, self._owners(authors))

    def facts(self, scope: Scope) -> Facts:
        """What the viewer may see within a scope, by person."""
        if scope.people is not None:
            scope = replace(scope, people=self._aliases(scope.people))
        found = self.store.facts(self.viewer, scope)
        owners = self._owners(aliases_in(found.readings))
        if not owners:
            return found
        theirs = {alias: owner for owner in owners.values() for alias in owner.aliases}
        others = self.store.volumes(self.viewer, theirs.keys() - found.names.keys())
        told = facts_by_person(found, theirs, others)
        return without_left(told) if self.hides_left else told

    def person(self, person: str) -> Person:
        """What is known of a person beside what documents say."""
        known = self.store.people([person]).get(person, Person(person, aliases=(person,)))
        return Person(person) if known.has_left and self.hides_left else known

    def is_listed(self, person: str) -> bool:
        """Whether a directory lists somebody, who may have a part in nothing the viewer sees."""
        known = self.store.people([person]).get(person)
        if known is None or (known.has_left and self.hides_left):
            return False
        return known.is_listed

    def identify(self, alias: str) -> str:
        """The id of the person whose alias this is, as far as the viewer may know that.

        What the directory says everybody may know; what was merged by hand, only who sees the
        alias itself.
        """
        owner = self.store.owners([alias]).get(alias)
        if owner is None:
            return alias
        if alias in owner.listed or self.store.volumes(self.viewer, [alias]):
            return owner.id
        return alias

    def _owners(self, aliases: Collection[str]) -> Mapping[str, Person]:
        """Alias → who owns it; a service meets the same people again and again."""
        met = self.kept(_nobody)
        new = {*aliases}.difference(met)
        if new:
            found = self.store.owners(new)
            met.update((alias, found.get(alias)) for alias in new)
        return {alias: owner for alias in sorted(aliases) if (owner := met[alias])}

    def _aliases(self, people: frozenset[str]) -> frozenset[str]:
        """What is people's own; an alias that somebody owns is no person."""
        known, owners = self.store.people(people), self.store.owners(people)
        alone = people - known.keys() - owners.keys()
        shown = (who for who in known.values() if not (who.has_left and self.hides_left))
        return alone.union(*(who.aliases for who in shown))

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
        default the public viewer, who sees what everyone may. Of ``user:`` tokens the directory's
        other addresses count as it has them when the view is opened.

    Raises
    ------
    ConfigError, StoreUnavailable, SchemaMismatch
        When the store cannot be opened.
    """
    settings = Settings.load()
    viewer = Viewer.named(as_tokens)
    opened = open_store(store or settings.store, sign_in=settings.sign_in)
    return View(opened, viewer, settings.languages, settings.hide_left).known()


def _nobody(_: View) -> dict[str, Person | None]:
    return {}


def _known(view: View) -> View:
    users = (c[len(_USER) :] for c in view.viewer.claims if c.startswith(_USER))
    owners = view.store.owners([f"{_ADDRESS}{address}" for address in users])
    listed = (
        {*who.listed}.intersection(who.aliases)
        for alias, who in owners.items()
        if alias in who.listed
    )
    own = (a[len(_ADDRESS) :] for theirs in listed for a in theirs if a.startswith(_ADDRESS))
    return replace(view, viewer=with_groups(view.viewer, (f"{_USER}{a}" for a in own)))
