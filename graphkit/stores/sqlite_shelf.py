"""What the SQLite store keeps in memory of what it has read, for the questions that follow."""

from dataclasses import dataclass, field

from graphkit.model import (
    Column,
    Contribution,
    Digest,
    Document,
    Message,
    Occurrences,
    Totals,
    Volume,
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with its people, and where it lies: its row and its acl class."""

    row: int
    acl_class: int
    document: Document
    digest: Digest
    contributions: tuple[Contribution, ...]


@dataclass(slots=True)
class Kept:
    """What was read at one revision of the store: of all acl classes, where nothing else is said.

    Parameters
    ----------
    documents
        By id.
    occurrences
        Topic → where it occurs, and the class of each place; ``rows`` is the sum of all places.
    frequencies
        Topic → class → documents.
    keys
        A document's number → its id and class.
    threads
        Source and thread → each message with its class.
    totals, volumes
        Visible classes → the sums over them; → what each alias has in them.
    """

    revision: int
    documents: dict[str, Shelved] = field(default_factory=dict)
    occurrences: dict[str, tuple[Column, Occurrences]] = field(default_factory=dict)
    rows: int = 0
    frequencies: dict[str, dict[int, int]] = field(default_factory=dict)
    keys: dict[int, tuple[str, int]] = field(default_factory=dict)
    threads: dict[tuple[str, str], list[tuple[int, Message]]] = field(default_factory=dict)
    totals: dict[str, Totals] = field(default_factory=dict)
    volumes: dict[str, dict[str, Volume]] = field(default_factory=dict)

    def is_full(self) -> bool:
        """Whether it takes more than about 200 MB."""
        return (
            len(self.documents) > _DOCUMENTS
            or len(self.keys) + len(self.frequencies) > _NUMBERS
            or self.rows > _ROWS
        )


_DOCUMENTS = 50_000
_NUMBERS = 500_000
_ROWS = 4_000_000


class Shelf:
    """What was read before, at one revision of the store.

    A service meets the same words and the same thousand documents again and again; reading them
    anew is most of what a question costs. What a viewer may see is decided for each question all
    the same.
    """

    def __init__(self) -> None:
        """Empty."""
        self._kept = Kept(-1)

    def at(self, revision: int) -> Kept:
        """What is known at a revision; of another one, or when it is full, nothing."""
        kept = self._kept
        if kept.revision != revision or kept.is_full():
            self._kept = kept = Kept(revision)
        return kept
