"""Runs of content words between function words, for languages without a tagger."""

import re
from collections.abc import Iterable, Iterator, Sequence

from stopwordsiso import has_lang, stopwords

from graphkit.function_words import FUNCTION_WORDS
from graphkit.generic_words import MODIFIERS
from graphkit.model import Mention
from graphkit.text import LANGUAGES, fold
from ingest.candidates import Candidate, mentions
from ingest.extractor import Text, TopicExtractor
from ingest.prose import sentences

_TOKEN = re.compile(
    r"(?<!\w)\.NET\b|[^\W_](?:[\w.&+#]*[\w+#])?(?:[-/][^\W_](?:[\w.]*\w)?)*|[^\w\s]"
)
_LONGEST_RUN = 4
_SHORTEST = 3
"""Letters of the shortest word in a run that is no acronym."""
_COMPOUND = 9
"""Letters of a German noun that is probably put together: it is a term by itself."""
_LINKS = {
    "es": {"de", "del"}, "it": {"di", "del", "della", "dei", "delle"}, "fr": {"de", "du", "des"},
    "pt": {"de", "do", "da", "dos", "das"}, "ca": {"de", "del"}, "ro": {"de"},
}  # fmt: skip
"""Words within a term: protección de datos."""
_ENDINGS = ("e", "er", "es", "en", "em")


class Runs(TopicExtractor):
    """What stands between function words and signs, two to four words long.

    Capitals make German plain: nouns, with one adjective before them.

    References
    ----------
    Rose et al. (2010), Automatic keyword extraction from individual documents (RAKE).
    """

    @classmethod
    def speaks(cls) -> frozenset[str]:
        """Languages with a stemmer and a list of stop words."""
        return frozenset(language for language in LANGUAGES if has_lang(language))

    @classmethod
    def version(cls, languages: frozenset[str]) -> str:  # noqa: ARG003  the same in all
        """See `TopicExtractor.version`."""
        return "runs-2"

    def __init__(self, languages: frozenset[str]) -> None:
        self._stops = {language: _stops(language) for language in languages}

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """See `TopicExtractor.extract`."""
        return (mentions(self._candidates(text)) for text in texts)

    def _candidates(self, text: Text) -> Iterator[Candidate]:
        for paragraph in text.paragraphs:
            language, stops = paragraph.language, self._stops.get(paragraph.language)
            if stops is None or paragraph.part == "aside":
                continue
            for piece in sentences(paragraph.text):
                links = _LINKS.get(language, set())
                for start, run in _runs(_TOKEN.findall(piece), stops, links):
                    terms = _nouns(start, run) if language == "de" else _whole(start, run, links)
                    for term in terms:
                        yield Candidate(" ".join(term), language, paragraph.part)


def _runs(
    tokens: Sequence[str], stops: frozenset[str], links: set[str]
) -> Iterator[tuple[bool, list[str]]]:
    """Tokens between stop words, and whether they begin a sentence; links stay within."""
    run: list[str] = []
    first = starts = True
    for n, token in enumerate([*tokens, "."]):
        if run and token in links and n + 1 < len(tokens) and _is_content(tokens[n + 1], stops):
            run.append(token)
        elif _is_content(token, stops):
            if not run:
                starts = first
            run.append(token)
        elif run:
            yield starts, run
            run = []
        first = token in {".", "!", "?", ":"}


def _is_content(token: str, stops: frozenset[str]) -> bool:
    if not token.lstrip(".")[:1].isalpha() or (len(token) < _SHORTEST and not token.isupper()):
        return False
    return fold(token) not in stops or (token.isupper() and len(token) > 1)


def _whole(start: bool, run: list[str], links: set[str]) -> Iterator[list[str]]:
    """A run of two to four words; one word only if it is a name within a sentence."""
    content = sum(word not in links for word in run)
    if 1 < content <= _LONGEST_RUN or (
        len(run) == 1
        and (any(c.isupper() for c in run[0][1:]) or (run[0][0].isupper() and not start))
    ):
        yield run


def _nouns(start: bool, run: list[str]) -> Iterator[list[str]]:
    """German: capitalised words in a row, with the adjective before them."""
    taken: list[str] = []
    for n, word in enumerate([*run, ""]):
        if word.lstrip(".")[:1].isupper():
            if not taken and n and run[n - 1].islower() and run[n - 1].endswith(_ENDINGS):
                taken.append(run[n - 1])
            taken.append(word)
            continue
        capital = bool(taken) and taken[-1] is run[0] and start
        alone = len(taken) == 1 and _is_term(taken[0], capital=capital)
        if alone or 1 < len(taken) <= _LONGEST_RUN:
            yield taken
        taken = []


def _is_term(word: str, *, capital: bool) -> bool:
    """Whether one noun alone is a term: a compound, an acronym, a name with capitals or signs."""
    inner = any(c.isupper() or c in "-.+#" for c in word[1:])
    return inner or (len(word) >= _COMPOUND and not capital)


def _stops(language: str) -> frozenset[str]:
    listed = map(fold, stopwords(language))
    return (
        FUNCTION_WORDS.get(language, frozenset())
        | MODIFIERS.get(language, frozenset())
        | set(listed)
    )
