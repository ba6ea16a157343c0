"""Regions that follow each other become one moment."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import CameraId, FootageId
from indexer.region import Region
from search.errors import UnknownName
from search.frames import FrameHit
from search.moments import LONGEST_MS, SMALL_COST, MomentId, group_moments, look_score

FOOTAGE = FootageId("0123456789abcdef")
START_MS = 1_651_068_000_000


def hit(pts_ms: int, score: float, footage: FootageId = FOOTAGE) -> FrameHit:
    region = Region(
        CameraId("q12-nvq-01"), START_MS + pts_ms, footage, pts_ms, (0.1, 0.2, 0.3, 0.4), "object"
    )
    return FrameHit(region, score, np.zeros(4, np.float32))


def test_a_passing_object_is_one_moment() -> None:
    passing = [hit(10_000, 0.6), hit(10_500, 0.8), hit(11_000, 0.7)]
    (first, *rest) = group_moments([*passing, hit(40_000, 0.1)])
    assert (first.pts_after_ms, first.pts_before_ms) == (9_000, 12_000)
    assert first.regions == 3
    assert first.best.region.pts_ms == 10_500
    assert [moment.score for moment in rest] == pytest.approx([0.1])


def test_a_gap_ends_a_moment() -> None:
    moments = group_moments([hit(10_000, 0.8), hit(15_000, 0.79), hit(90_000, 0.0)])
    assert [moment.best.region.pts_ms for moment in moments] == [10_000, 15_000, 90_000]


def test_a_poor_neighbour_does_not_stretch_a_good_moment() -> None:
    first = group_moments([hit(10_000, 0.9), hit(11_500, 0.2), hit(90_000, 0.1)])[0]
    assert first.pts_before_ms < 11_500


def test_a_second_look_tells_a_thing_from_a_glint() -> None:
    seen_twice = [hit(10_000, 0.8), hit(11_000, 0.78)]
    glint = [hit(50_000, 0.82), hit(51_000, 0.2)]
    moments = group_moments([*seen_twice, *glint, hit(90_000, 0.1)])
    assert [m.best.region.pts_ms for m in moments[:2]] == [10_000, 50_000]
    assert moments[0].score == pytest.approx(0.7 * 0.8 + 0.3 * 0.78)
    assert moments[1].score == pytest.approx(0.7 * 0.82 + 0.3 * 0.2)


def test_a_small_look_says_a_little_less() -> None:
    large = hit(0, 0.8)
    small, whole = (
        replace(large, region=large.region._replace(box=(0.1, 0.2, 0.12, 0.2225), kind=kind))
        for kind in ("object", "frame")
    )
    assert look_score(large) == look_score(whole) == 0.8
    assert look_score(small) == pytest.approx(0.8 - 2 * SMALL_COST)


def test_footages_are_apart() -> None:
    other = FootageId("f" * 16)
    moments = group_moments([hit(1_000, 0.9), hit(1_000, 0.8, other)])
    assert [moment.id.footage for moment in moments] == [FOOTAGE, other]


def test_the_id_says_all_that_playing_needs() -> None:
    ident = MomentId(FOOTAGE, 500, 2_000)
    assert MomentId.parse(str(ident)) == ident


@pytest.mark.parametrize("text", ["", "x", "0123456789abcdef.9-1", "../../etc/passwd", "0" * 99])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(UnknownName):
        MomentId.parse(text)


HITS = st.lists(st.tuples(st.integers(0, 120_000), st.floats(-1, 1)), min_size=1, max_size=40)


@given(HITS)
def test_every_hit_is_in_a_moment_and_moments_never_overlap(rows: list[tuple[int, float]]) -> None:
    moments = group_moments(hit(pts, score) for pts, score in rows)
    for pts, _ in rows:
        assert any(m.pts_after_ms <= pts <= m.pts_before_ms for m in moments)
    ranges = sorted((m.pts_after_ms, m.pts_before_ms) for m in moments)
    assert all(a[1] <= b[0] for a, b in pairwise(ranges))
    assert max(b - a for a, b in ranges) <= LONGEST_MS + LONGEST_MS // 2 + 1_000
    assert [m.score for m in moments] == sorted((m.score for m in moments), reverse=True)
