"""One list: support from the other kind lifts, and never takes away."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import ReportId
from indexer.reports.report import Report
from search.fusion import FLOOR, TOLD, fuse, relevance
from search.link import Link
from search.moments import Moment, group_moments
from search.reports import ReportHit
from tests.search.test_moments import hit


def moments(*scores: float) -> list[Moment]:
    return group_moments(hit(number * 60_000, score) for number, score in enumerate(scores))


def report(name: str, score: float) -> ReportHit:
    return ReportHit(Report(ReportId(name), "tip", "zalo", name, 0), score, ())


def linked(moment: Moment, name: str, strength: float = 1.0) -> Link:
    return Link(moment, ReportId(name), strength, distance_m=0.0, apart_s=0.0)


def test_linked_pair_leads_the_list() -> None:
    first, second, third = moments(0.9, 0.8, 0.1)
    fused = fuse(
        [first, second, third],
        [report("other", 12.0), report("tip", 11.0), report("far", 1.0)],
        [linked(first, "tip")],
    )
    assert [entry.id for entry in fused][:2] == [str(first.id), "tip"]
    assert [entry.rank for entry in fused] == [1, 2, 3, 4, 5, 6]
    assert [entry.own_rank for entry in fused[:2]] == [1, 2]


def test_without_links_each_keeps_its_own_relevance() -> None:
    fused = fuse(moments(0.9, 0.1), [report("a", 3.0)], [])
    assert {entry.id: entry.relevance for entry in fused}["a"] == TOLD
    assert all(not entry.links for entry in fused)


def test_links_to_what_was_not_found_are_left_out() -> None:
    (only,) = moments(0.5)
    (entry,) = fuse([only], [], [linked(only, "gone")])
    assert entry.links == ()


SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(SCORES)
def test_relevance_lies_between_floor_and_one_and_keeps_order(scores: list[float]) -> None:
    scaled = relevance(scores)
    assert all(FLOOR - 1e-9 <= value <= 1 + 1e-9 for value in scaled)
    pairs = sorted(zip(scores, scaled, strict=True))
    assert all(low[1] <= high[1] + 1e-9 for low, high in pairwise(pairs))


@given(SCORES, st.floats(0.05, 1))
def test_a_link_never_lowers_a_score(scores: list[float], strength: float) -> None:
    found = moments(*scores)
    tips = [report("a", 2.0), report("b", 1.0)]
    plain = {entry.id: entry.score for entry in fuse(found, tips, [])}
    lifted = fuse(found, tips, [linked(found[-1], "b", strength)])
    assert all(entry.score >= plain[entry.id] for entry in lifted)
    assert all(0 <= entry.score <= 1 for entry in lifted)
