"""Register of connectors: kind → where the class lives, in the order in which they are asked."""

CONNECTORS: dict[str, str] = {
    "table": "ingest.connectors.table:Table",
    "git": "ingest.connectors.git:Repository",
    "git-log": "ingest.connectors.git_log:Log",
    "mail": "ingest.connectors.mail:Mail",
    "slack": "ingest.connectors.slack:Slack",
    "zulip": "ingest.connectors.zulip:Zulip",
    "folder": "ingest.connectors.folder:Folder",
}
