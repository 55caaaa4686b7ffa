"""Labels: which phrases are worth showing, judged from what one viewer may see.

The store keeps every phrase that was found. Whether one is a topic that a person would recognise
depends on the other documents: how many hold it, within which longer phrases, as whose heading. So
it is decided when it is shown, and a hidden document can neither add nor remove a label.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graphkit.generic_words import HEADS, MODIFIERS
from graphkit.model import Usage, Vocabulary
from graphkit.text import fold, stems_of, words
from graphkit.view import View

LEAST = 2
"""A phrase in one document alone is a turn of phrase."""

_CHANCE = 100
"""From so many documents on a phrase must stand in one more for each tenfold: chance repeats."""
_MANY = 20
_COMMON = 0.2
"""A phrase in more than this share of many documents tells nobody apart."""
_TEMPLATE = 0.1
"""A phrase that heads more than this share of a source's documents belongs to their form."""

_ACRONYM = 5
"""Letters of the longest acronym that people also write small."""
_PLAIN = re.compile(r"(?:[^\W_]|[ .&+#/'\u2019-])+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[- ]?)+ ?[^\W\d_]{2}")
_ALIAS = re.compile(r"^[a-z]+:|@.*")
"""What an alias that stands in the place of a name holds beside one: email:ada@x.org."""
_VERSION = re.compile(r"\d[.#]\w|[#/]\d")
_HEAD_FIRST = frozenset({"fr", "es", "it", "pt", "ca", "ro"})
"""Languages in which a phrase begins with what it is about."""


@dataclass(frozen=True, slots=True)
class Label:
    """A phrase worth showing.

    Parameters
    ----------
    topics
        The keys that are shown so: several where languages share a phrase.
    text
        Its commonest visible surface.
    documents, times
        In how many visible documents it stands, once a language, and how often.
    value
        C-value times rarity, above 0; for the order in which labels are shown.
    """

    topics: tuple[str, ...]
    text: str
    documents: int
    times: int
    value: float


class Labels:
    """The labels that one viewer is shown, best first."""

    def __init__(self, shown: Iterable[Label], revision: int = 0) -> None:
        """Order labels by value, then text."""
        self.all = tuple(sorted(shown, key=lambda label: (-label.value, label.text)))
        self.revision = revision

    def holding(self, stems: Iterable[str]) -> list[Label]:
        """The labels that hold one of these words (``"<language>:<stem>"``), best first."""
        places = {place for key in stems for place in self._by_word.get(key, ())}
        return [self.all[place] for place in sorted(places)]

    def starting(self, prefix: str) -> list[Label]:
        """The labels of which a word begins so, best first; an empty prefix begins all.

        Those that begin so themselves come first.
        """
        start = _spelt(prefix)
        if prefix.strip() and start == " ":
            return []
        texts = [(label, _spelt(label.text)) for label in self.all]
        held = [(label, text) for label, text in texts if start in text]
        held.sort(key=lambda each: not each[1].startswith(start))  # otherwise as they are
        return [label for label, _ in held]

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for place, label in enumerate(self.all):
            keys = {f"{topic[:2]}:{stem}" for topic in label.topics for stem in stems_of(topic)}
            for key in keys:
                found.setdefault(key, []).append(place)
        return found


def labels(vocabulary: Vocabulary) -> Labels:
    """Judge every phrase of a vocabulary.

    Cost: a few microseconds a phrase.

    References
    ----------
    Frantzi, Ananiadou and Mima (2000), Automatic recognition of multi-word terms: the C-value.
    """
    phrases = vocabulary.phrases
    total = sum(vocabulary.sources.values())
    least = LEAST + max(0, math.floor(math.log10(max(total, 1) / _CHANCE)))
    people = _People(vocabulary.names)
    texts = {topic: _surface(usage) for topic, usage in phrases.items()}
    worth = _c_values(phrases)
    within = _within_terms((texts[t], usage.documents) for t, usage in phrases.items())
    found: dict[str, list[Label]] = {}
    for topic, usage in phrases.items():
        text = texts[topic]
        if usage.documents < least or not _is_term(text, topic[:2]):
            continue
        if people.include(text) or not (topic[:2] == "de" or _names_a_thing(text, within)):
            continue
        if _is_common(usage, total) or _is_template(usage, vocabulary.sources):
            continue
        value = worth[topic] * math.log1p(total / usage.documents)
        times = sum(usage.surfaces.values())
        label = Label((topic,), text, usage.documents, times, round(value, 6))
        found.setdefault(fold(text), []).append(label)
    return Labels(map(_joined, found.values()), vocabulary.revision)


