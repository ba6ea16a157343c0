"""Files of each source, written and read as an import reads them."""

import json
from pathlib import Path
from typing import Any

from indexer.reports.report import Report
from indexer.reports.sources import read_submissions
from indexer.reports.submission import Refusal, Submission


class Read:
    """What was read of a file."""

    def __init__(self, items: list[Submission | Refusal]) -> None:
        self.submissions = [item for item in items if isinstance(item, Submission)]
        self.refusals = [(r.line, r.reason) for r in items if isinstance(r, Refusal)]

    @property
    def reports(self) -> list[Report]:
        return [item.report for item in self.submissions]

    @property
    def texts(self) -> list[str]:
        return [report.text for report in self.reports]

    @property
    def senders(self) -> list[Any]:
        return [item.sender for item in self.submissions]


def read(path: Path, name: str, content: bytes | str | Any, source: str) -> Read:
    """Bytes and texts as they are, anything else as JSON."""
    file = path / name
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Read(list(read_submissions(file, source)))
