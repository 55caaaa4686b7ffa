"""Short ways to write down bundles."""

import json
from pathlib import Path

WORDS = {"q1": "wind permits", "q2": "soil noise", "q3": "the"}


def bundle(
    folder: Path,
    *judged: str,
    types: tuple[str, ...] = (),
    documents: tuple[tuple[str, ...], ...] = (),
    pool: tuple[str, ...] = (),
) -> Path:
    """A bundle of the questions above: ``"q1 ada 2"`` is a judgement, a document text and people.

    The n-th question has the n-th type.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = dict(zip(WORDS, types, strict=False))
    questions = (
        {"id": key, "text": text} | ({"type": kinds[key]} if key in kinds else {})
        for key, text in WORDS.items()
    )
    rows(folder / "queries.jsonl", *questions)
    qrels = "".join("\t".join(each.split()) + "\n" for each in judged)
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")
    if documents:
        rows(
            folder / "documents.jsonl",
            *(
                {"id": str(i), "text": text, "people": [{"id": person} for person in people]}
                for i, (text, *people) in enumerate(documents)
            ),
        )
    if pool:
        (folder / "candidates.txt").write_text("\n".join(pool) + "\n", encoding="utf-8")
    return folder


def rows(file: Path, *objects: object) -> Path:
    """A file of JSON lines."""
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
    file.write_text(lines, encoding="utf-8")
    return file
