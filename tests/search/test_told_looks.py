"""How well a moment fits what a report tells of looks."""

from dataclasses import replace

import numpy as np
import pytest

from indexer.ids import ReportId
from search.frames import FrameHit
from search.moments import SECOND_SHARE, group_moments
from search.relevance import Curve
from search.told_looks import ToldLooks
from tests.search.test_moments import hit

TOLD, SILENT = ReportId("told"), ReportId("silent")
ASKED, BOTH_RIDERS = np.eye(4, dtype=np.float32)[:2]
CURVE = Curve((0.0, 1.0), (0.0, 1.0))


def look(pts_ms: int, asked: float, riders: float) -> FrameHit:
    """A look of that score for the question, and so near to what a report tells of."""
    return replace(hit(pts_ms, asked), embedding=asked * ASKED + riders * BOTH_RIDERS)


def looks(curve: Curve | None = CURVE) -> ToldLooks:
    caption = "two people on a red motorbike"
    return ToldLooks({TOLD: caption}, {caption: BOTH_RIDERS}, curve)


def test_a_moment_fits_by_the_look_that_fits_best_not_by_the_reddest() -> None:
    passing = [look(10_000, 0.9, 0.1), look(10_500, 0.8, 0.7)]
    moment, _ = group_moments([*passing, look(90_000, 0.1, 0.0)])
    assert moment.best.score == pytest.approx(0.9)
    both = (1 - SECOND_SHARE) * 0.7 + SECOND_SHARE * 0.1
    assert looks().fit(moment, TOLD) == pytest.approx(both)


def test_a_second_look_is_one_at_another_time() -> None:
    (moment,) = group_moments([look(10_000, 0.9, 0.6), look(10_000, 0.8, 0.5)])
    assert looks().fit(moment, TOLD) == pytest.approx(0.6)


def test_nothing_is_said_where_nothing_is_told_or_measured() -> None:
    (moment,) = group_moments([look(10_000, 0.9, 0.6)])
    assert looks().fit(moment, SILENT) is None
    assert looks(curve=None).fit(moment, TOLD) is None
