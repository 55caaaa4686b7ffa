"""Deterministic ids and digests."""

import itertools
import subprocess
import sys

import pytest

from graphkit.errors import RecordRejected
from graphkit.ids import MAX_ID, canonical, checked, digest, document_id, source_of
from graphkit.model import Contribution, Document


def test_canonical_json_has_sorted_keys_no_spaces_and_characters_as_they_are() -> None:
    assert canonical({"b": [1, None, "é"], "a": True}) == '{"a":true,"b":[1,null,"é"]}'


def test_no_two_lists_of_parts_have_the_same_digest() -> None:
    lists: list[tuple[object, ...]] = [
        (),
        ("",),
        ("", ""),
        ("a", "b"),
        ("ab",),
        ("ab", ""),
        (b"ab",),
        (1,),
        ("1",),
        (["1"],),
        (["1", "2"],),
        (["1"], ["2"]),
        ("b2:ab",),
        (None,),
        ("null",),
        ({"a": 1},),
        ("é",),
        ("e\u0301",),
        ("\ud800",),
    ]
    digests = [digest(*parts) for parts in lists]
    for one, other in itertools.combinations(range(len(lists)), 2):
        assert digests[one] != digests[other], (lists[one], lists[other])
    assert all(len(each) == 32 and set(each) <= set("0123456789abcdef") for each in digests)


def test_the_order_of_keys_does_not_count() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_digest_is_the_same_in_every_process() -> None:
    program = "from graphkit.ids import digest; print(digest({'b': ['é', 1]}, b'x', 'y'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == digest({"b": ["é", 1]}, b"x", "y")


@pytest.mark.parametrize(
    ("identifier", "kept"),
    [
        ("a:b", "a:b"),
        ("e\u0301", "é"),
        ("x" * MAX_ID, "x" * MAX_ID),
        ("e\u0301" * MAX_ID, "é" * MAX_ID),
        ("name:ada lovelace", "name:ada lovelace"),
        ("a\u200db", "a\u200db"),
    ],
)
def test_an_id_is_kept_in_composed_characters(identifier: str, kept: str) -> None:
    assert checked(identifier) == kept


BAD = ["", "x" * (MAX_ID + 1), "a\nb", "a\0b", "a\x7fb", "a\ud800", "é\x85"]


@pytest.mark.parametrize("identifier", BAD)
def test_what_no_store_could_keep_is_rejected(identifier: str) -> None:
    with pytest.raises(RecordRejected, match=r"an id must have|holds a control character"):
        checked(identifier)
    with pytest.raises(RecordRejected):
        Document(identifier, "title", frozenset())
    with pytest.raises(RecordRejected):
        Contribution(identifier, "name", ("author",))


def test_a_document_id_is_its_source_and_the_sources_key() -> None:
    assert document_id("handbook", "energy/wind.md") == "handbook:energy/wind.md"
    assert document_id("a", "b:c") == "a:b:c"
    assert document_id("a", "e\u0301") == "a:é"
    with pytest.raises(RecordRejected):
        document_id("a", "x" * MAX_ID)


@pytest.mark.parametrize(
    ("document", "source"), [("a:b", "a"), ("a:b:c", "a"), ("été 1:x", "été 1"), (":b", "")]
)
def test_the_source_of_a_document_is_what_stands_before_the_first_colon(
    document: str, source: str
) -> None:
    assert source_of(document) == source
