"""Bytes become text."""

import codecs

from charset_normalizer import from_bytes

from graphkit.errors import RecordRejected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = "cp1252"
"""Where it is as likely as others it is right: what Windows wrote before Unicode."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def decode(raw: bytes) -> str:
    """The text of a file: by its byte order mark, as UTF-8, or in the encoding it most looks like.

    Raises
    ------
    RecordRejected
        When it holds control characters as no text does, or looks like no encoding.
    """
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    if encoding == "utf-8" and raw.translate(None, _CONTROLS) != raw:
        msg = "it is not text: it holds control characters"
        raise RecordRejected(msg)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        likely = from_bytes(raw)
    western = (
        match for match in likely if _WESTERN in (match.encoding, *match.could_be_from_charset)
    )
    guess = next(western, likely.best())
    if guess is None:
        msg = "its encoding cannot be told: save it as UTF-8"
        raise RecordRejected(msg)
    return raw.decode(_WESTERN) if _WESTERN in guess.could_be_from_charset else str(guess)
