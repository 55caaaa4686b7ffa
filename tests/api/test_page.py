"""The page: readable without script, safe with any text."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from api.pages.search import web_address
from graphkit.acl import OPERATOR, Viewer
from graphkit.model import Mention, Reading
from tests.api.conftest import FIRM, Serve
from tests.invariants.organisations import part, reading

HOSTILE = """<script>alert(1)</script><img src=x onerror="alert('2')">{{7*7}}"""


class Elements(HTMLParser):
    """The tags and attributes of a page, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data
        if self.tags and self.tags[-1][0] == "h2" and data.strip():
            self.headings.append(data)

    def links(self) -> list[str]:
        """Where one can go from here, the page itself and its other questions left out."""
        return [to for to in self._followed() if to != "/" and not to.startswith("/?q=")]

    def questions(self) -> list[str]:
        """The questions that one can ask by following a link."""
        return [unquote(to[len("/?q=") :]) for to in self._followed() if to.startswith("/?q=")]

    def _followed(self) -> list[str]:
        return [a.get("href") or "" for tag, a in self.tags if tag == "a"]


def _page(client: TestClient, **parameters: str) -> Elements:
    response = client.get("/", params=parameters)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    return Elements(response.text)


def _linked(link: str, title: str = "Wind") -> Reading:
    made = reading("a:1", "wind", part("ada"))
    return replace(made, document=replace(made.document, link=link, title=title))


def test_an_answer_names_people_best_first_with_their_documents(firm: TestClient) -> None:
    page = _page(firm, q="wind permits")
    assert page.headings == ["Ada", "Bob"]
    assert "email:ada@x.org" in page.text
    assert page.links()[0] == "https://x.org/a:0"
    assert "and 3 more" in page.text
    assert "Cleo" not in page.text
    field, *_ = [a for tag, a in page.tags if tag == "input"]
    assert field["value"] == "wind permits"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("zeppelin", "Nobody is known: no document speaks of it."),
        ("the", "the question holds no word that names a topic: add one"),
        ("", "9 documents of 3 people. Ask for a topic, get names with proof."),
        ("   ", "9 documents of 3 people."),
    ],
)
def test_where_there_is_no_answer_the_page_says_so(
    firm: TestClient, question: str, said: str
) -> None:
    assert said in _page(firm, q=question).text


@pytest.mark.parametrize("question", ["", "wind"])
def test_a_store_in_which_one_sees_nothing_looks_empty(serve: Serve, question: str) -> None:
    pages = [serve(*readings).get("/", params={"q": question}) for readings in ((), FIRM[-1:])]
    assert [page.status_code for page in pages] == [200, 200]
    assert pages[0].text == pages[1].text
    said = "There is nothing to ask yet" if not question else "there is no document that you may"
    assert said in pages[0].text


def test_hostile_text_stays_text(serve: Serve) -> None:
    hostile = reading(f"a:{HOSTILE}", "wind", part("eve", f"role {HOSTILE}", name=HOSTILE))
    client = serve(replace(hostile, mentions=(Mention("en:wind", HOSTILE, 1),)))
    for question in (HOSTILE + " wind", HOSTILE + " zeppelin", '"><script>', "wind"):
        response = client.get("/", params={"q": question})
        page = Elements(response.text)
        assert {tag for tag, _ in page.tags} & {"script", "img", "iframe"} == set()
        assert not any(name.startswith("on") for _, a in page.tags for name in a)
    assert page.headings == [HOSTILE]
    assert page.text.count(HOSTILE) == 5, "name, caption, topic, title and role"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/v1/experts?q=x",
        "handbook/wind.md",
        "httpx://evil",
        "",
    ],
)
def test_what_is_no_web_address_is_shown_and_never_linked(serve: Serve, link: str) -> None:
    assert not web_address(link)
    page = _page(serve(_linked(link)), q="wind")
    assert page.links() == []
    assert link in page.text


@pytest.mark.parametrize(
    "link", ["https://x.org/a?b=1&c='\"<>", "http://x.org", "HTTPS://X.ORG", "mailto:ada@x.org"]
)
def test_a_web_address_is_linked_as_it_is_and_told_nothing_of_the_question(
    serve: Serve, link: str
) -> None:
    page = _page(serve(_linked(link)), q="wind")
    assert page.links() == [link]
    (attributes,) = [a for tag, a in page.tags if a.get("href") == link]
    assert attributes["rel"] == "noreferrer"


def test_a_document_without_a_title_is_called_by_its_id(serve: Serve) -> None:
    assert "a:1" in _page(serve(_linked("https://x.org", title="")), q="wind").text


@pytest.mark.parametrize(
    ("viewer", "said"),
    [
        (Viewer(), "You see what everyone may."),
        (Viewer(frozenset({"group:hr", "group:a"})), "what everyone may, and group:a, group:hr."),
        (OPERATOR, "You see everything, as the operator."),
    ],
)
def test_the_page_says_as_whom_one_looks(serve: Serve, viewer: Viewer, said: str) -> None:
    assert said in _page(serve(*FIRM, viewer=viewer)).text


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script(firm: TestClient) -> None:
    page = _page(firm, q="wind")
    loaded = [a["href"] for tag, a in page.tags if tag == "link"]
    assert loaded == ["/static/icon.svg", "/static/whoknows.css"]
    assert all(firm.get(str(path)).status_code == 200 for path in loaded)
    assert not [a for _, a in page.tags if "src" in a or "style" in a]
    (form,) = [a for tag, a in page.tags if tag == "form"]
    assert (form["action"], form["method"]) == ("/", "get")
