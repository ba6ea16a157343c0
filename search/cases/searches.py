"""Saved searches of a case: a question kept under a name, to be asked again."""

import json
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from indexer.ids import from_ms
from search.cases.case import Json, SavedSearch
from search.cases.changes import Turns
from search.errors import NotThere, Taken
from search.state.audit import canonical
from search.state.models import SavedSearchRow


class SavedSearches:
    """The saved searches of all cases."""

    def __init__(self, turns: Turns) -> None:
        """Write them in turns."""
        self._turns = turns

    def add(self, case: int, name: str, request: Json, by: str) -> tuple[SavedSearch, bool]:
        """Keep a search by name; the saved search, and whether it is new.

        The same search under the same name is kept once; another one is Taken. NotThere for the
        case.
        """
        with self._turns.take(case, by) as turn:
            row = _named(turn.connection, case, name)
            if row is None:
                values = {**turn.made, "name": name, "request": canonical(request)}
                turn.connection.execute(insert(SavedSearchRow).values(values))
                saved = _saved(_named(turn.connection, case, name))
                turn.note("saved a search", _subject(saved.id), saved.to_json())
                return saved, True
        if row.request != canonical(request):
            raise Taken(f"another search of this case is called {name!r}; choose another name")
        return _saved(row), False

    def remove(self, case: int, search: int, seen: int, by: str) -> None:
        """Take a saved search away; NotThere, or Stale if it changed after version `seen`."""
        with self._turns.take(case, by) as turn:
            own = select(SavedSearchRow.__table__).where(SavedSearchRow.case_id == case)
            row = turn.connection.execute(own.where(SavedSearchRow.id == search)).first()
            if row is None:
                raise NotThere(f"no saved search {search} in this case")
            turn.check(_subject(search), seen)
            turn.connection.execute(delete(SavedSearchRow).where(SavedSearchRow.id == search))
            turn.note("took a search away", _subject(search), _saved(row).to_json())


def read_searches(connection: Connection, case: int) -> list[SavedSearch]:
    """The saved searches of a case by name."""
    own = select(SavedSearchRow.__table__).where(SavedSearchRow.case_id == case)
    return [_saved(row) for row in connection.execute(own.order_by(SavedSearchRow.name))]


def _named(connection: Connection, case: int, name: str) -> Any:
    own = select(SavedSearchRow.__table__).where(SavedSearchRow.case_id == case)
    return connection.execute(own.where(SavedSearchRow.name == name)).first()


def _subject(search: int) -> str:
    return f"search:{search}"


def _saved(row: Row[Any]) -> SavedSearch:
    return SavedSearch(
        row.id, row.name, json.loads(row.request), row.made_by, from_ms(row.made_at_ms)
    )
