"""Register of signals: name → where the class lives."""

SIGNALS: dict[str, str] = {
    "document_votes": "graphkit.signals.document_votes:DocumentVotes",
    "pagerank": "graphkit.signals.pagerank:PageRank",
}
