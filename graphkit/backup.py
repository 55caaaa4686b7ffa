"""backup(): a whole store in one file; restore(): back into an empty store of whatever kind.

The file is gzip, of JSON lines: a header, the rows of the dump, and a trailer with their number
and digest. The same facts give the same bytes. It holds names, so only its owner may read it.
"""

import gzip
import hashlib
import json
import os
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from gzip import GzipFile
from io import BufferedWriter
from pathlib import Path
from typing import IO, Any

from graphkit.errors import ConfigError, StoreError
from graphkit.ids import canonical
from graphkit.store import GraphStore, Row

FORMAT = 3
_OLDER: Mapping[int, Mapping[str, tuple[int, Row]]] = {
    1: {"mention": (6, (0,)), "document": (11, ("",))},
    2: {"document": (11, ("",))},
}
"""Older format → kind of row → where in it stands today what it did not have, and what."""

_HEADER = {"whoknows": "backup", "format": FORMAT}
_PACKED_AT_ONCE = 1_000_000
_GZIP = b"\x1f\x8b"
_LONGEST_LINE = 64_000_000
"""In bytes. A few kilobytes of gzip can be gigabytes of one line."""


def backup(
    store: GraphStore,
    file: Path,
    advance: Callable[[], None] = lambda: None,
    *,
    overwrite: bool = False,
) -> int:
    """Write all that a store holds into a file, while others read and write the store.

    It is written under another name and gets its own when it is complete.

    Parameters
    ----------
    advance
        Called once a document is written, for a progress bar.
    overwrite
        Whether a backup that is there under this name is replaced.

    Returns
    -------
    int
        The number of documents.

    Raises
    ------
    ConfigError
        When the file is there already, or cannot be written.
    """
    if not file.name:  # such as "/"
        raise ConfigError(f"{file} is a folder: name a file in it")
    made = file.with_name(f"{file.name}.{uuid.uuid4().hex}")
    try:
        with _file_errors(file, "write"):
            _check_target(file, overwrite=overwrite)
            handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as raw:
                documents = _write(store, file, raw, advance)
                raw.flush()
                os.fsync(raw.fileno())
            _name(made, file, overwrite=overwrite)
    finally:
        with suppress(OSError):  # what kept it from being made is told
            made.unlink()
    return documents


def restore(file: Path, store: GraphStore, advance: Callable[[], None] = lambda: None) -> int:
    """Read a backup into an empty store: all of it, or nothing.

    The file is read to its end and checked before anything is written.

    Parameters
    ----------
    advance
        Called once a document is read, for a progress bar.

    Returns
    -------
    int
        The number of documents.

    Raises
    ------
    ConfigError
        When the file is not there, or is no backup that this program reads.
    StoreError
        When the file is damaged, or the store is not empty.
    """
    documents = 0

    def passing(rows: Iterator[Row]) -> Iterator[Row]:
        nonlocal documents
        for row in rows:
            yield row
            if row[:1] == ("document",):
                documents += 1
                advance()

    store.load(())  # refuses a store that is not empty before a long file is read
    if not file.is_file():
        msg = f"there is no backup {file}: name a file that `whoknows backup` wrote"
        raise ConfigError(msg)
    with _file_errors(file, "read"), file.open("rb") as raw:
        if raw.read(len(_GZIP)) != _GZIP:
            raise _foreign(file)
        raw.seek(0)
        for _ in _rows(file, raw):
            """Check it to its end."""
        raw.seek(0)
        store.load(passing(_rows(file, raw)))
    return documents


def _check_target(file: Path, *, overwrite: bool) -> None:
    if not file.parent.is_dir():
        msg = f"cannot make {file}: there is no folder {file.parent}"
        raise ConfigError(msg)
    if not os.path.lexists(file):
        return
    if not overwrite:
        msg = f"{file} is there already: name another file, or replace it with --overwrite"
        raise ConfigError(msg)
    if not file.is_file() or _first_bytes(file) not in {_GZIP, b""}:
        msg = f"{file} is no backup and is left alone: name another file"
        raise ConfigError(msg)


def _first_bytes(file: Path) -> bytes:
    with file.open("rb") as raw:
        return raw.read(len(_GZIP))


def _write(store: GraphStore, file: Path, raw: IO[bytes], advance: Callable[[], None]) -> int:
    rows = documents = 0
    hasher = hashlib.blake2b()
    with (
        GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as packed,
        BufferedWriter(packed, _PACKED_AT_ONCE) as lines,
    ):
        lines.write(_line(_HEADER))
        for row in store.dump():
            line = _line(row)
            if len(line) > _LONGEST_LINE:
                msg = (
                    f"{file} is not made: a {row[0]} of {len(line):,} bytes could not be restored"
                )
                raise StoreError(msg)
            hasher.update(line)
            lines.write(line)
            rows += 1
            if row[0] == "document":
                documents += 1
                advance()
        lines.write(_line({"rows": rows, "digest": hasher.hexdigest()}))
    return documents


def _line(value: object) -> bytes:
    return canonical(value).encode() + b"\n"


def _name(made: Path, file: Path, *, overwrite: bool) -> None:
    """Give a complete file its name; unless told, never that of another."""
    if not overwrite:
        try:
            file.hardlink_to(made)
        except FileExistsError as error:
            msg = f"{file} was made by somebody else meanwhile: name another file"
            raise ConfigError(msg) from error
        except OSError:
            """A file system without hard links."""
        else:
            return
    made.replace(file)


def _rows(file: Path, raw: IO[bytes]) -> Iterator[Row]:
    """The rows of a backup, the whole of which is checked when the last one has come."""
    hasher, count = hashlib.blake2b(), 0
    with gzip.open(raw) as lines:
        missing = _OLDER.get(_format(file, _read_line(file, lines)), {})
        while (line := _read_line(file, lines)).startswith(b"["):
            hasher.update(line)
            count += 1
            row = _parsed(file, line)
            place, values = missing.get(str(row[0]), (0, ())) if row else (0, ())
            yield (*row[:place], *values, *row[place:])
        trailer = {"rows": count, "digest": hasher.hexdigest()}
        if _parsed(file, line) != trailer or _read_line(file, lines):
            raise _damaged(file)


def _format(file: Path, line: bytes) -> int:
    """The format of a backup whose first line is this, one that can be read."""
    try:
        header = json.loads(line)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or header.get("whoknows") != "backup":
        raise _foreign(file)
    for known in (FORMAT, *_OLDER):
        if header == _HEADER | {"format": known}:
            return known
    msg = (
        f"{file} is a backup of format {header.get('format')!r}, this program reads {FORMAT}: "
        "restore it with the program that wrote it"
    )
    raise ConfigError(msg)


def _read_line(file: Path, lines: GzipFile) -> bytes:
    """The next line with its end; nothing at the end of the file."""
    try:
        line = lines.readline(_LONGEST_LINE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(file) from error
    if line and not line.endswith(b"\n"):
        raise _damaged(file)
    return line


def _parsed(file: Path, line: bytes) -> Any:  # noqa: ANN401  what JSON is
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> StoreError:
    return StoreError(f"{file} is damaged or not all there: restore another backup")


def _foreign(file: Path) -> ConfigError:
    return ConfigError(f"{file} is no backup: name a file that `whoknows backup` wrote")


@contextmanager
def _file_errors(file: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        msg = f"cannot {what} {file} ({error.strerror}): see its folder, permissions and room"
        raise ConfigError(msg) from error
