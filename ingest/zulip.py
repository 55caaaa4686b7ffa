"""What a message of Zulip says: whose it is, in which topic, in which words of its own."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from graphkit.acl import token
from graphkit.errors import ConfigError, RecordRejected
from graphkit.ids import digest
from graphkit.names import name_alias
from graphkit.text import one_line
from ingest.chats import Said, text
from ingest.parsers import html
from ingest.parsers.people import address
from ingest.record import Actor

STREAM = re.compile(r"(\d{1,12})-.+")
"""Name of the folder of a stream: its id and what it is called."""

_NOT_OWN = (
    # what leads to a quote: "@Ada said:"
    'p:has(> .user-mention.silent):has(> a[href*="#narrow"]):has(+ blockquote)',
    "blockquote",
    "pre",
    ".codehilite",
    ".katex",
    ".user-mention",
    ".user-group-mention",
    ".topic-mention",
    ".message_inline_image",
    ".message_embed",
    ".inline-preview-twitter",
    "time",
)
_CALLED = re.compile(r"@_?\*\*[^*\n]{1,100}\*\*")
"""A mention in the Markdown that is asked for with ``apply_markdown=false``."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_DEEPEST = 200
"""Elements within another; reading takes the square of it."""
_RESOLVED = "\N{HEAVY CHECK MARK} "
_NOTICES = frozenset({"stream events", "channel events"})
_BOTS = frozenset({"notification bot", "welcome bot", "nagios send bot", "email gateway"})
_BOT = re.compile(r"(?:[\w.+-]+-bot|notification-bot|welcome-bot)@")
_HIDDEN = re.compile(r"user\d+@")
"""Address that stands for that of somebody who does not show it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands: its stream and topic, or those it is written to directly."""

    stream: str
    topic: str
    thread: str
    group: str | None = None
    members: frozenset[str] = frozenset()


def place(message: Said, folder: str, file: str, source: str) -> Place:
    """Where a message stands, as it says itself, or else by the names of its folder and file.

    Raises
    ------
    RecordRejected
        When neither tells.
    """
    to = message.get("display_recipient")
    if isinstance(to, list) or text(message, "type") in {"private", "direct"}:
        return _direct(to, source)
    known = STREAM.fullmatch(folder)
    stated = message.get("stream_id")
    stream = str(stated) if isinstance(stated, int) else known[1] if known else ""
    if not stream:
        raise RecordRejected("its stream is not known: it is in no folder such as 12-general")
    said = text(message, "subject", "topic") or unsanitised(file)
    topic = one_line(said).removeprefix(_RESOLVED)
    return Place(stream, topic, f"{stream}/{topic}")


def unsanitised(name: str) -> str:
    """A name as people write it, of one as the archive writes it.

    >>> unsanitised("Kata.20idea.3A.20caf.C3.A9")
    'Kata idea: café'
    """
    return unquote(name.replace(".", "%"))


def author(message: Said) -> Actor | None:
    """Who wrote a message: by their address, by their name where they do not show it."""
    name = one_line(text(message, "sender_full_name"))
    mail = address(text(message, "sender_email"))
    if mail and not _HIDDEN.match(mail):
        return Actor(f"email:{mail}", name or mail, "author")
    alias = name_alias(name)
    return Actor(alias, name, "author") if alias else None


def is_notice(message: Said, where: Place) -> bool:
    """Whether Zulip itself or a bot wrote a message."""
    name = text(message, "sender_full_name").casefold()
    bot = name in _BOTS or _BOT.match(text(message, "sender_email").casefold())
    return bool(bot) or where.topic in _NOTICES


def words(message: Said) -> str:
    """The words of a message, without what it quotes, code, formulas, and those it calls.

    Raises
    ------
    RecordRejected
        When it is nested as no message is.
    """
    content = text(message, "content")
    if text(message, "content_type") == "text/x-markdown":
        return _CALLED.sub(" ", content)
    depth = 0
    for closes, tag in _TAG.findall(content):
        depth += 0 if tag.lower() in _VOID else -1 if closes else 1
        if depth > _DEEPEST:
            raise RecordRejected("it is nested too deeply")
    return html.text(content, ", ".join(_NOT_OWN))


def _direct(to: object, source: str) -> Place:
    """A message to persons: one group token for those who have it."""
    listed = [each for each in to if isinstance(each, dict)] if isinstance(to, list) else []
    found = sorted({address(text(each, "email")) for each in listed} - {""})
    key = digest(*found)
    try:
        group = token(f"group:zulip/{source}/{key}")
    except ConfigError as error:
        raise RecordRejected(str(error)) from error
    members = frozenset(f"user:{each}" for each in found)
    return Place("direct", "", f"direct/{key}", group, members)
