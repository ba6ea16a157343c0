"""What every text index over reports does, run for SQLite and for a real Elasticsearch."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from indexer.ids import Interval, ReportId
from indexer.reports.report import Report, ReportKind
from indexer.reports.text_index import ReportIndex, ReportQuery

RED_MOTORBIKE = "Tôi thấy hai thanh niên đi xe máy đỏ chạy nhanh trên đường Nguyễn Văn Quá"
UNACCENTED = "toi thay hai nguoi di xe may do chay tren duong nguyen van qua luc 9 gio"
WHITE_CAR = "Một chiếc ô tô trắng đậu trước quán ăn ở Tô Ký, do đó kẹt xe"
ENGLISH = "Two men on a red motorbike snatched a phone near the market"
NOISE = "Cống nghẹt, nước ngập cả tuần không ai tới sửa"


def report(
    ident: str,
    text: str,
    kind: ReportKind = "tip",
    channel: str = "zalo",
    occurred: tuple[int, int] | None = None,
) -> Report:
    told = Interval(*occurred) if occurred else None
    return Report(ReportId(ident), kind, channel, text, received_at_ms=0, occurred=told)


def ids(index: ReportIndex, query: ReportQuery | str, limit: int = 50) -> list[str]:
    asked = ReportQuery(query) if isinstance(query, str) else query
    return [hit.report for hit in index.search(asked, limit)]


def pieces(index: ReportIndex, words: str) -> str:
    hits = index.search(ReportQuery(words), 10)
    return " ".join(piece for hit in hits for piece in hit.highlights)


@pytest.fixture
def filled(report_index: ReportIndex) -> ReportIndex:
    texts = {
        "moto": RED_MOTORBIKE,
        "bare": UNACCENTED,
        "car": WHITE_CAR,
        "english": ENGLISH,
        "noise": NOISE,
    }
    report_index.add([report(ident, text) for ident, text in texts.items()], 0)
    return report_index


def test_new_index_is_empty_at_no_generation(report_index: ReportIndex) -> None:
    assert report_index.generation() == -1
    assert report_index.count(ReportQuery("")) == 0
    assert ids(report_index, "xe máy") == []
    assert ids(report_index, "") == []


def test_accented_query_ranks_the_accented_text_first_and_finds_the_bare_one(
    filled: ReportIndex,
) -> None:
    assert ids(filled, "xe máy đỏ")[:2] == ["moto", "bare"]


def test_bare_query_finds_accented_and_bare_texts(filled: ReportIndex) -> None:
    found = ids(filled, "xe may do nguyen van qua")
    assert set(found[:2]) == {"moto", "bare"}


def test_decomposed_query_and_text_are_the_same_as_composed(filled: ReportIndex) -> None:
    filled.add([report("nfd", unicodedata.normalize("NFD", "Xe ba gác ở Hóc Môn"))], 1)
    assert ids(filled, unicodedata.normalize("NFD", "xe máy đỏ")) == ids(filled, "xe máy đỏ")
    assert ids(filled, "ba gác Hóc Môn")[0] == "nfd"


def test_upper_case_and_d_with_stroke_fold(report_index: ReportIndex) -> None:
    report_index.add([report("a", "ĐƯỜNG ĐÔNG HƯNG THUẬN")], 0)
    for words in ("đường đông", "duong dong", "ĐÔNG", "Dong Hung Thuan"):
        assert ids(report_index, words) == ["a"], words


def test_filler_words_neither_lose_nor_lead(filled: ReportIndex) -> None:
    assert ids(filled, "có ai thấy chiếc xe máy đỏ nào ở đó không vậy")[0] == "moto"
    assert ids(filled, "was there a red motorbike near the market")[0] == "english"
    assert ids(filled, "is there a phone on it") == ["english"]


def test_only_filler_words_are_still_words(report_index: ReportIndex) -> None:
    report_index.add([report("a", "the only one"), report("b", "none")], 0)
    assert ids(report_index, "the") == ["a"]


def test_more_of_the_words_ranks_before_one_of_them_often(report_index: ReportIndex) -> None:
    report_index.add(
        [
            report("both", "xe máy màu đỏ chạy về hướng cầu"),
            report("red", "áo đỏ, nón đỏ, quần đỏ, giày đỏ"),
            report("bike", "xe máy chạy nhanh"),
        ],
        0,
    )
    assert ids(report_index, "xe máy đỏ")[0] == "both"


def test_words_that_most_reports_have_still_count(report_index: ReportIndex) -> None:
    common = [report(f"moto-{n}", f"xe máy đỏ số {n}") for n in range(6)]
    report_index.add([*common, report("car", "ô tô đỏ")], 0)
    assert ids(report_index, "xe máy đỏ")[-1] == "car"
    assert all(hit.score > 0.01 for hit in report_index.search(ReportQuery("xe máy"), 10))


def test_scores_descend_and_are_positive(filled: ReportIndex) -> None:
    scores = [hit.score for hit in filled.search(ReportQuery("xe máy đỏ chạy"), 10)]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_equal_scores_go_by_id(report_index: ReportIndex) -> None:
    names = [f"r{n:02}" for n in (5, 11, 2, 8, 20, 1, 17)]
    report_index.add([report(name, "xe máy đỏ") for name in names], 0)
    assert ids(report_index, "đỏ") == sorted(names)
    assert ids(report_index, "đỏ", limit=3) == sorted(names)[:3]


def test_no_words_lists_all_in_scope_by_id(filled: ReportIndex) -> None:
    assert ids(filled, "") == ids(filled, "  ") == ["bare", "car", "english", "moto", "noise"]
    assert {hit.score for hit in filled.search(ReportQuery(""), 10)} == {1.0}


def test_limit_over_several_pages(report_index: ReportIndex) -> None:
    names = [f"r{n:03}" for n in range(40)]
    report_index.add([report(name, "xe tải") for name in names], 0)
    assert ids(report_index, "tải", limit=33) == names[:33]
    assert ids(report_index, "", limit=100) == names
    assert ids(report_index, "tải", limit=0) == []


def test_highlights_mark_matches_accented_and_bare(filled: ReportIndex) -> None:
    assert "<em>xe</em> <em>máy</em> <em>đỏ</em>" in pieces(filled, "xe máy đỏ")
    assert "<em>xe</em> <em>máy</em> <em>đỏ</em>" in pieces(filled, "xe may do")
    assert "<em>xe</em> <em>may</em> <em>do</em>" in pieces(filled, "xe máy đỏ")


def test_highlights_leave_words_with_other_accents_alone(report_index: ReportIndex) -> None:
    report_index.add([report("a", "Chợ đó bán đồ đỏ")], 0)
    assert pieces(report_index, "đỏ") == "Chợ đó bán đồ <em>đỏ</em>"


def test_highlights_make_html_inert(report_index: ReportIndex) -> None:
    text = "<script>alert('đỏ')</script> xe <b>đỏ</b> & \"đen\" </em><em> <img src=x onerror=đỏ>"
    report_index.add([report("a", text)], 0)
    shown = pieces(report_index, "đỏ đen em script")
    bare = shown.replace("<em>", "").replace("</em>", "")
    assert "<" not in bare and ">" not in bare and '"' not in bare
    assert "<em>đỏ</em>" in shown and "&lt;<em>script</em>&gt;" in shown


def test_highlights_of_a_long_text_are_short_pieces(report_index: ReportIndex) -> None:
    filler = "chuyện khác " * 50_000
    report_index.add([report("a", f"{filler}xe máy đỏ {filler}điện thoại {filler}")], 0)
    [hit] = report_index.search(ReportQuery("đỏ thoại"), 1)
    assert len(hit.highlights) == 2
    assert all(len(piece) < 300 and piece.startswith("…") for piece in hit.highlights)


def test_excluded_phrases_are_not_read(filled: ReportIndex) -> None:
    assert "moto" not in ids(filled, ReportQuery("xe máy", exclude=("thanh niên",)))
    assert "english" not in ids(filled, ReportQuery("", exclude=("Red  Motorbike!",)))
    assert "english" in ids(filled, ReportQuery("", exclude=("motorbike red",)))


def test_exclude_with_accents_spares_other_accents_but_not_bare_writing(
    report_index: ReportIndex,
) -> None:
    texts = {"red": "xe đỏ", "bare": "xe do", "that": "xe đó", "car": "ô tô"}
    report_index.add([report(ident, text) for ident, text in texts.items()], 0)
    assert ids(report_index, ReportQuery("", exclude=("đỏ",))) == ["car", "that"]
    assert ids(report_index, ReportQuery("", exclude=("do",))) == ["car"]
    assert ids(report_index, ReportQuery("", exclude=("!!!", ""))) == sorted(texts)


def test_intervals_keep_what_overlaps_and_what_does_not_say(report_index: ReportIndex) -> None:
    report_index.add(
        [
            report("before", "xe", occurred=(0, 100)),
            report("inside", "xe", occurred=(120, 130)),
            report("across", "xe", occurred=(50, 500)),
            report("between", "xe", occurred=(210, 290)),
            report("after", "xe", occurred=(400, 450)),
            report("unknown", "xe"),
        ],
        0,
    )
    windows = (Interval(300, 400), Interval(100, 200))
    query = ReportQuery("xe", intervals=windows)
    assert sorted(ids(report_index, query)) == ["across", "inside", "unknown"]
    assert report_index.count(query) == 3
    assert report_index.count(ReportQuery("", intervals=(Interval(0, 1),))) == 2


def test_many_intervals(report_index: ReportIndex) -> None:
    report_index.add([report(f"r{n}", "xe", occurred=(n * 10, n * 10 + 1)) for n in range(20)], 0)
    every_second = tuple(Interval(n * 20, n * 20 + 5) for n in range(1_500))
    assert report_index.count(ReportQuery("", intervals=every_second)) == 10
    assert len(ids(report_index, ReportQuery("xe", intervals=every_second))) == 10


def test_kinds_and_channels(report_index: ReportIndex) -> None:
    report_index.add(
        [
            report("a", "xe", "tip", "zalo"),
            report("b", "xe", "statement", "zalo"),
            report("c", "xe", "tip", "Đài & loa"),
        ],
        0,
    )
    assert ids(report_index, ReportQuery("xe", kinds=("tip",))) == ["a", "c"]
    assert ids(report_index, ReportQuery("", channels=("Đài & loa", "fax"))) == ["c"]
    assert report_index.count(ReportQuery("", kinds=("tip", "scene"), channels=("zalo",))) == 1


def test_count_is_of_the_scope_not_of_the_words(filled: ReportIndex) -> None:
    assert filled.count(ReportQuery("xe máy đỏ")) == 5
    assert filled.count(ReportQuery("xyzzy")) == 5
    assert filled.count(ReportQuery("", exclude=("xe",))) == 2


def test_adding_again_replaces(filled: ReportIndex) -> None:
    filled.add([report("noise", "xe máy đỏ")], 3)
    assert filled.count(ReportQuery("")) == 5
    assert "noise" in ids(filled, "máy")
    assert ids(filled, "nghẹt") == []
    filled.add([report("noise", "một"), report("noise", "hai")], 4)
    assert "noise" in ids(filled, "hai")
    assert filled.generation() == 4


def test_removed_reports_are_gone_and_unknown_ids_no_error(filled: ReportIndex) -> None:
    filled.remove([ReportId("moto"), ReportId("nobody")], 7)
    assert "moto" not in ids(filled, "xe máy đỏ")
    assert filled.count(ReportQuery("")) == 4
    assert filled.generation() == 7


def test_empty_batches_still_move_the_generation(report_index: ReportIndex) -> None:
    report_index.add([], 2)
    assert report_index.generation() == 2
    report_index.remove([], 5)
    assert report_index.generation() == 5


def test_clear_empties_and_can_be_filled_again(filled: ReportIndex) -> None:
    filled.clear()
    assert (filled.generation(), filled.count(ReportQuery(""))) == (-1, 0)
    filled.add([report("a", "xe")], 0)
    assert ids(filled, "xe") == ["a"]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        '"xe" OR "máy',
        "xe AND NOT máy",
        "NEAR(xe máy, 2)",
        "accented : xe",
        "folded:*",
        "xe* ^máy {a b}",
        "'; DROP TABLE reports; --",
        "(((((",
        "\\",
        "/.*/ ~ ? +xe -máy",
        "xe\x00máy",
        "%_%",
        "xe 🔥🚨 máy",
        "m" * 10_000,
        "xe máy đỏ " * 1_000,
        " ".join(f"từ{n}" for n in range(2_000)),
    ],
    ids=lambda words: ascii(words)[:20],
)
def test_nasty_queries_are_only_words(filled: ReportIndex, words: str) -> None:
    found = ids(filled, words)
    assert set(found) <= {"moto", "bare", "car", "english", "noise"}
    if "xe" in words.split():
        assert "moto" in found
    assert filled.count(ReportQuery("")) == 5


@pytest.mark.parametrize("words", ["🔥🚨", "!!! ???", "___"])
def test_words_without_a_letter_or_digit_find_nothing(filled: ReportIndex, words: str) -> None:
    assert ids(filled, words) == []


def test_nasty_texts_and_ids(report_index: ReportIndex) -> None:
    texts = ["", "🔥", "59-X1 123.45", "a" * 40_000, "don't", "x\u200by", "日本語", "_id"]
    report_index.add([report(f"/ù {n}?#%", text) for n, text in enumerate(texts)], 0)
    assert report_index.count(ReportQuery("")) == len(texts)
    assert ids(report_index, "59 X1 123 45") == ["/ù 2?#%"]
    assert ids(report_index, "日本語") == ["/ù 6?#%"]


def test_threads_search_while_one_adds(report_index: ReportIndex) -> None:
    report_index.add([report("first", "xe máy đỏ")], 0)
    with ThreadPoolExecutor(4) as pool:
        searches = [pool.submit(ids, report_index, "xe máy") for _ in range(40)]
        for number in range(5):
            report_index.add([report(f"r{number}", "xe máy")], number + 1)
        assert all("first" in search.result(timeout=60) for search in searches)
    assert report_index.count(ReportQuery("")) == 6


SHORT = "ad ơi có vụ dật đt ở q12, thằng đi con ab k đội mbh"


@pytest.mark.parametrize(
    "words",
    ["giật điện thoại", "giat dien thoai", "đt", "quận 12", "q12", "Q12", "air blade", "ab",
     "mũ bảo hiểm", "mu bao hiem"],
)  # fmt: skip
def test_what_is_written_short_is_found_by_what_it_is_short_for(
    report_index: ReportIndex, words: str
) -> None:
    report_index.add([report("short", SHORT), report("other", NOISE)], 0)
    assert ids(report_index, words) == ["short"]
    assert "<em>" in pieces(report_index, words)


def test_shorthand_in_a_question_finds_what_is_written_out(report_index: ReportIndex) -> None:
    report_index.add([report("long", "gọi số điện thoại này, Quận 12"), report("x", NOISE)], 0)
    for words in ("sđt", "sdt", "q12"):
        assert ids(report_index, words) == ["long"], words


def test_words_side_by_side_rank_before_the_same_words_apart(report_index: ReportIndex) -> None:
    apart = "anh ôm vô lăng, xe đậu ở đó"
    together = "người chạy xe ôm ở đầu hẻm đó"
    report_index.add([report("a-apart", apart), report("together", together)], 0)
    assert ids(report_index, "xe ôm") == ["together", "a-apart"]
    assert ids(report_index, "xe om") == ["together", "a-apart"]


def test_letters_that_only_look_latin_are_read_as_such(report_index: ReportIndex) -> None:
    report_index.add([report("trick", "хе mау đỏ, ｘｅ ｔａｉ"), report("x", NOISE)], 0)
    assert ids(report_index, "xe may") == ["trick"]
    assert ids(report_index, "xe tai") == ["trick"]


PAPERS = "Cho em hỏi xe máy đỏ mới mua làm thủ tục đăng ký ở đâu ạ"
SNATCHED = "Hai người đi xe máy đỏ giật điện thoại"
BRAVO = "Cảm ơn các anh đã tìm được xe máy đỏ"


def test_quiet_categories_are_found_below_the_others(report_index: ReportIndex) -> None:
    report_index.add([report("papers", PAPERS), report("tip", SNATCHED), report("bravo", BRAVO)], 0)
    quiet = ReportQuery("xe máy đỏ", quiet=("administrative", "praise"))
    found = report_index.search(quiet, 10)
    assert found[0].report == "tip" and len(found) == 3
    assert found[0].score > 2 * found[1].score
    alone = ReportQuery("xe máy đỏ", categories=("administrative",))
    assert ids(report_index, alone) == ["papers"] and report_index.count(alone) == 1


def test_facets_count_what_is_in_scope_and_has_every_word(report_index: ReportIndex) -> None:
    report_index.add(
        [report("papers", PAPERS, "comment", "facebook"), report("tip", SNATCHED),
         report("bravo", BRAVO, "comment"), report("noise", NOISE)],
        0,
    )  # fmt: skip
    facets = report_index.facets(ReportQuery("xe may do"))
    assert facets == {
        "kind": {"comment": 2, "tip": 1},
        "channel": {"zalo": 2, "facebook": 1},
        "category": {"administrative": 1, "praise": 1, "snatching": 1},
    }
    assert list(facets["kind"]) == ["comment", "tip"]
    assert report_index.facets(ReportQuery("", kinds=("tip",)))["channel"] == {"zalo": 2}
    assert report_index.facets(ReportQuery("không có"))["kind"] == {}


BAG_SNATCHED = {
    "vi": "Hai thanh niên đi xe máy đỏ giật túi xách của chị tôi",
    "bare": "hai thanh nien di xe may do giat tui xach cua chi toi",
    "en": "Two men on a red motorbike snatched a handbag",
    "laundry": "Tiệm giặt ủi ở Tô Ký giặt đồ sạch, có xe giao tận nơi",
    "car": "Ô tô trắng tông người rồi bỏ chạy",
}


@pytest.fixture
def snatched(report_index: ReportIndex) -> ReportIndex:
    report_index.add([report(ident, text) for ident, text in BAG_SNATCHED.items()], 0)
    return report_index


@pytest.mark.parametrize(
    "words",
    ["motorcycle bag robbery", "cướp giỏ xách", "cuop gio xach", "snatching a purse on a scooter"],
)
def test_by_meaning_other_words_and_the_other_language_are_found(
    snatched: ReportIndex, words: str
) -> None:
    found = ids(snatched, ReportQuery(words, by_meaning=True))
    assert set(found[:3]) == {"vi", "bare", "en"}
    assert "laundry" not in found, "giặt is not giật"
    alone = ids(snatched, ReportQuery(words))
    assert not {"vi", "bare", "en"} <= set(alone), "words alone do not lead there"


def test_the_words_as_asked_rank_before_others_of_the_same_meaning(snatched: ReportIndex) -> None:
    assert ids(snatched, ReportQuery("snatched a handbag", by_meaning=True))[0] == "en"
    assert ids(snatched, ReportQuery("giật túi xách", by_meaning=True))[0] == "vi"
    assert ids(snatched, ReportQuery("hit and run", by_meaning=True)) == ["car"]


def test_what_is_found_by_meaning_is_marked_and_counted(snatched: ReportIndex) -> None:
    query = ReportQuery("robbed of a bag", by_meaning=True)
    (hit,) = (hit for hit in snatched.search(query, 9) if hit.report == "vi")
    assert "<em>giật</em> <em>túi</em> <em>xách</em>" in " ".join(hit.highlights)
    assert snatched.facets(query)["kind"] == {"tip": 3}
