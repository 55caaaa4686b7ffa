"""The sample firm, from its folder to an answer behind every door."""

import csv
import json
import math

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.schemas import AnswerOut
from graphkit import ask, explain, open_view, topics
from graphkit.acl import Viewer
from graphkit.model import Scope
from graphkit.settings import Settings
from graphkit.text import fold, words
from tests.conftest import FIRM, whoknows

with (FIRM / "questions.tsv").open(encoding="utf-8", newline="") as opened:
    QUESTIONS = [tuple(row)[:3] for row in csv.reader(opened, delimiter="\t")][1:]


@pytest.mark.parametrize(("question", "viewer", "expected"), QUESTIONS)
def test_the_person_a_colleague_would_name_comes_first(
    firm_store: str, question: str, viewer: str, expected: str
) -> None:
    answer = ask(open_view(firm_store, as_tokens=[viewer]), question)
    assert answer.experts[0].id == expected


@pytest.mark.parametrize("viewer", ["everyone", "group:bids", "operator"])
def test_all_doors_give_the_same_answer(firm_store: str, viewer: str) -> None:
    question = "tender pricing"
    notebook = AnswerOut.of(ask(open_view(firm_store, as_tokens=[viewer]), question))
    settings = Settings(store=firm_store)
    with TestClient(create_app(settings, Viewer.named([viewer]))) as client:
        http = client.get("/v1/experts", params={"q": question}).json()
        page = client.get("/", params={"q": question}).text
    terminal = whoknows("ask", question, "--as", viewer, "--json", "--store", firm_store)
    assert http == json.loads(terminal.stdout) == notebook.model_dump()
    assert [page.index(expert.person.id) for expert in notebook.experts] == sorted(
        page.index(expert.person.id) for expert in notebook.experts
    )


def test_a_member_of_a_group_meets_people_the_public_does_not(firm_store: str) -> None:
    public, bids = open_view(firm_store), open_view(firm_store, as_tokens=["group:bids"])
    assert ask(public, "tender pricing").experts[0].name == "Eleanor Whitcombe"
    assert ask(bids, "tender pricing").experts[0].name == "Owen Hartley"
    sources = {
        receipt.document.id.partition(":")[0]
        for expert in ask(public, "tender pricing", k=100).experts
        for receipt in expert.receipts
    }
    assert "bids" not in sources


def test_the_namesakes_stay_apart(firm_store: str) -> None:
    view = open_view(firm_store)
    lyon = ask(view, "offshore wind permit", k=1).experts[0]
    hamburg = ask(view, "Kubernetes observability", k=1).experts[0]
    assert (lyon.name, hamburg.name) == ("Jean Martin", "Jean Martin")
    assert lyon.id != hamburg.id


def test_a_copy_votes_once(firm_store: str) -> None:
    view = open_view(firm_store)
    writer = "email:jean.martin@haldenrive.example"
    receipts = explain(view, "bubble curtain", writer).expert.receipts
    titles = [receipt.document.title for receipt in receipts]
    assert titles.count("Piling season and porpoises, Port-Sarrane") == 1


def test_every_score_is_the_sum_of_its_receipts(firm_store: str) -> None:
    for expert in ask(open_view(firm_store), "ISO 27001 audit", k=100).experts:
        assert expert.score == math.fsum(receipt.share for receipt in expert.receipts)


def test_reading_the_firm_again_changes_nothing(firm_store: str) -> None:
    done = whoknows("ingest", FIRM / "library", "--store", firm_store, "--json", PHRASES="tagger")
    report = json.loads(done.stdout)
    assert (report["new"], report["changed"], report["removed"]) == (0, 0, 0)
    assert report["unchanged"] == report["read"] == 61


@pytest.mark.parametrize("viewer", ["everyone", "operator"])
def test_the_topics_of_the_firm_are_its_fields_and_nobody_is_among_them(
    firm_store: str, viewer: str
) -> None:
    view = open_view(firm_store, as_tokens=[viewer])
    shown = {topic.text for topic in topics(view, k=1000)}
    assert {
        "offshore wind permit",
        "réseau de chaleur",
        "Datenschutz-Folgenabschätzung",
        "ISO 27001 audit",
        "C++ simulation code",
        "Kubernetes platform",
        "désorption thermique",
    } <= shown
    graph = view.graph(Scope(topics=frozenset()))
    names = {fold(part) for person in graph.people for part in words(graph.name(person))}
    assert not [text for text in shown if names & set(map(fold, words(text)))]


def test_a_group_s_topics_are_shown_to_its_members_only(firm_store: str) -> None:
    public, nuclear = (
        {topic.text for topic in topics(open_view(firm_store, as_tokens=tokens), k=1000)}
        for tokens in ((), ("group:nuclear",))
    )
    assert "démantèlement du réacteur" in nuclear - public


def test_an_expert_is_shown_with_topics_that_hold_the_question(firm_store: str) -> None:
    view = open_view(firm_store)
    lyon = ask(view, "offshore wind permits", k=1).experts[0]
    assert lyon.topics[0] == "offshore wind permit"
    assert explain(view, "offshore wind permits", lyon.id).expert.topics == lyon.topics
    assert ask(view, "bubble curtain", k=1).experts[0].topics == ("bubble curtain",)


def test_a_topic_s_people_are_those_of_the_original_where_there_is_a_copy(firm_store: str) -> None:
    (topic,) = topics(open_view(firm_store), "bubble curtain")
    assert topic.people[0][1] == "Owen Hartley"
