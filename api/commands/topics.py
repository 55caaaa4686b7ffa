"""``whoknows topics``."""

from typing import Annotated

import typer

from api.commands.options import As, Json, Store, view_of
from api.console import topic_lines
from api.schemas import TopicOut, TopicsOut
from graphkit.topics import topics as topics_of


def topics(
    prefix: Annotated[
        str, typer.Argument(help="How a word of the topic begins.", show_default=False)
    ] = "",
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many topics at most.")] = 20,
    as_tokens: As = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List what people know about here: topics, best first, with documents and people.

    \b
    whoknows topics
    whoknows topics wind -k 50 --as group:bids
    whoknows topics --json | jq -r '.topics[].topic'
    """
    view, _ = view_of(store, as_tokens)
    found = TopicsOut(topics=[TopicOut.of(topic) for topic in topics_of(view, prefix, k=k)])
    for line in [found.model_dump_json(indent=2)] if as_json else topic_lines(found, prefix):
        typer.echo(line)
