"""What stands is told once over generations too; what passes, or looks otherwise, is told anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.models import open_encoder
from indexer.cameras import Camera, import_cameras
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId
from indexer.index_model import remember_model
from indexer.region import Box, Region
from indexer.shard import write_shards
from search.aim import phrase_vectors
from search.cases.cases import Cases
from search.example import unit
from search.folded import STILL_MS
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from search.watches.rounds import Rounds
from search.watches.send import Sender
from search.watches.stood import TOLD_FOR
from search.watches.watch import AskedWatch
from search.watches.watches import Watches

START_MS = 1_651_068_000_000
HERE: Box = (0.40, 0.50, 0.60, 0.70)
THERE: Box = (0.10, 0.50, 0.30, 0.70)
CAMERA = Camera(CameraId("nvq"), "Nguyễn Văn Quá 1", 10.8365, 106.6299)
MINUTE_MS = 60_000


class Street:
    """A watched street of one camera; each minute filmed is a generation of its own."""

    def __init__(self, path: Path, state: State) -> None:
        self._data, self._encoder, self._filmed = Folder(path), open_encoder("hash"), 0
        import_cameras(self._data, [CAMERA])
        remember_model(self._data, self._encoder.card.name, self._encoder.card.fingerprint)
        settings = Settings(data=str(path))
        service = Service(settings, state)
        self.case = Cases(state).make("VA-118", "Cướp giật", "an").id
        asked = AskedWatch("Xe tải trắng", {"question": "white van"}, "tin mới")
        service.watch(self.case, asked, "an")
        self._rounds, self._watches = Rounds(service, state, Sender(settings)), Watches(state)
        (self._asked,) = phrase_vectors([("white van", "en")], self._encoder)

    def sees(self, at_ms: int, box: Box = HERE, still_ms: int = 50_000, like: int = 0) -> int:
        """A minute with one thing in it is indexed and a round run; how many hits are told."""
        self._filmed += 1
        footage = FootageId(f"{self._filmed:016x}")
        region = Region(CAMERA.id, START_MS + at_ms, footage, 0, box, "object", still_ms)
        other = np.random.default_rng(like).normal(size=self._asked.shape)
        vector = unit(0.9 * self._asked + 0.4 * unit(other)).astype(np.float32)
        shards = write_shards(self._data, [region], vector[None], self._encoder.card)
        FrameTable(self._data).commit({footage: shards})
        FootageLog(self._data).append([self._span(footage, START_MS + at_ms)])
        before = len(self._watches.hits(self.case, 99))
        done = self._rounds.once()
        assert done.troubles == []
        assert len(self._watches.hits(self.case, 99)) - before == done.hits
        return done.hits

    def _span(self, footage: FootageId, start_ms: int) -> FootageSpan:
        fingerprint: Any = self._encoder.card.fingerprint
        return FootageSpan(
            task_key=footage, footage=footage, path="nowhere.mp4", sha256=footage.ljust(64, "0"),
            camera=CAMERA.id, start_ms=start_ms, span_after_ms=start_ms,
            span_before_ms=start_ms + MINUTE_MS, pts_after_ms=0, pts_before_ms=MINUTE_MS,
            sampled_frames=1, regions=1, dropped=0, fingerprint=fingerprint, state="indexed",
            reason="", at_ms=start_ms,
        )  # fmt: skip


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with open_state("sqlite://") as state:
        yield Street(tmp_path / "data", state)


def test_what_is_parked_is_told_once_over_generations(street: Street) -> None:
    assert [street.sees(minute * MINUTE_MS) for minute in range(3)] == [1, 0, 0]
    assert street.sees(5 * MINUTE_MS, box=THERE) == 1, "it stands elsewhere now"
    assert street.sees(6 * MINUTE_MS, like=1) == 1, "something else stands there now"
    assert street.sees(7 * MINUTE_MS) == 0, "the first was told of"


def test_what_only_passes_at_the_same_place_is_told_each_time(street: Street) -> None:
    passes = STILL_MS - 1
    assert [street.sees(minute * MINUTE_MS, still_ms=passes) for minute in range(2)] == [1, 1]
    assert street.sees(4 * MINUTE_MS) == 1, "now it stands"
    assert street.sees(5 * MINUTE_MS, still_ms=passes) == 1, "and now one passes"


def test_what_stands_is_told_again_after_a_day(street: Street) -> None:
    day_ms = int(TOLD_FOR.total_seconds() * 1000)
    times = 0, day_ms, day_ms + MINUTE_MS, day_ms + 2 * MINUTE_MS
    assert [street.sees(at) for at in times] == [1, 0, 1, 0]
