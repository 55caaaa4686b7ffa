"""The command ``whoknows``."""

import sys
from collections.abc import Callable
from importlib.metadata import version

import typer

from api.commands import COMMANDS
from graphkit.errors import WhoknowsError
from graphkit.registry import find
from graphkit.text import one_line

HELP = """Who knows about X? Ask an organisation's own documents, get names with proof.

\b
whoknows ingest handbook/ messages.jsonl
whoknows ask "offshore wind permits"
whoknows serve
"""


def main() -> None:
    """Run the command of this process' arguments."""
    run(build(sys.argv[1:]))


def run(action: Callable[[], object]) -> None:
    """Run; an error is one line on stderr and exit status 1, wrong usage is 2."""
    try:
        action()
    except WhoknowsError as error:
        typer.echo(f"whoknows: {one_line(str(error))}", err=True)
        sys.exit(1)


def build(arguments: list[str]) -> typer.Typer:
    """The command line; only the command that is called is loaded."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_root)
    called = arguments[0] if arguments else ""
    for name in [called] if called in COMMANDS else COMMANDS:
        found = find(COMMANDS, name, "command")
        if isinstance(found, typer.Typer):  # a group of commands
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"whoknows {version('whoknows')}")
        raise typer.Exit


def _root(
    _: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass
