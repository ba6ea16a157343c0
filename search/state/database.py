"""The operational state, opened: the audit log, API keys, sessions and jobs."""

from types import TracebackType
from typing import Self

from search.jobs.queue import JobQueue
from search.state.audit import AuditLog
from search.state.keys import Keys, Sessions
from search.state.migrate import NEWEST, migrate, revision
from search.state.store import Store


class State:
    """Who looked, and who may. Safe for several threads; close it when done."""

    def __init__(self, store: Store) -> None:
        """The state in a database that has its tables; see `open_state`."""
        self.audit = AuditLog(store)
        self.keys = Keys(store)
        self.sessions = Sessions(store)
        self.jobs = JobQueue(store, self.audit)
        self.store = store

    def close(self) -> None:
        """Close all connections."""
        self.store.close()

    def __enter__(self) -> Self:
        """The state itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


def open_state(url: str) -> State:
    """Open the state at a SQLAlchemy URL, making or migrating its tables where needed.

    A SQLite file that is missing is made, readable by its owner alone. StateFailed on trouble.
    """
    store = Store(url)
    try:
        with store.reading() as connection:
            missing = revision(connection) != NEWEST
        if missing:
            with store.writing() as connection:
                migrate(connection)
    except BaseException:
        store.close()
        raise
    return State(store)
