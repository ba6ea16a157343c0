"""Notes of a case: written by anyone, changed only as they were seen."""

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from indexer.ids import from_ms
from search.cases.case import Note, Subject
from search.cases.changes import Turns
from search.errors import NotThere
from search.state.models import NoteRow


class Notes:
    """The notes of all cases."""

    def __init__(self, turns: Turns) -> None:
        """Write them in turns."""
        self._turns = turns

    def add(self, case: int, text: str, about: Subject | None, by: str) -> Note:
        """Write a note, of the case or about a moment or report; NotThere for the case."""
        with self._turns.take(case, by) as turn:
            row = {
                **turn.made,
                "text": text,
                "about_kind": about and about.kind,
                "about": about and about.id,
            }
            made = turn.connection.execute(insert(NoteRow).values(row)).inserted_primary_key
            assert made is not None, "one row was inserted"
            note = _note(_row(turn.connection, case, made.id))
            turn.note("wrote a note", _subject(note.id), note.to_json())
            return note

    def edit(self, case: int, note: int, text: str, seen: int, by: str) -> Note:
        """Change a note's text; NotThere, or Stale if it was changed after version `seen`."""
        with self._turns.take(case, by) as turn:
            row = _row(turn.connection, case, note)
            turn.check(_subject(note), seen)
            if text != row.text:
                edited = {"text": text, "edited_by": by, "edited_at_ms": turn.at_ms}
                own = update(NoteRow).where(NoteRow.id == note)
                turn.connection.execute(own.values(edited))
                turn.note("changed a note", _subject(note), {"text": text})
            return _note(_row(turn.connection, case, note))

    def remove(self, case: int, note: int, seen: int, by: str) -> None:
        """Take a note away; NotThere, or Stale if it was changed after version `seen`."""
        with self._turns.take(case, by) as turn:
            row = _row(turn.connection, case, note)
            turn.check(_subject(note), seen)
            turn.connection.execute(delete(NoteRow).where(NoteRow.id == note))
            turn.note("took a note away", _subject(note), _note(row).to_json())


def read_notes(connection: Connection, case: int) -> list[Note]:
    """The notes of a case as they were written."""
    own = select(NoteRow.__table__).where(NoteRow.case_id == case).order_by(NoteRow.id)
    return [_note(row) for row in connection.execute(own)]


def _row(connection: Connection, case: int, note: int) -> Row[Any]:
    own = select(NoteRow.__table__).where(NoteRow.case_id == case, NoteRow.id == note)
    row = connection.execute(own).first()
    if row is None:
        raise NotThere(f"no note {note} in this case; it may have been taken away")
    return row


def _subject(note: int) -> str:
    return f"note:{note}"


def _note(row: Row[Any]) -> Note:
    return Note(
        id=row.id,
        text=row.text,
        about=Subject(row.about_kind, row.about) if row.about_kind else None,
        by=row.made_by,
        at=from_ms(row.made_at_ms),
        edited_by=row.edited_by,
        edited_at=None if row.edited_at_ms is None else from_ms(row.edited_at_ms),
    )
