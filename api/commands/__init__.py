"""Register of commands: what is typed → the function behind it."""

COMMANDS: dict[str, str] = {
    "ingest": "api.commands.ingest:ingest",
    "ask": "api.commands.ask:ask",
    "explain": "api.commands.ask:explain",
    "stats": "api.commands.stats:stats",
    "serve": "api.commands.serve:serve",
}
