"""Content words, stemmed in the language of their paragraph."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graphkit.model import Mention
from graphkit.text import LANGUAGES, word_key, words
from ingest.extractor import Text, TopicExtractor


class Words(TopicExtractor):
    """Every content word is a topic; they match questions."""

    @classmethod
    def speaks(cls) -> frozenset[str]:
        """Whatever has a stemmer."""
        return LANGUAGES

    @classmethod
    def version(cls, languages: frozenset[str]) -> str:  # noqa: ARG003  the same in all
        """See `TopicExtractor.version`."""
        return "words-1"

    def __init__(self, languages: frozenset[str]) -> None:
        self._languages = languages

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """See `TopicExtractor.extract`."""
        return (_mentions(text, self._languages) for text in texts)


def _mentions(text: Text, languages: frozenset[str]) -> list[Mention]:
    topics: dict[str, tuple[int, int, str]] = {}  # total, most of one surface, that surface
    in_title: dict[str | None, int] = {}
    for language in languages & {paragraph.language for paragraph in text.paragraphs}:
        spoken = [p for p in text.paragraphs if p.language == language]
        for word, count in Counter(words("\n".join(p.text for p in spoken))).items():
            key = word_key(word, language)
            if key is None:
                continue
            known = topics.get(key)
            if known is None:
                topics[key] = (count, count, word)
                continue
            total, most, surface = known
            if count > most or (count == most and word < surface):
                most, surface = count, word
            topics[key] = (total + count, most, surface)
        for title in (p for p in spoken if p.part == "title"):
            for word in words(title.text):
                key = word_key(word, language)
                in_title[key] = in_title.get(key, 0) + 1
    mentions = []
    for topic in sorted(topics):
        total, _, surface = topics[topic]
        mentions.append(Mention._make((topic, surface, total, in_title.get(topic, 0), 0)))
    return mentions
