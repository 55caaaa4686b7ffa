"""Register of commands: what is typed → the function behind it."""

COMMANDS: dict[str, str] = {
    "init": "api.commands.sources:init",
    "ingest": "api.commands.ingest:ingest",
    "sources": "api.commands.sources:sources",
    "ask": "api.commands.ask:ask",
    "explain": "api.commands.ask:explain",
    "people": "api.commands.people:app",
    "erase": "api.commands.erase:erase",
    "topics": "api.commands.topics:topics",
    "stats": "api.commands.stats:stats",
    "evaluate": "api.commands.evaluate:evaluate",
    "backup": "api.commands.backup:backup",
    "restore": "api.commands.backup:restore",
    "copy": "api.commands.copy:copy",
    "serve": "api.commands.serve:serve",
}
