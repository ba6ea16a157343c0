"""Runs the `truyvet` command as a user does: in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ran:
    """What a run left: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


def truyvet(
    *arguments: str | Path, data: Path, env: Mapping[str, str] | None = None, timeout_s: float = 300
) -> Ran:
    """Run `truyvet --data DATA ARGUMENTS` in a clean environment of settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TRUYVET_")}
    done = subprocess.run(
        [sys.executable, "-m", "search.cli.main", "--data", str(data), *map(str, arguments)],
        env={**kept, "PYTHONUTF8": "1", **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
