"""The record of refused report lines: one small JSON file for each file that was imported.

An import of a file replaces what was recorded of it before: what has been mended is gone.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from indexer.folder import Folder
from indexer.ids import local_iso
from indexer.reports.submission import Refusal

KEPT = 1_000
"""Refusals recorded of one file; of the rest, only how many there were."""


@dataclass(frozen=True)
class Quarantined:
    """A refused line (from 1; 0: the whole file), why, and when it was refused."""

    file: str
    line: int
    reason: str
    at_ms: int

    @property
    def path(self) -> str:
        """The file, with the line's number behind a colon."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {"path": self.path, "reason": self.reason, "at": local_iso(self.at_ms)}


class Quarantine:
    """The refused lines of a data folder."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; nothing is created until something is refused."""
        self._folder = data.child("reports/quarantine")

    def record(self, file: str, refusals: Sequence[Refusal], refused: int, at_ms: int) -> None:
        """Record what an import refused of a file: `refused` lines, of which `refusals` are named.

        None refused takes an earlier record of that file away.
        """
        name = f"{hashlib.sha256(file.encode()).hexdigest()[:16]}.json"
        if not refused:
            self._folder.remove(name)
            return
        kept = [Quarantined(file, r.line, r.reason, at_ms) for r in refusals[:KEPT]]
        if refused > len(kept):
            more = f"{refused - len(kept):,} more lines were refused"
            kept.append(Quarantined(file, 0, more, at_ms))
        rows = [asdict(record) for record in kept]
        self._folder.write(name, json.dumps(rows, ensure_ascii=False).encode())

    def records(self) -> list[Quarantined]:
        """All refused lines, by file and line."""
        rows = [row for name in self._folder.names() for row in json.loads(self._folder.read(name))]
        return sorted((Quarantined(**row) for row in rows), key=lambda r: (r.file, r.line))
