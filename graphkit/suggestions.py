"""Aliases that are likely one person's, for somebody to decide; no directory is needed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal, NamedTuple

from graphkit.faces import (
    Face,
    Words,
    are_at_one_place,
    are_numbered,
    are_several,
    face,
    says_who,
    words_of,
)
from graphkit.likeness import OTHERS, SAME, Likeness, agree, likeness
from graphkit.names import forms, name_alias

NEIGHBOURS = 8
"""Names compared with each name: its nearest by character trigrams."""

_NEAR = 0.4
"""Cosine of trigrams, 0 to 1, under which names are not compared."""
_BLOCK = 1000
_MEMORY_MIB = 64
_MOST_ALIKE = 10
"""Aliases of one name or login that are all paired; of more each is paired with the first."""
_COMMON = 0.02
"""Namesakes to expect by chance, above which an equal name alone proves nothing."""


class Known(NamedTuple):
    """An alias, the names it is written with, and in how many documents."""

    alias: str
    names: tuple[str, ...] = ()
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two aliases that are likely one person's.

    Parameters
    ----------
    one, other
        In the order of their aliases.
    grade
        ``exact``: both bear the same full name, and no sign speaks against it; ``likely``: look.
    share
        How much speaks for it, above 0, at most 1.
    reasons
        What, in words.
    """

    one: Known
    other: Known
    grade: Literal["exact", "likely"]
    share: float
    reasons: tuple[str, ...]


def suggest(known: Iterable[Known]) -> tuple[Suggestion, ...]:
    """Pairs of aliases that are likely one person's; exact ones first, then what speaks for it.

    Candidates have a name, a login or a way to write a name in common, which is looked up, or
    are nearest neighbours by the trigrams of their names (cosine of tf-idf). Rules decide on
    them (`likeness`); no other pair is compared. The search for neighbours takes the square of
    the number of different names, in blocks of 64 MiB; everything else is linear.

    Parameters
    ----------
    known
        Each alias once, in any order.

    Examples
    --------
    >>> byron = Known("email:ada@x.org", ("Ada Byron",)), Known("name:byron ada", ("BYRON Ada",))
    >>> [(each.grade, each.reasons) for each in suggest(byron)]
    [('exact', ('the same name',))]
    """
    shelves = _Shelves(sorted(known, key=lambda each: each.alias))
    judged = (shelves.judged(*pair) for pair in sorted(shelves.pairs()))
    return tuple(sorted(filter(None, judged), key=_rank))


def _rank(found: Suggestion) -> tuple[bool, float, int, str, str]:
    documents = min(found.one.documents, found.other.documents)
    aliases = found.one.alias, found.other.alias
    return (found.grade != "exact", -found.share, -documents, *aliases)


