"""Register of routers: name → where it lives."""

ROUTES: dict[str, str] = {
    "experts": "api.routes.experts:router",
    "system": "api.routes.system:router",
    "search": "api.pages.search:router",
}
