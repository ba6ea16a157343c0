"""A data folder of two cameras with clips and tips, that things happen to."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.cameras import Camera, Cameras, import_cameras
from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from tests.indexer.drawn_footage import START_NAME, clip

CAMERAS = [
    Camera(CameraId("nvq"), "Nguyễn Văn Quá 1", 10.8365, 106.6299, street="Nguyễn Văn Quá"),
    Camera(CameraId("hhg"), "Hà Huy Giáp 1", 10.8730, 106.6795, street="Hà Huy Giáp"),
]


class District:
    """A data folder that things happen to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = Folder(root / "data")
        import_cameras(self.data, CAMERAS)

    def film(self, name: str, *shades: int) -> None:
        folder = self.root / name
        for camera, shade in zip(("nvq", "hhg"), shades, strict=False):
            clip(folder / camera / f"{START_NAME}.mp4", 8, shade)
        with open_jobs() as jobs:
            index_footage(
                [folder], data=self.data, model="hash", cameras=Cameras(CAMERAS), jobs=jobs
            )

    def tell(self, tips: list[tuple[str, str, str]]) -> None:
        self._import(
            {"id": ident, "kind": "tip", "channel": "zalo", "text": text, "received_at": at}
            for ident, text, at in tips
        )

    def take_back(self, tip: str, at: str) -> None:
        self._import([{"id": tip, "deleted": True, "received_at": at}])

    def _import(self, lines: Iterable[dict[str, Any]]) -> None:
        file = self.root / "tips.jsonl"
        file.write_text("\n".join(map(json.dumps, lines)))
        index = open_report_index(self.data, None)
        import_reports([file], "jsonl", self.data, index, load_gazetteer(self.data))
        index.close()
