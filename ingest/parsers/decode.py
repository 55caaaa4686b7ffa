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
_STATED = {
    "ascii": _WESTERN,  # as browsers read it, and mail programs
    "iso8859-1": _WESTERN,
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
} | {
    name: name
    for name in (
        "big5 big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp437 "
        "cp850 cp866 cp874 cp932 cp949 euc_jp euc_kr gb18030 iso2022_jp koi8-r koi8-u mac-roman "
        "utf-16 utf-16-be utf-16-le utf-32"
    ).split()
    + [f"iso8859-{number}" for number in (*range(2, 12), 13, 14, 15, 16)]
}
"""Encodings of texts; of those that Python knows beside them some run code or take hours."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def decode(raw: bytes) -> str:
    """The text of a file, with line feeds at the ends of lines.

    It is read by its byte order mark, as UTF-8, or in the encoding it most looks like.

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
        return _lines(raw.decode(encoding))
    except UnicodeDecodeError:
        likely = from_bytes(raw)
    western = (
        match for match in likely if _WESTERN in (match.encoding, *match.could_be_from_charset)
    )
    guess = next(western, likely.best())
    if guess is None:
        msg = "its encoding cannot be told: save it as UTF-8"
        raise RecordRejected(msg)
    found = raw.decode(_WESTERN) if _WESTERN in guess.could_be_from_charset else str(guess)
    return _lines(found)


def decode_as(raw: bytes, stated: str | None) -> str:
    """The text of bytes in the encoding they are said to be in; where that is wrong, `decode`.

    Raises
    ------
    RecordRejected
        As `decode` does.
    """
    try:
        encoding = _STATED[codecs.lookup((stated or "")[:40]).name]
        return _lines(raw.decode(encoding))
    except (LookupError, UnicodeError, ValueError):
        return decode(raw)


def _lines(text: str) -> str:
    """The text with line feeds as every parser expects them."""
    return text.replace("\r\n", "\n")
