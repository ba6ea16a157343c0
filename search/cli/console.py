"""What the command prints: results on standard output, everything else on standard error."""

import json
import sys
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console as RichConsole


@dataclass
class Console:
    """With `json`, exactly one JSON document goes to standard output and nothing else."""

    json: bool = False
    out: RichConsole = field(
        default_factory=lambda: RichConsole(highlight=False, soft_wrap=True, emoji=False)
    )
    err: RichConsole = field(
        default_factory=lambda: RichConsole(
            stderr=True, highlight=False, soft_wrap=True, emoji=False
        )
    )

    def result(self, document: Any) -> None:
        """Print the one JSON document (only called where `json` is set)."""
        print_json(document)

    def say(self, text: str) -> None:
        """A line for a person about how things go; markup of rich allowed."""
        self.err.print(text)

    def fail(self, reason: str) -> None:
        """One line: why it failed and what to do."""
        self.err.print(f"truyvet: {reason}", style="red", markup=False)


def print_json(document: Any) -> None:
    """One document on one line, in UTF-8 whatever the locale; a lone surrogate is escaped."""
    text = json.dumps(document, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
