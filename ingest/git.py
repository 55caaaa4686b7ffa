"""The git command, run so that only the repository decides what it says.

Neither the user's nor the repository's configuration may change its output, start a program, or
reach a network; no process outlives who asked for it.
"""

import os
import subprocess
import weakref
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import NoReturn, TypeVar, cast

from graphkit.errors import SourceUnreadable
from graphkit.text import one_line

_SETTINGS = {
    "color.ui": "false",
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.quotePath": "false",
    "diff.external": "",
    "diff.orderFile": os.devnull,
    "diff.relative": "false",
    "log.follow": "false",
    "log.showSignature": "false",
    "mailmap.blob": "HEAD:.mailmap",
    "mailmap.file": "",
    "protocol.allow": "never",
}
_OPTIONS = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
_ENVIRONMENT = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_EXEC_PATH"}
)
"""Where git and the user's configuration are: the latter says which folders the user trusts."""
_ADVICE = {
    "dubious ownership": "if you trust it, git config --global --add safe.directory and its path",
    "Needed a single revision": "it has no commits, so there is nothing to read",
    "not a git repository": "name the folder that holds .git, or read it with --kind folder",
    "promisor": "it is a partial clone and nothing is fetched, so clone it whole",
}
"""What to do about git's complaints."""
_CHUNK = 1 << 16
_LONGEST_ERROR = 4096

_Answer = TypeVar("_Answer")


class Git:
    """The git command in one repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def said(self, *arguments: str) -> str:
        """What a short command prints, stripped.

        Raises
        ------
        SourceUnreadable
            When git is not there or fails, with its first line of complaint and what to do.
        """
        with closing(_Process(self.folder, arguments)) as process:
            printed = process.output.read()
            process.check()
        return printed.decode("utf-8", "replace").strip()

    def fields(self, longest: int, *arguments: str) -> Generator[bytes]:
        """What a command prints, parted by NUL; a longer field is cut there.

        Raises
        ------
        SourceUnreadable
            When git is not there or fails, be it after half of what it has to say.
        """
        with closing(_Process(self.folder, arguments)) as process:
            rest = bytearray()
            while chunk := process.output.read1(_CHUNK):
                first, *more = chunk.split(b"\0")
                rest += first[: max(0, longest - len(rest))]
                if more:
                    yield bytes(rest)
                    yield from (each[:longest] for each in more[:-1])
                    rest = bytearray(more[-1][:longest])
            process.check()


class Dialogue:
    """A git process that answers one question after the other, from any thread.

    It is started when it is first asked, and again after it died; it is ended when nobody holds
    the dialogue any more.
    """

    def __init__(self, git: Git, *arguments: str) -> None:
        self._folder, self._arguments = git.folder, arguments
        self._lock = Lock()
        self._process: _Process | None = None
        self._end: Callable[[], object] = lambda: None

    def ask(self, question: bytes, read: Callable[[BufferedReader], _Answer]) -> _Answer:
        """The answer to a question.

        Parameters
        ----------
        read
            Takes just the answer from what git prints; raises EOFError where that ends too soon.

        Raises
        ------
        SourceUnreadable
            When git is not there, or dies of the question.
        """
        with self._lock:
            if self._process is None:
                self._process = _Process(self._folder, self._arguments, stdin=subprocess.PIPE)
                self._end = weakref.finalize(self, self._process.close)
            answered = False
            try:
                self._process.write(question)
                answer = read(self._process.output)
                answered = True
            except (EOFError, OSError):
                self._process.fail()
            finally:
                if not answered:  # what it says next would be the rest of this answer
                    self._process = None
                    self._end()
            return answer

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._process = None
            self._end()


class _Process:
    """A git process, and what it complains of."""

    def __init__(
        self, folder: Path, arguments: Sequence[str], stdin: int = subprocess.DEVNULL
    ) -> None:
        self._folder = folder
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name in _KEPT or not name.startswith("GIT_")
        }
        self._errors = TemporaryFile()  # noqa: SIM115  a pipe that nobody reads would fill up
        try:
            self._process = subprocess.Popen(  # noqa: S603  no shell; no argument is another's text
                ["git", "--no-pager", *_OPTIONS, "-C", str(folder), *arguments],  # noqa: S607  the user's
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=inherited | _ENVIRONMENT,
            )
        except FileNotFoundError as error:
            self._errors.close()
            msg = f"git is needed to read {folder}: install it (https://git-scm.com)"
            raise SourceUnreadable(msg) from error

    @property
    def output(self) -> BufferedReader:
        """What it prints."""
        return cast("BufferedReader", self._process.stdout)

    def write(self, text: bytes) -> None:
        """Write to its standard input, which is a pipe."""
        stdin = cast("BufferedWriter", self._process.stdin)
        stdin.write(text)
        stdin.flush()

    def check(self) -> None:
        """Wait until it ends, and see that it ended well."""
        if self._process.wait():
            self.fail()

    def fail(self) -> NoReturn:
        """Say what git complained of, and what to do."""
        self._process.kill()
        status = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read(_LONGEST_ERROR).decode("utf-8", "replace").splitlines()
        fatal = [line[7:] for line in lines if line.startswith(("fatal: ", "error: "))]
        reason = one_line((fatal or lines or [f"it ended with status {status}"])[0])
        advice = next(
            (_ADVICE[each] for each in _ADVICE if each in reason), "git fsck may tell more"
        )
        raise SourceUnreadable(f"git cannot read {self._folder}: {reason}: {advice}")

    def close(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout, self._errors):
            if each:
                with suppress(OSError):  # what could not be written to it any more
                    each.close()


def field(stream: BufferedReader) -> bytes:
    """The bytes up to the next NUL, which is taken too.

    Raises
    ------
    EOFError
        When there is none.
    """
    found = bytearray()
    while chunk := stream.peek():
        at = chunk.find(0)
        found += stream.read(len(chunk) if at < 0 else at + 1)
        if at >= 0:
            return bytes(found[:-1])
    raise EOFError
