"""``whoknows stats``."""

from collections import Counter

import typer
from pydantic import BaseModel, Field

from api.commands.options import As, Json, Store, view_of
from graphkit.ids import source_of
from graphkit.labels import labels_of
from graphkit.model import Scope

_TOPICS = 12


class StatsOut(BaseModel):
    """What a viewer may see, counted."""

    documents: int
    people: int
    words: int
    first: str | None
    last: str | None
    sources: dict[str, int]
    languages: dict[str, int]
    topics: dict[str, int] = Field(description="The best topics, each with its documents")


def stats(as_tokens: As = None, store: Store = None, as_json: Json = False) -> None:
    """What is on file, as far as you may see.

    \b
    whoknows stats --as operator
    whoknows stats --json | jq .sources
    """
    view, _ = view_of(store, as_tokens)
    totals = view.totals()
    graph = view.graph(Scope(topics=frozenset()))
    dates = [document.date for document in graph.documents if document.date]
    found = StatsOut(
        documents=totals.documents,
        people=totals.people,
        words=totals.length,
        first=min(dates, default=None),
        last=totals.newest,
        sources=dict(sorted(Counter(source_of(d.id) for d in graph.documents).items())),
        languages=dict(sorted(Counter(d.language for d in graph.documents).items())),
        topics={label.text: label.documents for label in view.kept(labels_of).all[:_TOPICS]},
    )
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    span = f", {found.first[:10]} to {found.last[:10]}" if found.first and found.last else ""
    typer.echo(f"{found.documents:,} documents of {found.people:,} people{span}")
    typer.echo(f"{found.words:,} words, function words left out")
    for heading, counts in (
        ("sources", found.sources),
        ("languages", found.languages),
        ("topics", found.topics),
    ):
        if counts:
            typer.echo(f"{heading}: " + ", ".join(f"{name} {n:,}" for name, n in counts.items()))
