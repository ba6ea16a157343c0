"""The cameras a vehicle can come to, when, and what of that time is on their footage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.cameras import Camera
from indexer.footage_log import FootageSpan
from indexer.ids import CameraId, Interval
from indexer.places.street_graph import Way, Ways
from search.coverage import Gap, scope_coverage
from search.follow.pace import Pace
from search.moments import Moment


@dataclass(frozen=True)
class Reached:
    """A camera in reach: the way there, and the window, both ends included, of passing it."""

    camera: Camera
    way: Way
    window: Interval

    @property
    def scope(self) -> Interval:
        """The window as a half-open interval to search in."""
        return Interval(self.window.after_ms, self.window.before_ms + 1)


@dataclass(frozen=True)
class Departure:
    """Where it was seen when, and for how long from then on it is looked for.

    `moment` is that of its look there, where the way it drove may show.
    """

    camera: CameraId
    seen: Interval
    within_ms: int
    moment: Moment | None = None


def reached(
    departure: Departure,
    ways: Ways,
    cameras: Mapping[CameraId, Camera],
    pace: Pace,
    backward: bool = False,
) -> list[Reached]:
    """Every camera that can be reached in time, the soonest first (backward: the latest first)."""
    found = []
    for ident, way in ways.by_camera.items():
        window = pace.window(departure.seen, way.length_m, departure.within_ms, backward)
        if window is not None:
            found.append(Reached(cameras[ident], way, window))
    return sorted(found, key=lambda one: (one.way.length_mm, one.camera.id))


class Footage:
    """What is indexed of each camera."""

    def __init__(self, spans: Iterable[FootageSpan]) -> None:
        """Hold the footage log's spans."""
        self._spans: dict[str, list[FootageSpan]] = {}
        for span in spans:
            self._spans.setdefault(span.camera, []).append(span)

    def gaps(self, one: Reached) -> tuple[Gap, ...]:
        """What of the window is not indexed; one gap without times where nothing of it is."""
        spans: Sequence[FootageSpan] = self._spans.get(one.camera.id, ())
        return scope_coverage([one.camera], [one.scope], spans).not_indexed

    def sees(self, one: Reached) -> bool:
        """Whether anything of the window is indexed."""
        return not any(gap.after_ms is None for gap in self.gaps(one))
