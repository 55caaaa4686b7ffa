"""copy(): a store moved into an empty one of whatever kind, and proved equal."""

import hashlib
from collections.abc import Callable, Iterable, Iterator

from graphkit.errors import StoreError
from graphkit.ids import canonical
from graphkit.store import GraphStore, Row


def copy(
    source: GraphStore, target: GraphStore, advance: Callable[[], None] = lambda: None
) -> int:
    """Load what one store holds into another that is empty, and compare their dumps.

    The source may be read meanwhile. A copy that was broken off leaves nothing, or what the next
    one takes away first.

    Parameters
    ----------
    advance
        Called twice a document, when it is read from the source and from the target, for a
        progress bar.

    Returns
    -------
    int
        The number of documents.

    Raises
    ------
    StoreError
        When the target is not empty, or does not hold the same in the end.
    """
    target.load(())  # refuses a target that is not empty before a long read
    sent, found = _Digest(advance), _Digest(advance)
    target.load(sent.passing(source.dump()))
    for _ in found.passing(target.dump()):
        """Reckon to the end."""
    if sent.digest() != found.digest():
        raise StoreError(
            "the copy does not hold what was copied: something else wrote into it; copy into "
            "another empty store"
        )
    return sent.documents


class _Digest:
    """The digest and the documents of rows that pass by."""

    def __init__(self, advance: Callable[[], None]) -> None:
        self._advance = advance
        self._hasher = hashlib.blake2b()
        self.documents = 0

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self._hasher.update(canonical(row).encode() + b"\n")
            if row[0] == "document":
                self.documents += 1
                self._advance()

    def digest(self) -> str:
        return self._hasher.hexdigest()
