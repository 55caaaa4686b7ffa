"""What a view returned, indexed."""

from dataclasses import replace

import pytest

from graphkit.graph import Graph
from graphkit.model import Facts, Mention, Reading
from tests.invariants.organisations import part, reading

ADA = "email:ada@x.org"
WIND = reading("a:wind", "wind Permits permits", part("ada"), part("bob", "reviewer"))
GRID = reading("a:grid", "grid permit permit", part("ada", "author", "approver"))


def _graph(*readings: Reading, **names: dict[str, int]) -> Graph:
    called = {f"email:{who}@x.org": spellings for who, spellings in names.items()}
    return Graph(Facts(tuple(sorted(readings, key=lambda r: r.document.id)), called))


def test_documents_people_and_topics_are_sorted() -> None:
    graph = _graph(WIND, GRID)
    assert graph.documents == (GRID.document, WIND.document)
    assert graph.people == (ADA, "email:bob@x.org")
    assert graph.topics == ("en:grid", "en:permit", "en:wind")
    assert graph.document("a:wind") == WIND.document
    assert graph.contributions("a:wind") == WIND.contributions
    assert graph.mentions("a:wind") == WIND.mentions
    assert graph.content_digest("a:wind") == WIND.digest.content


def test_an_empty_graph_holds_nothing() -> None:
    graph = _graph()
    assert (graph.documents, graph.people, graph.topics) == ((), (), ())
    assert not graph.to_networkx()


def test_what_is_not_in_the_graph_is_no_document() -> None:
    with pytest.raises(KeyError):
        _graph(WIND).document("a:grid")


def test_mentions_known_otherwise_take_the_place_of_those_in_the_facts() -> None:
    known = {"a:wind": (Mention("en:wind", "Winds", 7),)}
    graph = Graph(Facts((WIND,)), known)
    assert graph.mentions("a:wind") == known["a:wind"]
    assert graph.topics == ("en:wind",)
    assert graph.label("en:wind") == "Winds"


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        ({"Ada": 1}, "Ada"),
        ({"Ada": 1, "A. Lovelace": 2}, "A. Lovelace"),
        ({"ada": 2, "Ada": 2, "Éva": 2}, "Ada"),
        ({}, ADA),
    ],
)
def test_a_person_is_called_by_the_most_used_spelling_of_equals_the_first_by_code_point(
    spellings: dict[str, int], name: str
) -> None:
    assert _graph(WIND, ada=spellings).name(ADA) == name
    assert _graph().name(ADA) == ADA


def test_a_topic_is_labelled_by_its_commonest_surface_of_equals_the_first_by_code_point() -> None:
    written = [Mention("t", "wind", 2), Mention("t", "Winds", 1), Mention("t", "Wind", 1)]
    readings = [replace(reading(f"a:{i}", ""), mentions=(each,)) for i, each in enumerate(written)]
    assert _graph(*readings).label("t") == "wind"
    assert _graph(*readings[1:]).label("t") == "Wind"
    assert _graph(*readings, replace(readings[1], document=WIND.document)).label("t") == "Winds"


@pytest.mark.parametrize(
    ("dates", "original"),
    [
        ({"a:1": "2024-01-02", "a:2": "2024-01-01"}, "a:2"),
        ({"a:1": None, "a:2": "2024-01-01"}, "a:2"),
        ({"a:1": "2024-01-01", "a:2": "2024-01-01"}, "a:1"),
        ({"a:2": None, "a:1": None, "b:0": None}, "a:1"),
        ({"a:1": "2024-01-01", "a:2": "2024"}, "a:2"),
    ],
)
def test_of_copies_the_oldest_is_the_original_then_the_smallest_id(
    dates: dict[str, str | None], original: str
) -> None:
    copies = [reading(key, "wind permit", date=date) for key, date in dates.items()]
    graph = _graph(*copies, GRID)
    assert graph.originals == dict.fromkeys(dates, original) | {"a:grid": "a:grid"}
    assert graph.copies(original) == tuple(sorted(dates))
    assert graph.copies("a:grid") == ("a:grid",)


def test_documents_without_words_are_no_copies() -> None:
    graph = _graph(reading("a:1", "", date="2024"), reading("a:2", "", date="2020"))
    assert graph.originals == {"a:1": "a:1", "a:2": "a:2"}


def test_networkx_gets_people_documents_and_topics_in_this_direction() -> None:
    graph = _graph(WIND, GRID, ada={"Ada": 2}).to_networkx()
    assert dict(graph.nodes(data=True)) == {
        f"person {ADA}": {"kind": "person", "label": "Ada"},
        "person email:bob@x.org": {"kind": "person", "label": "email:bob@x.org"},
        "topic en:grid": {"kind": "topic", "label": "grid"},
        "topic en:permit": {"kind": "topic", "label": "Permits"},
        "topic en:wind": {"kind": "topic", "label": "wind"},
        "document a:grid": {"kind": "document", "label": "grid"},
        "document a:wind": {"kind": "document", "label": "wind"},
    }
    assert {(a, b): attributes for a, b, attributes in graph.edges(data=True)} == {
        (f"person {ADA}", "document a:wind"): {"roles": ("author",)},
        ("person email:bob@x.org", "document a:wind"): {"roles": ("reviewer",)},
        (f"person {ADA}", "document a:grid"): {"roles": ("approver", "author")},
        ("document a:wind", "topic en:wind"): {"times": 1},
        ("document a:wind", "topic en:permit"): {"times": 2},
        ("document a:grid", "topic en:grid"): {"times": 1},
        ("document a:grid", "topic en:permit"): {"times": 2},
    }
