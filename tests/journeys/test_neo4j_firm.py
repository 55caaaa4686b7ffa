"""The sample firm moves to a Neo4j: the same answers behind every door, and back again."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient
from neo4j import Driver, GraphDatabase

from api.app import create_app
from api.schemas import AnswerOut
from graphkit import ask, open_view
from graphkit.acl import OPERATOR, Viewer
from graphkit.model import Scope
from graphkit.settings import Settings
from graphkit.store import open_store
from graphkit.text import is_phrase
from tests import neo4j_server
from tests.conftest import FIRM, whoknows
from tests.journeys.test_firm import QUESTIONS
from tests.test_docs import BLOCKS

RECIPES = [block for language, block in BLOCKS if language == "cypher"]


@pytest.fixture
def neo4j(firm_store: str) -> str:
    """The address of a server that holds the firm, moved by the command."""
    if neo4j_server.serves(firm_store):
        return neo4j_server.address()
    address = neo4j_server.emptied(firm_store)
    done = whoknows("copy", firm_store, address)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("both hold the same\n")
    return address


@pytest.fixture
def database(neo4j: str) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j, notifications_min_severity="OFF") as driver:
        yield driver


def test_it_can_be_moved_back(neo4j: str, firm_store: str) -> None:
    back = neo4j_server.beside()
    assert whoknows("copy", neo4j, back).returncode == 0
    stores = [open_store(address) for address in (firm_store, back)]
    first, again = (list(store.dump()) for store in stores)
    assert first == again
    for store in stores:
        store.close()


def test_a_copy_onto_something_says_what_to_do(neo4j: str, firm_store: str) -> None:
    done = whoknows("copy", firm_store, neo4j)
    assert done.returncode != 0
    assert "is not empty: name a new file with --store, or an empty database" in done.stderr


def test_every_question_has_the_same_answer(neo4j: str, firm_store: str) -> None:
    views = [open_view(address, as_tokens=["group:bids"]) for address in (firm_store, neo4j)]
    for question, *_ in QUESTIONS:
        told, again = (AnswerOut.of(ask(view, question, k=20)) for view in views)
        assert told == again


def test_all_doors_give_the_same_answer(neo4j: str) -> None:
    question, viewer = "tender pricing", "group:bids"
    notebook = AnswerOut.of(ask(open_view(neo4j, as_tokens=[viewer]), question))
    with TestClient(create_app(Settings(store=neo4j), Viewer.named([viewer]))) as client:
        http = client.get("/v1/experts", params={"q": question}).json()
        page = client.get("/", params={"q": question}).text
    terminal = whoknows("ask", question, "--as", viewer, "--json", STORE=neo4j)
    assert http == json.loads(terminal.stdout) == notebook.model_dump()
    assert all(expert.person.name in page for expert in notebook.experts)


def test_reading_again_finds_nothing_new(neo4j: str) -> None:
    again = whoknows("ingest", FIRM / "bids", "--acl", "group:bids", STORE=neo4j, PHRASES="tagger")
    assert "9 read, 0 new, 0 changed, 9 unchanged, 0 removed" in again.stdout


def _found(database: Driver, recipe: str) -> list[list[Any]]:
    """Its lines; the limit is lifted, since a test looks at all of them."""
    records = database.execute_query(recipe.replace("LIMIT 20", "")).records
    assert records
    return [list(record.values()) for record in records]


@pytest.fixture
def wrote(firm_store: str) -> Mapping[str, Mapping[str, set[str]]]:
    """Of each phrase, its documents by who had part in them, counted from the file."""
    counted: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    store = open_store(firm_store)
    for reading in store.facts(OPERATOR, Scope()).readings:
        for mention, person in product(reading.mentions or (), reading.contributions):
            if is_phrase(mention.topic):
                counted[mention.topic][person.alias].add(reading.document.id)
    store.close()
    return counted


def _address(name: str) -> str:
    return f"email:{name}@haldenrive.example"


def test_the_recipe_for_a_topic_counts_the_documents_of_each(
    database: Driver, wrote: Mapping[str, Mapping[str, set[str]]]
) -> None:
    by = wrote["en+offshor wind permit"]
    found = _found(database, RECIPES[0])
    assert found[0] == ["Jean Martin", len(by[_address("jean.martin")])]
    assert sorted(documents for _, documents in found) == sorted(map(len, by.values()))


def test_the_recipe_for_two_people_counts_what_they_share(
    database: Driver, wrote: Mapping[str, Mapping[str, set[str]]]
) -> None:
    hers, his = _address("eleanor.whitcombe"), _address("owen.hartley")
    shared = [by for by in wrote.values() if hers in by and his in by]
    found = _found(database, RECIPES[1])
    assert sorted(line[1:] for line in found) == sorted(
        [len(by[hers]), len(by[his])] for by in shared
    )


def test_the_recipe_for_single_experts_finds_them_all(
    database: Driver, wrote: Mapping[str, Mapping[str, set[str]]]
) -> None:
    alone = [by.popitem() for by in wrote.values() if len(by) == 1]
    found = _found(database, RECIPES[2])
    assert sorted(line[1:] for line in found) == sorted(
        [a, len(d)] for a, d in alone if len(d) > 1
    )


def test_the_recipe_for_a_neighbourhood_shows_paths_from_the_person(database: Driver) -> None:
    for (path,) in _found(database, RECIPES[3]):
        assert path.start_node["id"] == _address("owen.hartley")
