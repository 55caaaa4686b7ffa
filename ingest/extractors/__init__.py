"""Register of topic extractors: name → where the class lives."""

EXTRACTORS: dict[str, str] = {
    "words": "ingest.extractors.words:Words",
    "phrases": "ingest.extractors.phrases:Phrases",
    "runs": "ingest.extractors.runs:Runs",
}
