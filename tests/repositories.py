"""Git repositories for the tests: made by git itself, the same each time, whatever the machine."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

ADA = "Ada B <ada@x.org>"
BOB = "Bob C <bob@x.org>"
CLEO = "Cleo D <cleo@x.org>"

Files = Mapping[str, str | bytes | None]


def git(folder: Path, *arguments: str, stdin: bytes = b"", who: str = ADA, day: int = 1) -> str:
    """What git prints; ``who`` is author and committer on a day of January 2024."""
    name, _, address = who.rstrip(">").partition(" <")
    date = f"2024-01-{day:02}T09:00:00+0100"
    inherited = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    own = {
        "GIT_AUTHOR_NAME": name,
        "GIT_AUTHOR_EMAIL": address,
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": name,
        "GIT_COMMITTER_EMAIL": address,
        "GIT_COMMITTER_DATE": date,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
    options = ("-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false")
    done = subprocess.run(
        ["git", *options, "-C", folder, *arguments],
        input=stdin,
        capture_output=True,
        env=inherited | own,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode(errors="replace").strip()


def repository(folder: Path, *options: str) -> Path:
    """An empty one."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", *options)
    return folder


def commit(  # noqa: PLR0913  what a commit has
    folder: Path,
    message: str | bytes,
    files: Files | None = None,
    *,
    who: str = ADA,
    day: int = 1,
    options: tuple[str, ...] = (),
) -> str:
    """Write files (None: remove them), commit all there is, and say the hash."""
    for name, text in (files or {}).items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
    git(folder, "add", "-A")
    said = message.encode() if isinstance(message, str) else message
    command = ("commit", "-q", "--allow-empty", "--cleanup=verbatim", "--allow-empty-message")
    git(folder, *command, *options, "-F", "-", stdin=said, who=who, day=day)
    return git(folder, "rev-parse", "HEAD")


def merge(
    folder: Path, *branches: str, who: str = ADA, day: int = 1, message: str = "Merge"
) -> str:
    """Merge branches into the one that is checked out, and say the hash."""
    git(folder, "merge", "-q", "--no-ff", "-m", message, *branches, who=who, day=day)
    return git(folder, "rev-parse", "HEAD")


def lines(count: int, word: str = "line") -> str:
    """So many lines, each another."""
    return "".join(f"{word} {number}\n" for number in range(count))
