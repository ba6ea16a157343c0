"""Footage for the bench of ingest: simulated streets, filmed as a recorder of today stores them.

The simulator's own files have a key frame a second and are made for speed; a camera's have one
every two seconds and are packed well. So they are encoded once more.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from indexer.cameras import Cameras, read_cameras
from indexer.catalog import Footage, place_footage
from indexer.ids import LOCAL_ZONE
from indexer.region import Box
from indexer.simulate.simulate import simulate
from indexer.video.probe import probe

SEED = 5081
"""Nothing was trained or tuned on it."""
GROUP_S = 2
"""Seconds from key frame to key frame."""
BOXES_A_SECOND = 5
"""For a picture a fifth of a second before or after its second, too, it is known what it shows."""


@dataclass(frozen=True)
class Size:
    """How a recorder stores what a camera sees."""

    width: int
    height: int
    fps: int

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.height}p{self.fps}"


@dataclass(frozen=True)
class Passing:
    """A thing that passed before one camera, and the conditions.

    By time (UTC ms) its boxes, and what share of each is hidden behind others.
    """

    boxes: dict[int, Box]
    hidden: dict[int, float]
    light: str
    rain: bool


@dataclass(frozen=True)
class Filmed:
    """One file and all that passed in it."""

    footage: Footage
    passing: tuple[Passing, ...]


def film(folder: Path, hour: int, cameras: int, seconds: float, size: Size) -> list[Filmed]:
    """A district at an hour of the day, about half of its cameras in the rain."""
    start = datetime(2022, 4, 27, hour, tzinfo=LOCAL_ZONE)
    made = simulate(
        folder, cameras, seconds / 60, SEED + hour, start, width=size.width, height=size.height,
        fps=size.fps, rain=True, questions=0, boxes_a_second=BOXES_A_SECOND,
    )  # fmt: skip
    known = Cameras(read_cameras(made.cameras))
    for path in made.footage:
        store(path, path, size)
    things = [json.loads(line) for line in made.objects.read_text("utf-8").splitlines()]
    passing = [(seen, thing) for thing in things for seen in thing["sightings"]]
    moved = [seen for seen, thing in passing if thing["role"] != "parked"]
    placed = [place_footage(path, known) for path in made.footage]
    return [Filmed(footage, tuple(_passing(footage, moved))) for footage in placed]


def smaller(filmed: Filmed, folder: Path, size: Size) -> Filmed:
    """The same as a recorder of smaller pictures would store it."""
    source = Path(filmed.footage.path)
    path = folder / str(filmed.footage.camera) / source.name
    path.parent.mkdir(parents=True, exist_ok=True)
    store(source, path, size)
    placed = replace(filmed.footage, path=str(path), video=probe(path))
    return replace(filmed, footage=placed)


def store(source: Path, path: Path, size: Size) -> None:
    """Encode footage as H.264 at a camera's settings: groups of two seconds, no B frames."""
    temporary = path.with_suffix(".stored.mp4")
    with av.open(os.fspath(source)) as read, av.open(os.fspath(temporary), "w") as out:
        rate = read.streams.video[0].average_rate or Fraction(size.fps)
        stream = out.add_stream("libx264", rate=size.fps)
        stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
        stream.options = {
            "preset": "veryfast", "crf": "26", "bf": "0", "sc_threshold": "0",
            "g": str(GROUP_S * size.fps), "keyint_min": str(GROUP_S * size.fps),
        }  # fmt: skip
        for number, frame in enumerate(_thinned(read, float(rate) / size.fps)):
            kept = frame.reformat(width=size.width, height=size.height, interpolation="AREA")
            kept.pts, kept.time_base, kept.pict_type = number, Fraction(1, size.fps), 0
            out.mux(stream.encode(kept))
        out.mux(stream.encode(None))
    temporary.replace(path)


def _thinned(container: Any, every: float) -> Iterator[Any]:
    """Every so many-th frame."""
    kept = -1
    for number, frame in enumerate(container.decode(video=0)):
        if int(number / every) > kept:
            kept = int(number / every)
            yield frame


def _passing(footage: Footage, moved: list[dict[str, Any]]) -> Iterator[Passing]:
    for seen in moved:
        if seen["camera"] == footage.camera:
            boxes = {_ms(box["at"]): tuple(box["box"]) for box in seen["boxes"]}
            hidden = {_ms(box["at"]): float(box["hidden"]) for box in seen["boxes"]}
            yield Passing(boxes, hidden, seen["light"], seen["rain"])  # type: ignore[arg-type]


def _ms(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp() * 1000)
