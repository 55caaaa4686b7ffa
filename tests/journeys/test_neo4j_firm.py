"""The sample firm moves to a Neo4j: the same answers behind every door, and back again."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from neo4j import Driver, GraphDatabase

from api.app import create_app
from api.schemas import AnswerOut
from graphkit import ask, open_view
from graphkit.acl import Viewer
from graphkit.settings import Settings
from graphkit.store import open_store
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


@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_the_recipes_of_the_readme_find_something(database: Driver, recipe: str) -> None:
    assert database.execute_query(recipe).records


def test_the_recipe_for_a_topic_finds_who_wrote_about_it(database: Driver) -> None:
    found = {row["person"]: row["documents"] for row in database.execute_query(RECIPES[0]).records}
    assert found["Jean Martin"] > 0
