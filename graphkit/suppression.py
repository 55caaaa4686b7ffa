"""Suppressions: what was erased and is not stored again, kept as keyed fingerprints.

A fingerprint tells nobody a name, but whoever holds a name can tell whether it is one of them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from graphkit.model import Contribution, Mention, Reading
from graphkit.person import Decision, Person
from graphkit.text import fold, is_word, stems_of

LONGEST = 6
"""Words of the longest name that is looked for in texts."""

GAP = "…"
"""What stands in the place of an erased name."""

_WORD = re.compile(r"[^\W_]+")
_USER, _ADDRESS = "user:", "email:"


class Suppression(NamedTuple):
    """A key, which all of one store have in common, and the fingerprint made with it."""

    key: str
    fingerprint: str


def suppression(key: str, text: str) -> Suppression:
    """The suppression of a text: an alias, a person's id, or a run of folded words."""
    hasher = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=key.encode()[:64])
    return Suppression(key, hasher.hexdigest())


def spelt(text: str) -> str:
    """The folded words of a text, as they are compared.

    >>> spelt("O'Connor, Kathleen")
    'o connor kathleen'
    """
    return " ".join(_WORD.findall(fold(text)))


class Suppressions:
    """All that is suppressed; false when that is nothing."""

    def __init__(self, known: Iterable[Suppression]) -> None:
        """Sort fingerprints by key."""
        prints: dict[str, set[str]] = {}
        for key, fingerprint in known:
            prints.setdefault(key, set()).add(fingerprint)
        self._prints: Mapping[str, Collection[str]] = prints

    def __bool__(self) -> bool:
        """Whether anything is."""
        return bool(self._prints)

    def hit(self, text: str) -> bool:
        """Whether this alias, id or run of words is suppressed."""
        return any(
            suppression(key, text).fingerprint in prints for key, prints in self._prints.items()
        )

    def token(self, token: str) -> bool:
        """Whether a token of a viewer is that of a suppressed address."""
        return token.startswith(_USER) and self.hit(_ADDRESS + token[len(_USER) :])

    def redacted(self, reading: Reading) -> Reading:
        """A reading without what is suppressed; the same when there is nothing of it."""
        if not self:
            return reading
        document = reading.document
        acl = frozenset(token for token in document.acl if not self.token(token))
        link = "" if next(self._spans(document.link), None) else document.link
        title = self._without(document.title)
        document = replace(document, acl=acl, link=link, title=title)
        people = tuple(
            self._named(part) for part in reading.contributions if not self._is_theirs(part)
        )
        mentions = reading.mentions
        if mentions is not None:
            mentions = tuple(mention for mention in mentions if not self._tells(mention))
        return replace(reading, document=document, contributions=people, mentions=mentions)

    def person(self, person: Person) -> Person | None:
        """A person without what is suppressed; None when that is who they are."""
        own = [
            alias for alias in (*person.aliases, *person.listed) if not alias.startswith("name:")
        ]
        if self.hit(person.id) or any(map(self.hit, own)):
            return None
        kept = tuple(
            tuple(a for a in of if not self.hit(a)) for of in (person.aliases, person.listed)
        )
        manager = "" if person.manager and self.hit(person.manager) else person.manager
        return replace(person, aliases=kept[0], listed=kept[1], manager=manager)

    def decision(self, decision: Decision) -> Decision | None:
        """A decision without what is suppressed; None when nothing is left of it."""
        aliases = tuple(alias for alias in decision.aliases if not self.hit(alias))
        if not aliases or (decision.person and self.hit(decision.person)):
            return None
        return decision._replace(aliases=aliases)

    def _is_theirs(self, part: Contribution) -> bool:
        if self.hit(part.alias):
            return True
        kind, _, name = part.alias.partition(":")
        return kind == "name" and self.hit(name)

    def _named(self, part: Contribution) -> Contribution:
        """Somebody else who is called so is shown by their alias."""
        return replace(part, name=part.alias) if next(self._spans(part.name), None) else part

    def _tells(self, mention: Mention) -> bool:
        if is_word(mention.topic):
            return False
        runs = _runs(stems_of(mention.topic))
        return any(map(self.hit, runs)) or next(self._spans(mention.surface), None) is not None

    def _without(self, text: str) -> str:
        """A text with a gap where a suppressed name stands."""
        kept, end = [], 0
        for start, stop in self._spans(text):
            if start >= end:
                kept += [text[end:start], GAP]
                end = stop
        return "".join([*kept, text[end:]]) if kept else text

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where suppressed runs of words stand, the longest at each place."""
        found = list(_WORD.finditer(text))
        said = [fold(each.group()) for each in found]
        for first in range(len(found)):
            for last in range(min(first + LONGEST, len(found)) - 1, first, -1):
                if self.hit(" ".join(said[first : last + 1])):
                    yield found[first].start(), found[last].end()
                    break


def _runs(words: Collection[str]) -> Iterator[str]:
    """The runs of two words and more."""
    said = list(words)
    for first in range(len(said)):
        for end in range(first + 2, min(first + LONGEST, len(said)) + 1):
            yield " ".join(said[first:end])
