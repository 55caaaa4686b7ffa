"""Lineage: which commits made a file, under whatever names it had, and whose lines it holds."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from io import BufferedReader
from itertools import islice
from typing import NamedTuple

from ingest.git import Dialogue, Git, field
from ingest.record import Actor

_PLAIN = (
    "--root", "-r", "-z", "-M", "-l200", "--ignore-submodules=none",
    "--no-ext-diff", "--no-textconv", "--no-color",
)  # fmt: skip
"""What both ask who ask what a commit changed: they must find the same renames."""
LOG = (
    "log", "--date-order", "--format=%H%x00%P%x00%aN%x00%aE%x00%aI%x00%B", "--encoding=UTF-8",
    "--no-notes", "--name-status", *_PLAIN, "--end-of-options",
)  # fmt: skip
"""What `logged` reads; the commit to begin with goes after it."""
_ADDED = ("diff-tree", "--stdin", "--no-commit-id", "--numstat", *_PLAIN)
_FACTS = 6
_STATUS = re.compile(rb"\n?([ACDMRTUX])\d*")
_REMEMBERED = 10_000
"""Commits whose counts of lines are kept, as other files need them too."""
_AUTHORS_SHARE = 10
"""Whoever added one in so many of the lines is an author."""


class Change(NamedTuple):
    """What a commit did to a path: git's letter, and the path that a rename left."""

    letter: bytes
    path: bytes
    left: bytes = b""


class Made(NamedTuple):
    """A commit that counts: its place in the log, newest first, and whose it is."""

    place: int
    key: str
    authors: tuple[Actor, ...]
    date: str | None


class Touch(NamedTuple):
    """A commit's change of a file, under the path it had then."""

    made: Made
    path: bytes


def logged(told: Iterator[bytes]) -> Iterator[tuple[list[bytes], list[Change]]]:
    """The facts of each commit, and what it changed.

    What follows the facts are changes, each a letter and one or two paths, and then the hash of
    the next commit: none of them can be taken for another, whatever a message or a path holds.
    """
    key = next(told, None)
    while key is not None:
        facts = [key, *islice(told, _FACTS - 1)]
        changes: list[Change] = []
        key = None
        for word in told:
            status = _STATUS.fullmatch(word)
            if not status:
                key = word
                break
            letter = status[1]
            left = next(told) if letter in b"RC" else b""
            changes.append(Change(letter, next(told), left if letter == b"R" else b""))
        yield facts, changes


class Lineage:
    """Follows files back through the log of a repository, from its newest commit to its oldest.

    Parameters
    ----------
    files
        The paths of those to follow.
    paths
        All there are at the head.
    """

    def __init__(self, files: Collection[bytes], paths: Iterable[bytes]) -> None:
        self._touches: dict[bytes, list[Touch]] = {path: [] for path in files}
        # what a path was to become, as far back as the log was read; None: nothing to follow
        self._becomes: dict[bytes, bytes | None] = dict.fromkeys(paths)
        self._becomes |= {path: path for path in files}
        # what a path was to become since it was added; before that it may be another's
        self._added: dict[bytes, bytes] = {}
        # edits of paths that are unknown: another branch may have renamed what they edit
        self._loose: dict[bytes, list[Touch]] = {}

    def take(self, changes: Sequence[Change], made: Made | None) -> None:
        """Go one commit back; one that does not count still renames."""
        if made:
            self._count(changes, made)
        moved = [(each.left, self._becomes.pop(each.path, None)) for each in changes if each.left]
        for left, file in moved:
            if file:
                self._becomes[left] = file
                self._touches[file] += self._loose.pop(left, ())
            else:
                self._becomes.setdefault(left, None)
        for letter, path, left in changes:
            if left:
                self._added.pop(path, None)
            elif letter == b"D":
                self._becomes.setdefault(path, self._added.get(path))
            elif letter in b"AC" and (file := self._becomes.get(path)):
                self._added[path] = file
                del self._becomes[path]

    def touches(self, path: bytes) -> list[Touch]:
        """The changes of a file that count, newest first."""
        found = self._touches[path]
        if path in self._added:
            found = found + self._loose.get(path, [])
        return sorted(found, key=lambda touch: touch.made.place)

    def _count(self, changes: Sequence[Change], made: Made) -> None:
        for letter, path, _ in changes:
            touch = Touch(made, path)
            if letter == b"D":
                continue
            if file := self._becomes.get(path):
                self._touches[file].append(touch)
            elif path not in self._becomes and (letter == b"M" or path in self._added):
                self._loose.setdefault(path, []).append(touch)


def shares(
    touches: Sequence[Touch], added: Callable[[str], Mapping[bytes, int]]
) -> tuple[Actor, ...]:
    """Who made a file: authors are those of a tenth and more of all lines ever added to it.

    Parameters
    ----------
    added
        How many lines a commit added to each path.
    """
    lines: Counter[str] = Counter()
    names: dict[str, str] = {}
    total = 0
    for made, path in touches:
        count = added(made.key).get(path, 0)
        total += count
        for author in made.authors:
            lines[author.alias] += count
            names.setdefault(author.alias, author.name)
    return tuple(
        Actor(
            alias,
            names[alias],
            "author" if count * _AUTHORS_SHARE >= total else "participant",
        )
        for alias, count in lines.items()
    )


def counter(git: Git) -> Callable[[str], Mapping[bytes, int]]:
    """How many lines a commit added to each path.

    Git is asked of single commits: a later pass needs those of the few files that changed.
    """
    return lru_cache(maxsize=_REMEMBERED)(partial(_added, Dialogue(git, *_ADDED)))


def _added(asked: Dialogue, key: str) -> dict[bytes, int]:
    # a line that is no hash is printed as it is: a blank one ends the answer
    return asked.ask(f"{key}\n\n".encode(), _counts)


def _counts(stream: BufferedReader) -> dict[bytes, int]:
    counts: dict[bytes, int] = {}
    while (first := stream.read(1)) != b"\n":
        if not first:
            raise EOFError
        added, _, path = (first + field(stream)).split(b"\t", 2)
        if not path:  # renamed: the path it left, and the one it has
            field(stream)
            path = field(stream)
        counts[path] = int(added) if added.isdigit() else 0  # "-" for what is no text
    return counts
