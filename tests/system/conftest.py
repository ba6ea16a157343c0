"""A simulated district, indexed by the command with the demonstration model, once a session."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import truyvet

CAMERAS, MINUTES, SEED = 4, 2, 7


@dataclass(frozen=True)
class IndexedDistrict:
    """Where the simulated files lie, and the data folder they were indexed into."""

    folder: Path
    data: Path


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> IndexedDistrict:
    """Simulate, import cameras, index footage, import reports: each by the command."""
    root = tmp_path_factory.mktemp("district")
    folder, data = root / "simulated", root / "data"
    steps: list[tuple[str | Path, ...]] = [
        (
            "simulate",
            folder,
            "--cameras",
            str(CAMERAS),
            "--minutes",
            str(MINUTES),
            "--seed",
            str(SEED),
        ),
        ("cameras", "import", folder / "cameras.geojson"),
        ("places", "import", folder / "streets.geojson"),
        ("footage", "index", folder / "footage", "--workers", "2"),
        ("reports", "import", folder / "reports.jsonl", "--source", "jsonl"),
    ]
    for step in steps:
        ran = truyvet(*step, data=data)
        assert ran.code == 0, ran.err
    return IndexedDistrict(folder, data)
