"""What every extractor promises (`ingest.extractor.TopicExtractor`), run over the register."""

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.model import Mention
from graphkit.registry import find
from ingest.extractor import Paragraph, Text, TopicExtractor
from ingest.extractors import EXTRACTORS
from tests.contracts import cases

_every_extractor = pytest.mark.parametrize("name", sorted(EXTRACTORS))

_paragraphs = st.builds(
    Paragraph,
    st.lists(
        st.sampled_from("the Wind permits permit IT it C++ éolien L'énergie Genehmigung 7".split())
        | st.text(max_size=5),
        max_size=8,
    ).map(" ".join),
    st.sampled_from(["de", "en", "fr"]),
    st.booleans(),
)
_texts = st.builds(Text, st.lists(_paragraphs, max_size=3).map(tuple), st.just("en"))


def _extractor(name: str) -> TopicExtractor:
    extractor: TopicExtractor = find(EXTRACTORS, name, "extractor")()
    return extractor


def _found(name: str, texts: Sequence[Text]) -> list[tuple[Mention, ...]]:
    return [tuple(mentions) for mentions in _extractor(name).extract(texts)]


def test_every_registered_extractor_has_a_case_with_a_text() -> None:
    assert set(cases.EXTRACTORS) == set(EXTRACTORS)
    assert all(cases.EXTRACTORS.values())


@_every_extractor
def test_what_is_found_in_a_text_is_what_was_found_by_hand(name: str) -> None:
    texts = [text for text, _ in cases.EXTRACTORS[name]]
    assert _found(name, texts) == [mentions for _, mentions in cases.EXTRACTORS[name]]


@_every_extractor
def test_a_version_is_named_so_that_a_new_one_reads_everything_again(name: str) -> None:
    assert isinstance(_extractor(name).version, str)
    assert _extractor(name).version


@_every_extractor
def test_of_no_texts_nothing_is_found(name: str) -> None:
    assert list(_extractor(name).extract([])) == []


@_every_extractor
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_texts, max_size=5))
def test_each_text_has_its_mentions_sorted_and_each_topic_once(
    name: str, texts: list[Text]
) -> None:
    found = _found(name, texts)
    assert len(found) == len(texts)
    for text, mentions in zip(texts, found, strict=True):
        topics = [mention.topic for mention in mentions]
        assert topics == sorted(set(topics))
        whole = "\n".join(paragraph.text for paragraph in text.paragraphs)
        assert all(mention.surface in whole for mention in mentions)
        assert all(0 <= mention.in_title <= mention.times > 0 for mention in mentions)


@_every_extractor
@settings(max_examples=40, deadline=None)
@given(texts=st.lists(_texts, max_size=5), cut=st.integers(0, 5))
def test_neither_batches_nor_order_nor_company_change_what_is_found(
    name: str, texts: list[Text], cut: int
) -> None:
    together = _found(name, texts)
    assert _found(name, texts[:cut]) + _found(name, texts[cut:]) == together
    assert _found(name, texts[::-1]) == together[::-1]
    assert [_found(name, [text])[0] for text in texts] == together


@_every_extractor
def test_texts_may_come_one_by_one(name: str) -> None:
    def passing() -> Iterator[Text]:
        yield from texts

    texts = [text for text, _ in cases.EXTRACTORS[name]]
    found = itertools.islice(_extractor(name).extract(passing()), len(texts))
    assert [tuple(mentions) for mentions in found] == _found(name, texts)
