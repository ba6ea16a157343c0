"""Moments and reports joined by place and time."""

import math

import pytest

from indexer.cameras import Camera
from indexer.ids import Interval, ReportId
from indexer.places.gazetteer import builtin_gazetteer
from indexer.reports.report import Report, ReportPlace
from search.distances import Distances
from search.link import WEAKEST, kernel, link
from search.link_weights import LinkWeights
from search.moments import Moment, group_moments
from tests.search.test_moments import hit

DISTANCES = Distances(builtin_gazetteer())
(MOMENT,) = group_moments([hit(10_000, 0.9)])
HERE = Camera(MOMENT.camera, "nvq", 10.8365, 106.6299)
CAMERAS = {str(HERE.id): HERE}
SEEN = MOMENT.captured


def report(name: str, lat: float = 10.8365, lon: float = 106.6299, late_s: float = 0,
           radius_m: float = 0, wide_s: float = 0) -> Report:  # fmt: skip
    start = SEEN.before_ms + round(late_s * 1000)
    occurred = Interval(start, start + round(wide_s * 1000))
    return Report(ReportId(name), "tip", "zalo", name, 0, occurred,
                  ReportPlace(lat=lat, lon=lon, radius_m=radius_m))  # fmt: skip


WEIGHTS = LinkWeights(sigma_m=400, sigma_s=900, rivals=0.5, to_moments=1, to_reports=1)
"""Widths of its own, so that what is learned may change."""


class Fits:
    """Moments look as told by the second at which they are best."""

    def __init__(self, **by_ms: float) -> None:
        self._by_ms = by_ms

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        return self._by_ms.get(f"at_{moment.best.region.pts_ms}")


def strength(*reports: Report) -> list[float]:
    links = link([MOMENT], reports, CAMERAS, DISTANCES, weights=WEIGHTS)
    found = {one.report: one.strength for one in links}
    return [found.get(one.id, 0.0) for one in reports]


def test_here_and_now_is_whole_and_farther_is_less() -> None:
    here, near, later, far = strength(
        report("here"), report("near", lat=10.8390), report("later", late_s=600),
        report("far", lat=10.8730, lon=106.6795),
    )  # fmt: skip
    assert here == pytest.approx(1.0)
    assert 0.5 < near < 1 and 0.5 < later < 1 and far == 0


def test_what_is_vague_supports_less() -> None:
    exact, street, evening = strength(
        report("exact"), report("street", radius_m=2_000), report("evening", wide_s=6 * 3_600)
    )
    assert exact > street > WEAKEST and exact > evening > WEAKEST


def test_the_kernel_is_as_stated() -> None:
    assert kernel(0, 0, 0, 0) == 1
    assert kernel(WEIGHTS.sigma_m, 0, 0, 0, WEIGHTS) == pytest.approx(math.exp(-0.5))
    assert kernel(0, WEIGHTS.sigma_s, 0, 0, WEIGHTS) == pytest.approx(math.exp(-0.5))


def test_without_a_place_or_a_time_nothing_is_linked() -> None:
    nowhere = Report(ReportId("a"), "tip", "zalo", "a", 0, SEEN, None)
    never = Report(
        ReportId("b"), "tip", "zalo", "b", 0, None, ReportPlace(lat=10.8365, lon=106.6299)
    )
    unplaced = Report(ReportId("c"), "tip", "zalo", "c", 0, SEEN, ReportPlace(text="nhà tôi"))
    assert link([MOMENT], [nowhere, never, unplaced], CAMERAS, DISTANCES) == []
    assert link([MOMENT], [report("here")], {}, DISTANCES) == []


def test_a_named_street_is_measured_to_its_line() -> None:
    street = ReportPlace(lat=10.8, lon=106.6, place_ids=("street:nguyen-van-qua",))
    named = Report(ReportId("a"), "tip", "zalo", "a", 0, SEEN, street)
    (found,) = link([MOMENT], [named], CAMERAS, DISTANCES)
    assert found.distance_m < 60 and found.apart_s == 0


def test_strongest_first_and_seconds_between() -> None:
    reports = [report("b", late_s=300), report("a"), report("c", late_s=60)]
    found = link([MOMENT], reports, CAMERAS, DISTANCES, weights=WEIGHTS)
    assert [(one.report, one.apart_s) for one in found] == [("a", 0), ("c", 60), ("b", 300)]
    early_told = [report("d", late_s=-600, wide_s=60)]
    (early,) = link([MOMENT], early_told, CAMERAS, DISTANCES, weights=WEIGHTS)
    assert early.apart_s == pytest.approx(540 - (SEEN.before_ms - SEEN.after_ms) / 1000)


def test_moments_that_fit_as_well_share_a_report() -> None:
    both = group_moments([hit(10_000, 0.9), hit(40_000, 0.8)])
    alone = link(both[:1], [report("a")], CAMERAS, DISTANCES, weights=WEIGHTS)
    shared = link(both, [report("a")], CAMERAS, DISTANCES, weights=WEIGHTS)
    assert alone[0].rivals == 0 and alone[0].strength == pytest.approx(1.0)
    assert all(one.strength < alone[0].strength and one.rivals > 0.9 for one in shared)


def test_what_looks_as_told_is_linked_more() -> None:
    both = group_moments([hit(10_000, 0.9), hit(40_000, 0.8)])
    looks = Fits(at_10000=0.1, at_40000=0.9)
    first, second = link(both, [report("a")], CAMERAS, DISTANCES, looks, WEIGHTS)
    assert (first.looks, second.looks) == (0.9, 0.1)
    assert first.strength > 5 * second.strength
