"""Extraction: what records say becomes mentions, some records at a time."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from graphkit.model import Mention
from graphkit.registry import find
from ingest import clean
from ingest.extractor import TopicExtractor
from ingest.extractors import EXTRACTORS


class Said(NamedTuple):
    """What a record says: title, text, and the language its source states."""

    title: str
    text: str
    language: str | None


class Found(NamedTuple):
    """What was found in it, and the language of most of it."""

    mentions: Sequence[Mention]
    language: str


def extract(languages: tuple[str, ...], lot: Sequence[Said]) -> list[Found]:
    """Clean and extract; ``languages`` are the configured ones, the main one first."""
    texts = [clean.clean(said.title, said.text, languages, said.language) for said in lot]
    found = _extractor().extract(texts)
    return [Found(m, text.language) for m, text in zip(found, texts, strict=True)]


def version(languages: tuple[str, ...]) -> str:
    """Names all that decides what is found; part of the digests."""
    return f"{clean.VERSION} {_extractor().version} {' '.join(languages)}"


@cache
def _extractor() -> TopicExtractor:
    opened: TopicExtractor = find(EXTRACTORS, "words", "extractor")()
    return opened
