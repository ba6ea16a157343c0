"""Marks: they move the query, put accepted moments first, and never lower what was accepted."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadQuestion, UnknownName
from search.example import unit
from search.fusion import Found, Fused, fuse
from search.marks import MOST, MOST_MARKS, Marks, how_far, moved_query
from search.moment_id import MomentId
from search.moments import Moment, group_moments
from search.rerank import arranged
from tests.search.test_moments import FOOTAGE, hit

IDS = [f"{FOOTAGE}.{at}000-{at + 1}000" for at in range(MOST_MARKS + 1)]


def listed(scores: list[float]) -> list[Fused]:
    moments = group_moments(hit(number * 60_000, score) for number, score in enumerate(scores))
    return fused(moments)


def fused(moments: list[Moment]) -> list[Fused]:
    return fuse(Found(moments, [max(moment.score, 0.0) for moment in moments]), [])


def moment_ids(entries: list[Fused]) -> list[MomentId]:
    return [entry.hit.id for entry in entries if isinstance(entry.hit, Moment)]


def test_marks_are_the_same_in_any_order_and_however_often() -> None:
    assert Marks.of([IDS[0], IDS[1]], [IDS[2]]) == Marks.of([IDS[1], IDS[0], IDS[1]], [IDS[2]] * 2)
    with pytest.raises(BadQuestion, match="both accepted and rejected"):
        Marks.of([IDS[0]], [IDS[0]])
    with pytest.raises(BadQuestion, match="at most"):
        Marks.of(IDS, [])
    with pytest.raises(UnknownName):
        Marks.of(["x"], [])
    assert not Marks() and Marks.of([], [IDS[0]])


def test_the_query_moves_towards_and_away() -> None:
    query, good, bad = np.eye(3, dtype=np.float32)
    moved = moved_query(query, [good], [bad])
    assert np.linalg.norm(moved) == pytest.approx(1, abs=1e-6)
    assert moved @ good > query @ good and moved @ bad < query @ bad
    assert np.allclose(moved_query(query, [], []), query)


def test_the_query_stays_where_it_is_right_about_the_marks_and_moves_where_it_is_not() -> None:
    query, good, bad = np.eye(3, dtype=np.float32)
    right, wrong = (unit(one + share * query) for one, share in ((good, 0.5), (bad, 0.1)))
    assert np.allclose(moved_query(query, [right], [wrong]), query)
    assert np.allclose(moved_query(query, [good], [bad]), unit(query + MOST * good - MOST * bad))
    assert np.allclose(moved_query(query, [good], []), unit(query + MOST * good))
    assert np.allclose(moved_query(query, [], [bad]), unit(query - MOST * bad))


MARKED = st.lists(st.floats(-1, 1), min_size=1, max_size=6)


@given(MARKED, MARKED, st.floats(0, 0.5))
def test_the_more_what_was_accepted_scores_the_less_far_it_moves(
    good: list[float], bad: list[float], more: float
) -> None:
    accepted, rejected = np.array(good), np.array(bad)
    far = how_far(accepted, rejected)
    assert 0 <= how_far(accepted + more, rejected) <= far <= MOST


def test_marks_that_agree_move_it_further() -> None:
    query, *others = np.eye(4, dtype=np.float32)
    same = moved_query(query, [others[0]] * 2, [])
    assert same @ query < moved_query(query, others[:2], []) @ query


SCORES = st.lists(st.integers(0, 99), min_size=3, max_size=12, unique=True)


@given(SCORES, st.randoms())
def test_what_is_accepted_never_stands_lower(numbers: list[int], rng: random.Random) -> None:
    before = listed([number / 100 for number in numbers])
    after = listed([number / 100 for number in rng.sample(numbers, len(numbers))])
    ids = moment_ids(before)
    chosen = rng.sample(ids, rng.randint(1, len(ids)))
    cut = rng.randint(0, len(chosen))
    marks = Marks(tuple(sorted(chosen[:cut])), tuple(sorted(chosen[cut:])))
    done = arranged(after, before, marks)
    rank = {ident: place for place, ident in enumerate(moment_ids(done), 1)}
    assert sorted(rank) == sorted(ids)
    assert [entry.rank for entry in done] == list(range(1, len(ids) + 1))
    for ident in marks.accept:
        assert rank[ident] <= ids.index(ident) + 1
    others = [rank[ident] for ident in ids if ident not in marks.of_moments]
    assert all(rank[bad] > max(others, default=0) for bad in marks.reject)
    assert [entry.rank_before for entry in done] == [ids.index(i) + 1 for i in moment_ids(done)]


def test_a_moment_found_otherwise_still_tells_where_it_stood() -> None:
    before = fused(group_moments([hit(10_000, 0.9), hit(11_000, 0.8), hit(60_000, 0.1)]))
    after = fused(group_moments([hit(11_000, 0.9), hit(60_000, 0.1), hit(90_000, 0.0)]))
    assert moment_ids(before)[0] != moment_ids(after)[0]
    assert [entry.rank_before for entry in arranged(after, before, Marks())] == [1, 2, None]


def test_kept_moments_stay_as_they_are() -> None:
    hits = [hit(at, 0.9) for at in range(10_000, 16_000, 500)] + [hit(60_000, 0.1)]
    assert len(group_moments(hits)) == 2
    ident = MomentId(FOOTAGE, 12_000, 13_200)
    looks = [one for one in hits if ident.holds(one.region.pts_ms)]
    moments = group_moments(hits, {ident: looks})
    ranges = sorted((m.pts_after_ms, m.pts_before_ms) for m in moments)
    assert ranges == [(9_000, 11_750), (12_000, 13_200), (13_350, 16_500), (59_000, 61_000)]
    assert ident in [moment.id for moment in moments]
    assert [m.id for m in group_moments([], {ident: looks})] == [ident]
