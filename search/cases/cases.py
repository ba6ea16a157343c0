"""The cases of a state: made, listed, read, given a title; and what each holds."""

import time
from typing import Any

from sqlalchemy import Row, exists, insert, select, update

from indexer.ids import from_ms
from search.cases.case import Board, Case, Change, Json
from search.cases.changes import Turn, Turns, case_row, read_changes
from search.cases.notes import Notes, read_notes
from search.cases.pins import Pins, read_pins
from search.cases.searches import SavedSearches, read_searches
from search.errors import NotThere, Taken
from search.state.database import State
from search.state.models import CaseRow, WatchRow

TITLE = "title"
"""The subject of a change of the title."""
CLOSED = "closed"
"""The subject of closing a case, and of opening it again."""


class Cases:
    """All cases, with their `pins`, `notes` and `searches`. Safe for several threads."""

    def __init__(self, state: State) -> None:
        """Keep the cases in the given state."""
        self._turns = Turns(state)
        self._store = state.store
        self.pins = Pins(self._turns)
        self.notes = Notes(self._turns)
        self.searches = SavedSearches(self._turns)

    def make(self, name: str, title: str, by: str) -> Case:
        """Make a case. Taken if there is one of that name; a name is given once and for all."""
        with self._store.writing() as connection:
            if connection.scalar(select(exists().where(CaseRow.name == name))):
                raise Taken(f"there is a case {name!r} already; add to it, or choose another name")
            row = {
                "name": name, "title": title, "version": 0, "made_by": by,
                "made_at_ms": time.time_ns() // 1_000_000,
            }  # fmt: skip
            made = connection.execute(insert(CaseRow).values(row)).inserted_primary_key
            assert made is not None, "one row was inserted"
            turn = Turn(connection, self._turns.audit, case_row(connection, made.id), by)
            turn.note("made the case", TITLE, {"name": name, "title": title})
            return _case(case_row(connection, made.id))

    def latest(self, limit: int) -> list[Case]:
        """The latest cases, newest first."""
        newest = select(CaseRow.__table__).order_by(CaseRow.id.desc()).limit(limit)
        with self._store.reading() as connection:
            return [_case(row) for row in connection.execute(newest)]

    def named(self, name: str) -> Case:
        """The case of that name; NotThere if there is none."""
        with self._store.reading() as connection:
            named = select(CaseRow.__table__).where(CaseRow.name == name)
            row = connection.execute(named).first()
        if row is None:
            raise NotThere(
                f"no case {name!r}; the page and `/v1/cases` list those there are, and make one"
            )
        return _case(row)

    def board(self, case: int) -> Board:
        """A case and all it holds, in one state; NotThere if there is none."""
        with self._store.reading() as connection:
            return Board(
                _case(case_row(connection, case)),
                tuple(read_pins(connection, case)),
                tuple(read_notes(connection, case)),
                tuple(read_searches(connection, case)),
            )

    def changes(self, case: int, since: int = 0) -> list[Change]:
        """What made the versions after `since`; NotThere if there is no such case."""
        with self._store.reading() as connection:
            case_row(connection, case)
            return read_changes(connection, case, since)

    def entitle(self, case: int, title: str, seen: int, by: str) -> Case:
        """Give a case another title; Stale if it was changed after version `seen`."""
        with self._turns.take(case, by) as turn:
            turn.check(TITLE, seen)
            if title != turn.case.title:
                own = update(CaseRow).where(CaseRow.id == case)
                turn.connection.execute(own.values(title=title))
                turn.note("changed the title", TITLE, {"title": title})
            return _case(case_row(turn.connection, case))

    def close(self, case: int, closed: bool, seen: int, by: str) -> Case:
        """Close a case, and with it its watches, or open it again; Stale as for the title.

        A closed case can be read and bundled, and not changed.
        """
        with self._turns.take(case, by, closed_too=True) as turn:
            turn.check(CLOSED, seen)
            if closed != (turn.case.closed_at_ms is not None):
                values = {"closed_by": by, "closed_at_ms": turn.at_ms}
                own = update(CaseRow).where(CaseRow.id == case)
                turn.connection.execute(own.values(values if closed else dict.fromkeys(values)))
                if closed:
                    _stop_watches(turn)
                turn.note("closed the case" if closed else "opened the case again", CLOSED, {})
            return _case(case_row(turn.connection, case))

    def note_bundle(self, case: int, bundling: int, values: Json, by: str) -> None:
        """Note that a bundle was made, which the audit log began at `bundling`; with its seal."""
        with self._turns.take(case, by, closed_too=True) as turn:
            turn.note("made a bundle", f"bundle:{bundling}", values)


def _case(row: Row[Any]) -> Case:
    closed = None if row.closed_at_ms is None else from_ms(row.closed_at_ms)
    made = from_ms(row.made_at_ms)
    return Case(row.id, row.name, row.title, row.version, row.made_by, made, row.closed_by, closed)


def _stop_watches(turn: Turn) -> None:
    """In the same transaction, so that none finds anything more."""
    on = (WatchRow.case_id == turn.case.id) & WatchRow.stopped_at_ms.is_(None)
    ended = {"stopped_at_ms": turn.at_ms, "stopped_why": "case_closed", "stopped_by": turn.by}
    turn.connection.execute(update(WatchRow).where(on).values(ended))
