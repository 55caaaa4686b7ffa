"""The header lines of a mail: who wrote it to whom, when, on what, over which lists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from graphkit.errors import RecordRejected
from graphkit.text import one_line
from ingest.parsers.decode import decode_as
from ingest.parsers.properties import people, person
from ingest.robots import is_list

_Person = tuple[str, str]
"""Name and address, either of which may be ""."""


@dataclass(frozen=True, slots=True)
class Headers:
    """The header lines that are read, by lower-case name.

    ``lines`` has each on one line, still encoded; ``people`` those whom lines of addresses name.
    """

    lines: Mapping[str, Sequence[str]]
    people: Mapping[str, Sequence[_Person]]


_NAMING = "from reply-to to cc bcc list-post".split()
_READ = frozenset([*_NAMING, "date", "received", "subject", "list-id"])
_LONGEST_MB = 1
"""Of all that names people; 10,000 recipients take half of it."""
_LONGEST = 2000
"""Of a subject, and of a list's id."""
_EARLIEST = 1980
"""A clock that shows an earlier year was never set."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x1b"))
_DAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,60}")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[^\s@<>()\[\]\",;:\\]{1,255}")
_AT = re.compile(r"(?<![\w.+-])([\w.+-]{1,64}) at ((?:[\w-]{1,63}\.){1,8}[\w-]{2,63})(?![\w.-])")
"""How pipermail writes an address; ``ada at x.org``."""
_REPLY = re.compile(
    r"\s*(?:\[[^\[\]\s]{1,40}\]\s*)?(?:antw|antwort|aw|fw|fwd|odp|re|ref|réf|rép|rv|sv|tr|vs|wg)"
    r"\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s?:\s*",
    re.IGNORECASE,
)
_GATE = re.compile(r"\s*\[(?:ext|extern|externe?|external|spam\??)\]\s*:?\s*", re.IGNORECASE)
"""What a firm's own mail server puts before a subject."""
_TAG = re.compile(r"\s*\[[^\[\]\s]{1,40}\]\s*")
"""What a list puts before a subject."""
_VIA = re.compile(r"(?P<name>.*\S)\s(?:via|par|über)\s.*", re.IGNORECASE | re.DOTALL)


def headers(mail: Message) -> Headers:
    """The header lines that are read, and whom they name.

    Raises
    ------
    RecordRejected
        When there is none, or more of them than any mail has.
    """
    said: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        key = name.lower()
        if key in _READ and not (key == "received" and key in said):  # the last to have it
            said.setdefault(key, []).append(_FOLD.sub(" ", str(value)).strip())
    if not said:
        raise RecordRejected("it is no mail: it has no From, To, Date or Subject line")
    size = sum(len(value) for values in said.values() for value in values) / 1e6
    if size > _LONGEST_MB:
        raise RecordRejected(f"its header lines have {size:.0f} MB, the most is {_LONGEST_MB}")
    return Headers(said, {key: _named(said[key]) for key in _NAMING if key in said})


def authors(said: Headers) -> tuple[str, ...]:
    """Who wrote it, each once, as a header value.

    Some lists put themselves into the place of the author: ``Ada via Pumps <pumps@x.org>``.
    """
    named = _people(said, "from")
    listed = _stated(said)
    replies = [(_bare(name), address) for name, address in _people(said, "reply-to")]
    meant: list[_Person] = []
    for name, address in named:
        via = _VIA.fullmatch(name)
        if via and (address in listed or is_list(address)):
            who = _bare(via["name"])
            mine = (each for each in replies if each[0] == who and each[1] not in listed)
            meant.append(next(mine, (who, "")))
        else:
            meant.append((name, address))
    return tuple(_each(meant)) or tuple(_unaddressed(said))


def readers(said: Headers) -> tuple[str, ...]:
    """Whom it names as its recipients, each once, as a header value; lists are none."""
    listed = _stated(said)
    named = _people(said, "to", "cc")
    return tuple(_each([each for each in named if each[1] not in listed and not is_list(each[1])]))


