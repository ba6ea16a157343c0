"""Links and the one list: bounded, whole, in order, and the same in whatever order things come."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.cameras import Camera
from indexer.ids import CameraId, FootageId, Interval, ReportId
from indexer.places.gazetteer import Gazetteer
from indexer.region import Region
from indexer.reports.report import Report, ReportPlace
from search.distances import Distances, point_distance_m
from search.frames import FrameHit
from search.fusion import Found, Fused, fuse
from search.link import WEAKEST, Link, kernel, link
from search.moments import Moment
from search.reports import ReportHit

ROUNDING = 1e-12
HOUR_MS = 3_600_000
NOON_MS = 1_651_032_000_000
CAMERAS = {
    f"c{number}": Camera(CameraId(f"c{number}"), f"c{number}", 10.83 + 0.004 * number, 106.63)
    for number in range(4)
}
NOWHERE = Distances(Gazetteer(()))


def _moment(number: int, score: float, camera: str, at_ms: int) -> Moment:
    region = Region(
        CameraId(camera), at_ms, FootageId(f"{number:016x}"), 1_000, (0.0, 0.0, 1.0, 1.0), "frame"
    )
    return Moment(FrameHit(region, score, np.zeros(1, np.float32)), 500, 1_500)


def _report(number: int, place: tuple[float, float] | None, occurred: Interval | None) -> Report:
    told = None if place is None else ReportPlace(lat=place[0], lon=place[1], radius_m=50.0)
    return Report(ReportId(f"r{number}"), "tip", "zalo", "…", NOON_MS, occurred, told)


scores = st.one_of(st.integers(0, 3), st.integers(-64, 2_000)).map(lambda part: part / 64)
times = st.integers(NOON_MS - HOUR_MS, NOON_MS + HOUR_MS)
spans = st.tuples(times, times).map(lambda pair: Interval(*sorted(pair)))
points = st.tuples(st.floats(10.82, 10.85), st.floats(106.62, 106.64))


@st.composite
def moments(draw: st.DrawFn) -> list[Moment]:
    rows = draw(st.lists(st.tuples(scores, st.sampled_from([*CAMERAS, "gone"]), times), max_size=6))
    return _ranked([_moment(number, *row) for number, row in enumerate(rows)])


@st.composite
def reports(draw: st.DrawFn) -> list[ReportHit]:
    told = st.tuples(st.one_of(st.none(), points), st.one_of(st.none(), spans))
    rows = draw(st.lists(st.tuples(scores, told), max_size=6))
    hits = [ReportHit(_report(n, *said), score, ()) for n, (score, said) in enumerate(rows)]
    return sorted(hits, key=lambda hit: (-hit.score, hit.report.id))


def _ranked(found: list[Moment]) -> list[Moment]:
    return sorted(found, key=lambda moment: (-moment.score, str(moment.id)))


@st.composite
def found_and_linked(draw: st.DrawFn) -> tuple[list[Moment], list[ReportHit], list[Link]]:
    """Both lists, and links of any strength between any of them, or to what was not found."""
    seen, told = draw(moments()), draw(reports())
    ends = [*(hit.report.id for hit in told), ReportId("not-found")]
    strangers = [*seen, _moment(99, 0.0, "c0", NOON_MS)]
    pair = st.tuples(st.sampled_from(strangers), st.sampled_from(ends), st.floats(WEAKEST, 1))
    pairs = draw(st.lists(pair, max_size=8))
    return seen, told, [Link(moment, report, power, 0.0, 0.0) for moment, report, power in pairs]


def _worth(score: float) -> float:
    """Any worth that grows with the score; whole lists are worth nothing, and ties are many."""
    return min(max(score, 0.0), 1.0)


def one_list(seen: list[Moment], told: list[ReportHit], links: list[Link]) -> list[Fused]:
    worth = [_worth(moment.score) for moment in seen], [_worth(hit.score) for hit in told]
    return fuse(Found(seen, worth[0], told, worth[1]), links)


def _best_first(entry: Fused) -> tuple[float, bool, int, str]:
    return (-entry.score, isinstance(entry.hit, ReportHit), entry.own_rank, entry.id)


@given(found_and_linked())
def test_everything_found_is_listed_once_in_order(
    found: tuple[list[Moment], list[ReportHit], list[Link]],
) -> None:
    seen, told, _ = found
    fused = one_list(*found)
    ids = [*(str(moment.id) for moment in seen), *(hit.report.id for hit in told)]
    assert sorted(entry.id for entry in fused) == sorted(ids)
    assert [entry.rank for entry in fused] == list(range(1, len(fused) + 1))
    assert all(0 <= entry.score <= 1 for entry in fused)
    assert fused == sorted(fused, key=_best_first)


@given(found_and_linked())
def test_each_keeps_its_rank_in_its_own_list(
    found: tuple[list[Moment], list[ReportHit], list[Link]],
) -> None:
    seen, told, _ = found
    ranks = {str(moment.id): rank for rank, moment in enumerate(seen, 1)}
    ranks |= {hit.report.id: rank for rank, hit in enumerate(told, 1)}
    assert {entry.id: entry.own_rank for entry in one_list(*found)} == ranks


@given(found_and_linked())
def test_those_without_a_link_stay_in_the_order_of_their_relevance(
    found: tuple[list[Moment], list[ReportHit], list[Link]],
) -> None:
    alone = [entry for entry in one_list(*found) if not entry.links]
    relevances = [entry.relevance for entry in alone]
    assert all(lower <= higher + ROUNDING for higher, lower in pairwise(relevances))
    for kind in (Moment, ReportHit):
        own = [entry.own_rank for entry in alone if isinstance(entry.hit, kind)]
        assert own == sorted(own)


@given(found_and_linked())
def test_links_are_those_of_both_ends_strongest_support_first(
    found: tuple[list[Moment], list[ReportHit], list[Link]],
) -> None:
    fused = {entry.id: entry for entry in one_list(*found)}
    for entry in fused.values():
        own = isinstance(entry.hit, Moment)
        others = [str(pair.report) if own else str(pair.moment.id) for pair in entry.links]
        support = [
            pair.strength * fused[other].relevance
            for pair, other in zip(entry.links, others, strict=True)
        ]
        assert support == sorted(support, reverse=True)
        assert all(
            pair in fused[other].links for pair, other in zip(entry.links, others, strict=True)
        )


@given(found_and_linked(), st.data())
def test_the_order_of_arrival_changes_no_score(
    found: tuple[list[Moment], list[ReportHit], list[Link]], data: st.DataObject
) -> None:
    shuffled = [data.draw(st.permutations(part)) for part in found]

    def told(fused: list[Fused]) -> dict[str, float]:
        return {entry.id: entry.score for entry in fused}

    assert told(one_list(*shuffled)) == told(one_list(*found))


@given(found_and_linked())
def test_a_score_is_what_a_hit_is_worth_and_what_its_links_add(
    found: tuple[list[Moment], list[ReportHit], list[Link]],
) -> None:
    for entry in one_list(*found):
        adds = [support.adds for support in entry.supports]
        assert all(share >= 0 for share in adds)
        assert math.isclose(entry.score, entry.relevance + sum(adds), abs_tol=ROUNDING)
        if not entry.links:
            assert entry.score == entry.relevance


@given(moments(), reports(), st.data())
def test_links_join_what_is_near_whatever_the_order(
    seen: list[Moment], hits: list[ReportHit], data: st.DataObject
) -> None:
    told = [hit.report for hit in hits]
    joined = link(seen, told, CAMERAS, NOWHERE)
    again = link(
        data.draw(st.permutations(seen)), data.draw(st.permutations(told)), CAMERAS, NOWHERE
    )
    assert joined == again
    assert all(0 < pair.strength <= 1 for pair in joined)
    complete = {report.id for report in told if report.place and report.occurred}
    assert all(pair.report in complete and pair.moment.camera in CAMERAS for pair in joined)
    assert len({(pair.moment.id, pair.report) for pair in joined}) == len(joined)


@given(moments(), reports())
def test_a_link_says_how_far_the_two_miss(seen: list[Moment], hits: list[ReportHit]) -> None:
    told = {hit.report.id: hit.report for hit in hits}
    for pair in link(seen, list(told.values()), CAMERAS, NOWHERE):
        report, camera = told[pair.report], CAMERAS[pair.moment.camera]
        assert report.place and report.place.lat and report.place.lon and report.occurred
        metres = point_distance_m(camera.lat, camera.lon, report.place.lat, report.place.lon)
        assert math.isclose(pair.distance_m, metres)
        meet = pair.moment.captured.overlaps(report.occurred)
        assert pair.apart_s >= 0 and not (meet and pair.apart_s)


nearness = st.floats(0, 5_000)


@given(nearness, nearness, nearness, nearness, st.integers(0, 3), st.floats(0, 5_000))
def test_farther_or_vaguer_is_never_stronger(
    metres: float, seconds: float, wide_m: float, wide_s: float, which: int, more: float
) -> None:
    closer = [metres, seconds, wide_m, wide_s]
    farther = [value + more * (number == which) for number, value in enumerate(closer)]
    assert 0 <= kernel(*farther) <= kernel(*closer) <= 1
    assert kernel(0, 0, 0, 0) == 1
