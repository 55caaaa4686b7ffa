"""The command ``whoknows``."""

import os
import sys
from collections.abc import Callable
from importlib.metadata import version

import typer

from api.commands import COMMANDS
from graphkit.errors import WhoknowsError
from graphkit.registry import find

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
        typer.echo(f"whoknows: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("whoknows: stopped; what was written before stands", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


def build(arguments: list[str]) -> typer.Typer:
    """The command line; only the command that is called is loaded."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_root)
    called = arguments[0] if arguments else ""
    for name in [called] if called in COMMANDS else COMMANDS:
        app.command(name)(find(COMMANDS, name, "command"))
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
