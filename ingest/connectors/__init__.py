"""Register of connectors: kind → where the class lives, in the order in which they are asked."""

CONNECTORS: dict[str, str] = {
    "table": "ingest.connectors.table:Table",
    "folder": "ingest.connectors.folder:Folder",
}
