"""Connector: one complete pass over one source."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self

from ingest.parser import Parse
from ingest.record import Record, Skipped, Unreadable


class Connector(Protocol):
    """A source, opened. Document ids are ``"<source>:<the source's own key>"``."""

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a path looks like this kind of source; asked in the register's order."""
        ...

    @classmethod
    def open(cls, path: Path, source: str, max_bytes: int, parse: Parse) -> Self:
        """Open a source under a name.

        Parameters
        ----------
        max_bytes
            Nothing longer is read whole.
        parse
            Turns a file into what it says, bounded in time and memory.

        Raises
        ------
        SourceUnreadable
            When there is nothing to read.
        """
        ...

    def estimate(self) -> int:
        """About how many records a pass will yield, for the progress bar."""
        ...

    def newest(self) -> str | None:
        """ISO 8601 date (UTC) of an export's newest record; None of a place that is read itself.

        An older export than the one on file is refused, a newer one may lie anywhere.
        """
        return None

    def records(self) -> Iterator[Record | Unreadable | Skipped]:
        """One complete pass.

        Raises
        ------
        SourceUnreadable
            When the pass cannot go on; what was yielded stands, and nothing is swept.
        """
        ...

    def covers(self, document_id: str) -> bool:
        """Whether this input would have contained a document; a sweep takes nothing else."""
        ...
