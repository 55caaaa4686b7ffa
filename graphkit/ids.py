"""Deterministic ids and digests: the same facts have the same ids on every machine."""

import hashlib
import json
import unicodedata

from graphkit.errors import RecordRejected

MAX_ID = 512
"""Longest id or key, in characters."""


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*parts: object) -> str:
    """128-bit blake2b of the parts, as 32 hex digits.

    Bytes and strings count as they are, anything else by its canonical JSON; each part with its
    kind and length, so that no two lists of parts run into each other.

    >>> digest("a", 1) == digest("a", 1) != digest("a", "1") != digest("a1")
    True
    """
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, bytes):
            kind, encoded = "b", part
        elif isinstance(part, str):
            kind, encoded = "s", part.encode("utf-8", "surrogatepass")
        else:
            kind, encoded = "j", canonical(part).encode("utf-8", "surrogatepass")
        hasher.update(f"{kind}{len(encoded)}:".encode())
        hasher.update(encoded)
    return hasher.hexdigest()


def checked(identifier: str) -> str:
    """An id or key in NFC, if the model allows it.

    Raises
    ------
    RecordRejected
        When it is empty, longer than 512 characters, or holds a control character or a lone
        surrogate: no store could keep it, no terminal could show it.
    """
    if not identifier.isascii() and len(identifier) <= 2 * MAX_ID:
        identifier = unicodedata.normalize("NFC", identifier)
    if not 0 < len(identifier) <= MAX_ID:
        shown = identifier[:40]
        msg = f"an id must have 1 to {MAX_ID} characters, {shown!r} has {len(identifier)}"
        raise RecordRejected(msg)
    if not identifier.isprintable() and any(
        unicodedata.category(character) in {"Cc", "Cs"} for character in identifier
    ):
        msg = f"the id {identifier[:40]!r} holds a control character or half a surrogate pair"
        raise RecordRejected(msg)
    return identifier


def document_id(source: str, key: str) -> str:
    """The id of a record: its source's name, a colon, the source's own key.

    >>> document_id("handbook", "energy/wind.md")
    'handbook:energy/wind.md'
    """
    return checked(f"{source}:{key}")


def source_of(document: str) -> str:
    """The name of the source a document id comes from; source names hold no colon."""
    return document.partition(":")[0]
