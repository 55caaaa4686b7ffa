"""create_app(): the service."""

from collections.abc import Awaitable, Callable
from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api.pages.search import STATIC
from api.problems import handle_problems
from api.routes import ROUTES
from graphkit.acl import PUBLIC, Viewer
from graphkit.registry import find
from graphkit.settings import Settings
from graphkit.store import open_store
from graphkit.view import View

_HEADERS = {
    # No script at all, nothing from elsewhere, in no frame.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the question stands in the address
    "Cache-Control": "no-store",
}
_LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]", "testserver"]


def create_app(settings: Settings, viewer: Viewer = PUBLIC) -> FastAPI:
    """The service over one store, for one viewer until there is sign-in.

    Raises
    ------
    ConfigError, StoreUnavailable, SchemaMismatch
        When the store cannot be opened.
    """
    app = FastAPI(
        title="whoknows",
        version=version("whoknows"),
        summary="Who knows about X? With the proof, and never beyond what you may see.",
        docs_url=None,  # both load their scripts from elsewhere
        redoc_url=None,
    )
    store = open_store(settings.store, sign_in=settings.sign_in)
    app.state.view = View(store, viewer, settings.languages, settings.hide_left)
    app.state.formula = settings.formula
    # A page elsewhere must not reach a local service by pointing its own name here.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=_LOCAL_NAMES)
    app.middleware("http")(_with_headers)
    for name in ROUTES:
        app.include_router(find(ROUTES, name, "router"))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    handle_problems(app)
    return app


async def _with_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.update(_HEADERS)
    return response
