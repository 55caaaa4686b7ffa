"""What every extractor promises (`ingest.extractor.TopicExtractor`), run over the register."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.model import Mention
from graphkit.registry import find
from ingest.extractor import Paragraph, Part, Text, TopicExtractor
from ingest.extractors import EXTRACTORS
from tests.contracts import cases

SPOKEN = frozenset({"de", "en", "fr"})
EXAMPLES: Mapping[str, int] = {"phrases": 10}
"""How many each property is tried with where 60 take too long: a tagger takes its time."""

_every_extractor = pytest.mark.parametrize("name", sorted(EXTRACTORS))

_paragraphs = st.builds(
    Paragraph,
    st.lists(
        st.sampled_from(
            "the Wind permits permit wind IT it C++ éolien L'énergie Genehmigung parc 7 .".split()
        )
        | st.text(max_size=5),
        max_size=8,
    ).map(" ".join),
    st.sampled_from(["de", "en", "fr", "it"]),
    st.sampled_from(get_args(Part)),
)
_text = st.builds(Text, st.lists(_paragraphs, max_size=3).map(tuple), st.just("en"))
_texts = st.lists(_text, max_size=5)


def _class(name: str) -> type[TopicExtractor]:
    extractor: type[TopicExtractor] = find(EXTRACTORS, name, "extractor")
    return extractor


def _languages(name: str) -> frozenset[str]:
    return _class(name).speaks() & SPOKEN


def _found(name: str, texts: Sequence[Text]) -> list[tuple[Mention, ...]]:
    extractor = _class(name)(_languages(name))
    return [tuple(mentions) for mentions in extractor.extract(texts)]


def _is_written(surface: str, text: str) -> bool:
    """Whether the words of a surface stand in a text, in their order."""
    end = 0
    for word in surface.split():
        start = text.find(word, end)
        if start < 0:
            return False
        end = start + len(word)
    return True


def test_every_registered_extractor_has_a_case_with_a_text() -> None:
    assert set(cases.EXTRACTORS) == set(EXTRACTORS)
    assert all(cases.EXTRACTORS.values())


@_every_extractor
def test_what_is_found_in_a_text_is_what_was_found_by_hand(name: str) -> None:
    texts = [text for text, _ in cases.EXTRACTORS[name]]
    assert _found(name, texts) == [mentions for _, mentions in cases.EXTRACTORS[name]]


@_every_extractor
def test_a_version_is_named_so_that_a_new_one_reads_everything_again(name: str) -> None:
    version = _class(name).version(_languages(name))
    assert isinstance(version, str)
    assert version.startswith(name)


@_every_extractor
def test_a_version_does_not_depend_on_the_order_of_languages(name: str) -> None:
    made = {_class(name).version(frozenset(o)) for o in itertools.permutations(_languages(name))}
    assert len(made) == 1


@_every_extractor
def test_languages_are_named_by_two_letters_and_english_is_among_them(name: str) -> None:
    spoken = _class(name).speaks()
    assert "en" in spoken
    assert all(len(each) == 2 and each.isalpha() and each.islower() for each in spoken)


@_every_extractor
def test_of_no_texts_nothing_is_found(name: str) -> None:
    assert _found(name, []) == []


@_every_extractor
def test_each_text_has_its_mentions_sorted_and_each_topic_once(name: str) -> None:
    @settings(max_examples=EXAMPLES.get(name, 60), deadline=None)
    @given(texts=_texts)
    def holds(texts: list[Text]) -> None:
        found = _found(name, texts)
        assert len(found) == len(texts)
        for text, mentions in zip(texts, found, strict=True):
            topics = [mention.topic for mention in mentions]
            assert topics == sorted(set(topics))
            whole = "\n".join(paragraph.text for paragraph in text.paragraphs)
            for _, surface, times, in_title, in_heading in mentions:
                assert surface in whole if name == "words" else _is_written(surface, whole)
                assert min(in_title, in_heading) >= 0
                assert in_title + in_heading <= times > 0

    holds()


@_every_extractor
def test_neither_batches_nor_order_nor_company_change_what_is_found(name: str) -> None:
    @settings(max_examples=EXAMPLES.get(name, 40), deadline=None)
    @given(texts=_texts, cut=st.integers(0, 5))
    def holds(texts: list[Text], cut: int) -> None:
        together = _found(name, texts)
        assert _found(name, texts[:cut]) + _found(name, texts[cut:]) == together
        assert _found(name, texts[::-1]) == together[::-1]
        assert [_found(name, [text])[0] for text in texts] == together

    holds()


@_every_extractor
def test_paragraphs_in_languages_that_were_not_asked_for_say_nothing(name: str) -> None:
    texts = [text for text, _ in cases.EXTRACTORS[name]]
    for asked in _languages(name):
        found = list(_class(name)(frozenset({asked})).extract(texts))
        wanted = [
            [mention for mention in mentions if mention.topic[:2] == asked]
            for _, mentions in cases.EXTRACTORS[name]
        ]
        assert [list(mentions) for mentions in found] == wanted
    assert [*_class(name)(frozenset()).extract(texts)] == [[]] * len(texts)


@_every_extractor
def test_texts_may_come_one_by_one(name: str) -> None:
    def passing() -> Iterator[Text]:
        yield from texts

    texts = [text for text, _ in cases.EXTRACTORS[name]]
    extractor = _class(name)(_languages(name))
    found = itertools.islice(extractor.extract(passing()), len(texts))
    assert [tuple(mentions) for mentions in found] == _found(name, texts)
