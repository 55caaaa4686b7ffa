"""Topics behind every door: the command, HTTP, the page, the statistics."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from api.app import create_app
from api.schemas import TopicsOut
from graphkit import open_view, topics
from graphkit.acl import Viewer
from graphkit.model import Mention, Reading
from graphkit.settings import Settings
from tests.api.conftest import Run, Serve
from tests.api.test_page import HOSTILE, Elements
from tests.invariants.organisations import part, reading, stored

WIND = Mention("en+offshor wind permit", "offshore wind permits", 2)
PAY = Mention("en+pay scale", "pay scale", 1)


def _with(made: Reading, *mentions: Mention) -> Reading:
    return replace(made, mentions=tuple(sorted((*(made.mentions or ()), *mentions))))


READINGS = (
    _with(reading("a:1", "offshore wind permits", part("ada"), part("bob", "reviewer")), WIND),
    _with(reading("a:2", "wind", part("ada")), WIND),
    _with(reading("a:3", "wind", part("cleo"), acl="group:hr"), WIND, PAY),
    _with(reading("a:4", "pay", part("cleo"), acl="group:hr"), PAY),
)
HR = Viewer(frozenset({"group:hr"}))


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The documents above."""
    file = str(tmp_path / "topics.db")
    stored(file, *READINGS).close()
    return file


def test_a_topic_is_listed_with_the_documents_and_people_one_may_see(run: Run, store: str) -> None:
    done = run("topics", "--json", "--store", store)
    assert json.loads(done.stdout) == {
        "topics": [
            {
                "topic": "offshore wind permits",
                "documents": 2,
                "people": 2,
                "best": [
                    {"id": "email:ada@x.org", "name": "Ada"},
                    {"id": "email:bob@x.org", "name": "Bob"},
                ],
            }
        ]
    }
    seen = json.loads(run("topics", "--as", "group:hr", "--json", "--store", store).stdout)
    assert {each["topic"]: each["documents"] for each in seen["topics"]} == {
        "offshore wind permits": 3,
        "pay scale": 2,
    }


@pytest.mark.parametrize(
    ("prefix", "lines"),
    [
        ("WIND", ["offshore wind permits          2  Ada, Bob"]),
        ("offs", ["offshore wind permits          2  Ada, Bob"]),
        ("ind", []),
        ("pay", []),
    ],
)
def test_a_prefix_is_the_beginning_of_any_word(
    run: Run, store: str, prefix: str, lines: list[str]
) -> None:
    done = run("topics", prefix, "--store", store)
    said = done.stdout.splitlines()
    if lines:
        assert said == ["topic                  documents  people", *lines]
    else:
        begins = f"There is no topic of which a word begins with {prefix!r}"
        assert said == [f"{begins} that you may see in two documents or more."]


def test_all_doors_list_the_same_topics(run: Run, serve: Serve, store: str) -> None:
    for viewer, tokens in ((Viewer.named([]), []), (HR, ["group:hr"])):
        http = serve(*READINGS, viewer=viewer).get("/v1/topics", params={"k": 1}).json()
        holding = [option for token in tokens for option in ("--as", token)]
        command = run("topics", "-k", "1", "--json", "--store", store, *holding)
        notebook = topics(open_view(store, as_tokens=tokens), k=1)
        assert http == json.loads(command.stdout)
        assert TopicsOut.model_validate(http).topics[0].topic == notebook[0].text


def test_the_page_offers_topics_and_asks_for_the_one_that_is_followed(serve: Serve) -> None:
    client = serve(*READINGS)
    welcome = Elements(client.get("/").text)
    assert welcome.questions() == ["offshore wind permits"]
    answer = Elements(client.get("/?q=offshore%20wind%20permits").text)
    assert answer.headings[0] == "Ada"
    assert answer.questions() == ["offshore wind permits"] * 2  # with Ada, with Bob


def test_a_hostile_topic_harms_no_page(serve: Serve) -> None:
    hostile = Mention("en+hostil phrase", HOSTILE, 5)
    client = serve(*(_with(each, hostile) for each in READINGS))
    for address in ("/", "/?q=wind", "/?q=hostile+phrase"):
        page = Elements(client.get(address).text)
        assert not {"script", "img"} & {tag for tag, _ in page.tags}


def test_statistics_name_the_best_topics(run: Run, store: str) -> None:
    assert json.loads(run("stats", "--json", "--store", store).stdout)["topics"] == {
        "offshore wind permits": 2
    }
    assert "topics: offshore wind permits 2" in run("stats", "--store", store).stdout


def test_the_page_of_a_service_forgets_the_topics_of_before_a_write(store: str) -> None:
    app = create_app(Settings(store=store))
    view = app.state.view
    assert [topic.text for topic in topics(view)] == ["offshore wind permits"]
    view.store.remove(["a:1"])
    assert topics(view) == ()
    view.store.close()
