"""Stores kept in a cache folder: a table is read once, and anew when anything about it changes."""

import re
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from graphkit.errors import ConfigError
from graphkit.ids import digest
from graphkit.ops import turn
from graphkit.registry import find
from graphkit.store import open_store
from graphkit.stores.sqlite_schema import SCHEMA, SCHEMA_VERSION
from ingest.connector import Connector
from ingest.connectors import CONNECTORS
from ingest.extraction import Extraction
from ingest.pipeline import ingest
from ingest.record import Record
from ingest.workers import Workers, parse

_SOURCE = "bundle"
_STORE = "store.db"
_PARTIAL = "-partial-"


@dataclass(frozen=True)
class CachedTable:
    """The store of one table in a cache folder, there or to be made.

    Its name is a digest of the table and of all that decides what is read in it. It is made under
    another name and gets its own when it is whole; stores of the same table as it was, or read in
    another way, then go.

    Parameters
    ----------
    cache
        The folder.
    table
        The file.
    extraction
        How topics are found in it.
    max_bytes
        Longer lines are not read.
    """

    cache: Path
    table: Path
    extraction: Extraction
    max_bytes: int

    @cached_property
    def connector(self) -> Connector:
        """What reads the table."""
        opener: type[Connector] = find(CONNECTORS, "table", "kind")
        return opener.open(self.table, _SOURCE, self.max_bytes, parse)

    @cached_property
    def path(self) -> Path:
        """The store's file."""
        return self.cache / f"{self._prefix}{self._digest}" / _STORE

    def fill(
        self, workers: Workers, waiting: Callable[[], None], advance: Callable[[], None]
    ) -> None:
        """Read the table, unless that is done by now.

        Parameters
        ----------
        waiting
            Called when another process is reading it.
        advance
            Called once a document is read.

        Raises
        ------
        ConfigError
            When the cache cannot be written, or a document cannot be read: what is measured must
            be all of it.
        SourceUnreadable
            When the table cannot be read to its end.
        """
        try:
            self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            with turn(self.cache / self._prefix.rstrip("-"), waiting):
                if not self.path.is_file():
                    self._clear(_PARTIAL)
                    self._make(workers, advance)
                    self._clear()
        except OSError as error:
            msg = f"cannot write the cache {self.cache}: {error.strerror}: set WHOKNOWS_CACHE"
            raise ConfigError(msg) from error

    @cached_property
    def _prefix(self) -> str:
        """What the stores of this file are called, however it is read."""
        name = re.sub(r"[^\w.-]+", "-", self.table.resolve().parent.name)[:40]
        return f"{name}-{digest(str(self.table.resolve()))[:8]}-"

    @cached_property
    def _digest(self) -> str:
        try:
            content = self.table.read_bytes()
        except OSError as error:
            raise ConfigError(f"cannot read {self.table}: {error.strerror}") from error
        # the raw digest of a record names the version of its connector
        first = next((r.raw for r in self.connector.records() if isinstance(r, Record)), "")
        read_by = (version("whoknows"), SCHEMA_VERSION, SCHEMA, self.extraction.version, first)
        return digest(content, *read_by)

    def _make(self, workers: Workers, advance: Callable[[], None]) -> None:
        made = self.cache / f"{self._prefix}{_PARTIAL}{uuid.uuid4().hex}"
        made.mkdir(mode=0o700)
        try:
            store = open_store(str(made / _STORE), create=True)
            try:
                report = ingest(
                    store, self.connector, _SOURCE,
                    extraction=self.extraction, workers=workers, advance=advance,
                )  # fmt: skip
                store.tidy()
            finally:
                store.close()
            if report.quarantined:
                where, why = report.quarantined[0]
                raise ConfigError(f"{self.table.parent / where}: {why}: mend it or take it out")
            if not report.read:
                raise ConfigError(f"{self.table}: it holds no document")
            made.rename(self.path.parent)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _clear(self, mark: str = "") -> None:
        """Remove the other stores of this file; those begun only, by their mark."""
        for folder in self.cache.glob(f"{self._prefix}{mark}*"):
            if folder != self.path.parent and folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
