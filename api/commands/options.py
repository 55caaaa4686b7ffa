"""Options that several commands share, and the view they lead to."""

from typing import Annotated

import typer

from graphkit.settings import Settings
from graphkit.view import View, open_view

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Store to use: sqlite:///FILE or a file. [default: WHOKNOWS_STORE or whoknows.db]",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]
As = Annotated[
    list[str] | None,
    typer.Option(
        "--as",
        metavar="TOKEN",
        help="See what a holder of this token sees, such as group:bids; repeatable. everyone is "
        "always held; operator sees all.",
        show_default=False,
    ),
]


def view_of(store: str | None, tokens: list[str] | None) -> tuple[View, Settings]:
    """The view that ``--store`` and ``--as`` ask for, and the settings around it."""
    settings = Settings.load()
    return open_view(store or settings.store, as_tokens=tokens or ()), settings


def say_waiting(store: str) -> None:
    """Say that another process is writing to a store."""
    typer.echo(f"another ingest is writing to {store}: waiting for its end", err=True)
