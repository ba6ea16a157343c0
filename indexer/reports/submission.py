"""What a source hands on: a report with its sender, or why an entry of a file is none."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.folding import nfc
from indexer.reports.report import Report


@dataclass(frozen=True)
class Submission:
    """A report as it came in, and who sent it, who stays out of `repr` and so out of logs."""

    report: Report
    sender: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Refusal:
    """A line or entry (from 1; 0: the file as a whole) that was not taken in, and why."""

    file: str
    line: int
    reason: str

    @property
    def path(self) -> str:
        """The file, with the line's number behind a colon."""
        return f"{self.file}:{self.line}" if self.line else self.file


def shown_path(path: Path) -> str:
    """The path as text that can be printed and stored, whatever bytes it is made of."""
    return nfc(str(path).encode("utf-8", "replace").decode())
