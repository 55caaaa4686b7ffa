"""Mail: one message, its people and those it was written for.

The policy of old is used: it leaves headers as they stand, where the newer one reads each into
objects, which takes many times as long and fails on some.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from graphkit.errors import RecordRejected
from ingest.parser import Parsed
from ingest.parsers.decode import decode_as
from ingest.parsers.html import text
from ingest.parsers.properties import people, person

_Headers = Mapping[str, Sequence[str]]
_Person = tuple[str, str]
"""Name and address, either of which may be ""."""

_READ = frozenset({"from", "to", "cc", "bcc", "date", "subject", "list-id", "list-post"})
_DEEPEST = 30
_LONGEST_MB = 1
"""Of all that names people; 10,000 recipients take half of it."""
_LONGEST_SUBJECT = 2000
_MOST_PARTICIPANTS = 100
"""Who writes to more people talks to nobody in particular."""
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ADDRESS = re.compile(r"[^\s@<>()\[\]\",;:\\]{1,64}@[^\s@<>()\[\]\",;:\\]{1,255}")
_PREFERRED = {"text/plain": 0, "text/html": 1}


def message(raw: bytes) -> Parsed:
    """A message: the people in its header lines, the text of its parts, no attachments.

    Raises
    ------
    RecordRejected
        When it is no mail, or is nested or named as no mail is.
    """
    try:
        mail: Message = message_from_bytes(raw, policy=compat32)
        said = _headers(mail)
        texts = list(_texts(mail, 0))
        writers, readers = _people(said, "from"), _people(said, "to", "cc")
        lists = {address for _, address in _people(said, "list-post")} | set(_lists(said))
        members = _members(said, writers + readers)
    except RecursionError as error:
        raise RecordRejected("it is nested too deeply") from error
    shown = [each for each in readers if each[1] not in lists]
    authors = list(_named(writers)) or list(_unaddressed(said))
    header = [("author", name) for name in authors]
    if len(shown) <= _MOST_PARTICIPANTS:
        header += [("participant", name) for name in _named(shown)]
    header += [("date", date) for date in _date(said)]
    return Parsed(_subject(said), "\n\n".join(texts), tuple(header), members)


def _headers(mail: Message) -> _Headers:
    """The header lines that are read, by lower-case name, each on one line, still encoded."""
    said: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        if name.lower() in _READ:
            said.setdefault(name.lower(), []).append(_FOLD.sub(" ", str(value)).strip())
    if not said:
        raise RecordRejected("it is no mail: it has no From, To, Date or Subject line")
    size = sum(len(value) for values in said.values() for value in values) / 1e6
    if size > _LONGEST_MB:
        raise RecordRejected(f"its header lines have {size:.0f} MB, the most is {_LONGEST_MB}")
    return said


def _people(said: _Headers, *keys: str) -> list[_Person]:
    values = [value.replace("mailto:", "") for key in keys for value in said.get(key, ())]
    return [
        (_words(name), address.lower() if _ADDRESS.fullmatch(address) else "")
        for name, address in (getaddresses(values) if values else ())
    ]


def _lists(said: _Headers) -> Iterator[str]:
    """The addresses of lists, by their ids: ``<grid.x.org>`` is that of grid@x.org."""
    for value in said.get("list-id", ()):
        yield value.rpartition("<")[2].strip("> ").lower().replace(".", "@", 1)


def _named(found: Sequence[_Person]) -> Iterator[str]:
    """Each once, as a header value."""
    return filter(None, dict.fromkeys(person(name, address) for name, address in found))


def _unaddressed(said: _Headers) -> Iterator[str]:
    """Authors of whom only names are stated, which a list of addresses cannot hold."""
    for value in said.get("from", ()):
        if not set("@:<(") & set(value):
            yield from people(_words(value))


def _members(said: _Headers, named: Sequence[_Person]) -> frozenset[str] | None:
    """Whom it was written for and who wrote it; None when that cannot be told.

    A list takes it to more people than it names. Where recipients are stated, but none that can
    be read ("undisclosed recipients"), only its author is known to have it.
    """
    stated = any(value for key in ("to", "cc", "bcc") for value in said.get(key, ()))
    if not stated or "list-id" in said or "list-post" in said:
        return None
    return frozenset(address for _, address in (*named, *_people(said, "bcc")) if address)


def _date(said: _Headers) -> Iterator[str]:
    for value in said.get("date", ())[:1]:
        try:
            yield parsedate_to_datetime(value).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return


def _subject(said: _Headers) -> str:
    subject = next(iter(said.get("subject", ())), "")
    return " ".join(_words(subject[:_LONGEST_SUBJECT]).split())


def _words(value: str) -> str:
    """A header value as it is meant, be it in encoded words or in bytes of some encoding."""
    if "=?" in value:
        try:
            return "".join(
                piece if isinstance(piece, str) else decode_as(piece, encoding)
                for piece, encoding in decode_header(value[:_LONGEST_SUBJECT])
            )
        except (MessageError, RecordRejected, ValueError):
            return value
    if value.isascii():
        return value
    raw = value.encode("ascii", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # too short for its encoding to be told


def _texts(part: Message, depth: int) -> Iterator[str]:
    """The texts of a part, that are neither attached nor said a second time in another format."""
    if depth > _DEEPEST:
        raise RecordRejected("it is nested too deeply")
    kind = part.get_content_type()
    if part.is_multipart():
        if kind.startswith("multipart/"):  # not a message that was sent on: others wrote it
            yield from _together(kind, part.get_payload(), depth + 1)
    elif kind in _PREFERRED and part.get_content_disposition() != "attachment":
        raw = part.get_payload(decode=True)
        said = _guessed(raw, part.get_content_charset()) if isinstance(raw, bytes) else ""
        yield text(said) if kind == "text/html" else said


def _together(kind: str, parts: Any, depth: int) -> Iterator[str]:  # noqa: ANN401  see email
    if kind == "multipart/alternative":
        ordered = sorted(parts, key=lambda part: _PREFERRED.get(part.get_content_type(), 2))
        texts = (list(_texts(part, depth)) for part in ordered)
        yield from next((each for each in texts if any(map(str.strip, each))), ())
    else:
        for part in parts[:1] if kind == "multipart/related" else parts:
            yield from _texts(part, depth)


def _guessed(raw: bytes, stated: str | None) -> str:
    try:
        return decode_as(raw, stated)
    except RecordRejected:
        return raw.decode("utf-8", "replace")
