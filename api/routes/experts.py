"""Who knows about this, and why."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import FormulaDep, MostExperts, Question, ViewDep, WantedDep
from api.problems import PROBLEMS
from api.schemas import RECEIPTS, AnswerOut, ExplanationOut
from graphkit.explain import explain
from graphkit.ranking import ask

router = APIRouter(prefix="/v1/experts", tags=["experts"], responses=PROBLEMS)


@router.get("", summary="Who knows about this?")
def experts(
    q: Question,
    view: ViewDep,
    formula: FormulaDep,
    k: MostExperts = 5,
    *,
    wanted: WantedDep,
    all_receipts: Annotated[bool, Query(description="Show every receipt")] = False,
) -> AnswerOut:
    """Rank the people whose documents speak of it, best first, with the documents that say so."""
    answer = ask(view, q, k=k, formula=formula, wanted=wanted)
    return AnswerOut.of(answer, None if all_receipts else RECEIPTS)


@router.get("/explain", summary="Why this person, or why not?")
def explanation(
    q: Question,
    person: Annotated[str, Query(description="An id, or a name that only one person bears")],
    view: ViewDep,
    formula: FormulaDep,
) -> ExplanationOut:
    """Show all receipts of one person for one question, and where they stand."""
    return ExplanationOut.of(explain(view, q, person, formula=formula))
