"""When a vehicle can be at another camera, and what travel times are usual."""

import pytest

from indexer.ids import Interval
from search.errors import BadQuestion
from search.follow.pace import CLOCK_MS, USUAL_KMH, Pace

SEEN = Interval(1_000_000, 1_004_000)


def test_a_window_holds_every_speed_between_the_bounds() -> None:
    pace = Pace(slowest_kmh=10, fastest_kmh=60, slack=0)
    window = pace.window(SEEN, 1_000, 3_600_000)
    assert window is not None
    for kmh in (10, 36, 60):
        assert window.after_ms < SEEN.after_ms + 1_000 / (kmh / 3.6) * 1000 < window.before_ms
    assert window.after_ms > SEEN.after_ms + 1_000 / (80 / 3.6) * 1000 - CLOCK_MS
    back = pace.window(SEEN, 1_000, 3_600_000, backward=True)
    assert back == Interval(
        SEEN.after_ms - (window.before_ms - SEEN.before_ms),
        SEEN.before_ms - (window.after_ms - SEEN.after_ms),
    )


def test_what_is_too_far_has_no_window() -> None:
    assert Pace().window(SEEN, 30_000, 600_000) is None
    assert Pace().farthest_m(600_000) < 30_000


def test_the_usual_time_is_the_most_plausible() -> None:
    usual_s = 1_000 / (USUAL_KMH / 3.6)
    told = [Pace.plausibility(1_000, usual_s * factor) for factor in (0.3, 1, 3)]
    assert told[1] == pytest.approx(1) and 0 < told[0] < 1 and 0 < told[2] < 1
    assert 0 < Pace.plausibility(0, 0) <= 1


@pytest.mark.parametrize("bounds", [(0, 50, 0), (60, 50, 0), (5, 500, 0), (5, 50, -1), (5, 50, 99)])
def test_impossible_bounds_are_refused(bounds: tuple[float, float, float]) -> None:
    with pytest.raises(BadQuestion):
        Pace(*bounds)
