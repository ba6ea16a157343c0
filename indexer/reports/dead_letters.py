"""Reports that a text index refuses for good: kept by id with the reason, until one is taken again.

`reports/dead-letters/HASH.json` is one report's. The report itself is in the log, whole; only
searches by words do not find it. A store that is busy or away is another matter: that is tried
again, and the import waits or stops.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from indexer.folder import Folder
from indexer.ids import ReportId, local_iso


@dataclass(frozen=True)
class Refused:
    """A report that a store did not take, and the store's own word for why."""

    report: ReportId
    reason: str


@dataclass(frozen=True)
class DeadLetter:
    """What is kept of it: the report's id, why, and when it was refused last."""

    report: ReportId
    reason: str
    at_ms: int

    def to_json(self) -> dict[str, str]:
        """The form of everything in quarantine."""
        at = local_iso(self.at_ms)
        return {"path": f"report:{self.report}", "reason": self.reason, "at": at}


class DeadLetters:
    """The dead letters of a data folder."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; nothing is created until something is refused."""
        self._folder = data.child("reports/dead-letters")

    def record(self, tried: Iterable[ReportId], refused: Sequence[Refused]) -> None:
        """What became of reports that were tried: letters of those taken go, others are kept."""
        held = set(self._folder.names())
        reasons = {one.report: one.reason for one in refused}
        for report in tried if held else ():
            if report not in reasons and _name(report) in held:
                self._folder.remove(_name(report))
        at_ms = time.time_ns() // 1_000_000
        for report, reason in reasons.items():
            letter = asdict(DeadLetter(report, reason, at_ms))
            self._folder.write(_name(report), json.dumps(letter, ensure_ascii=False).encode())

    def all(self) -> list[DeadLetter]:
        """All letters, by report."""
        names = (name for name in self._folder.names() if name.endswith(".json"))
        letters = [DeadLetter(**json.loads(self._folder.read(name))) for name in names]
        return sorted(letters, key=lambda letter: letter.report)


def _name(report: ReportId) -> str:
    return f"{hashlib.sha256(report.encode()).hexdigest()[:32]}.json"
