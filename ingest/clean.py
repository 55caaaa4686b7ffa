"""Cleaning: a text becomes paragraphs, each with its language and the part it plays."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from graphkit.function_words import FUNCTION_WORDS
from graphkit.text import encodable, fold
from ingest.extractor import Paragraph, Part, Text
from ingest.prose import parts

VERSION = "clean-3"
"""Part of the digest: a new version reads everything again."""

_ADDRESS = re.compile(r"\b(?:https?://|ftp://|www\.)\S+|\b[\w.+-]{1,64}+@[\w.-]{1,255}+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_APART = str.maketrans(dict.fromkeys("'\u2019,.;:!?()", " "))
_SPOKEN = {
    language: frozenset(word for word in listed if len(word) > 1)  # one letter may be a variable
    for language, listed in FUNCTION_WORDS.items()
}
_SAMPLE = 200
"""Characters of a paragraph that are enough to tell its language."""
_PLAIN = 2
"""So many function words, and so many times as many as of any other language, are plain."""
_NONE: frozenset[str] = frozenset()
_FEW_WORDS = 3
"""Paragraphs with fewer words are in the document's language."""


def clean(title: str, text: str, languages: tuple[str, ...], stated: str | None = None) -> Text:
    """Drop addresses, split into paragraphs, tell prose from asides, find each one's language.

    Parameters
    ----------
    languages
        The configured ones, the main one first; no other is found.
    stated
        The language the source states for the whole; believed where it is a configured one.
    """
    title = readable(title)
    text = readable(text)
    if "@" in text or "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    pieces = list(parts(text))
    believed = stated if stated in languages else None
    spoken = [_language(piece, languages, believed) for _, piece in pieces]
    main = believed or _most(pieces, spoken) or _language(title, languages, None) or languages[0]
    paragraphs = [Paragraph(title, main, "title")] if title else []
    paragraphs += [
        Paragraph(piece, language or main, part)
        for (part, piece), language in zip(pieces, spoken, strict=True)
    ]
    return Text(tuple(paragraphs), main)


def readable(text: str) -> str:
    """Text in NFC, lines ended by line feeds, without what is neither seen nor stored."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _piled().sub(r"\1", encodable(text)))
        text = text.translate(_INVISIBLE)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _most(pieces: Iterable[tuple[Part, str]], spoken: Iterable[str | None]) -> str | None:
    """The language of most of the text, by characters; None when no paragraph tells."""
    sizes: Counter[str] = Counter()
    for (_, piece), language in zip(pieces, spoken, strict=True):
        if language:
            sizes[language] += len(piece)
    return min(sizes, key=lambda language: (-sizes[language], language), default=None)


def _language(piece: str, languages: tuple[str, ...], believed: str | None) -> str | None:
    """The language of a piece of three words and more, None for less.

    Function words decide where those of one language speak plainly: it takes about a ninth of
    the time. Otherwise what the source states is believed, and where it states nothing
    py3langid tells.
    """
    sample = piece[:_SAMPLE]
    found = set(fold(sample).translate(_APART).split())
    if len(found) < _FEW_WORDS:
        return None
    hits = [(len(found & _SPOKEN.get(each, _NONE)), each) for each in languages]
    most, plainest = max(hits)
    if most >= _PLAIN and all(most >= _PLAIN * n for n, each in hits if each != plainest):
        return plainest
    if believed:
        return believed
    language: str = _identifier(languages).classify(sample)[0]
    return language


@cache
def _piled() -> re.Pattern[str]:
    """More than 30 combining marks in a row: sorting a pile takes its length squared."""
    marks = "".join(c for c in map(chr, range(0x300, 0x20000)) if unicodedata.combining(c))
    return re.compile(f"([{marks}]{{30}})[{marks}]+")


@lru_cache(maxsize=4)
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(languages)
    return identifier
