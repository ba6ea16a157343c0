"""The trail: a tree of the moments a vehicle was likely at next, each weighed against the others.

A branch's weight is

    exp(LIKENESS · (s − s₁)) · plausibility(way, time) · MISSED ^ n · AGAINST ^ m

where s is how alike its moment looks and s₁ the most alike one among all it stands beside, the
plausibility that of `search.follow.pace`, n the cameras on its way that saw the street then and
not, or not as well, the vehicle: it would have been seen there first, or, where the trail has been
there before, once more; and m at how many ends of the way the vehicle was seen to drive against it
(`search.follow.heading`). Its share is its weight over the sum of all and of `UNSEEN`, which stands
for having gone where no camera is.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from indexer.ids import CameraId
from search.follow.pace import Pace
from search.follow.reach import Departure, Reached
from search.moments import Moment

LIKENESS = 5.0
"""Where many vehicles pass, one as alike by chance stands in every long window: looks say less
than times. These weights and the usual speed were chosen on simulated evenings (seeds 901, 902);
what they are worth on others `scripts/bench follow` measures."""
MISSED = 0.1
AGAINST = 0.3
UNSEEN = 0.5


@dataclass(frozen=True)
class Step:
    """A way on: a camera in reach and the moment there that takes the trail on best.

    `moment` is None where nothing of the window was found; the weight is then 0.
    """

    reached: Reached
    moment: Moment | None
    travel_s: float
    plausible: float = 0.0
    weight: float = 0.0
    share: float = 0.0
    against: int = 0

    @property
    def camera(self) -> CameraId:
        """Which camera it leads to."""
        return self.reached.camera.id

    @property
    def speed_kmh(self) -> float | None:
        """The mean speed; None where both were seen at about the same time."""
        return self.reached.way.length_m / self.travel_s * 3.6 if self.travel_s >= 1 else None


@dataclass(frozen=True)
class Branch:
    """A step that is drawn, and the branches from it on."""

    step: Step
    next: tuple["Branch", ...] = ()


Against = Callable[[Reached, Moment], int]
"""At how many ends of the way to a camera a vehicle is seen to drive against it."""
Onward = Callable[[Departure, frozenset[CameraId], int], Sequence[Step]]
"""The steps from a departure on, best first, at a depth from 0, cameras of the path left out."""


def steps_on(
    from_ms: int,
    reach: Iterable[Reached],
    alike: Mapping[CameraId, Sequence[Moment]],
    against: Against = lambda one, moment: 0,
    again: Set[CameraId] = frozenset(),
) -> list[Step]:
    """The steps to the cameras looked at (those in `alike`), best first.

    `again` are the cameras that the trail has been at and that would see the vehicle once more.
    """
    looked = [one for one in reach if one.camera.id in alike]
    scores = [moment.score for moments in alike.values() for moment in moments]
    best = max(scores, default=0.0)
    watched = alike.keys() | again
    steps = [_step(from_ms, one, alike, best, against, watched) for one in looked]
    total = sum(step.weight for step in steps) + UNSEEN
    shared = (replace(step, share=step.weight / total) for step in steps)
    return sorted(shared, key=_best_first)


def grow(
    departure: Departure, onward: Onward, breadth: int, depth: int, backward: bool = False
) -> tuple[Sequence[Step], tuple[Branch, ...]]:
    """All steps from the departure, and the tree of the best: at each depth half as many branches.

    No path comes to one camera twice.
    """
    steps = onward(departure, frozenset({departure.camera}), 0)

    def branches(
        steps: Sequence[Step], came: Departure, path: frozenset[CameraId], at: int
    ) -> tuple[Branch, ...]:
        drawn = [step for step in steps if step.moment][: max(1, breadth >> at)]
        return tuple(further(step, came, path, at) for step in drawn)

    def further(step: Step, came: Departure, path: frozenset[CameraId], at: int) -> Branch:
        assert step.moment is not None, "only such are drawn"
        seen = step.moment.captured
        gone_ms = came.seen.before_ms - seen.after_ms if backward else (
            seen.before_ms - came.seen.after_ms
        )  # fmt: skip
        left_ms = came.within_ms - max(0, gone_ms)
        if at + 1 >= depth or left_ms <= 0:
            return Branch(step)
        onto = Departure(step.camera, seen, left_ms, step.moment)
        held = path | {step.camera}
        return Branch(step, branches(onward(onto, held, at + 1), onto, held, at + 1))

    return steps, branches(steps, departure, frozenset({departure.camera}), 0)


def cameras_of(branches: Iterable[Branch]) -> set[CameraId]:
    """Every camera of a tree."""
    return {
        camera
        for branch in branches
        for camera in (branch.step.camera, *cameras_of(branch.next))
    }  # fmt: skip


def _step(
    from_ms: int,
    one: Reached,
    alike: Mapping[CameraId, Sequence[Moment]],
    best: float,
    against: Against,
    watched: Set[CameraId],
) -> Step:
    """The step to a camera by its best moment; the earliest where several are as good."""
    passed = sum(1 for camera in one.way.passed if camera in watched)
    found = (
        _by(from_ms, one, moment, best, passed, against(one, moment))
        for moment in alike[one.camera.id]
    )
    none = Step(one, None, 0.0)
    return max(found, key=lambda step: (step.weight, -step.travel_s), default=none)


def _by(from_ms: int, one: Reached, moment: Moment, best: float, passed: int, against: int) -> Step:
    travel_s = _travel_s(from_ms, moment)
    plausible = Pace.plausibility(one.way.length_m, travel_s)
    likely = math.exp(LIKENESS * (moment.score - best)) * plausible
    weight = likely * MISSED**passed * AGAINST**against
    return Step(one, moment, travel_s, plausible, weight, against=against)


def _travel_s(from_ms: int, moment: Moment) -> float:
    return abs(moment.best.region.captured_at_ms - from_ms) / 1000


def _best_first(step: Step) -> tuple[float, int, str]:
    """By weight; those without a moment by how near they are."""
    return (-step.weight, step.reached.way.length_mm, step.camera)
