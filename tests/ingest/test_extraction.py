"""From what records say to their mentions: who finds what, what is blocked, one job or two."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from graphkit.acl import OPERATOR
from graphkit.model import Scope
from graphkit.store import GraphStore
from graphkit.text import is_pair, is_phrase, is_word
from ingest.extraction import Extraction, Finder, Said, blocked_phrases
from ingest.extractors import phrases
from ingest.pipeline import Report, ingest
from ingest.workers import Limits, Workers
from tests.ingest.conftest import Listed, record

EN = "The grid operator of the valve house asked for the data protection impact assessment."
FR = "Nous aimons les réseaux sociaux d'entreprise, et nous achetons trois pompes à chaleur."
DE = "Wir haben die elektrische Leitung, und die Netzanschlussplanung ist für den Windpark Nord."
ALL = ("en", "fr", "de")
SAID = Said("Guide to the pump seals", f"{EN}\n\n{FR}\n\n{DE}", "en")
FINDERS: Sequence[Finder] = get_args(Finder)


def found(extraction: Extraction, said: Said = SAID) -> list[str]:
    """The phrases in what one record says."""
    (only,) = extraction.extract([said])
    return [mention.topic for mention in only.mentions if is_phrase(mention.topic)]


@pytest.mark.parametrize(
    ("finder", "languages", "finders"),
    [
        ("off", ALL, {"words": set(ALL)}),
        ("runs", ALL, {"words": set(ALL), "runs": set(ALL)}),
        ("tagger", ALL, {"words": set(ALL), "phrases": {"en", "fr"}, "runs": {"de"}}),
        ("tagger", ("fr",), {"words": {"fr"}, "phrases": {"fr"}}),
        ("tagger", ("it", "nl"), {"words": {"it", "nl"}, "runs": {"it", "nl"}}),
    ],
)
def test_a_language_goes_to_the_first_finder_that_speaks_it(
    finder: Finder, languages: tuple[str, ...], finders: dict[str, set[str]]
) -> None:
    extraction = Extraction(languages, finder)
    assert dict(extraction.finders) == finders
    assert extraction.is_slow == ("phrases" in finders)
    assert extraction.version.startswith("clean-")
    assert all(f"{name}-" in extraction.version for name in finders)


def test_a_language_whose_model_is_not_installed_falls_to_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phrases, "MODELS", {"en": "no_such_model", "fr": phrases.MODELS["fr"]})
    extraction = Extraction(ALL, "tagger")
    assert dict(extraction.finders)["phrases"] == {"fr"}
    assert dict(extraction.finders)["runs"] == {"de", "en"}
    assert "en+grid oper" in found(extraction)


def test_phrases_are_found_in_each_language_beside_the_words() -> None:
    assert found(Extraction(ALL, "tagger")) == [
        "de+elektr leitung",
        "de+netzanschlussplan",
        "de+windpark nord",
        "en+data protect impact assess",
        "en+grid oper",
        "en+pump seal",
        "en+valv hous",
        "fr+pomp chaleur",
        "fr+reseau social entrepris",
    ]


@pytest.mark.parametrize("finder", FINDERS)
def test_words_do_not_depend_on_how_phrases_are_found(finder: Finder) -> None:
    (without,), (only,) = (Extraction(ALL, f).extract([SAID]) for f in ("off", finder))
    words = [mention for mention in only.mentions if is_word(mention.topic)]
    assert words == list(without.mentions)
    assert (only.language, only.blocked) == (without.language, 0)
    topics = [mention.topic for mention in only.mentions]
    assert topics == sorted(set(topics))


def test_without_phrases_there_is_nothing_but_words() -> None:
    assert found(Extraction(ALL)) == []


def test_each_way_of_finding_is_a_version_of_its_own() -> None:
    versions = {Extraction(ALL, finder).version for finder in FINDERS}
    versions |= {Extraction(ALL[::-1], finder).version for finder in FINDERS}
    assert len(versions) == 2 * len(FINDERS)


@pytest.mark.parametrize(
    ("blocked", "gone"),
    [
        ("grid operators", ["en+grid oper"]),
        ("Data Protection", ["en+data protect impact assess"]),
        ("protection impact", ["en+data protect impact assess"]),
        ("impact", ["en+data protect impact assess"]),
        ("impact protection", []),
        ("data impact", []),
        ("data protection impact assessment board", []),
        ("réseau social", ["fr+reseau social entrepris"]),
        ("CHALEUR", ["fr+pomp chaleur"]),
        ("elektrische Leitungen", ["de+elektr leitung"]),
        ("Nord", ["de+windpark nord"]),
        ("the of", []),
        ("", []),
    ],
)
def test_a_blocked_phrase_goes_and_so_does_what_holds_it(blocked: str, gone: list[str]) -> None:
    extraction = Extraction(ALL, "tagger", (blocked,))
    (only,) = extraction.extract([SAID])
    (before,) = Extraction(ALL, "tagger").extract([SAID])
    lost = [m.topic for m in before.mentions if m not in only.mentions]
    assert [topic for topic in lost if not is_pair(topic)] == gone
    assert not [topic for topic in lost if is_word(topic)]
    assert only.blocked == len(gone)


def test_no_neighbours_of_a_blocked_phrase_are_left() -> None:
    (only,) = Extraction(ALL, "tagger", ("data protection impact",)).extract([SAID])
    topics = {mention.topic for mention in only.mentions}
    assert not {"en~data protect", "en~protect impact"} & topics
    assert "en~impact assess" in topics


def test_a_blocked_phrase_goes_in_each_language_that_is_configured() -> None:
    said = Said("", "It is for the Windpark Nord of the valve house.\n\n" + DE, None)
    blocked = ("windpark nord",)
    assert {"de+windpark nord", "en+windpark nord"} <= set(found(Extraction(ALL, "tagger"), said))
    left = found(Extraction(ALL, "tagger", blocked), said)
    assert left
    assert not [topic for topic in left if "windpark" in topic]


def test_the_words_of_a_blocked_phrase_stay() -> None:
    (only,) = Extraction(("en",), "tagger", ("valve house", "grid")).extract([SAID])
    assert {"en:valv", "en:hous", "en:grid"} <= {mention.topic for mention in only.mentions}


def test_the_list_is_part_of_the_version_and_its_order_is_not() -> None:
    extraction = Extraction(ALL, "runs")
    assert replace(extraction, blocked=("a",)).version != extraction.version
    assert (
        replace(extraction, blocked=("a", "b")).version
        == replace(extraction, blocked=("b", "a")).version
    )


def test_a_list_of_blocked_phrases_has_one_a_line_and_comments() -> None:
    text = "# belief\r\nprayer room # and the like\n\n  union  \n#\n"
    assert list(blocked_phrases(text)) == ["prayer room", "union"]


LOT = [
    Said(f"Pump seals {n}", f"{(EN, FR, DE)[n % 3]}\n\nThe pump {n} is in valve house {n}.", None)
    for n in range(70)
]


def test_two_jobs_find_exactly_what_one_finds() -> None:
    extraction = Extraction(ALL, "tagger", ("grid operator",))
    with Workers(Limits(jobs=1)) as one, Workers(Limits(jobs=2)) as two:
        assert two.extract(extraction, LOT) == one.extract(extraction, LOT)
        assert two.extract(extraction, []) == []


def test_a_lot_says_what_its_records_say_one_by_one() -> None:
    extraction = Extraction(ALL, "tagger")
    assert extraction.extract(LOT[:9]) == [extraction.extract([said])[0] for said in LOT[:9]]


RECORDS = [record("a", EN), record("b", FR), record("c", DE)]


def run(store: GraphStore, extraction: Extraction) -> Report:
    """A pass over the same three records."""
    return ingest(store, Listed(RECORDS), "s", extraction=extraction)


@pytest.mark.parametrize("finder", FINDERS)
def test_a_second_pass_leaves_the_store_as_it_is(store: GraphStore, finder: Finder) -> None:
    extraction = Extraction(ALL, finder)
    first = run(store, extraction)
    before = store.revision(), list(store.dump())
    second = run(store, extraction)
    assert (first.new, second.new, second.unchanged) == (3, 0, 3)
    assert (store.revision(), list(store.dump())) == before


def test_a_changed_list_makes_everything_be_read_again_and_the_phrase_is_gone(
    store: GraphStore,
) -> None:
    run(store, Extraction(ALL, "tagger"))
    before = list(store.dump())
    assert "en+valv hous" in str(before)
    report = run(store, Extraction(ALL, "tagger", ("valve house",)))
    assert (report.changed, report.unchanged, report.blocked) == (3, 0, 1)
    assert "en+valv hous" not in str(list(store.dump()))
    assert "en:valv" in str(list(store.dump()))
    assert run(store, Extraction(ALL, "tagger")).changed == 3
    assert list(store.dump()) == before


def test_length_and_bag_of_a_document_do_not_depend_on_its_phrases(store: GraphStore) -> None:
    made = []
    for finder in FINDERS:
        assert run(store, Extraction(ALL, finder)).read == 3
        readings = store.facts(OPERATOR, Scope()).readings
        made.append([(r.document.id, r.document.length, r.document.bag) for r in readings])
    assert made == [made[0]] * len(FINDERS)
    assert all(length > 5 and bag for _, length, bag in made[0])
