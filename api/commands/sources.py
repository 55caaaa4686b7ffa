"""``whoknows init`` and ``whoknows sources``."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import Json, Store, say_waiting
from api.reports import SourceOut, source_lines
from graphkit.errors import ConfigError, NotFound
from graphkit.ops import forget_source, known_sources, ops_path, turn
from graphkit.settings import FILE, Settings
from graphkit.store import open_store
from ingest.connectors import CONNECTORS

_TEMPLATE = """\
# What whoknows reads, and how. `whoknows ingest` alone repeats all of it; run it from cron.
# Paths are seen from this folder. Environment variables win: WHOKNOWS_STORE, WHOKNOWS_JOBS, ...

# store = "sqlite:///whoknows.db"      # where the graph is kept; "neo4j://host:7687" for teams
# store_user = ""                      # of its server; by default nobody signs in
# store_password = ""                  # better in WHOKNOWS_STORE_PASSWORD than in a file
# languages = ["en", "fr", "de"]       # of documents and questions, the main one first
# directory = "people.csv"             # who is who: `whoknows people import`
# hide_left = false                    # whether nothing tells of those who have left
# phrases = "tagger"                   # how they are found: "runs" is faster, "off" finds none
# blocked_topics = "blocked.txt"       # phrases that are never stored, one a line
# jobs = 1                             # processes that parse, and that tag, at once
# cache = "cache"                      # stores that are measured; by default the account's folder
# max_file_mb = 50                     # larger files are not read
# parse_seconds = 60                   # files that take longer are not read
# parse_mb = 1000                      # files that take more memory are not read

# One [[sources]] for each folder, repository or table. Only `path` is needed:
#   name   what the source is called; by default the folder's or file's name
#   kind   {kinds}; by default found out
#   acl    who may see records that bring no permissions of their own; by default everyone,
#          of mail over a list the list's group
{sources}"""

_EXAMPLE = """
# [[sources]]
# path = "handbook"

# [[sources]]
# path = "/srv/shares/bids"
# name = "bids"
# acl = ["group:bids", "user:ada@example.org"]
"""


def init(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Sources to put into it.", show_default=False),
    ] = None,
) -> None:
    """Write a commented whoknows.toml into this folder.

    \b
    whoknows init
    whoknows init handbook/ ~/src/turbine
    """
    missing = [path for path in paths or () if not path.exists()]
    if missing:
        raise ConfigError(f"there is no {missing[0]}: nothing was written")
    try:
        with Path(FILE).open("x", encoding="utf-8") as file:
            file.write(template(paths or ()))
    except FileExistsError as error:
        raise ConfigError(f"{FILE} is there already: edit it, or move it away") from error
    except OSError as error:
        raise ConfigError(f"cannot write {FILE}: {error.strerror}") from error
    typer.echo(f"wrote {FILE}: edit it, then run `whoknows ingest`")


def template(paths: Sequence[Path]) -> str:
    """The text of a ``whoknows.toml`` with these sources, or with an example commented out."""
    # TOML's basic strings are JSON's, as far as a path can need them
    entries = (
        f"\n[[sources]]\npath = {json.dumps(str(path), ensure_ascii=False)}\n" for path in paths
    )
    return _TEMPLATE.format(kinds=", ".join(CONNECTORS), sources="".join(entries) or _EXAMPLE)


def sources(
    remove: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Take this source out, with all that was read from it.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before removing.")] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """List what was read from where, when, and what could not be read and why.

    For whoever runs the service: it names files that not everybody may see.

    \b
    whoknows sources
    whoknows sources --json | jq '.[] | select(.quarantined != [])'
    whoknows sources --remove old-wiki
    """
    settings = Settings.load()
    address = store or settings.store
    ops = ops_path(address, settings.ops)
    if remove is not None:
        _remove(settings.model_copy(update={"store": address}), ops, remove, yes=yes)
        return
    opened = open_store(address, sign_in=settings.sign_in)
    found = [SourceOut.of(each, len(opened.digests(each.name))) for each in known_sources(ops)]
    opened.close()
    for line in _lines(found, as_json=as_json):
        typer.echo(line)


def _lines(found: Sequence[SourceOut], *, as_json: bool) -> Iterator[str]:
    if as_json:
        yield json.dumps([each.model_dump() for each in found], ensure_ascii=False, indent=2)
    elif not found:
        yield "nothing was read yet: `whoknows ingest PATH...`"
    else:
        for each in found:
            yield from source_lines(each)


def _remove(settings: Settings, ops: Path, name: str, *, yes: bool) -> None:
    """Take a source out, when the user is sure."""
    opened = open_store(settings.store, sign_in=settings.sign_in)
    known = {each.name for each in known_sources(ops)}
    if name not in known:
        some = ", ".join(sorted(known)) or "none"
        raise NotFound(f"there is no source {name!r}: known are {some}")
    if not yes:
        documents = len(opened.digests(name))
        typer.confirm(f"Remove {name} and its {documents:,} documents?", abort=True)
    with turn(ops, lambda: say_waiting(settings.store)):
        change = opened.remove(opened.digests(name))
        forget_source(ops, name)
        opened.tidy()
    opened.close()
    typer.echo(f"removed {name}: {change.removed:,} documents")
    if name in {each.called() for each in settings.sources}:
        typer.echo(f"it is still in {FILE}: the next ingest reads it again")
