"""Register of people files: file suffix → the function from its text to entries."""

DIRECTORIES: dict[str, str] = {
    ".csv": "ingest.directories.table:rows",
    ".json": "ingest.directories.scim:users",
    ".jsonl": "ingest.directories.scim:lines",
    ".tsv": "ingest.directories.table:rows",
    ".vcf": "ingest.directories.vcard:cards",
}
