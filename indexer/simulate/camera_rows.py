"""What cameras saw on an evening without pixels, by columns: looks by number, and sorted rows."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from indexer.ids import CameraId, FootageId
from indexer.shard_files import REGION_SCHEMA, SIDES
from indexer.simulate.looks import CLASSES_PX, Look, size_classes
from indexer.simulate.passages import Passage, heights_px
from indexer.simulate.things import Thing

Numbers = NDArray[np.int64]
_WHOLE_BOX = (0.0, 0.0, 1.0, 1.0)
_KINDS = ("object", "frame")


@dataclass(frozen=True)
class Seen:
    """Looks (n,) in the order of their passages: second, box (n, 4), size class, and its number."""

    at_s: Numbers
    boxes: NDArray[np.float64]
    sizes: Numbers
    numbers: Numbers


class NumberedLooks:
    """Looks by number: equal looks have equal ones, and those of an incident one each."""

    def __init__(self) -> None:
        """Begin with none."""
        self._things: dict[Thing, int] = {}
        self._fresh: list[Look] = []

    def of_passages(self, passages: Sequence[Passage], involved: Set[str]) -> Seen:
        """What a camera saw; looks at an object in `involved`, by id, are like no other."""
        at_s = np.concatenate([np.zeros(0, np.int64), *(one.at_s for one in passages)])
        boxes = np.concatenate([np.zeros((0, 4)), *(one.boxes for one in passages)])
        away = np.concatenate([np.zeros(0, bool), *(one.away for one in passages)])
        counts = np.array([len(one.at_s) for one in passages], np.int64)
        things = np.array([self._thing(one) for one in passages], np.int64)
        sizes = size_classes(heights_px(boxes))
        numbers = (np.repeat(things, counts) * len(CLASSES_PX) + sizes) * 2 + away
        ends = np.cumsum(counts)
        for passage, end, count in zip(passages, ends.tolist(), counts.tolist(), strict=True):
            if passage.journey.trip.id in involved:
                numbers[end - count : end] = self._anew(passage, sizes[end - count : end])
        return Seen(at_s, boxes, sizes, numbers)

    def looks(self, numbers: Sequence[int]) -> list[Look]:
        """The looks of these numbers, which were given to some."""
        things = list(self._things)
        return [self._look(number, things) for number in numbers]

    def _look(self, number: int, things: Sequence[Thing]) -> Look:
        if number < 0:
            return self._fresh[-1 - number]
        kind, away = divmod(number, 2)
        thing, size = divmod(kind, len(CLASSES_PX))
        return Look(things[thing], size, bool(away))

    def _thing(self, passage: Passage) -> int:
        return self._things.setdefault(passage.journey.trip.thing, len(self._things))

    def _anew(self, passage: Passage, sizes: Numbers) -> list[int]:
        trip, site = passage.journey.trip, passage.site
        columns = (passage.at_s, sizes, passage.away)
        for at_s, size, away in zip(*(column.tolist() for column in columns), strict=True):
            self._fresh.append(Look(trip.thing, size, away, f"{trip.id} {site.id} {at_s}"))
        return [-1 - number for number in range(len(self._fresh) - len(sizes), len(self._fresh))]


@dataclass(frozen=True)
class CameraRows:
    """A camera's rows, sorted as a shard has them: looks and whole pictures.

    `order` (n,) tells which of its looks, and after them of its whole pictures, each row is.
    """

    camera: CameraId
    footage: FootageId
    pts_ms: Numbers
    boxes: NDArray[np.float64]
    kinds: Numbers
    order: Numbers

    def __len__(self) -> int:
        """How many rows."""
        return len(self.order)


def sorted_rows(camera: CameraId, footage: FootageId, seen: Seen, wholes_s: Numbers) -> CameraRows:
    """What a camera saw, and its whole pictures of these seconds, by time and box."""
    at_s = np.concatenate([seen.at_s, wholes_s])
    boxes = np.concatenate([seen.boxes.round(4), np.tile(_WHOLE_BOX, (len(wholes_s), 1))])
    kinds = np.repeat([0, 1], [len(seen.at_s), len(wholes_s)])
    order = np.lexsort((*boxes.T[::-1], at_s))
    return CameraRows(camera, footage, at_s[order] * 1000, boxes[order], kinds[order], order)


def region_table(rows: Sequence[CameraRows], start_ms: int) -> pa.Table:
    """The rows of cameras, ascending, as columns of REGION_SCHEMA; footage is from `start_ms`."""
    cameras = np.repeat(np.arange(len(rows)), [len(one) for one in rows])
    pts_ms = np.concatenate([one.pts_ms for one in rows])
    boxes = np.concatenate([one.boxes for one in rows])
    columns = {
        "camera": _named([one.camera for one in rows], cameras),
        "captured_at_ms": start_ms + pts_ms,
        "footage": _named([one.footage for one in rows], cameras),
        "pts_ms": pts_ms,
        **dict(zip(SIDES, boxes.T, strict=True)),
        "kind": _named(_KINDS, np.concatenate([one.kinds for one in rows])),
        "still_ms": np.zeros(len(pts_ms), np.int64),
    }
    return pa.table(columns, schema=REGION_SCHEMA)


def _named(names: Sequence[str], numbers: Numbers) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(numbers))
