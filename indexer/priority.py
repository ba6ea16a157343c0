"""What is to be indexed first: a camera or a street, some hours of the day, or both."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.cameras import Cameras
from indexer.errors import BadInput, UnknownCamera
from indexer.folding import fold
from indexer.ids import LOCAL_ZONE, CameraId, from_ms
from indexer.span import SpanTask

_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?-(\d{1,2})(?::(\d{2}))?")
_DAY = 24 * 60


@dataclass(frozen=True)
class Priority:
    """Cameras (None: all) and minutes of the local day [from, to), over midnight if from > to."""

    cameras: frozenset[CameraId] | None
    minutes: tuple[int, int] | None

    @classmethod
    def read(cls, text: str, cameras: Cameras) -> "Priority":
        """From `CAMERA`, `STREET`, `21:00-24:00`, or a place and hours with a slash between.

        Raises BadInput for what is neither a camera, a camera's street nor hours.
        """
        parts = [part.strip() for part in text.split("/") if part.strip()]
        hours = [found for part in parts if (found := _HOURS.fullmatch(part))]
        places = [part for part in parts if not _HOURS.fullmatch(part)]
        if len(hours) > 1 or len(places) > 1 or not parts:
            raise BadInput(
                f"{text!r} does not say what goes first: give a camera or a street, hours such as "
                "21:00-24:00, or both as STREET/HOURS"
            )
        return cls(
            _watching(places[0], cameras) if places else None,
            _minutes(hours[0], text) if hours else None,
        )

    def means(self, task: SpanTask) -> bool:
        """Whether any of the span is of these cameras and hours."""
        if self.cameras is not None and task.footage.camera not in self.cameras:
            return False
        return self.minutes is None or self._touches(task, *self.minutes)

    def _touches(self, task: SpanTask, begin: int, end: int) -> bool:
        start = from_ms(task.footage.start_ms + task.after_ms).astimezone(LOCAL_ZONE)
        first = start.hour * 60 + start.minute
        last = first + (task.before_ms - task.after_ms) / 60_000
        windows = [(begin, end)] if begin < end else [(begin, _DAY + end), (begin - _DAY, end)]
        return any(
            first < to + day and begin_at + day < last
            for begin_at, to in windows
            for day in (0, _DAY)
        )


def in_order(tasks: Iterable[SpanTask], first: Sequence[Priority]) -> list[SpanTask]:
    """The tasks, what the first priority means before what the second does, then the rest."""

    def rank(task: SpanTask) -> int:
        return next((n for n, one in enumerate(first) if one.means(task)), len(first))

    return sorted(tasks, key=rank)


def _watching(place: str, cameras: Cameras) -> frozenset[CameraId]:
    if place in cameras:
        return frozenset([CameraId(place)])
    street = fold(place)
    found = frozenset(camera.id for camera in cameras if fold(camera.street) == street)
    if not found:
        raise UnknownCamera(
            f"no camera and no camera's street is called {place!r}; "
            "give an id or a street as `truyvet cameras import` was told it"
        )
    return found


def _minutes(found: re.Match[str], text: str) -> tuple[int, int]:
    hours = [int(part or 0) for part in found.groups()]
    begin, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if max(hours[1], hours[3]) > 59 or begin >= _DAY or end > _DAY or begin == end:
        raise BadInput(f"{text!r} names no hours of a day; write them as 21:00-24:00")
    return begin, end
