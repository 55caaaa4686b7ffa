"""Content words, stemmed in the language of their paragraph."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from graphkit.model import Mention
from graphkit.text import word_key, words
from ingest.extractor import Text, TopicExtractor


class Words(TopicExtractor):
    """Every content word is a topic; they match questions."""

    version = "words-1"

    def extract(self, texts: Iterable[Text]) -> Iterator[Sequence[Mention]]:
        """See `TopicExtractor.extract`."""
        return map(_mentions, texts)


def _mentions(text: Text) -> list[Mention]:
    topics: dict[str, tuple[int, int, str]] = {}  # total, most of one surface, that surface
    in_title: Counter[str | None] = Counter()
    for language in {paragraph.language for paragraph in text.paragraphs}:
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
        for title in (p for p in spoken if p.in_title):
            in_title.update(word_key(word, language) for word in words(title.text))
    return [
        Mention._make((key, surface, total, in_title[key]))
        for key, (total, _, surface) in sorted(topics.items())
    ]
