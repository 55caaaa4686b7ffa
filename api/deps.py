"""What a request is given: the view of who asks, and the formula."""

from typing import Annotated

from fastapi import Depends, Query, Request

from graphkit.formula import Formula
from graphkit.view import View
from graphkit.wanted import Wanted


def current_view(request: Request) -> View:
    """The store as the service's viewer sees it; until there is sign-in, one for all requests."""
    view: View = request.app.state.view
    return view.known()


def current_formula(request: Request) -> Formula:
    """The numbers of the ranking, as set."""
    formula: Formula = request.app.state.formula
    return formula


ViewDep = Annotated[View, Depends(current_view)]
FormulaDep = Annotated[Formula, Depends(current_formula)]
Question = Annotated[
    str, Query(description="What about?", examples=["offshore wind permits"], max_length=20_000)
]
MostExperts = Annotated[int, Query(ge=1, le=100, description="How many experts at most")]
_NARROWING = {"max_length": 200}


def wanted(
    department: Annotated[
        str, Query(description="Only people of this department", **_NARROWING)
    ] = "",
    location: Annotated[str, Query(description="Only people of this location", **_NARROWING)] = "",
    speaks: Annotated[
        str, Query(description="Only people who speak it: fr, French", **_NARROWING)
    ] = "",
    since: Annotated[
        str, Query(description="Only documents of this date or later", **_NARROWING)
    ] = "",
    *,
    include_left: Annotated[bool, Query(description="Name those who have left, too")] = False,
) -> Wanted:
    """What narrows the answer."""
    return Wanted(department, location, speaks, since, include_left)


WantedDep = Annotated[Wanted, Depends(wanted)]
