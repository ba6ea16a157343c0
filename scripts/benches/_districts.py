"""Simulated districts, indexed with the demonstration model."""

from pathlib import Path
from typing import Any

from _bench import note

from indexer.cameras import import_cameras, read_cameras
from indexer.folder import Folder
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import import_places, load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.simulate.simulate import simulate

DISTRICT = "district"


def make_district(folder: Path, cameras: int, minutes: float, seed: int, **more: Any) -> Path:
    """A data folder with everything of a simulated district, its files in `district`.

    `more` goes to `simulate`.
    """
    note(f"district {seed}: {cameras} cameras × {minutes:.3g} min")
    made = simulate(folder / DISTRICT, cameras, minutes, seed, **more)
    data = Folder(folder)
    known = import_cameras(data, read_cameras(made.cameras))
    import_places(data, made.streets)
    with open_jobs() as jobs:
        index_footage([made.folder / "footage"], data=data, model="demo", cameras=known, jobs=jobs)
    index = open_report_index(data, None)
    import_reports([made.reports], "jsonl", data, index, load_gazetteer(data))
    index.close()
    return folder
