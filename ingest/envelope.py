"""What a mail says of its place among others: its own id, its thread, what it answers."""

import re
from dataclasses import dataclass

from graphkit.ids import digest
from graphkit.text import one_line

_MOST_BYTES = 1 << 18
"""Of the header lines; ids stand near their beginning."""
_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(
    rb"^(message-id|in-reply-to|references|archived-at)[ \t]*:(.*(?:\n[ \t].*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ID = re.compile(r"<([^<>]+)>")
_LONGEST_ID = 250
_SEPARATOR = re.compile(rb"From [^\n]*\n")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Where a mail stands among others.

    Parameters
    ----------
    key
        Its Message-ID; without one the digest of its bytes.
    thread
        Key of the mail with which its thread began, as far as it says.
    answered
        Key of the mail that it answers.
    link
        Where it is archived; "" when it does not say.
    """

    key: str
    thread: str
    answered: str | None
    link: str


def envelope(raw: bytes) -> Envelope:
    """The envelope of a mail, whatever its header lines hold.

    The root of the references began the thread: they list the ancestors from first to last, where
    In-Reply-To names the last (RFC 5322, 3.6.4).
    """
    begun = _SEPARATOR.match(raw)
    start = begun.end() if begun else 0
    end = _END.search(raw, start, start + _MOST_BYTES)
    head = raw[start : end.start() if end else start + _MOST_BYTES]
    said: dict[str, str] = {}
    for name, value in _FIELD.findall(head):
        said.setdefault(name.decode().lower(), value.decode("utf-8", "replace"))
    key = next(iter(_ids(said.get("message-id", ""))), "") or digest(raw[start:])
    answered = [each for each in _ids(said.get("in-reply-to", "")) if each != key]
    above = [each for each in _ids(said.get("references", "")) if each != key]
    link = one_line(said.get("archived-at", "")).strip("<> ")
    return Envelope(
        key,
        next(iter(above or answered), key),
        next(iter(answered or above[::-1]), None),
        link if link.startswith(("https://", "http://")) else "",
    )


def _ids(value: str) -> list[str]:
    """The ids in a value, each as a key; a sole word may be one without brackets.

    >>> _ids("Ada's of Monday <a1@x.org> (<b2 at x.org>)"), _ids("a1@x.org"), _ids("Monday's")
    (['a1@x.org', 'b2@x.org'], ['a1@x.org'], [])
    """
    found = _ID.findall(value) or [word for word in value.split() if "@" in word.strip("@")][:1]
    cleaned = (one_line(each).replace(" at ", "@").replace(" ", "") for each in found)
    return [each if len(each) <= _LONGEST_ID else digest(each) for each in cleaned if each]
