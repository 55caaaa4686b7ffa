"""Error class → RFC 9457 problem. The only place that knows HTTP numbers."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.schemas import ProblemOut
from graphkit.errors import (
    ConfigError,
    Forbidden,
    IngestError,
    NotFound,
    OlderExport,
    QueryError,
    RecordRejected,
    SchemaMismatch,
    SourceUnreadable,
    StoreError,
    StoreUnavailable,
    SweepRefused,
    WhoknowsError,
)

STATUS: dict[type[WhoknowsError], HTTPStatus] = {
    WhoknowsError: HTTPStatus.INTERNAL_SERVER_ERROR,
    ConfigError: HTTPStatus.INTERNAL_SERVER_ERROR,
    IngestError: HTTPStatus.INTERNAL_SERVER_ERROR,
    SourceUnreadable: HTTPStatus.INTERNAL_SERVER_ERROR,
    SweepRefused: HTTPStatus.CONFLICT,
    OlderExport: HTTPStatus.CONFLICT,
    RecordRejected: HTTPStatus.INTERNAL_SERVER_ERROR,
    StoreError: HTTPStatus.INTERNAL_SERVER_ERROR,
    SchemaMismatch: HTTPStatus.INTERNAL_SERVER_ERROR,
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    QueryError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
}

PROBLEMS: dict[int | str, dict[str, Any]] = {
    int(status): {
        "description": status.phrase,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}
        },
    }
    for status in (
        HTTPStatus.NOT_FOUND,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}
"""What routes declare in OpenAPI."""


def handle_problems(app: FastAPI) -> None:
    """Answer every error as a problem, and say so in the description."""
    app.exception_handler(WhoknowsError)(_ours)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_http)
    describe = app.openapi

    # The way FastAPI documents: the method is replaced.
    def with_problems() -> dict[str, Any]:
        described = describe()
        schemas = described.setdefault("components", {}).setdefault("schemas", {})
        schemas["ProblemOut"] = ProblemOut.model_json_schema()
        return described

    app.openapi = with_problems  # type: ignore[method-assign]  # FastAPI's documented way


def _ours(_: Request, error: WhoknowsError) -> JSONResponse:
    return problem(STATUS[type(error)], str(error))


def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"][1:])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"{field}: {first['msg']}")


def _http(_: Request, error: HTTPException) -> JSONResponse:
    return problem(HTTPStatus(error.status_code), error.detail, error.headers)


def problem(status: HTTPStatus, detail: str, headers: Any = None) -> JSONResponse:  # noqa: ANN401  starlette's own
    """One problem as a response."""
    body = ProblemOut(title=status.phrase, status=status, detail=detail)
    return JSONResponse(
        body.model_dump(), status, headers=headers, media_type="application/problem+json"
    )
