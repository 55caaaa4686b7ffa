"""Aliases that are likely one person's, for somebody to decide; no directory is needed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal, NamedTuple

from graphkit.likeness import OTHERS, SAME, Likeness, is_full, likeness
from graphkit.name_words import name_words
from graphkit.names import Form, forms, name_alias

NEIGHBOURS = 8
"""Names compared with each name: its nearest by character trigrams."""

_NEAR = 0.4
"""Cosine of trigrams, 0 to 1, under which names are not compared."""
_BLOCK = 1000
_MEMORY_MIB = 64
_MOST_ALIKE = 10
"""Aliases of one name or login that are all paired; of more each is paired with the first."""
_NAMES = 5
"""Names as written that count of one alias."""
_SHORTEST = 4
"""Letters of a login that says who somebody is."""
_ROLES = frozenset(
    "account accounts admin administrator all contact desk developer editor guest hello help"
    " helpdesk hostmaster info jobs kontakt list lists mail news noreply office postmaster press"
    " root sales secretary security service staff support team test user users webmaster".split()
)
_GIVEN = frozenset(
    "adam alex alice andrea andreas anna anne antonio ben carlos chris christian claudia daniel"
    " david elena emma eric erik felix francesco frank giulia hans helen ivan jack jakob james"
    " jan jane jean john jonas jorge jose juan julia julie karin laura lars lisa lucas luis maria"
    " marie mario mark martin mary michael michel mike monika nick nina olga olivier paolo patrick"
    " paul pedro peter philippe pierre piotr robert sandra sara sarah simon sophie stefan steve"
    " susan thomas tomas victor will".split()
)
"""First names that many bear, where the names at hand are too few to tell."""
_HIDDEN_HOST = re.compile(r"users\.noreply\.(.+)")
_OPAQUE = re.compile(r"[UW][A-Z0-9]+")
"""Slack's numbers of people."""
_COMMON = 0.02
"""Namesakes to expect by chance, above which an equal name alone proves nothing."""
_NUMBER_BEFORE = re.compile(r"^\d+[+-]")
_NUMBER_BEHIND = re.compile(r"[._-]?\d+$")
_GAPS = re.compile(r"[._-]+")

_NUMBERED = "numbered"
_Words = tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class _Face:
    """What an alias shows: names, and a login at a place where nobody else has it."""

    known: Known
    names: tuple[str, ...]
    login: str
    place: str

    @property
    def letters(self) -> str:
        """The login without dots and hyphens."""
        return _GAPS.sub("", self.login)


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
    shelves = _Shelves([_face(each) for each in sorted(known, key=lambda each: each.alias)])
    judged = (shelves.judged(*pair) for pair in sorted(shelves.pairs()))
    return tuple(sorted(filter(None, judged), key=_rank))


def _rank(found: Suggestion) -> tuple[bool, float, int, str, str]:
    documents = min(found.one.documents, found.other.documents)
    aliases = found.one.alias, found.other.alias
    return (found.grade != "exact", -found.share, -documents, *aliases)