class _Shelves:
    """Aliases, by their places in order, on shelves of those that have something in common."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self.faces = faces = [face(each.alias, each.names) for each in known]
        self.named: dict[Words, list[int]] = defaultdict(list)
        self.own: dict[str, list[int]] = defaultdict(list)
        self.logins: dict[str, list[int]] = defaultdict(list)
        self.letters: dict[str, list[int]] = defaultdict(list)
        for at, each in enumerate(faces):
            for key in dict.fromkeys(map(_key, each.full)):
                self.named[key].append(at)
            for alias in dict.fromkeys(map(name_alias, each.full)):
                self.own[alias].append(at)
        ends = {(words_of(name)[0], words_of(name)[-1]) for each in faces for name in each.full}
        self._first = Counter(first for first, _ in ends)
        self._last = Counter(last for _, last in ends)
        for at, each in enumerate(faces):
            if self._tells(each.login):
                self.logins[each.login].append(at)
                self.letters[each.letters].append(at)
        self._fitting = self._names_by_form()

    def pairs(self) -> set[tuple[int, int]]:
        """Candidates, by their places; each once, the smaller first."""
        found: set[tuple[int, int]] = set()
        for shelf in (*self.named.values(), *self.logins.values()):
            found.update(_paired(shelf))
        for key, names in self._fitting.items():
            shelf = self.own.get(key) or self.letters.get(key) or []
            for name in sorted(names)[:_MOST_ALIKE]:
                found.update(_across(self.named[name], shelf))
        keys = sorted(self.named)
        for one, other in _neighbours([" ".join(key) for key in keys]):
            found.update(_across(self.named[keys[one]], self.named[keys[other]]))
        return found

    def judged(self, one: int, other: int) -> Suggestion | None:
        """What is to be said of a pair; None when nothing is, or more speaks against it."""
        a, b = self.faces[one], self.faces[other]
        alike, together = _alike(a, b), are_at_one_place(a, b)
        if alike and alike.share == OTHERS:
            return None
        if together and (are_numbered(a, b) or alike is None or alike.share < SAME):
            return None
        found = [] if alike is None or self._fits_others(alike, a, b) else [alike]
        found += self._by_login(a, b)
        if not found:
            return None
        best = max(each.share for each in found)
        exact = best == SAME and agree(a.full) and agree(b.full)  # not a mailbox of two
        exact = exact and not any(map(self._are_several, (*a.full, *b.full)))
        share = round(min(1.0, best + 0.1 * (len(found) - 1)) - 0.2 * together, 9)
        return Suggestion(
            self.known[one],
            self.known[other],
            "exact" if exact else "likely",
            share,
            tuple(dict.fromkeys(each.reason for each in found)),
        )

    def _names_by_form(self) -> dict[str, set[Words]]:
        """The names that an alias or a login may stand for, where there is one."""
        found: dict[str, set[Words]] = defaultdict(set)
        for name in {name for each in self.faces for name in each.full}:
            own, *others = forms(name)
            for form in (own, *others) if own.strength == "full" else ():
                for key in (form.alias, form.alias.partition(":")[2].replace(" ", "")):
                    if key in self.own or key in self.letters:
                        found[key].add(_key(name))
        return found

    def _fits_others(self, alike: Likeness, a: Face, b: Face) -> bool:
        """Whether one is initials that stand for the names of several."""
        shortest = min(map(name_alias, (*a.full, *b.full)), key=len, default="")
        return alike.is_weak and len(self._fitting.get(shortest, ())) > 1

    def _are_several(self, name: str) -> bool:
        """Whether those of a name are likely several people.

        By signs: accounts at one place, numbers, accents, two longer names that it may stand for.
        Or because it is a common one: as many namesakes are to be expected as if first and last
        words met by chance.
        """
        words = words_of(name)
        shelf = [self.faces[at] for at in self.named[_key(name)]]
        written = {other for each in shelf for other in each.full if _key(other) == _key(name)}
        namesakes = (self._first[words[0]] - 1) * (self._last[words[-1]] - 1)
        return (
            are_several(shelf)
            or not agree(sorted(written))
            or len(self._fitting.get(name_alias(name), ())) > 2  # noqa: PLR2004  itself, two more
            or namesakes > _COMMON * self._last.total()
        )

    def _by_login(self, a: Face, b: Face) -> Iterator[Likeness]:
        if a.login == b.login and self._tells(a.login):
            yield Likeness(0.7, "the same login")
        for each, named in ((a, b), (b, a)):
            fits = self._fitting.get(each.letters, set()) if self._tells(each.login) else set()
            if len(fits) == 1 and not fits.isdisjoint(map(_key, named.full)):
                yield Likeness(0.6, "a login made of the name")

    def _tells(self, login: str) -> bool:
        """Whether a login says who somebody is, and is no first name of several here."""
        return says_who(login) and self._first[login] <= 1


def _key(name: str) -> Words:
    """The words of a name in any order."""
    return tuple(sorted(words_of(name)))


def _alike(a: Face, b: Face) -> Likeness | None:
    """The best that the names say; None when they say nothing."""
    found = [alike for one, other in product(a.names, b.names) if (alike := likeness(one, other))]
    return max(found, default=None)


def _paired(shelf: Sequence[int]) -> Iterator[tuple[int, int]]:
    """All pairs of a few; of many, each with the first."""
    yield from combinations(shelf[:_MOST_ALIKE], 2)
    yield from ((shelf[0], other) for other in shelf[_MOST_ALIKE:])


def _across(some: Sequence[int], others: Sequence[int]) -> Iterator[tuple[int, int]]:
    for one, other in product(some[:_MOST_ALIKE], others[:_MOST_ALIKE]):
        if one != other:
            yield min(one, other), max(one, other)


def _neighbours(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of texts that are near each other by their trigrams."""
    if len(texts) < 2:  # noqa: PLR2004  nobody has a neighbour
        return
    import sklearn  # noqa: PLC0415  a second, which no other command should wait
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  slow to load
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415  the same

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), lowercase=False)
    vectors = grams.fit_transform(texts)
    most = min(NEIGHBOURS + 1, len(texts))
    search = NearestNeighbors(n_neighbors=most, metric="cosine", algorithm="brute").fit(vectors)
    with sklearn.config_context(working_memory=_MEMORY_MIB):
        for first in range(0, len(texts), _BLOCK):
            away, near = search.kneighbors(vectors[first : first + _BLOCK])
            for at, (far, others) in enumerate(zip(away.tolist(), near.tolist(), strict=True)):
                for distance, other in zip(far, others, strict=True):
                    if other != first + at and distance <= 1 - _NEAR:
                        yield first + at, other
