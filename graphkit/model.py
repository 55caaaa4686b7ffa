"""What the store keeps: documents, who had a part in them, what they mention.

Everything hangs on a document: reading it again replaces what it said. Ids and keys are NFC, at
most 512 characters, without control characters (`graphkit.ids.checked`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graphkit.ids import checked
from graphkit.person import Person

Column = NDArray[np.int32]
"""One whole number a document."""


@dataclass(frozen=True, slots=True)
class Document:
    """The trace of a record: where it is, what it is called, who may see it; never its text.

    Parameters
    ----------
    id
        ``"<source>:<the source's own key>"``.
    link
        Where a person can open it: an address, or a path inside its source.
    date
        ISO 8601, as far as the source states it; None when it does not.
    language
        ISO 639-1 code of most of its text.
    length
        Number of its words, function words left out.
    acl
        Tokens of which a viewer must hold one; empty: nobody may see it.
    thread, reply_to
        In conversations: the thread's key and the id of the document this one answers.
    bag
        Digest of its words and their counts: copies share it. Empty when it has no words.
    act
        In conversations what its words do: "asks", "tells" or "thanks"; else empty.
    """

    id: str
    title: str
    acl: frozenset[str]
    link: str = ""
    date: str | None = None
    language: str = ""
    length: int = 0
    thread: str | None = None
    reply_to: str | None = None
    bag: str = ""
    act: str = ""

    def __post_init__(self) -> None:
        """Hold the id to the model's limits and form."""
        object.__setattr__(self, "id", checked(self.id))


@dataclass(frozen=True, slots=True)
class Contribution:
    """One alias' part in a document: all its roles, sorted, and its name as written there."""

    alias: str
    name: str
    roles: tuple[str, ...]

    def __post_init__(self) -> None:
        """Hold the alias to the model's limits and form."""
        object.__setattr__(self, "alias", checked(self.alias))


class Mention(NamedTuple):
    """A topic in a document (a NamedTuple: there are millions, and it is cheaper to make).

    ``topic`` is the key (`word_key`, `phrase_key` or `pair_key` of `graphkit.text`), ``surface``
    the commonest way it is written there, ``times`` how often, ``in_title`` and ``in_heading`` how
    many of these stand in the title and in other headings (not counted for words).
    """

    topic: str
    surface: str
    times: int
    in_title: int = 0
    in_heading: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """What was on file when a document was read.

    ``raw``: of its bytes and all that is known without parsing; equal means skip it unread.
    ``content``: of the content as read; equal means its mentions need no new extraction.
    """

    raw: str
    content: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One document and all that was read from it, sorted by alias and by topic.

    ``mentions=None`` keeps those on file, and with them the document's language, length, bag and
    act: only permissions or people changed.
    """

    document: Document
    contributions: tuple[Contribution, ...] = ()
    mentions: tuple[Mention, ...] | None = ()
    digest: Digest = Digest("", "")


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the documents that a viewer may see.

    ``length`` is their length in words, ``newest`` the latest date stated, ``people`` the number
    of those with a part in them; who owns several aliases is one.
    """

    documents: int = 0
    length: int = 0
    people: int = 0
    newest: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Where one topic occurs: columns of one length, one place a document, in no order.

    ``documents`` are numbers (see `Postings`), ``times`` says how often it occurs there,
    ``lengths`` how many words the document has, ``written`` which of ``surfaces`` stands there.
    All are of shape (documents with the topic,) and whole numbers.
    """

    documents: Column
    times: Column
    lengths: Column
    written: Column
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """Where some topics occur, as far as a viewer may see, and what the viewer sees in all.

    A store counts its documents with numbers from 0 to below ``size``, which are good until it is
    written: columns of numbers can be reckoned with, ids cannot (`GraphStore.keys` tells them).
    """

    topics: Mapping[str, Occurrences]
    totals: Totals
    size: int
    revision: int

    def mentions(self, keys: Mapping[int, str]) -> Mapping[str, tuple[Mention, ...]]:
        """The same by document id, for some documents; each one's mentions are sorted by topic."""
        found: dict[str, list[Mention]] = {document: [] for document in keys.values()}
        wanted = np.zeros(self.size, bool)
        wanted[list(keys)] = True
        for topic, where in sorted(self.topics.items()):
            here = wanted[where.documents]
            rows = zip(
                where.documents[here].tolist(),
                where.times[here].tolist(),
                where.written[here].tolist(),
                strict=True,
            )
            for number, times, written in rows:
                found[keys[number]].append(Mention(topic, where.surfaces[written], times))
        return {document: tuple(mentions) for document, mentions in found.items()}


class Message(NamedTuple):
    """A document of a thread: its number, id and date, what it answers, does, and who wrote it."""

    number: int
    document: str
    date: str | None
    reply_to: str | None
    act: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which facts to read. A part that is None does not narrow; ``Scope()`` is all there is.

    ``documents`` keeps these documents, ``people`` those in which one of these aliases has a
    part, ``topics`` narrows the mentions read (an empty set reads none).
    """

    documents: frozenset[str] | None = None
    people: frozenset[str] | None = None
    topics: frozenset[str] | None = None


class Volume(NamedTuple):
    """One alias in all documents a viewer sees: how often written how, in how many which roles."""

    names: Mapping[str, int]
    roles: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a viewer may see within a scope, sorted by id.

    Of each alias met, in *all* documents the viewer sees: ``names``, how often it is written how;
    ``volumes``, in how many it has which roles. ``people``, those of them by id of whom more is
    known: a store leaves them to the view, which tells all this by person.
    """

    readings: tuple[Reading, ...]
    names: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    volumes: Mapping[str, Mapping[tuple[str, ...], int]] = field(default_factory=dict)
    revision: int = 0
    people: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """How the documents that a viewer may see use one phrase.

    ``surfaces``: how often it is written how; ``documents``: in how many it stands;
    ``headed``: source → in how many of its documents it stands in the title or a heading.
    """

    surfaces: Mapping[str, int]
    documents: int
    headed: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The phrases that a viewer may see, by key, and what tells which of them to show.

    ``sources``: source → its documents; ``names``: the people's, as written.
    """

    phrases: Mapping[str, Usage]
    sources: Mapping[str, int]
    names: frozenset[str]
    revision: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a write did, in documents."""

    added: int = 0
    replaced: int = 0
    removed: int = 0

    def __add__(self, other: "Change") -> "Change":
        """What two writes did together."""
        return Change(
            self.added + other.added,
            self.replaced + other.replaced,
            self.removed + other.removed,
        )