class _Shelves:
    """Faces by what they have in common."""

    def __init__(self, faces: Sequence[_Face]) -> None:
        self.faces = faces
        self.named: dict[_Words, list[int]] = defaultdict(list)
        self.own: dict[str, list[int]] = defaultdict(list)
        self.logins: dict[str, list[int]] = defaultdict(list)
        self.letters: dict[str, list[int]] = defaultdict(list)
        for at, face in enumerate(faces):
            for key in dict.fromkeys(_key(name) for name in _full(face)):
                self.named[key].append(at)
            for alias in dict.fromkeys(map(name_alias, _full(face))):
                self.own[alias].append(at)
        names = {_words(name) for face in faces for name in _full(face)}
        self._first = Counter(words[0] for words in names)
        self._last = Counter(words[-1] for words in names)
        for at, face in enumerate(faces):
            if self._tells(face.login):
                self.logins[face.login].append(at)
                self.letters[face.letters].append(at)
        self._fitting = self._names_by_form()
        self._contested = {
            key
            for key, shelf in self.named.items()
            if any(_odds(faces[one], faces[other]) for one, other in _paired(shelf))
        }

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
        odds, alike = _odds(a, b), _alike(a, b)
        if alike and alike.share == OTHERS:
            return None
        if (
            odds
            and a.place == b.place
            and (odds == _NUMBERED or alike is None or alike.share < SAME)
        ):
            return None
        found = [] if alike is None or self._fits_others(alike, a, b) else [alike]
        found += self._by_login(a, b)
        if not found:
            return None
        best = max(each.share for each in found)
        exact = best == SAME and not odds and not self._is_contested(a, b)
        share = round(min(1.0, best + 0.1 * (len(found) - 1)) - (0.2 if odds else 0.0), 9)
        reasons = tuple(dict.fromkeys(each.reason for each in found))
        return Suggestion(a.known, b.known, "exact" if exact else "likely", share, reasons)

    def _names_by_form(self) -> dict[str, set[_Words]]:
        """The names that an alias or a login may stand for, where there is one."""
        found: dict[str, set[_Words]] = defaultdict(set)
        for face in self.faces:
            for name in _full(face):
                own, *others = forms(name)
                for form in (own, *others) if own.strength == "full" else ():
                    for key in (form.alias, _letters(form)):
                        if key in self.own or key in self.letters:
                            found[key].add(_key(name))
        return found

    def _fits_others(self, alike: Likeness, a: _Face, b: _Face) -> bool:
        """Whether one is initials that stand for the names of several."""
        if not alike.is_weak:
            return False
        shortest = min(map(name_alias, (*_full(a), *_full(b))), key=len)
        return len(self._fitting.get(shortest, ())) > 1

    def _is_contested(self, a: _Face, b: _Face) -> bool:
        """Whether people of that name are likely several: by the signs, or by its words.

        As many namesakes are to be expected as if first and last words met by chance.
        """
        for words in map(_words, (*_full(a), *_full(b))):
            bearers = (self._first[words[0]] - 1) * (self._last[words[-1]] - 1)
            if tuple(sorted(words)) in self._contested:
                return True
            if bearers > _COMMON * self._last.total():
                return True
        return False

    def _by_login(self, a: _Face, b: _Face) -> Iterator[Likeness]:
        if a.login == b.login and self._tells(a.login):
            yield Likeness(0.7, "the same login")
        for face, named in ((a, b), (b, a)):
            fits = self._fitting.get(face.letters, set()) if self._tells(face.login) else set()
            if len(fits) == 1 and not fits.isdisjoint(map(_key, _full(named))):
                yield Likeness(0.6, "a login made of the name")

    def _tells(self, login: str) -> bool:
        """Whether a login may say who somebody is: no role, no first name, no number."""
        if login in _GIVEN or self._first[login] > 1 or not _ROLES.isdisjoint(_GAPS.split(login)):
            return False
        return len(login) >= _SHORTEST and not login.isdigit()


def _face(known: Known) -> _Face:
    kind, _, rest = known.alias.partition(":")
    login, place = "", ""
    if kind == "email":
        login, _, place = rest.rpartition("@")
        hidden = _HIDDEN_HOST.fullmatch(place)
        login = _NUMBER_BEFORE.sub("", login) if hidden else login
        place = hidden[1] if hidden else place
    elif kind != "name":
        place, _, login = rest.rpartition("/")
        place = f"{kind}:{place}"
    login = "" if _OPAQUE.fullmatch(login) else login.partition("+")[0].lower()
    stand_ins = {rest, login} if kind != "name" else set()  # of who has no name
    names = (name for name in known.names[:_NAMES] if name.lower() not in stand_ins)
    named = tuple(name for name in names if not _ROLES.issuperset(_words(name)))
    if not login and [len(_words(name)) for name in named] == [1]:
        login = named[0].lower()  # what they call themselves there
    return _Face(known, named, login, place)


def _words(name: str) -> _Words:
    return tuple(word.folded for word in name_words(name))


def _key(name: str) -> _Words:
    """The words of a name in any order."""
    return tuple(sorted(_words(name)))


def _full(face: _Face) -> list[str]:
    """The names of two words and more, or of several characters that are words."""
    return [name for name in face.names if is_full(name_words(name))]


def _letters(form: Form) -> str:
    return form.alias.partition(":")[2].replace(" ", "")


def _alike(a: _Face, b: _Face) -> Likeness | None:
    """The best that the names say; None when they say nothing."""
    found = [alike for one, other in product(a.names, b.names) if (alike := likeness(one, other))]
    return max(found, default=None)


def _odds(a: _Face, b: _Face) -> str:
    """What speaks against two faces, "" when nothing does."""
    plain = _NUMBER_BEHIND.sub("", a.login)
    if plain and a.login != b.login and plain == _NUMBER_BEHIND.sub("", b.login):
        return _NUMBERED
    return "two at one place" if a.place and a.place == b.place else ""


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
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.neighbors import NearestNeighbors  # noqa: PLC0415

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