def _c_values(phrases: Mapping[str, Usage]) -> dict[str, float]:
    """Documents with it less what is due to longer phrases, times the logarithm of length.

    One document that repeats a phrase makes it no topic of many, so documents are counted.
    """
    within: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    for topic, usage in phrases.items():
        for inner in set(_inner(topic)) & phrases.keys():
            within[inner] += usage.documents
            holders[inner] += 1
    # A mention is the longest phrase at its place, so what stands within others comes on top.
    return {
        topic: math.log2(len(stems_of(topic)) + 1)
        * (usage.documents + within[topic] - within[topic] / max(holders[topic], 1))
        for topic, usage in phrases.items()
    }


def _inner(topic: str) -> Iterator[str]:
    """The keys of the shorter phrases of two words and more within one."""
    stems = stems_of(topic)
    for length in range(2, len(stems)):
        for start in range(len(stems) - length + 1):
            yield topic[:3] + " ".join(stems[start : start + length])


def _spelt(text: str) -> str:
    """The words of a text, folded, a space before each."""
    return " " + " ".join(words(fold(text)))


def _surface(usage: Usage) -> str:
    """The commonest; of equals that in small letters."""
    counts = usage.surfaces
    return min(counts, key=lambda surface: (-counts[surface], surface.swapcase()))


def _within_terms(documents: Iterable[tuple[str, int]]) -> Counter[str]:
    """How often words stand, as written, in terms that are not in capitals: Rust compiler."""
    found: Counter[str] = Counter()
    for text, count in documents:
        written = text.split()
        if not all(word[0].isupper() for word in written):
            found.update(dict.fromkeys(written, count))
    return found


def _names_a_thing(text: str, within: Counter[str]) -> bool:
    """Whether a phrase in capitals begins with a word that other terms hold, or an acronym.

    What does not may be somebody whom the documents speak of: first names form no terms. A single
    word that terms mostly write small is that word, at the beginning of a line.
    """
    first, *more = text.split()
    acronym = sum(c.isupper() for c in first) > 1
    if more:
        capitals = all(word[0].isupper() for word in more) and first[0].isupper()
        return not capitals or acronym or within[first] + within[first.lower()] > 0
    if acronym and len(first) <= _ACRONYM:
        return True
    return within[first] > 0 and within[first] >= within[first.lower()]


def _is_term(text: str, language: str) -> bool:
    """Whether a phrase says what it is about."""
    said = [fold(word) for word in words(text)]
    written = text.split()
    if not said or not _PLAIN.fullmatch(text) or _VERSION.search(text):
        return False
    if len(written[-1]) == 1 or any(len(word) == 1 and word.islower() for word in written):
        return False  # a variable
    if all(len(word) == 1 or word.isdigit() for word in said):
        return False
    modifiers = MODIFIERS.get(language, frozenset())
    heads = HEADS.get(language, frozenset())
    head = said[0] if language in _HEAD_FIRST else said[-1]
    if head in heads or said[0] in modifiers or said[-1] in modifiers:
        return False
    return not all(word in heads or word in modifiers for word in said)


def _is_common(usage: Usage, total: int) -> bool:
    return total >= _MANY and usage.documents > _COMMON * total


def _is_template(usage: Usage, sources: Mapping[str, int]) -> bool:
    return any(
        sources[source] >= _MANY and count > _TEMPLATE * sources[source]
        for source, count in usage.headed.items()
    )


def _joined(same: list[Label]) -> Label:
    """Labels that read alike, from several languages, as one."""
    best = max(same, key=lambda label: (label.value, label.text))
    return Label(
        tuple(topic for label in same for topic in label.topics),
        best.text,
        sum(label.documents for label in same),
        sum(label.times for label in same),
        math.fsum(label.value for label in same),
    )


class _People:
    """The names that a viewer sees, to keep them out of the topics."""

    def __init__(self, names: Iterable[str]) -> None:
        spelt = [tuple(map(fold, words(_ALIAS.sub("", name)))) for name in names]
        self._full = {name for name in spelt if len(name) > 1}
        self._first = {name[0] for name in self._full if len(name[0]) > 1}
        self._parts = {part for name in spelt for part in name if len(part) > 1}

    def include(self, text: str) -> bool:
        """Whether a phrase is, or holds, the name of a person.

        Certainly a known full name, and initials with a surname. In capitals also a part of known
        names alone, or what begins with somebody's first name: most people who are written about
        write themselves.
        """
        if _INITIALS.match(text):
            return True
        written = words(text)
        said = tuple(map(fold, written))
        runs = (said[i:j] for i in range(len(said)) for j in range(i + 2, len(said) + 1))
        if not self._full.isdisjoint(runs):
            return True
        if not all(word[0].isupper() for word in written) or text.isupper():
            return False
        return self._parts.issuperset(said) or (len(said) > 1 and said[0] in self._first)


def labels_of(view: View) -> Labels:
    """The labels that the viewer of a view is shown."""
    return labels(view.vocabulary(LEAST))
