"""A list spread over cameras: bounded, told, and in the order of each camera's own."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import CameraId
from search.answer import hit_json
from search.fusion import Fused
from search.moments import group_moments
from search.spread import MOST, spread
from tests.search.test_folded import CAMERAS
from tests.search.test_moments import hit

BY_ID = {camera.id: camera for camera in CAMERAS}


def entry(number: int, camera: str, score: float) -> Fused:
    (moment,) = group_moments([hit(number * 60_000, score)])
    region = moment.best.region._replace(camera=CameraId(camera))
    shown = replace(moment, best=replace(moment.best, region=region))
    return Fused(shown, number + 1, score, rank=number + 1, score=score)


def ranked(*cameras: tuple[str, float]) -> list[Fused]:
    return [entry(number, *one) for number, one in enumerate(cameras)]


def cameras_of(listed: list[Fused]) -> list[str]:
    return [str(one.hit.camera) for one in listed]  # type: ignore[union-attr]


def test_another_camera_goes_before_the_third_hit_of_one() -> None:
    listed = spread(ranked(("c0", 0.80), ("c0", 0.795), ("c0", 0.79), ("c1", 0.785)))
    assert cameras_of(listed) == ["c0", "c0", "c1", "c0"]
    assert [one.rank for one in listed] == [1, 2, 3, 4]


def test_what_is_better_by_more_than_the_bound_stays_before() -> None:
    many = [("c0", 0.9)] * 12
    assert cameras_of(spread(ranked(*many, ("c1", 0.9 - MOST - 0.001)))) == ["c0"] * 12 + ["c1"]
    assert cameras_of(spread(ranked(*many, ("c1", 0.9 - MOST + 0.001)))).index("c1") == 6


def test_what_moved_says_why_and_its_score_is_still_the_sum() -> None:
    listed = spread(ranked(("c0", 0.80), ("c0", 0.80), ("c1", 0.797)))
    told = [hit_json(one, BY_ID) for one in listed]
    assert [one["score"] for one in told] == [0.8, 0.797, 0.797]
    assert [one["why"][-1].get("rank_before") for one in told] == [None, 3, 2]
    assert told[2]["why"][-1] == {"by": "spread", "adds": -0.003, "rank_before": 2}
    for one in told:
        own, *rest = one["why"]
        assert own["worth"] + sum(why["adds"] for why in rest) == pytest.approx(one["score"])


def test_one_camera_alone_is_left_as_it_is() -> None:
    alone = ranked(*[("c0", 0.9 - number / 100) for number in range(8)])
    assert spread(alone) == alone


SCORES = st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1)), max_size=25)


@given(SCORES)
def test_nothing_is_lost_and_no_one_falls_behind_what_is_much_worse(
    rows: list[tuple[int, float]],
) -> None:
    ordered = ranked(*sorted(((f"c{n}", s) for n, s in rows), key=lambda row: -row[1]))
    listed = spread(ordered)
    own = {one.id: one.relevance for one in ordered}
    assert Counter(one.id for one in listed) == Counter(own.keys())
    scores = [one.score for one in listed]
    assert scores == sorted(scores, reverse=True)
    for at, one in enumerate(listed):
        assert one.score <= own[one.id] + 1e-12
        assert all(own[before.id] >= own[one.id] - MOST - 1e-9 for before in listed[:at])
    for camera in {str(one) for one in cameras_of(listed)}:
        mine = [own[one.id] for one in listed if one.hit.camera == camera]  # type: ignore[union-attr]
        assert mine == sorted(mine, reverse=True)
