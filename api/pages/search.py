"""The page: a search box, ranked people, receipts."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.console import parts_of
from api.deps import FormulaDep, ViewDep, WantedDep
from api.problems import STATUS
from api.schemas import AnswerOut
from graphkit.errors import QueryError
from graphkit.labels import labels_of
from graphkit.ranking import ask

STATIC = Path(__file__).parent / "static"

_TOPICS = 16
"""Topics offered before anything is asked."""

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(Path(__file__).parent / "templates")


def web_address(link: str) -> bool:
    """Whether a document's link may be followed from a page; never a script, never a file."""
    return link.lower().startswith(("https://", "http://", "mailto:"))


_templates.env.filters["parts_of"] = parts_of
_templates.env.tests["web_address"] = web_address


@router.get("/", response_class=HTMLResponse)
def search(
    request: Request,
    view: ViewDep,
    formula: FormulaDep,
    wanted: WantedDep,
    q: Annotated[str, Query(max_length=20_000)] = "",
) -> HTMLResponse:
    """The search box; with a question the answer below it."""
    shown: dict[str, object] = {"q": q, "answer": None, "problem": None, "viewer": view.viewer}
    shown["wanted"] = wanted
    status = HTTPStatus.OK
    if q.strip():
        try:
            shown["answer"] = AnswerOut.of(ask(view, q, k=10, formula=formula, wanted=wanted))
        except QueryError as error:
            shown["problem"], status = str(error), STATUS[QueryError]
    else:
        shown["totals"] = view.totals()
        shown["topics"] = [label.text for label in view.kept(labels_of).all[:_TOPICS]]
    return _templates.TemplateResponse(request, "search.html", shown, status_code=status)
