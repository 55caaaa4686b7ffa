"""Mail: one message, its people, those it was written for, and the files that came with it.

The policy of old is used: it leaves headers as they stand, where the newer one reads each into
objects, which takes many times as long and fails on some.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Any

from graphkit.errors import RecordRejected
from graphkit.text import one_line
from ingest.parser import Parsed
from ingest.parsers import PARSERS, mail_header
from ingest.parsers.decode import decode_as
from ingest.parsers.html import text

_DEEPEST = 30
_MOST_PARTICIPANTS = 100
"""Who writes to more people talks to nobody in particular."""
_LONGEST_NAME = 150
_PREFERRED = {"text/plain": 0, "text/html": 1}
_ATTACHED = frozenset(PARSERS) - {".eml"}
"""Not a message that was sent on: others wrote it, to others."""
_SUFFIX = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_QUOTED = (
    "blockquote,.gmail_attr,.gmail_quote:not(:has(blockquote)),.gmail_signature,.moz-cite-prefix,"
    ".moz-forward-container,.moz-signature,.protonmail_quote,.yahoo_quoted,#OLK_SRC_BODY_SECTION,"
    "#mail-editor-reference-message-container"
)
"""What mail programs mark as others' words, or as a signature, in HTML."""
_FOLLOWED = "#appendonsend,#divRplyFwdMsg,#stopSpelling"
"""What Outlook puts before the message that is answered or sent on, which has no mark itself."""


def message(raw: bytes) -> Parsed:
    """A message: the people in its header lines, the text of its parts, the files attached.

    It may begin with the line that parts it from others in a mailbox (``From ada@x.org …``).

    Raises
    ------
    RecordRejected
        When it is no mail, or is nested or named as no mail is.
    """
    try:
        mail: Message = message_from_bytes(raw, policy=compat32)
        said = mail_header.headers(mail)
        texts = list(_texts(mail, 0))
        attached = tuple(_attached(mail))
        authors, readers = mail_header.authors(said), mail_header.readers(said)
        lists = mail_header.lists(said)
        members = mail_header.members(said) if lists is None else None
        title = mail_header.subject(said)
    except RecursionError as error:
        raise RecordRejected("it is nested too deeply") from error
    header = [("author", name) for name in authors]
    if len(readers) <= _MOST_PARTICIPANTS:
        header += [("participant", name) for name in readers]
    date = mail_header.date(said, mail.get_unixfrom())
    header += [("date", date)] if date else []
    return Parsed(title, "\n\n".join(texts), tuple(header), members, lists, attached)


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
        yield text(said, _QUOTED, _FOLLOWED) if kind == "text/html" else said


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


def _attached(part: Message) -> Iterator[tuple[str, bytes]]:
    """The files of a part that a parser reads; `_texts` has seen how deep it is."""
    if part.is_multipart():
        if part.get_content_maintype() == "multipart":
            for each in part.get_payload():
                if isinstance(each, Message):
                    yield from _attached(each)
        return
    if part.get_content_type() in _PREFERRED and part.get_content_disposition() != "attachment":
        return
    name = _name(part)
    suffix = _SUFFIX.search(name)
    if suffix and suffix.group().lower() in _ATTACHED:
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes) and raw.strip():
            yield name, raw


def _name(part: Message) -> str:
    """A file's name without any folder, cut in front where it is long."""
    try:
        stated = part.get_filename("")
    except (LookupError, TypeError, ValueError):
        return ""
    name = one_line(mail_header.words(stated)).replace("\\", "/").rpartition("/")[2]
    return name[-_LONGEST_NAME:].lstrip(". ")
