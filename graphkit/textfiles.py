"""Files of lines, and new files: read and written as people edit them."""

from collections.abc import Iterator
from pathlib import Path

from graphkit.errors import ConfigError

_FIELDS = 3


def lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that hold something, each after its place, ``FILE line 3``.

    Raises
    ------
    ConfigError
        When the file is not there, cannot be read, or is no UTF-8.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: it is no UTF-8 text: save it as UTF-8") from error
    except FileNotFoundError as error:
        raise ConfigError(f"there is no {file}: see `whoknows evaluate --help`") from error
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield f"{file} line {number}", line.removesuffix("\r")


def fields(line: str, where: str, names: str) -> tuple[str, str, str]:
    """The three fields of a line, which tabs separate.

    Raises
    ------
    ConfigError
        When there are more or fewer.
    """
    found = line.split("\t")
    if len(found) != _FIELDS:
        msg = f"{where}: it has {len(found)} fields, and must have {names}, separated by tabs"
        raise ConfigError(msg)
    return found[0], found[1], found[2]


def write_new(file: Path, text: str) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    ConfigError
        When it is, or cannot be written.
    """
    try:
        with file.open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise ConfigError(f"{file} is there already: name another, or move it away") from error
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror}") from error
