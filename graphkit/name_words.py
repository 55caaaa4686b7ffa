"""The words of a name as somebody wrote it, and which of them are the surname."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from graphkit.text import fold, one_line

LONGEST = 80
"""Characters of a name that count, folded; longer ones are none."""

PARTICLES = frozenset(
    "af al av ben bin da das de degli dei del della den der des di do dos du el ibn la las le los"
    " mac mc o st ten ter van vom von zu zum zur".split()
)
"""What stands before a surname and belongs to it."""

_READ = 4 * LONGEST
_REMEMBERED = 1 << 14
_APOSTROPHES = dict.fromkeys(
    map(ord, "`\u00b4\u02b9\u02bb\u02bc\u02c8\u2018\u2019\u201b\u2032"), "'"
)
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_ASIDE = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|\S+@\S+|\|.*"
    r"|(?<=\S) at [\w-]+(?:\.[\w-]+)+$"  # as archives of mailing lists mask addresses
)
_DEGREE = re.compile(  # what is a title only because of its dot, or only behind another
    r"\bdr\.?(?:[ -]?(?:e\.? ?h|h\.? ?c|habil|ing|iur|jur|med|mult|nat|oec|phil|pol|rer|techn|vet)"
    r"\.)*|\bdipl\.?(?:[ -]?(?:inf(?:orm)?|ing|kff?r|kfm|math|phys)\b)?|\bdott\.? ?ssa\b"
    r"|\b(?:b\.? ?sc|hr|ing|inz|ir|lic|m\.? ?sc|mag|pd|ph\.? ?d|rev|univ)\.|\bph\.? ?d\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,[\s,]*")
_WORD = re.compile(r"([,-]?)([^\s,-]+)")
_TITLES = frozenset(
    "bsc dhr docteur doktor dott dottore dottoressa dr drs esq jr jun mba mevr mevrouw mlle mme mr"
    " mrs msc phd phdr prof professeur professor sr sra srta".split()
)
_BEFORE = frozenset(
    "doctor frau fraulein herr hon madame mademoiselle mgr miss monsieur ms mudr senor senora"
    " signor signora sir".split()
)
"""Titles that are surnames, too, or letters of a degree, unless they open a name."""
_BEHIND = frozenset("ext extern external externe ii iii md".split())
_ENDS = frozenset("geb geboren geborene nee via".split())
"""What follows them is another name: the maiden name, a mailing list's."""
_VOWELS = frozenset("aeiouy")


class Word(NamedTuple):
    """A word of a name: as written, folded, and the ``","`` or ``"-"`` before it."""

    written: str
    folded: str
    mark: str

    @property
    def is_particle(self) -> bool:
        """Whether it may be a particle; Vietnamese "Văn" is none."""
        return not self.mark and self.written.lower() in PARTICLES

    @property
    def is_loud(self) -> bool:
        """Whether capitals say that it is a surname: DUPONT, LI, McCOY; not JP, not J."""
        plain = re.sub(r"^Ma?c(?=[^\W\d_]{2})", "", self.written)
        spoken = plain.isupper() and len(self.folded) > 1
        if len(self.folded) == 2:  # noqa: PLR2004  AJ and TJ are initials, LI and NG are not
            return spoken and (self.folded[1] in _VOWELS or self.folded == "ng")
        return spoken and (len(self.folded) > 3 or not _VOWELS.isdisjoint(self.folded))  # noqa: PLR2004  JPM


@lru_cache(maxsize=_REMEMBERED)
def name_words(name: str) -> tuple[Word, ...]:
    """The words of a name, without titles, degrees and what is added in brackets or behind it.

    >>> [word.folded for word in name_words("Prof. Dr. Zoë O'Connor-Łuk (she/her) via pumps-list")]
    ['zoe', 'oconnor', 'luk']
    """
    text = one_line(name[:_READ]).translate(_APOSTROPHES)
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES | _HYPHENS)
    text = _DEGREE.sub(" ", _ASIDE.sub(" ", text))
    text = _COMMA.sub(" ,", "".join(c if c in ",-'" or _is_of_word(c) else " " for c in text))
    found = [Word(word.strip("'"), folded(word), mark) for mark, word in _WORD.findall(text)]
    return tuple(_without_titles(_short([word for word in found if word.folded])))


def folded(word: str) -> str:
    """A word as it stands in an alias: without apostrophes, composed as ids are.

    >>> folded("O'Connor"), folded("Łuk")
    ('oconnor', 'luk')
    """
    plain = fold(word).translate(_APOSTROPHES).replace("'", "")
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def is_initial(word: str) -> bool:
    """Whether a folded word is one letter that stands for a name; "明" is a name.

    >>> is_initial("j"), is_initial("jo"), is_initial("明")
    (True, False, False)
    """
    return len(word) == 1 and word.upper() != word


def surname(words: Sequence[Word]) -> tuple[tuple[int, ...], bool]:
    """Where the surname stands, in its own order; and whether the way of writing tells it.

    Before a comma, or in capitals beside words that are not; else the last word, which is a
    guess. With its particles. Nowhere in a single word.
    """
    if len(words) < 2:  # noqa: PLR2004  a name of one word has no surname
        return (), False
    comma = next((at for at, word in enumerate(words) if at and word.mark == ","), 0)
    if comma:
        last = len(words)
        while last > comma + 1 and words[last - 1].is_particle:
            last -= 1
        return (*range(last, len(words)), *range(comma)), True
    loud = [at for at, word in enumerate(words) if word.is_loud]
    if loud and len(loud) < len(words) and loud[-1] - loud[0] < len(loud):
        first = loud[0]
        while first and words[first - 1].is_particle:
            first -= 1
        return tuple(range(first, loud[-1] + 1)), loud[-1] - first + 1 < len(words)
    first = len(words) - 1
    while first > 1 and words[first].mark == "-":
        first -= 1
    while first > 1 and words[first - 1].is_particle:
        first -= 1
    is_one_word = all(word.mark == "-" for word in words[1:])
    return () if is_one_word else tuple(range(first, len(words))), False


def spelled(words: Sequence[Word]) -> str:
    """Words on one line, as written."""
    return "".join(("-" if word.mark == "-" else " ") + word.written for word in words).strip(" -")


def _is_of_word(character: str) -> bool:
    """A letter, a digit, or a mark that belongs to one, as vowels do in Hindi."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _short(words: list[Word]) -> list[Word]:
    """As many as fit into the limit, and at least the beginning of one."""
    length = 0
    for at, word in enumerate(words):
        length += len(word.folded) + bool(at)
        if length > LONGEST:
            return words[:at] or [Word(word.written, word.folded[:LONGEST], "")]
    return words


def _without_titles(words: list[Word]) -> list[Word]:
    ends = [at for at in range(1, len(words) - 1) if words[at].folded in _ENDS]
    if ends:
        words = words[: ends[0]]
    words = [word for word in words if word.folded not in _TITLES]
    while len(words) > 1 and words[0].folded in _BEFORE:
        words = words[1:]
    while len(words) > 1 and words[-1].folded in _BEHIND:
        words = words[:-1]
    return words if any(c.isalpha() for word in words for c in word.folded) else []
