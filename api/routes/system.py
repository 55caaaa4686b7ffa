"""Whether the service is well."""

from importlib.metadata import version

from fastapi import APIRouter

from api.deps import ViewDep
from api.problems import PROBLEMS
from api.schemas import HealthOut

router = APIRouter(prefix="/v1", tags=["system"], responses=PROBLEMS)


@router.get("/health", summary="Is the service well?")
def health(view: ViewDep) -> HealthOut:
    """Answer when the store can be read; a store that cannot is a 503."""
    view.totals()
    return HealthOut(status="ok", version=version("whoknows"))
