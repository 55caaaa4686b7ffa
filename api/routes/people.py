"""Who somebody is."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.deps import ViewDep
from api.identities import DetailsOut
from api.problems import PROBLEMS
from graphkit.profile import profile

router = APIRouter(prefix="/v1/people", tags=["people"], responses=PROBLEMS)


@router.get("/{person:path}", summary="Who is this?")
def details(
    person: Annotated[str, Path(description="An id, an alias, or a name that only one bears")],
    view: ViewDep,
) -> DetailsOut:
    """Show what is known of somebody, and the newest of their documents that you may see."""
    return DetailsOut.of_profile(profile(view, person))
