"""One list: what each hit is worth, and what support from the other kind adds to it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ids import ReportId
from indexer.reports.report import Report
from search.fusion import MOST_LINKS, Found, fuse, lifted
from search.link import Link
from search.link_weights import shipped_weights
from search.moments import Moment, group_moments
from search.reports import ReportHit
from tests.search.test_moments import hit

BELIEVED = shipped_weights().link


def moments(*scores: float) -> list[Moment]:
    return group_moments(hit(number * 60_000, score) for number, score in enumerate(scores))


def report(name: str, score: float = 1.0) -> ReportHit:
    return ReportHit(Report(ReportId(name), "tip", "zalo", name, 0), score, ())


def linked(moment: Moment, name: str, strength: float = 1.0) -> Link:
    return Link(moment, ReportId(name), strength, distance_m=0.0, apart_s=0.0)


def test_a_linked_pair_leads_what_is_worth_as_much_alone() -> None:
    first, second, third = moments(0.9, 0.8, 0.1)
    tips = [report("other"), report("tip"), report("far")]
    found = Found([first, second, third], [0.5, 0.5, 0.1], tips, [0.5, 0.5, 0.1])
    fused = fuse(found, [linked(second, "tip")])
    assert {entry.id for entry in fused[:2]} == {str(second.id), "tip"}
    assert [entry.rank for entry in fused] == [1, 2, 3, 4, 5, 6]
    assert {entry.own_rank for entry in fused[:2]} == {2}


def test_the_best_of_a_poor_list_does_not_lead() -> None:
    """What shares one word with the question is the best report there is, and still poor."""
    seen = moments(0.9, 0.8)
    fused = fuse(Found(seen, [0.8, 0.7], [report("one word", 9.0)], [0.05]), [])
    assert [entry.id for entry in fused] == [*(str(moment.id) for moment in seen), "one word"]


def test_what_is_added_is_told_and_makes_the_score() -> None:
    (only,) = moments(0.5)
    tips = [report(name) for name in "abcde"]
    links = [linked(only, name, 0.2) for name in "abcde"]
    fused = fuse(Found([only], [0.3], tips, [0.6] * 5), links)
    entry = next(entry for entry in fused if isinstance(entry.hit, Moment))
    one = BELIEVED.to_moments * 0.2 * 0.6
    assert entry.score == pytest.approx(1 - 0.7 * (1 - one) ** MOST_LINKS)
    told = entry.relevance + sum(support.adds for support in entry.supports)
    assert told == pytest.approx(entry.score)
    assert [support.adds > 0 for support in entry.supports] == [True] * MOST_LINKS + [False] * 2


def test_without_links_each_keeps_its_own_worth() -> None:
    fused = fuse(Found(moments(0.9, 0.1), [0.7, 0.2], [report("a")], [0.4]), [])
    assert [entry.score for entry in fused] == [0.7, 0.4, 0.2]
    assert all(not entry.links for entry in fused)


def test_links_to_what_was_not_found_are_left_out() -> None:
    (only,) = moments(0.5)
    (entry,) = fuse(Found([only], [0.5]), [linked(only, "gone")])
    assert entry.links == ()


WORTH = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@given(WORTH, st.floats(0.05, 1))
def test_a_link_never_lowers_a_score(worth: list[float], strength: float) -> None:
    seen = moments(*sorted(worth, reverse=True))
    found = Found(seen, sorted(worth, reverse=True), [report("a"), report("b")], [0.5, 0.25])
    plain = {entry.id: entry.score for entry in fuse(found, [])}
    lifted = fuse(found, [linked(seen[-1], "b", strength)])
    assert all(entry.score >= plain[entry.id] for entry in lifted)
    assert all(0 <= entry.score <= 1 for entry in lifted)


@given(st.lists(st.floats(0, 1), min_size=6, max_size=6), st.integers(0, 2**32 - 1))
def test_whole_grids_have_the_scores_of_the_list(worth: list[float], seed: int) -> None:
    seen, tips = moments(0.9, 0.8), [report(name) for name in "abcd"]
    strength = np.random.default_rng(seed).random((2, 4))
    links = [linked(seen[row], "abcd"[column], float(strength[row, column]))
             for row in range(2) for column in range(4)]  # fmt: skip
    listed = fuse(Found(seen, worth[:2], tips, worth[2:]), links)
    scores = {entry.id: entry.score for entry in listed}
    by_moment = lifted(np.array(worth[:2]), BELIEVED.to_moments * strength * np.array(worth[2:]))
    by_report = lifted(np.array(worth[2:]), BELIEVED.to_reports * strength.T * np.array(worth[:2]))
    assert [scores[str(one.id)] for one in seen] == pytest.approx(by_moment)
    assert [scores[name] for name in "abcd"] == pytest.approx(by_report)
