"""Whether two names as written may be one person's: rules, which only ever suggest."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, zip_longest
from typing import NamedTuple

from graphkit.name_words import Word, is_initial, name_words, surname
from graphkit.names import forms, name_alias

SAME = 1.0
"""The same words, in full, by what tells the surname."""
OTHERS = 0.0
"""Names of two people."""
INITIALS = 0.6
"""At most initials are alike."""

_REMEMBERED = 1 << 16
_NAMES = 1 << 12
_MOST = 10
_LONG = 8
"""Letters of a surname in which a letter is lost by a slip; in shorter ones it is another name."""
_SWAPPED = 5
_SPOKEN = 4
"""Letters of half a double surname; shorter ones are syllables of a given name: Xue-Li."""
_GENERATION = re.compile(r"(?<=\s)(?:jr|sr|jun|sen|iii?)\b", re.IGNORECASE)
_SURNAME_FIRST = frozenset(
    "bui dang do duong hoang ho huynh le ly ngo nguyen pham phan tran vo vu".split()
)
"""Surnames of nine in ten Vietnamese: the last word is the given name, never left out."""
_SHORT_FORMS = {
    "alex": "alexander alexandra alexandre", "andy": "andrew andreas", "ben": "benjamin",
    "bill": "william", "bob": "robert", "chris": "christian christopher", "dan": "daniel",
    "dave": "david", "ed": "edward edwin", "fred": "frederick alfred", "greg": "gregory",
    "hans": "johannes", "jeff": "jeffrey", "jen": "jennifer", "jim": "james", "joe": "joseph",
    "jon": "jonathan", "josh": "joshua", "kate": "katherine", "ken": "kenneth", "liz": "elizabeth",
    "matt": "matthew", "max": "maximilian", "mike": "michael", "nick": "nicholas nicolas",
    "pat": "patrick patricia", "pete": "peter", "phil": "philip phillip", "rick": "richard",
    "rob": "robert", "ron": "ronald", "sam": "samuel samantha", "steve": "steven stephen",
    "ted": "edward theodore", "tim": "timothy", "tom": "thomas", "tony": "anthony",
    "will": "william",
}  # fmt: skip


class Likeness(NamedTuple):
    """How alike two names are, from 0 (two people's) to 1, and why, in words."""

    share: float
    reason: str

    @property
    def is_weak(self) -> bool:
        """Whether initials alone are alike."""
        return OTHERS < self.share <= INITIALS


@lru_cache(maxsize=_REMEMBERED)
def likeness(one: str, other: str) -> Likeness | None:
    """How alike two names are; None when that cannot be told, since one has a single word.

    Similar is not the same: Marie and Martin, Paul and Pauline, Schmidt and Schmitt, Kowalska and
    Kowalski, Jansen and Janssen are names of different people, so a score of similarity decides
    nothing here. What counts is that one name is a way to write the other, or a slip of the pen
    that leaves no other name: two letters swapped (Damerau 1964: with a lost, an added and a wrong
    letter four of five misspellings), or one lost inside a long surname.

    References
    ----------
    F. J. Damerau, A technique for computer detection and correction of spelling errors, CACM 1964.

    Examples
    --------
    >>> likeness("DUPONT Jean-Pierre", "Jean Pierre Dupont")
    Likeness(share=1.0, reason='the same name')
    >>> likeness("J. P. Dupont", "Jean-Pierre Dupont").reason
    'one has initials of the other'
    >>> likeness("Paul Martin", "Pauline Martin")
    Likeness(share=0.0, reason='names of two people')
    """
    first, second = name_words(one), name_words(other)
    if not (is_full(first) and is_full(second)):
        shared = {w.folded for w in first} & {w.folded for w in second}
        return None if shared or not (first and second) else Likeness(OTHERS, "other names")
    if _generation(one) and _generation(other) and _generation(one) != _generation(other):
        return Likeness(OTHERS, "father and son")
    found = _compared(one, other, first, second)
    if found and found.share == SAME and _generation(one) != _generation(other):
        return Likeness(0.8, "the same name, of the younger or the elder")
    return found


def is_full(words: Sequence[Word]) -> bool:
    """Whether a name has a given name and a surname, be it in one word of characters: 李明."""
    if len(words) == 1:
        return len(words[0].folded) > 1 and words[0].folded.upper() == words[0].folded.lower()
    return any(word.mark != "-" for word in words[1:])


def agree(names: Sequence[str]) -> bool:
    """Whether names may all be one person's; of more than ten it is not said.

    >>> agree(["Le Van Hung", "Lê Văn Hùng", "Lê Văn Hưng"])
    False
    """
    if len(names) > _MOST or len(set(map(_generation, names))) > 1:
        return False
    found = (likeness(one, other) for one, other in combinations(names, 2))
    return all(each is None or each.share > OTHERS for each in found)


def _compared(
    one: str, other: str, first: Sequence[Word], second: Sequence[Word]
) -> Likeness | None:
    if _is_abbreviated(first, second) or _is_abbreviated(second, first):
        return None  # Diego S. may be anybody
    return (
        _equal(first, second)
        or _form(one, other)
        or _run_together(first, second)
        or _less(first, second)
        or _short_form(first, second)
        or _slip(first, second)
        or Likeness(OTHERS, "names of two people")
    )


def _equal(one: Sequence[Word], other: Sequence[Word]) -> Likeness | None:
    """The same words in any order; accents that contradict each other make other words."""
    first, second = [w.folded for w in one], [w.folded for w in other]
    if sorted(first) != sorted(second):
        return None
    if any(_contradict(*pair) for pair in zip(_sorted(one), _sorted(other), strict=True)):
        return Likeness(OTHERS, "other accents")
    if len(one) == 1:
        return Likeness(0.7, "the same name of one word")
    if sum(not is_initial(word) for word in first) < 2:  # noqa: PLR2004  a surname alone
        return Likeness(0.5, "the same initials and surname")
    if first == second or _family(one) == _family(other):
        return Likeness(SAME, "the same name")
    return Likeness(0.8, "the same name turned round")


def _form(one: str, other: str) -> Likeness | None:
    """One is a way to write the other; which has no letters of its own but those of umlauts."""
    for name, longer in ((one, other), (other, one)):
        own = name_alias(name)
        if not set(own) <= set(name_alias(longer)) | {"a", "e"}:
            continue
        strength = _strengths(longer).get(own)
        if strength == "weak" or (strength and forms(name)[0].strength == "weak"):
            return Likeness(INITIALS, "one has initials of the other")
        if strength:
            return Likeness(0.9, "one is a way to write the other")
    return None


@lru_cache(maxsize=_NAMES)
def _strengths(name: str) -> dict[str, str]:
    return dict(forms(name))


def _run_together(one: Sequence[Word], other: Sequence[Word]) -> Likeness | None:
    """The same letters with other gaps: De Luca, Deluca."""
    first, second = [w.folded for w in one], [w.folded for w in other]
    turned = {"".join(second[at:] + second[:at]) for at in range(len(second))}
    shared = any(len(word) > 1 for word in set(first) & set(second))
    if shared and "".join(first) in turned:
        return Likeness(0.85, "the same name with other gaps")
    return None


def _less(one: Sequence[Word], other: Sequence[Word]) -> Likeness | None:
    """One leaves out a last surname or a first given name of the other: two words remain."""
    bare = ([w for w in name if not w.is_particle] for name in (one, other))
    few, many = sorted(bare, key=len)
    left, whole = [w.folded for w in few], [w.folded for w in many]
    if not 1 < len(left) < len(whole) or any(map(is_initial, left)):
        return None
    if left == whole[: len(left)]:
        is_half = many[len(left)].mark == "-"
        is_syllable = is_half and min(len(left[-1]), len(whole[len(left)])) < _SPOKEN
        fits = left[0] not in _SURNAME_FIRST and not is_syllable
    else:
        fits = left == whole[-len(left) :] and many[-len(left)].mark != "-"
    return Likeness(0.65, "one leaves out a name of the other") if fits else None


def _short_form(one: Sequence[Word], other: Sequence[Word]) -> Likeness | None:
    """Tom and Thomas, of one surname."""
    if [w.folded for w in one[1:]] != [w.folded for w in other[1:]]:
        return None
    short, long = sorted((one[0].folded, other[0].folded), key=len)
    if long in _SHORT_FORMS.get(short, "").split():
        return Likeness(0.65, "a short form of the given name")
    return None


def _slip(one: Sequence[Word], other: Sequence[Word]) -> Likeness | None:
    """One word differs, by a slip that leaves no other name; the others are the same."""
    first, second = Counter(w.folded for w in one), Counter(w.folded for w in other)
    mine, theirs = list((first - second).elements()), list((second - first).elements())
    shared = [word for word in (first & second) if not is_initial(word)]
    if len(mine) != 1 or len(theirs) != 1:
        return None
    if not any(len(word) > 2 for word in shared):  # noqa: PLR2004  Li and Bo are in many names
        return None
    in_surname = mine[0] in _family(one) and theirs[0] in _family(other)
    return Likeness(0.7, "a slip of the pen") if _slipped(mine[0], theirs[0], in_surname) else None


def _slipped(one: str, other: str, in_surname: bool) -> bool:
    """Never in the first letter, nor in the endings, which tell other names."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  needed when somebody reviews only

    if min(len(one), len(other)) < _SWAPPED or OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if one[0] != other[0] or one[-2:] != other[-2:]:
        return False
    if len(one) == len(other):
        return Counter(one) == Counter(other)
    few, many = sorted((one, other), key=len)
    at = next(at for at, (a, b) in enumerate(zip_longest(few, many)) if a != b)
    lost = many[at]
    doubled = lost in (many[at - 1], many[at + 1])
    return in_surname and len(few) >= _LONG - 1 and not doubled and lost not in "aeiouyh"


def _is_abbreviated(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether one ends with the initial of the other's surname, behind the same given name."""
    return (
        len(one) == 2  # noqa: PLR2004  as in Anna K.
        and is_initial(one[1].folded)
        and not is_initial(one[0].folded)
        and other[0].folded == one[0].folded
        and other[-1].folded != one[1].folded
        and other[-1].folded.startswith(one[1].folded)
    )


def _generation(name: str) -> str:
    found = _GENERATION.search(name)
    return found[0].lower() if found else ""


def _family(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(words[at].folded for at in surname(words)[0])


def _sorted(words: Sequence[Word]) -> list[str]:
    return [w.written for w in sorted(words, key=lambda w: (w.folded, w.written))]


def _contradict(one: str, other: str) -> bool:
    """Whether each has an accent that the other has not: Hùng and Hưng, not Hùng and Hung."""
    mine, theirs = _accents(one), _accents(other)
    if len(mine) != len(theirs):
        return False  # æ and ae
    return any(not (a <= b or b <= a) for a, b in zip(mine, theirs, strict=True))


def _accents(word: str) -> list[set[str]]:
    """What stands on each letter of a word."""
    found: list[set[str]] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        if unicodedata.combining(character) and found:
            found[-1].add(character)
        else:
            found.append(set())
    return found
