"""Parts of a long bench, kept in a folder: stopped and run again, it goes on with the next part."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _bench import note

FOLDER = "TRUYVET_BENCH_FOLDER"


def kept(name: str, measure: Callable[[], Any]) -> Any:
    """What a part measured, as JSON has it; without a folder, measured each time."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return measure()
    file = Path(folder) / f"{name}.json"
    if file.exists():
        note(f"{name} was measured before ({file})")
        return json.loads(file.read_text())
    measured = measure()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(measured, ensure_ascii=False))
    return measured
