"""A small index of rows and vectors on two crossing streets: what each camera saw is given."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import mapping

from embeddings.models import open_encoder
from indexer.cameras import Camera, import_cameras
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId
from indexer.index_model import remember_model
from indexer.places.gazetteer import import_places
from indexer.places.place import Place
from indexer.region import Region
from indexer.shard import write_shards

START_MS = 1_651_068_000_000
"""27 April 2022, 21:00 in Ho Chi Minh City."""
LENGTH_S = 600
BOX = (0.4, 0.5, 0.6, 0.8)


@dataclass(frozen=True)
class Seen:
    """What a camera saw at a second: a vector, (dim,)."""

    camera: CameraId
    at_s: float
    vector: NDArray[np.float32]


def make_index(
    data: Path, streets: Sequence[Place], cameras: Sequence[Camera], seen: Iterable[Seen],
    blind: Sequence[CameraId] = (),
) -> None:  # fmt: skip
    """Write it into `data`; cameras in `blind` have no footage."""
    folder, encoder = Folder(data), open_encoder("hash")
    remember_model(folder, "hash", encoder.card.fingerprint)
    import_cameras(folder, cameras)
    if streets:
        file = data / "streets.geojson"
        features = [
            {
                "type": "Feature",
                "properties": {"id": one.id, "name": one.name, "kind": "street"},
                "geometry": mapping(one.geometry),
            }
            for one in streets
        ]
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        import_places(folder, file)
    seen = list(seen)
    shards, spans = {}, []
    for camera in cameras:
        if camera.id in blind:
            continue
        own = sorted((one for one in seen if one.camera == camera.id), key=lambda one: one.at_s)
        pts = [round(one.at_s * 1000) for one in own]
        ident = footage(camera.id)
        regions = [Region(camera.id, START_MS + p, ident, p, BOX, "object") for p in pts]
        vectors = np.array([one.vector for one in own], np.float32).reshape(len(own), -1)
        if own:
            shards[f"task-{camera.id}"] = write_shards(folder, regions, vectors, encoder.card)
        spans.append(_span(camera.id, len(own), encoder.card.fingerprint))
    FrameTable(folder).commit(shards)
    FootageLog(folder).append(spans)


def footage(camera: str) -> FootageId:
    """The footage of a camera."""
    return FootageId(hashlib.sha256(camera.encode()).hexdigest()[:16])


def moment(camera: str, first_s: float, last_s: float) -> str:
    """The id of a moment."""
    return f"{footage(camera)}.{round(first_s * 1000)}-{round(last_s * 1000)}"


def _span(camera: CameraId, regions: int, fingerprint: str) -> FootageSpan:
    end_ms = START_MS + LENGTH_S * 1000
    return FootageSpan(
        task_key=f"task-{camera}", footage=footage(camera), path=f"{camera}.mp4", sha256="0" * 64,
        camera=camera, start_ms=START_MS, span_after_ms=START_MS, span_before_ms=end_ms,
        pts_after_ms=0, pts_before_ms=LENGTH_S * 1000, sampled_frames=LENGTH_S, regions=regions,
        dropped=0, fingerprint=fingerprint, state="indexed", reason="", at_ms=end_ms,
    )  # fmt: skip
