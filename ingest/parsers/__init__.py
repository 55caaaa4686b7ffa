"""Register of parsers: file suffix → the function from its bytes to what it says."""

PARSERS: dict[str, str] = {
    ".docx": "ingest.parsers.office:document",
    ".eml": "ingest.parsers.mail:message",
    ".htm": "ingest.parsers.html:page",
    ".html": "ingest.parsers.html:page",
    ".md": "ingest.parsers.markup:markdown",
    ".odp": "ingest.parsers.opendocument:document",
    ".ods": "ingest.parsers.sheets:workbook",
    ".odt": "ingest.parsers.opendocument:document",
    ".pdf": "ingest.parsers.pdf:pages",
    ".pptx": "ingest.parsers.office:presentation",
    ".rst": "ingest.parsers.markup:restructured",
    ".txt": "ingest.parsers.markup:plain",
    ".xhtml": "ingest.parsers.html:page",
    ".xls": "ingest.parsers.sheets:workbook",
    ".xlsx": "ingest.parsers.sheets:workbook",
}
