"""An export as it comes, a folder or a .zip of it: the same files by the same names, read one
at a time and without trust.
"""  # noqa: D205  one sentence

import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from graphkit.errors import RecordRejected, SourceUnreadable
from graphkit.text import one_line
from ingest import files
from ingest.record import Unreadable

MOST_TIMES = 200
"""Of a .zip's own size it may unpack to; exports of chats take a tenth to a fortieth, packed."""

_LEAST_UNPACKED = 100_000_000
"""So much may be unpacked in any case: a few small files may be very much alike."""
_LONGEST_DIRECTORY = 64_000_000
"""Bytes of a .zip's list of files, which is read whole: about half a million files."""
_PIECE = 1 << 20
_CODED = re.compile(r"\.[0-9A-F]{2}")
_LOCKED = 1
"""Bit of a file that takes a password."""
_TORN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What reading a .zip raises that is torn, made up, or packed in some other way."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The files of an opened export, hidden ones left out.

    Parameters
    ----------
    names
        Their paths below its root, with slashes, sorted.
    refused
        What may not be read, with the reason.
    read
        The bytes of a file by its name. Raises `RecordRejected` where they cannot be had, and
        `SourceUnreadable` where reading on would take too much room.
    """

    names: tuple[str, ...]
    refused: tuple[Unreadable, ...]
    read: Callable[[str], bytes]


@contextmanager
def opened(path: Path, max_bytes: int) -> Iterator[Archive]:
    """A folder or a .zip, open.

    Parameters
    ----------
    max_bytes
        No file that is longer is read.

    Raises
    ------
    SourceUnreadable
        When it is neither, or torn.
    """
    if path.is_dir():
        yield _folder(path, max_bytes)
        return
    if not path.is_file():
        msg = f"there is nothing to read in {path}: name the folder of an export, or its .zip"
        raise SourceUnreadable(msg)
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(_Wary(FileIO(path)))
            archive = stack.enter_context(ZipFile(stream))
        except _TORN as error:
            msg = f"{path} is no .zip, or torn: {_reason(error)}: unpack it and read the folder"
            raise SourceUnreadable(msg) from error
        yield _zip(archive, path, max_bytes)


class _Wary(BufferedReader):
    """A .zip's bytes; its list of files is the only thing that is asked for in one long piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        """See `BufferedReader.read`."""
        if size is not None and size > _LONGEST_DIRECTORY:
            raise BadZipFile(f"its list of files has {size / 1e6:,.0f} MB")
        return super().read(size)


def _folder(root: Path, max_bytes: int) -> Archive:
    names: list[str] = []
    refused: list[Unreadable] = []

    def cannot_list(error: OSError) -> None:
        name = Path(error.filename).relative_to(root).as_posix()
        refused.append(Unreadable(one_line(name), "it cannot be listed"))

    for folder, folders, found in os.walk(root, onerror=cannot_list):
        below = Path(folder).relative_to(root)
        folders[:] = filter(_is_shown, folders)
        links = [name for name in folders if Path(folder, name).is_symlink()]
        refused += [Unreadable(one_line(str(below / name)), "it is a link") for name in links]
        names += [(below / name).as_posix() for name in found if _is_shown(name)]

    def read(name: str) -> bytes:
        try:
            return files.read(root / name, max_bytes)
        except OSError as error:
            raise RecordRejected(error.strerror or type(error).__name__) from error

    return Archive(tuple(sorted(names)), tuple(refused), read)


def _zip(archive: ZipFile, path: Path, max_bytes: int) -> Archive:
    """Nothing that the list of files says of their sizes is believed."""
    members: dict[str, ZipInfo] = {}
    refused: list[Unreadable] = []
    for member in archive.infolist():
        name = member.filename
        if member.is_dir() or not all(map(_is_shown, name.split("/"))):
            continue
        reason = "its name is another's" if name in members else _refusal(member)
        if reason:
            refused.append(Unreadable(one_line(name), reason))
        else:
            members[name] = member
    most = max(_LEAST_UNPACKED, MOST_TIMES * path.stat().st_size)
    unpacked = 0

    def read(name: str) -> bytes:
        nonlocal unpacked
        raw = bytearray()
        try:
            with archive.open(members[name]) as stream:
                while len(raw) <= max_bytes and (piece := stream.read(_PIECE)):
                    raw += piece
        except _TORN as error:
            raise RecordRejected(f"it is torn: {_reason(error)}") from error
        finally:
            unpacked += len(raw)
        if unpacked > most:
            msg = (
                f"{path} unpacks to more than {most / 1e6:,.0f} MB, as no export does: if you "
                "trust it, unpack it and read the folder"
            )
            raise SourceUnreadable(msg)
        if len(raw) > max_bytes:
            shown = max_bytes / 1e6
            raise RecordRejected(f"it has more than {shown:g} MB (WHOKNOWS_MAX_FILE_MB)")
        return bytes(raw)

    return Archive(tuple(sorted(members)), tuple(refused), read)


def _refusal(member: ZipInfo) -> str | None:
    """Why a file of a .zip may not be read."""
    name = member.filename
    if "\\" in name or name[1:2] == ":" or {"", ".", ".."} & set(name.split("/")):
        return "its name leads out of the archive, or is none"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "it is a link or a device, not a file"
    if member.flag_bits & _LOCKED:
        return "it is encrypted"
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return "it is packed in a way that is not read: unpack it and read the folder"
    return None


def _is_shown(name: str) -> bool:
    """Whether a name is not hidden, nor that of what a Mac adds.

    Archives of Zulip write a byte as a dot and two digits, be it the first of a name.
    """
    hidden = name.startswith(".") and not _CODED.match(name)
    return name in {".", ".."} or not (hidden or name == "__MACOSX")


def _reason(error: Exception) -> str:
    return one_line(str(error))[:100] or type(error).__name__
