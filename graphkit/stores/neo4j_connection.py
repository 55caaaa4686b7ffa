"""A Neo4j server: one driver, reads of one state, writers in turn, errors in plain words."""

import logging
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from neo4j import Driver, GraphDatabase, Session
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from graphkit.errors import ConfigError, StoreError, StoreUnavailable
from graphkit.stores import neo4j_schema as schema
from graphkit.stores.neo4j_schema import State, Tx

logging.getLogger("neo4j").addHandler(logging.NullHandler())  # its retries concern no user

_SECONDS = 4
"""How long a server that does not answer is waited for."""
_FETCHED = 20_000
_TRIES = 6

_Found = TypeVar("_Found")
Write = Callable[[Tx, State], tuple[_Found, bool]]
"""What writes: it says what it found, and whether it wrote."""


class Connection:
    """The database at an address that holds a store, or is to hold one."""

    def __init__(self, url: str, sign_in: tuple[str, str] | None) -> None:
        scheme, _, place = url.removesuffix("/").partition("://")
        host, _, database = place.partition("/")
        if not host:
            raise ConfigError(f"{url} names no host: use {scheme}://HOST:7687")
        self.address, self._database = url, database or None
        with self.errors():
            self._driver: Driver = GraphDatabase.driver(
                f"{scheme}://{host}",
                auth=sign_in,
                connection_timeout=_SECONDS / 2,
                connection_acquisition_timeout=_SECONDS,
                max_transaction_retry_time=_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
                user_agent="whoknows",
            )
        weakref.finalize(self, self._driver.close)  # nobody closes a notebook's view by hand

    def open(self, *, create: bool) -> None:
        """See that a store is there; make it, or say how."""
        self._probe()
        with self.errors(), self.session() as session:
            if session.execute_read(schema.is_there, self.address):
                return
            if not create:
                msg = f"there is no store at {self.address}: make it with `whoknows ingest PATH`"
                raise StoreUnavailable(msg)
            for statement in schema.STATEMENTS:
                session.run(statement).consume()
            session.execute_write(schema.make)

    def close(self) -> None:
        """Let go of the server."""
        self._driver.close()

    def _probe(self) -> None:
        """Fail soon: the managed calls would go on trying for as long again."""
        try:
            with self.errors(), self.session() as session:
                session.run("RETURN 1").consume()
        except ValueError as error:  # a port that is none
            raise ConfigError(f"{self.address} is no address of Neo4j") from error

    def read(self, work: Callable[[Tx, State], _Found]) -> _Found:
        """Read one state of the store; where writers are too quick for that, between them."""
        with self.errors():
            try:
                return self._tried(work)
            except (ServiceUnavailable, SessionExpired):
                # a connection from before the server was started again
                return self._tried(work)

    def _tried(self, work: Callable[[Tx, State], _Found]) -> _Found:
        with self.session() as session:
            for attempt in range(_TRIES):
                before = schema.state(session)
                if before.is_settled:
                    state = self.loaded(before)
                    try:
                        found = work(session, state)
                    except Exception:
                        if schema.state(session) == before:
                            raise  # else it met what was half written, which need make no sense
                    else:
                        if schema.state(session) == before:
                            return found
                time.sleep(0.005 * 2**attempt)
            return session.execute_write(lambda tx: work(tx, self.loaded(schema.settle(tx))))

    def write(
        self,
        work: Write[_Found],
        *,
        loading: bool = False,
    ) -> _Found:
        """Write while nobody else does, and all or nothing.

        With ``loading`` also into a store that is not all there yet.
        """

        def writing(tx: Tx) -> _Found:
            state = schema.lock(tx)
            found, wrote = work(tx, state if loading else self.loaded(state))
            if wrote:
                revision = state.revision + 1
                tx.run(schema.COUNT, revision=revision).consume()
                with self.session() as other:
                    other.run(schema.ANNOUNCE, revision=revision).consume()
            return found

        with self.errors(), self.session() as session:
            return session.execute_write(writing)

    def loaded(self, state: State) -> State:
        """The state of a store that is all there.

        Raises
        ------
        StoreUnavailable
            While it is being loaded.
        """
        if state.loading is not None:
            raise StoreUnavailable(
                f"{self.address} is being loaded: wait, or begin anew with `whoknows copy`"
            )
        return state

    def session(self) -> Session:
        """A session, for one thread."""
        return self._driver.session(database=self._database, fetch_size=_FETCHED)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Neo4j's errors in the product's words; never with what was written."""
        try:
            yield
        except AuthError as error:
            raise ConfigError(
                f"{self.address} refuses the sign-in: "
                "set WHOKNOWS_STORE_USER and WHOKNOWS_STORE_PASSWORD"
            ) from error
        except (ServiceUnavailable, SessionExpired, TransientError) as error:
            raise StoreUnavailable(
                f"the store {self.address} does not answer: "
                "see that Neo4j runs there and try again"
            ) from error
        except ConstraintError as error:
            raise StoreError(f"{self.address} refuses what contradicts itself") from error
        except ConfigurationError as error:
            raise ConfigError(f"{self.address} is no address of Neo4j: {error}") from error
        except (Neo4jError, DriverError) as error:
            code = getattr(error, "code", None) or type(error).__name__
            raise StoreUnavailable(f"the store {self.address} cannot be used ({code})") from error
