"""The HTTP API: addresses, shapes, and what every response carries."""

import pytest
from fastapi.testclient import TestClient
from openapi_spec_validator import validate

from api.schemas import AnswerOut, ExplanationOut
from graphkit.acl import Viewer
from graphkit.explain import explain
from graphkit.formula import Formula
from graphkit.ranking import ask
from tests.api.conftest import ADA, BOB, FIRM, Serve

HR = Viewer(frozenset({"group:hr"}))


def _shape(value: object) -> object:
    """The names in a JSON value, with one element for each list."""
    if isinstance(value, dict):
        return {name: _shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return None


PROFILE = {
    "id": None,
    "name": None,
    "title": None,
    "departments": [],
    "location": None,
    "languages": [],
    "contact": None,
    "left": None,
}
RECEIPT = {
    "document": {"id": None, "title": None, "link": None, "date": None},
    "roles": [None],
    "share": None,
    "parts": {"words": None, "reply": None, "related": None, "network": None},
    "topics": [None],
}


def test_an_answer_has_the_published_shape(firm: TestClient) -> None:
    answer = firm.get("/v1/experts", params={"q": "wind permits"}).json()
    assert _shape(answer) == {
        "question": None,
        "date": None,
        "formula": None,
        "fingerprint": None,
        "nobody": None,
        "related": [],
        "experts": [
            {
                "person": PROFILE,
                "score": None,
                "strength": None,
                "topics": [None],
                "receipts": [RECEIPT],
                "receipts_left_out": None,
            }
        ],
    }
    assert list(answer) == [
        "question",
        "date",
        "formula",
        "fingerprint",
        "nobody",
        "related",
        "experts",
    ]


def test_nobody_has_a_reason_and_is_no_error(firm: TestClient) -> None:
    response = firm.get("/v1/experts", params={"q": "zeppelin"})
    assert response.status_code == 200
    assert response.json()["nobody"] == {"reason": "no document speaks of it"}
    assert response.json()["experts"] == []


def test_an_explanation_has_the_published_shape(firm: TestClient) -> None:
    parameters = {"q": "wind permits", "person": BOB}
    found = firm.get("/v1/experts/explain", params=parameters).json()
    assert _shape(found) == {
        "question": None,
        "date": None,
        "formula": None,
        "fingerprint": None,
        "person": PROFILE,
        "rank": None,
        "candidates": None,
        "score": None,
        "strength": None,
        "reason": None,
        "words": [{"word": None, "documents": None}],
        "related": [],
        "receipts": [RECEIPT],
        "ahead": {"person": {"id": None, "name": None}, "score": None},
    }
    assert found["ahead"]["person"] == {"id": ADA, "name": "Ada"}


def test_five_receipts_are_shown_unless_all_are_asked_for(firm: TestClient) -> None:
    for parameters, shown, left_out in [({}, 5, 3), ({"all_receipts": "true"}, 8, 0)]:
        answer = firm.get("/v1/experts", params={"q": "wind", **parameters}).json()
        assert answer["experts"][0]["person"]["id"] == ADA
        assert len(answer["experts"][0]["receipts"]) == shown
        assert answer["experts"][0]["receipts_left_out"] == left_out
    explained = firm.get("/v1/experts/explain", params={"q": "wind", "person": ADA}).json()
    assert len(explained["receipts"]) == 8


def test_the_values_are_those_of_the_library(serve: Serve) -> None:
    formula = Formula(floor=0, repetition=1)
    client = serve(*FIRM, viewer=HR, formula=formula)
    view = client.app.state.view  # type: ignore[attr-defined]  # the client takes any app
    expected = AnswerOut.of(ask(view, "wind permits", k=2, formula=formula))
    answered = client.get("/v1/experts", params={"q": "wind permits", "k": 2})
    assert answered.content.decode() == expected.model_dump_json()
    why = ExplanationOut.of(explain(view, "wind permits", "cleo", formula=formula))
    explained = client.get("/v1/experts/explain", params={"q": "wind permits", "person": "cleo"})
    assert explained.content.decode() == why.model_dump_json()


@pytest.mark.parametrize(("k", "experts"), [(1, 1), (2, 2), (100, 2)])
def test_k_limits_the_experts(firm: TestClient, k: int, experts: int) -> None:
    answer = firm.get("/v1/experts", params={"q": "wind permits", "k": k}).json()
    assert len(answer["experts"]) == experts


def test_the_viewer_of_the_service_decides_what_is_seen(serve: Serve) -> None:
    found = [
        {e["person"]["name"] for e in client.get("/v1/experts?q=pay").json()["experts"]}
        for client in (serve(*FIRM), serve(*FIRM, viewer=HR))
    ]
    assert found == [set(), {"Cleo"}]


def test_no_parameter_and_no_header_makes_another_viewer(firm: TestClient) -> None:
    plain = firm.get("/v1/experts", params={"q": "pay"}).content
    for name in ("as", "as_tokens", "viewer", "claims", "sees_all"):
        for value in ("group:hr", "operator", "true"):
            firm.cookies.set(name, value)
            asked = firm.get(
                "/v1/experts",
                params={"q": "pay", name: value},
                headers={name: value, "X-Forwarded-User": value, "Authorization": value},
            )
            assert asked.content == plain


def test_health_reads_the_store(firm: TestClient) -> None:
    assert firm.get("/v1/health").json() == {"status": "ok", "version": "0.1.0"}


def test_the_description_is_openapi_3_1_and_valid(firm: TestClient) -> None:
    described = firm.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1.")
    validate(described)
    assert set(described["paths"]) == {
        "/v1/experts",
        "/v1/experts/explain",
        "/v1/health",
        "/v1/people/{person}",
        "/v1/topics",
    }


def test_the_description_promises_the_shapes_that_come(firm: TestClient) -> None:
    described = firm.get("/openapi.json").json()
    for path, schema in [
        ("/v1/experts", "AnswerOut"),
        ("/v1/experts/explain", "ExplanationOut"),
        ("/v1/health", "HealthOut"),
    ]:
        responses = described["paths"][path]["get"]["responses"]
        shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
        assert responses["200"]["content"] == {"application/json": shape}
        problem = {"schema": {"$ref": "#/components/schemas/ProblemOut"}}
        for status in ("404", "422", "503"):
            assert responses[status]["content"] == {"application/problem+json": problem}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/?q=wind", 200),
        ("GET", "/?q=the", 422),
        ("GET", "/v1/experts?q=wind", 200),
        ("GET", "/v1/experts?q=", 422),
        ("GET", "/v1/health", 200),
        ("GET", "/nowhere", 404),
        ("POST", "/v1/experts?q=wind", 405),
        ("GET", "/openapi.json", 200),
        ("GET", "/static/whoknows.css", 200),
    ],
)
def test_every_response_forbids_scripts_frames_sniffing_referrers_and_caches(
    firm: TestClient, method: str, path: str, status: int
) -> None:
    response = firm.request(method, path)
    assert response.status_code == status
    policy = dict(
        each.strip().split(" ", 1)
        for each in response.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy.get("script-src") is None
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.evil.example:8000", 400),
        ("0.0.0.0", 400),  # noqa: S104  a name asked for, not one listened on
    ],
)
def test_a_page_elsewhere_cannot_point_its_name_here(
    firm: TestClient, host: str, status: int
) -> None:
    response = firm.get("/v1/experts?q=wind", headers={"Host": host})
    assert response.status_code == status
    assert ("Ada" in response.text) == (status == 200)
