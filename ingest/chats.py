"""What exports of chats have in common: files of messages in JSON, each message told once."""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.ids import canonical
from ingest.archive import Archive, opened
from ingest.record import Skipped, Unreadable

BOTS, DELETED, EVENTS, OTHERS = (
    "messages of bots",
    "deleted messages",
    "joins and other events",
    "files that hold no messages",
)
"""Headings of what is skipped."""

Said = Mapping[str, Any]
"""A JSON object."""


def is_json(name: str) -> bool:
    """Whether a file is called as those that hold messages."""
    return name.lower().endswith(".json")


def estimated(path: Path, max_bytes: int, mark: bytes) -> int:
    """About how many messages an export holds: how often what each of them has stands in it."""
    counted = 0
    with suppress(SourceUnreadable), opened(path, max_bytes) as archive:
        for name in filter(is_json, archive.names):
            with suppress(RecordRejected):
                counted += archive.read(name).count(mark)
    return counted


def objects(archive: Archive, name: str) -> list[Any]:
    """The items of the JSON list that a file is, or that stands under ``messages`` in it.

    Raises
    ------
    RecordRejected
        When it is no such file, or cannot be read.
    """
    try:
        found = json.loads(archive.read(name).removeprefix(BOM_UTF8))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise RecordRejected(f"it is no JSON: {reason}") from error
    if isinstance(found, dict):
        found = found.get("messages")
    if not isinstance(found, list):
        raise RecordRejected("it is no list of JSON objects")
    return found


def text(said: Said, *names: str) -> str:
    """The first of some fields that holds text, stripped; "" when none does."""
    values = (said.get(name) for name in names)
    return next((v.strip() for v in values if isinstance(v, str) and v.strip()), "")


def part(said: Said, name: str) -> Said:
    """A field that holds an object; an empty one when it does not."""
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def written(message: Said) -> bytes:
    """A message as bytes that are the same for the same message.

    Raises
    ------
    RecordRejected
        When it is nested so deeply that it cannot be written.
    """
    try:
        return canonical(message).encode("utf-8", "surrogatepass")
    except RecursionError as error:
        raise RecordRejected("it is nested too deeply") from error


class Told:
    """Messages by document, to find those that are told twice."""

    def __init__(self) -> None:
        self._raw: dict[str, str] = {}

    def again(self, where: str, document: str, raw: str) -> Unreadable | Skipped | None:
        """What to say of a message that was told before; None when it is met first."""
        if document not in self._raw:
            self._raw[document] = raw
            return None
        if self._raw[document] == raw:
            return Skipped(where, "messages told twice")
        return Unreadable(where, "its id is that of another message", document)