def lists(said: Headers) -> frozenset[str] | None:
    """The addresses of the lists it went to, none for one that names no recipient.

    None when it was written for those it names (`members`). A list takes it to more people than
    it names. A list's id outlasts its address, and ``<pumps.x.org>`` is that of pumps@x.org.
    """
    named = frozenset(
        address for _, address in _people(said, "to", "cc", "bcc") if is_list(address)
    )
    if "list-id" in said.lines or "list-post" in said.lines:
        return frozenset(_listed(said)) or frozenset(_posted(said)) or named
    stated = any(value for key in ("to", "cc", "bcc") for value in said.lines.get(key, ()))
    return named if named or not stated else None


def members(said: Headers) -> frozenset[str]:
    """Whom it was written for and who wrote it.

    Where recipients are stated, but none that can be read ("undisclosed recipients"), only its
    author is known to have it.
    """
    named = _people(said, "from", "to", "cc", "bcc")
    return frozenset(address for _, address in named if address)


def date(said: Headers, separator: str | None) -> str | None:
    """When it was sent, as it says; else as the line says that parts it from others, or a server.

    Parameters
    ----------
    separator
        ``From ada@x.org Tue May 14 09:12:00 2024``.
    """
    begun = _DAY.search(separator or "")
    handed = said.lines.get("received", [""])[0].rpartition(";")[2]
    for stated in (*said.lines.get("date", ())[:1], begun.group() if begun else "", handed):
        try:
            found = parsedate_to_datetime(stated)
            if found.year >= _EARLIEST:
                return found.isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def subject(said: Headers) -> str:
    """What its thread is about: the subject without marks of replies and of its list."""
    value = next(iter(said.lines.get("subject", ())), "")
    title = " ".join(words(value[:_LONGEST]).split())
    tagged = lists(said) is not None
    at = 0
    while True:
        found = _REPLY.match(title, at) or _GATE.match(title, at)
        if not found and tagged:
            found, tagged = _TAG.match(title, at), False
        if not found:
            return title[at:] or title
        at = found.end()


def words(value: str) -> str:
    """A header value as it is meant, be it in encoded words or in bytes of some encoding."""
    if "=?" in value:
        try:
            return "".join(
                piece
                if isinstance(piece, str)
                else decode_as(piece.translate(None, _CONTROLS), encoding)
                for piece, encoding in decode_header(value[:_LONGEST])
            )
        except (MessageError, RecordRejected, ValueError):
            return value
    if value.isascii():
        return value
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # too short for its encoding to be told


def _people(said: Headers, *keys: str) -> list[_Person]:
    return [each for key in keys for each in said.people.get(key, ())]


def _named(values: Sequence[str]) -> list[_Person]:
    """The people in lines of addresses."""
    plain = [value.replace("mailto:", "") for value in values]
    plain = [value if "@" in value else _AT.sub(r"\1@\2", value) for value in plain]
    return [
        (one_line(words(name)), address.lower() if _is_address(address) else "")
        for name, address in getaddresses(plain)
    ]


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text)) and text.isprintable()


def _each(found: Sequence[_Person]) -> Iterator[str]:
    return filter(None, dict.fromkeys(person(name, address) for name, address in found))


def _unaddressed(said: Headers) -> Iterator[str]:
    """Authors of whom only names are stated, which a list of addresses cannot hold."""
    for value in said.lines.get("from", ()):
        if not set("@:<(") & set(value):
            yield from people(one_line(words(value)))


def _bare(name: str) -> str:
    return name.strip("'\" ")


def _stated(said: Headers) -> frozenset[str]:
    """The addresses of the lists that its header lines state."""
    return frozenset((*_posted(said), *_listed(said)))


def _posted(said: Headers) -> Iterator[str]:
    return filter(None, (address for _, address in _people(said, "list-post")))


def _listed(said: Headers) -> Iterator[str]:
    """By the ids of lists, in which a dot stands for the @."""
    posted = {address.replace("@", "."): address for address in _posted(said)}
    for value in said.lines.get("list-id", ()):
        name = value[-_LONGEST:].rpartition("<")[2].strip("> ").lower()
        address = posted.get(name) or name.replace(".", "@", 1)
        if _is_address(address):
            yield address
