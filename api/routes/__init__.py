"""Register of routers: name → where it lives."""

ROUTES: dict[str, str] = {
    "experts": "api.routes.experts:router",
    "people": "api.routes.people:router",
    "topics": "api.routes.topics:router",
    "system": "api.routes.system:router",
    "search": "api.pages.search:router",
}
