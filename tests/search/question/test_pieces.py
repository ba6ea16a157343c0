"""The pieces of a question: its language, sources, exclusions, sequence, what is kept whole."""

import pytest

from indexer.folding import fold
from search.question.exclusions import find_exclusions
from search.question.kept import find_kept
from search.question.language import language_of
from search.question.masked import GAP, Masked
from search.question.sequence import LATER, THEN, find_delay, split_sequence
from search.question.sources import FILMED, FOOTAGE, find_sources
from tests.questions.labels import read_questions


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("red motorbike", "en"),
        ("two men riding a scooter without helmets", "en"),
        ("what happened last night", "en"),
        ("xe máy đỏ", "vi"),
        ("xe may do", "vi"),
        ("o to den", "vi"),
        ("hai thanh nien giat dien thoai", "vi"),
        ("cướp", "vi"),
        ("59-X1 123.45", "vi"),
        ("", "vi"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text, []) == language


def test_the_name_of_a_place_is_no_language() -> None:
    text = "white van near Nguyễn Văn Quá"
    assert language_of(text, [(10, len(text))]) == "en"


@pytest.mark.parametrize(
    ("text", "sources", "left"),
    [
        ("camera quay được xe máy đỏ", ("footage",), "xe máy đỏ"),
        ("hình ảnh camera ghi lại xe máy", ("footage",), "xe máy"),
        ("trên camera có xe máy đỏ", ("footage",), "có xe máy đỏ"),
        ("CCTV footage of a bus", ("footage",), "a bus"),
        ("a bus on camera", ("footage",), "a bus"),
        ("videos of street racing", ("footage",), "street racing"),
        ("tin báo về trộm chó", ("reports",), "trộm chó"),
        ("tin bao ve trom cho", ("reports",), "trom cho"),
        ("người dân phản ánh karaoke ồn", ("reports",), "karaoke ồn"),
        ("lời khai nhân chứng về vụ giật", ("reports",), "vụ giật"),
        ("which cam saw a bus", ("footage",), "a bus"),
        ("có cam nào ghi được xe ben", ("footage",), "xe ben"),
        ("has any cam got a bus", ("footage",), "a bus"),
        ("cam nao co clip xe ben", ("footage",), "xe ben"),
        ("cam nao thay xe ben", ("footage",), "xe ben"),
        ("Tin quần chúng: đua xe", ("reports",), "đua xe"),
        (
            "căn cứ đơn tố giác của bà con, đề nghị tìm xe ben",
            ("footage", "reports"),
            "căn cứ đơn tố giác của bà con, đề nghị tìm xe ben",
        ),
        ("tips about gambling", ("reports",), "gambling"),
        ("witness statements about a fight", ("reports",), "a fight"),
        ("reports and footage of a fight", ("footage",), "reports and a fight"),
        ("a broken camera", ("footage", "reports"), "a broken camera"),
        ("xe máy đỏ", ("footage", "reports"), "xe máy đỏ"),
        ("trộm camera", ("footage", "reports"), "trộm camera"),
    ],
)
def test_sources(text: str, sources: tuple[str, ...], left: str) -> None:
    found, spans = find_sources(Masked(text))
    assert found == sources
    assert " ".join(Masked(text).without(spans).blanked.split()) == left


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("red vehicle, not a truck", ("truck",)),
        ("not red", ("red",)),
        ("vehicles except trucks and buses", ("trucks", "buses")),
        ("red motorbike, no cars", ("cars",)),
        ("xe trắng không phải xe tải", ("xe tải",)),
        ("xe trang khong phai xe tai", ("xe tai",)),
        ("xe máy trừ xe tay ga, màu đỏ", ("xe tay ga",)),
        ("xe đỏ ngoại trừ ô tô hoặc xe buýt", ("ô tô", "xe buýt")),
        ("motorbike without helmet", ()),
        ("rider not wearing a helmet", ()),
        ("no helmet", ()),
        ("xe máy không đội mũ bảo hiểm", ()),
        ("không có ai", ()),
    ],
)
def test_exclusions(text: str, phrases: tuple[str, ...]) -> None:
    assert find_exclusions(Masked(text)).phrases == phrases


def test_a_mark_before_something_understood_turns_it_round() -> None:
    left = Masked("red car not at night").without([(12, 20)])
    assert left.gapped == "red car not " + GAP * 8
    assert find_exclusions(left).turned_round == ((8, 12),)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("red car then blue car", ["red car", "blue car"]),
        ("red car, and then a blue car", ["red car", "blue car"]),
        ("xe đỏ, rồi sau đó xe xanh", ["xe đỏ", "xe xanh"]),
        ("xe đỏ, rồi đến xe xanh", ["xe đỏ", "xe xanh"]),
        ("xe do sau do xe xanh", ["xe do", "xe xanh"]),
        ("giật điện thoại rồi bỏ chạy", ["giật điện thoại rồi bỏ chạy"]),
        ("xe ben lam roi 2 bao gao", ["xe ben lam roi 2 bao gao"]),
        ("thứ bảy tuần rồi", ["thứ bảy tuần rồi"]),
        ("then", ["then"]),
        ("a strengthened truck", ["a strengthened truck"]),
    ],
)
def test_sequence(text: str, parts: list[str]) -> None:
    assert [part.strip() for part in split_sequence(text)] == parts


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("within 10 minutes", 600.0),
        ("within the next hour", None),
        ("in less than 30 seconds", 30.0),
        ("trong vòng 10 phút", 600.0),
        ("trong vong muoi phut", 600.0),
        ("chưa đầy 2 tiếng", 7200.0),
        ("5 minutes later", 300.0),
        ("five minutes later", 300.0),
        ("10 phút sau", 600.0),
        ("10 phút", None),
        ("within 50 m of the bridge", None),
    ],
)
def test_delay(text: str, seconds: float | None) -> None:
    found = find_delay(text)
    assert (found and found[0]) == seconds


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("xe 59-X1 123.45 chạy", "59-X1 123.45"),
        ("59X1-123.45", "59X1-123.45"),
        ("51F-678.90", "51F-678.90"),
        ("51F12345 ở đây", "51F12345"),
        ("đuôi 345", "345"),
        ("plate ending in 99.01", "99.01"),
        ("loại 16 chỗ", "16 chỗ"),
        ("xe tai gan to ky", "xe tai"),
        ("xe may mau do luc 9h", "xe may mau do"),
        ("o to den toi qua", "o to den"),
        ("o to ky", ""),
        ("lúc 21h30 ngày 27/4", ""),
        ("a Sunday school group", "Sunday"),
        ("a Christmas tree, Christmas lights", "ChristmasChristmas"),
        ("a midnight blue van", "midnight"),
        ("on a Sunday two men fighting", ""),
        ("a Sunday morning crash, a Friday robbery", ""),
        ("overtaking on the right near the bridge", "on the right"),
    ],
)
def test_kept(text: str, kept: str) -> None:
    assert "".join(text[start:end] for start, end in find_kept(text)) == kept


def test_what_is_looked_for_by_its_words_has_one_of_them() -> None:
    texts = [fold(row["text"]) for row in read_questions("tuned_*.jsonl")]
    for form, words in ((THEN, LATER), (FOOTAGE, FILMED)):
        found = [text for text in texts if form.search(text)]
        assert len(found) > 100
        assert all(any(word in text for word in words) for text in found)
