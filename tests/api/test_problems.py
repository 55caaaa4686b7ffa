"""Errors over HTTP are problems (RFC 9457)."""

import inspect
from http import HTTPStatus
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problems import STATUS, handle_problems
from graphkit import errors
from graphkit.errors import WhoknowsError
from tests.api.conftest import FIRM, Serve
from tests.invariants.organisations import ABSENT, part, reading

ERRORS = [
    error
    for _, error in inspect.getmembers(errors, inspect.isclass)
    if issubclass(error, WhoknowsError)
]


def test_every_error_of_the_product_has_a_status() -> None:
    assert set(ERRORS) == set(STATUS)
    assert len(ERRORS) >= 11


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_answered_as_a_problem_with_its_status(error: type[WhoknowsError]) -> None:
    app = FastAPI()

    @app.get("/")
    def fail() -> None:
        raise error("what, with what, and what to do next")

    handle_problems(app)
    response = TestClient(app, raise_server_exceptions=False).get("/")
    assert response.status_code == STATUS[error]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": STATUS[error].phrase,
        "status": STATUS[error],
        "detail": "what, with what, and what to do next",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "detail"),
    [
        ("GET", "/nowhere", 404, "Not Found"),
        ("GET", "/docs", 404, "Not Found"),
        ("GET", "/static/../app.py", 404, "Not Found"),
        ("GET", "/static/%2e%2e/search.py", 404, "Not Found"),
        (
            "GET",
            f"/v1/experts/explain?q=wind&person={ABSENT}",
            404,
            f"no person '{ABSENT}' is known: take an id from `ask --json`",
        ),
        (
            "GET",
            "/v1/experts?q=",
            422,
            'the question is empty: ask about a topic, such as "offshore wind permits"',
        ),
        (
            "GET",
            "/v1/experts?q=%20%0A",
            422,
            'the question is empty: ask about a topic, such as "offshore wind permits"',
        ),
        (
            "GET",
            "/v1/experts?q=the",
            422,
            "the question holds no word that names a topic: add one",
        ),
        ("GET", "/v1/experts", 422, "q: Field required"),
        ("GET", "/v1/experts/explain?q=wind", 422, "person: Field required"),
        ("GET", "/v1/experts?q=wind&k=0", 422, "k: Input should be greater than or equal to 1"),
        ("GET", "/v1/experts?q=wind&k=101", 422, "k: Input should be less than or equal to 100"),
        (
            "GET",
            "/v1/experts?q=wind&k=x",
            422,
            "k: Input should be a valid integer, unable to parse string as an integer",
        ),
        ("POST", "/v1/experts?q=wind", 405, "Method Not Allowed"),
        ("DELETE", "/", 405, "Method Not Allowed"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(
    firm: TestClient, method: str, path: str, status: int, detail: str
) -> None:
    response = firm.request(method, path)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }


def test_a_method_that_is_not_allowed_is_answered_with_those_that_are(firm: TestClient) -> None:
    assert firm.post("/v1/experts?q=wind").headers["Allow"] == "GET"


def test_a_question_that_is_too_long_is_a_problem(firm: TestClient) -> None:
    for length in (5_001, 20_001):
        response = firm.get("/v1/experts", params={"q": "x" * length})
        assert response.status_code == 422
        assert response.headers["Content-Type"] == "application/problem+json"


def test_the_hidden_are_not_found_like_the_absent(firm: TestClient) -> None:
    hidden, absent = (
        firm.get("/v1/experts/explain", params={"q": "wind", "person": person})
        for person in ("email:cleo@x.org", ABSENT)
    )
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text.replace("email:cleo@x.org", ABSENT) == absent.text
    assert hidden.headers.keys() == absent.headers.keys()


def test_namesakes_are_a_problem_that_lists_them(serve: Serve) -> None:
    namesakes = (part("jean1", name="Jean"), part("jean2", name="Jean"))
    client = serve(reading("a:1", "wind", *namesakes))
    response = client.get("/v1/experts/explain", params={"q": "wind", "person": "jean"})
    assert response.status_code == 422
    assert response.json()["detail"].endswith("say email:jean1@x.org or email:jean2@x.org")


@pytest.mark.parametrize("path", ["/v1/health", "/v1/experts?q=wind", "/", "/?q=wind"])
def test_a_store_that_cannot_be_read_is_unavailable(
    serve: Serve, tmp_path: Path, path: str
) -> None:
    client = serve(*FIRM)
    client.app.state.view.store.close()  # type: ignore[attr-defined]  # the client takes any app
    for file in tmp_path.iterdir():
        file.unlink()
    response = client.get(path)
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "cannot be used" in response.json()["detail"]
