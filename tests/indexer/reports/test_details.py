"""Details that tell who somebody is: found, masked, and places and plates left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.places.gazetteer import builtin_gazetteer
from indexer.reports.details import MASK, masked, without_sender
from indexer.reports.identities import Identities
from indexer.reports.report import Report, ReportPlace
from indexer.reports.screening import AS_WRITTEN, PLACE_AS_WRITTEN, screen
from indexer.reports.submission import Submission


def is_place(name: str) -> bool:
    return bool(builtin_gazetteer().names.named(name))


def shown(text: str) -> str:
    return masked(text, is_place)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("gọi em 0901234567 nhé", "0901234567"),
        ("sđt 090.123.4567", "090.123.4567"),
        ("ĐT: +84 90 123 45 67.", "+84 90 123 45 67"),
        ("lh o9o1 234 567", "o9o1 234 567"),
        ("０９０１２３４５６７", "０９０１２３４５６７"),
        ("số nhà 028 3891 2345", "028 3891 2345"),
        ("cccd 079 090 001 234", "079 090 001 234"),
        ("CCCD 079090001234", "079090001234"),
        ("cmnd 023456789 mất", "023456789"),
        ("hộ chiếu B1234567", "B1234567"),
        ("viết cho kin.tran@example.vn nha", "kin.tran@example.vn"),
        ("Tôi tên Trần Thị Kín ở gần chợ", "Trần Thị Kín"),
        ("toi ten la tran thi kin, thay xe do", "tran thi kin"),
        ("Nạn nhân Lê Văn Giấu bị thương", "Lê Văn Giấu"),
        ("nghe anh Giấu kể lại", "Giấu"),
        ("My name is Nguyen Van Giau.", "Nguyen Van Giau"),
    ],
)
def test_a_detail_is_masked(text: str, secret: str) -> None:
    assert secret not in shown(text)
    assert MASK in shown(text)
    assert shown(shown(text)) == shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "xe máy biển số 59X1-123.45 màu đỏ",
        "ô tô 51F-123.45, xe 59-X1 12345",
        "giật trên đường Nguyễn Văn Quá, chạy về Hà Huy Giáp",
        "trước nhà 112 Tô Ký lúc 21h30 ngày 27/04/2022",
        "gần Nguyễn Ảnh Thủ giao Lê Văn Khương",
        "chợ Bà Điểm, ông chú bán hàng",
        "phạt 100.000.000 đồng, gọi 113 hoặc 1900 1234",
        "Công an phường Đông Hưng Thuận",
        "Two men on a red motorbike near Nguyen Van Qua street",
    ],
)
def test_places_plates_times_and_money_stay(text: str) -> None:
    assert shown(text) == text


@given(st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(shown(text), str)


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Xe đỏ. Gọi 090 123 4567. Trần Thị Kín", {"name": "Trần Thị Kín", "phone": "0901234567"}),
        ("tran thi kin bao: xe do, so +84901234567", {"a": {"b": ["Trần Thị Kín", "84901234567"]}}),
        ("mail KIN@example.vn", {"from": "Trần <kin@example.vn>"}),
    ],
)  # fmt: skip
def test_what_a_text_says_of_its_sender_is_taken_out(text: str, sender: object) -> None:
    left = without_sender(text, sender).lower()
    assert not any(part in left for part in ("kín", "kin", "901", "4567"))


def test_what_writers_say_of_themselves_is_taken_out_and_what_they_say_of_others_stays() -> None:
    text = "Em tên là Trần Thị Kín, gọi em số 0901234567. Kẻ cướp tên Lê Văn Tèo, xài số 0912345678"
    left = without_sender(text, None)
    assert "Kín" not in left and "0901234567" not in left
    assert "Lê Văn Tèo" in left and "0912345678" in left


def test_other_words_stay_where_they_are() -> None:
    sender = {"name": "An", "phone": "0901234567", "invented": True, "age": 40}
    assert without_sender("An toàn giao thông, 0912345678, 40 xe", sender) == (
        "An toàn giao thông, 0912345678, 40 xe"
    )


def test_the_text_as_written_is_sealed_with_the_sender(tmp_path: object) -> None:
    identities = Identities(Folder(str(tmp_path)))
    report = Report("r1", "tip", "zalo", "xe đỏ, gọi 0901234567", 0)  # type: ignore[arg-type]
    screened = screen([Submission(report, {"phone": "0901 234 567"})], identities)
    [kept] = screened.reports
    assert kept.text == f"xe đỏ, gọi {MASK}"
    identities.keep(screened.senders)
    assert identities.open(kept.sender_ref)[AS_WRITTEN] == report.text  # type: ignore[index]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("12/3 Tô Ký (nhà chị Trần Thị Kín, 090 123 4567)", "12/3 Tô Ký (nhà chị ▮▮▮, ▮▮▮)"),
        ("nhà tran thi kin", "nhà ▮▮▮"),
        ("0901234567", "▮▮▮"),
        ("Trần Thị Kín", "Trần Thị Kín"),
        ("112 đường Trần Thị Kín", "112 đường Trần Thị Kín"),
        ("Hẻm 45 Trần Thị Kín", "Hẻm 45 Trần Thị Kín"),
        ("đường Trần Thị Kín, gọi 0901234567", "đường ▮▮▮, gọi ▮▮▮"),
    ],
)
def test_the_words_for_a_place_tell_nobody_who_sent_it(
    tmp_path: Path, place: str, left: str
) -> None:
    sender = {"name": "Trần Thị Kín", "phone": "0901234567"}
    at = ReportPlace(text=place, ward=place)
    report = Report(ReportId("t1"), "tip", "zalo", "xe đỏ", 0, place=at)
    identities = Identities(Folder(str(tmp_path)))
    screened = screen([Submission(report, sender)], identities)
    (kept,) = screened.reports
    assert kept.place == ReportPlace(text=left, ward=left)
    if left != place:
        sealed = screened.senders[kept.sender_ref]
        assert sealed[PLACE_AS_WRITTEN] == {"text": place, "ward": place}


def test_of_two_numbers_that_begin_together_the_longer_is_masked() -> None:
    for written in ("079 099 001 234", "079-099-001-234", "079099001234"):
        assert masked(f"CCCD {written} nhé", lambda _: False) == "CCCD №▮▮▮ nhé"
    assert masked("gọi 0912 345 678 nhé", lambda _: False) == "gọi ☎▮▮▮ nhé"
