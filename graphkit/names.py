"""What names people go by: one alias for a name as written, and all that fit who is called so."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from graphkit.name_words import (
    PARTICLES,
    Word,
    folded,
    is_initial,
    name_words,
    spelled,
    surname,
)
from graphkit.person import Person

MOST_FORMS = 32
"""Ways to write one name; usual ones have half of it."""

_KIND = "name:"
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_UMLAUT = re.compile(r"(?<=[^aeiouyq])([aou])e(?=[^aeiouy])(?!l(?:l[ae])?[ae]?$)")
"""An umlaut written out: Mueller, Joerg. Not in Michael, Manuel, Joelle, Enrique."""
_HUMP = re.compile(r"(?<=[^\W\d_])'?(?=[A-Z][a-z])|(?<=^[A-Z])'(?=[A-Z])")


class Form(NamedTuple):
    """A ``name:`` alias that fits a name; weak where the given name is initials only."""

    alias: str
    strength: Literal["full", "weak"]


def name_alias(name: str) -> str:
    """The alias of a name: its words, folded; "" when there are none.

    Apostrophes join, hyphens, dots and commas part. Titles, degrees and additions are left out.
    Applied to what it gives, it changes nothing. Linear in the length, at most 80 characters.

    >>> name_alias("Prof. Dr. Zoë O'Connor-Łuk (she/her)"), name_alias("DUPONT, Jean-Pierre")
    ('name:zoe oconnor luk', 'name:dupont jean pierre')
    >>> name_alias("Ada Lovelace via pumps-list"), name_alias("Dr.")
    ('name:ada lovelace', '')
    """
    words = [word.folded for word in name_words(name)]
    return _KIND + " ".join(words) if words else ""


def family_of(name: str) -> str:
    """The surname as written, with its particles; "" when there is one word only.

    Capitals or a comma tell it, else it is taken to be the last word. Where surnames come first
    (Hungarian, Vietnamese, Chinese) a name alone does not say so: `forms` holds both orders.

    >>> family_of("LE GUEN Yann"), family_of("Jan van der Meer"), family_of("Tour, Hélène de la")
    ('LE GUEN', 'van der Meer', 'de la Tour')
    """
    words = name_words(name)
    return spelled([words[at] for at in surname(words)[0]])


def forms(name: str, family: str = "") -> tuple[Form, ...]:
    """Every alias that fits who is called so, made from the name alone; that of the name first.

    Both orders; particles before, behind or left out; double names joined and apart; umlauts
    written out or dropped; middle names left out or as initials; the given names as initials.

    Parameters
    ----------
    family
        The surname, where it is known; else `family_of`.

    Returns
    -------
    At most 32, mostly 4 to 24, each once.

    >>> [form.alias[5:] for form in forms("Jean-Pierre Moreau")][:4]
    ['jean pierre moreau', 'moreau jean pierre', 'jeanpierre moreau', 'moreau jeanpierre']
    >>> forms("Ada Byron")[-1]
    Form(alias='name:byron a', strength='weak')
    """
    words = name_words(name)
    if not words:
        return ()
    at, is_told = _known(words, family) or surname(words)
    given = [words[n] for n in range(len(words)) if n not in at]
    is_weak = bool(at) and all(is_initial(word.folded) for word in given)
    found: dict[str, None] = {" ".join(word.folded for word in words): None}
    weak = set(found) if is_weak else set[str]()
    if at:
        ways = _ways(given, [words[n] for n in at], is_told=is_told)
        for form, is_full in islice(ways, 4 * MOST_FORMS):
            if not is_full and form not in found:
                weak.add(form)
            found.setdefault(form)
    return tuple(
        Form(_KIND + form, "weak" if form in weak else "full")
        for form in islice(found, MOST_FORMS)
    )


def name_aliases(people: Iterable[Person]) -> Mapping[str, tuple[str, ...]]:
    """The ``name:`` aliases that are somebody's, by the id of each person.

    They fit one of the names of this person and of nobody else, be it the full name of the one
    and the initials of the other. A single word is somebody's only when it is in no other name.
    Linear in the number of people: some 200 microseconds and 1.5 kB each.
    """
    owners: dict[str, str] = {}  # "" when it fits several
    bearers: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for person in people:
        found[person.id] = []
        for name in (person.name, *person.former):
            for form in forms(name, person.family if name == person.name else ""):
                _claim(owners, form.alias, person.id)
            for word in name_words(name):
                _claim(bearers, _KIND + word.folded, person.id)
    for alias, owner in owners.items():
        if owner and bearers.get(alias, owner) == owner:
            found[owner].append(alias)
    return {person: tuple(sorted(aliases)) for person, aliases in found.items()}


def _claim(owners: dict[str, str], alias: str, person: str) -> None:
    if owners.setdefault(alias, person) != person:
        owners[alias] = ""


def _known(words: Sequence[Word], family: str) -> tuple[tuple[int, ...], bool] | None:
    """Where the known surname stands in a name; None when it does not."""
    wanted = [word.folded for word in name_words(family)] if family else []
    written = [word.folded for word in words]
    for at in range(len(words) - len(wanted), -1, -1):
        if wanted and written[at : at + len(wanted)] == wanted and len(wanted) < len(words):
            return tuple(range(at, at + len(wanted))), True
    return None


def _ways(
    given: Sequence[Word], family: Sequence[Word], *, is_told: bool
) -> Iterator[tuple[str, bool]]:
    """Ways to write a name and whether each is full; the usual ones first."""
    seen = set()
    for spelling in (_plain, _written_out, _umlauts, _apart):
        front, back = [spelling(w) for w in given], [spelling(w) for w in family]
        if (*front, *back) in seen:
            continue
        seen.add((*front, *back))
        yield from _orders(given, front, family, back)
        if not is_told and _may_open_with_surname(given):
            yield " ".join([*front[1:], *back, front[0]]), True
        initials = [word[0] for word in front if is_initial(word[0])]
        core = " ".join(_core(family, back))
        for letters in dict.fromkeys((" ".join(initials), "".join(initials), *initials[:1])):
            for name in (" ".join(back), core if len(letters) == 1 else ""):
                if letters and name:
                    yield f"{letters} {name}", False
                    yield f"{name} {letters}", False
    if is_told and len(family) > 1 and family[1].mark != "-" and not family[0].is_particle:
        yield from _orders(given, [w.folded for w in given], family[:1], [family[0].folded])


def _orders(
    given: Sequence[Word], front: Sequence[str], family: Sequence[Word], back: Sequence[str]
) -> Iterator[tuple[str, bool]]:
    """The full ways of one spelling."""
    core = _core(family, back)
    particles = back[: len(back) - len(core)]
    surnames = [" ".join(back), " ".join(core), "".join(back) if particles else " ".join(back)]
    for called in _called(given, front):
        is_full = not all(map(is_initial, called.split()))
        for name in dict.fromkeys(surnames):
            yield f"{called} {name}", is_full
            yield f"{name} {called}", is_full
        if particles:
            yield " ".join([*core, called, *particles]), is_full


def _may_open_with_surname(given: Sequence[Word]) -> bool:
    """Nguyễn Văn An, not Jean-Pierre Moreau, not John A. Smith."""
    marked = any(word.mark or is_initial(word.folded) for word in given)
    return len(given) > 1 and not marked


def _core(family: Sequence[Word], back: Sequence[str]) -> Sequence[str]:
    """A surname without its particles."""
    first = 0
    while first < len(family) - 1 and family[first].folded in PARTICLES:
        first += 1
    return back[first:]


def _called(given: Sequence[Word], front: Sequence[str]) -> Iterator[str]:
    """Given names: all, as one word, without the middle ones, with their initials."""
    first = next((at for at, word in enumerate(given) if at and word.mark != "-"), len(given))
    yield " ".join(front)
    if len(front) == 2 and not any(map(is_initial, front)):  # noqa: PLR2004  Jeanpierre, Karlheinz
        yield "".join(front)
    if first < len(front):
        yield " ".join(front[:first])
        yield " ".join([*front[:first], *(word[0] for word in front[first:])])


def _plain(word: Word) -> str:
    return word.folded


def _written_out(word: Word) -> str:
    """Müller as Mueller."""
    if word.written.isascii():
        return word.folded
    return folded(word.written.lower().translate(_WRITTEN_OUT))


def _umlauts(word: Word) -> str:
    """Mueller as Müller is folded."""
    return _UMLAUT.sub(r"\1", word.folded) if word.written.isascii() else word.folded


def _apart(word: Word) -> str:
    """MacKenzie as Mac Kenzie, O'Connor as O Connor."""
    return " ".join(map(folded, _HUMP.split(word.written)))
