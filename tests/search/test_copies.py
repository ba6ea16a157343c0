"""Near-copies: who told it first, and what is merely alike."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.folding import fold
from indexer.ids import ReportId
from indexer.reports.report import Report
from search.copies import COPY_SHARE, copies_of
from search.reports import ReportHit, _with_copies

TOLD = (
    "Tối qua trên đường Nguyễn Văn Quá có hai thanh niên đi xe máy đỏ giật điện thoại của một chị"
    " rồi chạy về hướng Hóc Môn, mọi người cẩn thận nhé"
)


def report(ident: str, text: str, at_ms: int = 0) -> Report:
    return Report(ReportId(ident), "comment", "facebook", text, at_ms)


def test_what_is_passed_on_names_who_told_it_first() -> None:
    shared = report("b", f"{fold(TOLD)} !!!", 2)
    short = report("c", TOLD.replace("điện thoại", "đt"), 3)
    first = report("z", TOLD, 1)
    assert copies_of([shared, short, first]) == {"b": "z", "c": "z"}


def test_other_deeds_in_like_words_and_short_answers_are_no_copies() -> None:
    other = TOLD.replace("xe máy đỏ", "ô tô trắng").replace("Nguyễn Văn Quá", "Tô Ký")
    seen = [report("a", TOLD), report("b", other.replace("Hóc Môn", "Quang Trung"))]
    assert copies_of(seen) == {}
    assert copies_of([report("a", "đúng rồi ạ"), report("b", "đúng rồi ạ")]) == {}


def test_copies_rank_below_what_they_are_copies_of() -> None:
    hits = [ReportHit(report("copy", TOLD, 9), 5.0, ()), ReportHit(report("first", TOLD), 4.0, ())]
    copy, first = _with_copies(hits)
    assert (copy.copy_of, copy.score) == ("first", 5.0 * COPY_SHARE)
    assert first == hits[1]


@given(st.lists(st.tuples(st.text("ab ", max_size=40), st.integers(0, 5)), max_size=8))
def test_a_copy_is_never_the_copy_of_a_copy(told: list[tuple[str, int]]) -> None:
    reports = [report(str(number), text, at) for number, (text, at) in enumerate(told)]
    copies = copies_of(reports)
    at = {one.id: (one.received_at_ms, one.id) for one in reports}
    assert not copies.keys() & copies.values()
    assert all(at[first] < at[copy] for copy, first in copies.items())
    assert copies_of([replace(one) for one in reversed(reports)]) == copies
