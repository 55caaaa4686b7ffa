"""What a connector yields, on the way from a source to a reading."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody's part in a record: alias, name as written, role as the source has it."""

    alias: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a record says, parsed. Nothing is cleaned yet.

    Parameters
    ----------
    acl
        The record's own tokens; None when it brings none and ``--acl`` serves it.
    groups
        Group tokens among these, and the tokens of those who are in them (``user:ada@x.org``),
        as the record itself shows them.
    fallback
        Tokens that serve a record which brings none, when no ``--acl`` is given; None: everyone.
    language
        ISO 639-1 as the source states it; None when it does not.
    place
        What is shown of a record without a title, such as a channel; nothing is found in it.
    """

    title: str
    text: str
    actors: tuple[Actor, ...] = ()
    date: str | None = None
    link: str = ""
    language: str | None = None
    acl: frozenset[str] | None = None
    thread: str | None = None
    reply_to: str | None = None
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    place: str = ""
    fallback: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The smallest thing in a source with its own permission and link.

    Parameters
    ----------
    id
        The document id: ``"<source>:<the source's own key>"``.
    raw
        Digest of its bytes and of all that the connector knows without parsing them.
    size
        Length of these bytes.
    where
        How to name it to a person.
    parse
        Reads it; called only when ``raw`` is not on file. Raises `RecordRejected`.
    acl
        Its own tokens, where they are known without parsing.
    heavy
        Whether parsing it takes a process of its own, so that several are parsed at once.
    """

    id: str
    raw: str
    size: int
    where: str
    parse: Callable[[], Content]
    acl: frozenset[str] | None = None
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What should have been a record; ``id`` is None when not even that could be read."""

    where: str
    reason: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is none of this connector's business, under a heading for the report."""

    where: str
    what: str
