"""Register of parsers: file suffix → the function from its text to what it says."""

PARSERS: dict[str, str] = {
    ".md": "ingest.parsers.markup:markdown",
    ".rst": "ingest.parsers.markup:restructured",
    ".txt": "ingest.parsers.markup:plain",
}
