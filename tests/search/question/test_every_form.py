"""Each form of question that there is a word for, in English, Vietnamese, and without accents.

Asked on Thursday 28 April 2022 at 08:00. What is not named of the result is as it is by default.
"""

from datetime import datetime
from typing import Any

import pytest

from indexer.places.gazetteer import builtin_gazetteer
from search.question.parse import parse_question
from tests.indexer.times.phrases import NOW_TEXT, time

NOW = datetime.fromisoformat(NOW_TEXT)
NVQ, TK, QT = "Nguyễn Văn Quá", "Tô Ký", "Quang Trung"
DHT = [("in", "Phường Đông Hưng Thuận")]
CROSSING = [("junction", "Trường Chinh"), ("junction", NVQ)]
BETWEEN = [("between", TK), ("between", QT)]
WAY = [("from", TK), ("toward", QT)]
LAST_SATURDAY = time("2022-04-23T00:00", "2022-04-24T00:00")
WEEKNIGHTS = time(daily="18:00-24:00", weekdays=[1, 2, 3, 4, 5])


def understood(text: str) -> dict[str, Any]:
    found = parse_question(text, NOW, builtin_gazetteer()).to_json()
    found["places"] = [(place["relation"], place["name"]) for place in found["places"]]
    found["then"] = found["then"] and found["then"]["question"]["look_for"]
    return found


PLACES: list[tuple[str, list[tuple[str, str]]]] = [
    ("xe tải trong hẻm 123/4 Tô Ký", [("on", "Hẻm 123/4 Tô Ký")]),
    ("xe tai trong hem 123/4 to ky", [("on", "Hẻm 123/4 Tô Ký")]),
    ("truck in alley 123/4 To Ky", [("on", "Hẻm 123/4 Tô Ký")]),
    ("xe tải hẻm 45 Nguyễn Văn Quá", [("on", "Hẻm 45 Nguyễn Văn Quá")]),
    ("xe tai hem 45 nguyen van qua", [("on", "Hẻm 45 Nguyễn Văn Quá")]),
    ("truck, 112 Tô Ký", [("near", "112 Tô Ký")]),
    ("xe tải ngã tư Trường Chinh – Nguyễn Văn Quá", CROSSING),
    ("xe tai nga tu truong chinh - nguyen van qua", CROSSING),
    ("truck at the Truong Chinh - Nguyen Van Qua junction", CROSSING),
    ("xe tải chỗ giao Trường Chinh với Nguyễn Văn Quá", CROSSING),
    ("xe tai o cho giao truong chinh voi nguyen van qua", CROSSING),
    ("xe tải vòng xoay An Sương", [("near", "Ngã tư An Sương")]),
    ("truck at the An Suong roundabout", [("near", "Ngã tư An Sương")]),
    ("xe tải cầu Bình Phước", [("near", "Cầu Bình Phước")]),
    ("truck on Binh Phuoc bridge", [("near", "Cầu Bình Phước")]),
    ("xe tải chợ Hóc Môn", [("near", "Chợ Hóc Môn")]),
    ("truck at Hoc Mon market", [("near", "Chợ Hóc Môn")]),
    ("xe tải P. ĐHT Q.12", DHT),
    ("xe tai p. dht q.12", DHT),
    ("truck in ward DHT, Q.12", DHT),
    ("xe tải trên NVQ", [("on", NVQ)]),
    ("truck on NVQ", [("on", NVQ)]),
    ("xe tải QL22", [("near", "Quốc lộ 22")]),
    ("truck on QL22", [("on", "Quốc lộ 22")]),
    ("xe tải quốc lộ 1A", [("near", "Quốc lộ 1A")]),
    ("truck on National Route 1A", [("on", "Quốc lộ 1A")]),
    ("xe tải ng văn quá", [("near", NVQ)]),
    ("xe tai nguyen van qua", [("near", NVQ)]),
    ("xe tải Nguyễn Văn Qúa", [("near", NVQ)]),
    ("xe tải Nguye\u0302\u0303n Va\u0306n Qua\u0301", [("near", NVQ)]),
    ("xe tai truong trinh", [("near", "Trường Chinh")]),
    ("xe tải đường Nguyễn An Thủ", [("on", "Nguyễn Ảnh Thủ")]),
    ("xe tai duong nguyen an thu", [("on", "Nguyễn Ảnh Thủ")]),
    ("truck on Nguyen An Thu street", [("on", "Nguyễn Ảnh Thủ")]),
    ("within 500 m of Tô Ký, truck", [("near", TK)]),
    ("xe tải trong vòng 500 m quanh Tô Ký", [("near", TK)]),
    ("truck between Tô Ký and Quang Trung", BETWEEN),
    ("xe tải giữa Tô Ký và Quang Trung", BETWEEN),
    ("truck from Tô Ký toward Quang Trung", WAY),
    ("xe tải từ Tô Ký về Quang Trung", WAY),
    ("xe tải đoạn từ Tô Ký về Quang Trung", WAY),
    ("truck north of Quang Trung", [("north_of", QT)]),
    ("xe tải phía bắc Quang Trung", [("north_of", QT)]),
    ("xe tải ở đoạn gần Tô Ký", [("near", TK)]),
    ("xe tải tới 77 Đặng Thúc Vịnh", [("toward", "77 Đặng Thúc Vịnh")]),
    ("xe tải 56 Lê Lợi HM", [("near", "56 Lê Lợi")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_places(text: str, places: list[tuple[str, str]]) -> None:
    found = understood(text)
    assert found["places"] == places
    assert found["look_for"] in ("xe tải", "xe tai", "truck") and found["unresolved"] == []


@pytest.mark.parametrize(
    ("text", "unresolved"),
    [
        ("xe tải hẻm 123/4", "hẻm 123/4"),
        ("xe tai hem 45", "hem 45"),
        ("truck in alley 45", "alley 45"),
        ("xe tải xa lộ Hà Nội", "xa lộ Hà Nội"),
        ("truck on Ha Noi highway", "Ha Noi highway"),
        ("xe tải đường Hoà Bình", "đường Hoà Bình"),
        ("xe tải đường Bình An", "đường Bình An"),
        ("xe tải, đ. Lê Thánh Tôn", "đ. Lê Thánh Tôn"),
        ("xe tải trường tiểu học Nguyễn Văn Quá", "trường tiểu học Nguyễn Văn Quá"),
        ("truck outside Nguyen Van Qua primary school", "Nguyen Van Qua primary school"),
        ("truck before the crash", "before the crash"),
        ("xe tải trước vụ tai nạn", "trước vụ tai nạn"),
        ("xe tai truoc vu tai nan", "truoc vu tai nan"),
    ],
)
def test_what_is_not_known_is_told(text: str, unresolved: str) -> None:
    found = understood(text)
    assert found["unresolved"] == [unresolved] and found["places"] == []
    assert found["look_for"] in ("xe tải", "xe tai", "truck")


@pytest.mark.parametrize(
    "text",
    [
        "hai bên chung sống hòa bình", "chúc mọi người bình an", "anh Quang Trung chạy xe máy",
        "nhà trường trình bày", "một nhóm trong bụi tre", "a Danish school logo", "ô tô đang chạy",
    ],
)  # fmt: skip
def test_names_that_are_ordinary_words_are_no_places(text: str) -> None:
    found = understood(text)
    assert found["places"] == [] and found["unresolved"] == []


TIMES: list[tuple[str, dict[str, Any]]] = [
    ("xe tải 9pm", time(daily="20:30-21:30")),
    ("xe tải 21h", time(daily="20:30-21:30")),
    ("xe tải 21h30", time(daily="21:00-22:00")),
    ("xe tai 9 gio toi", time(daily="20:30-21:30")),
    ("xe tải 9 rưỡi", time(daily="09:00-10:00")),
    ("xe tai 9 ruoi toi", time(daily="21:00-22:00")),
    ("xe tải 9 giờ kém 15", time(daily="08:15-09:15")),
    ("truck at a quarter to nine", time(daily="08:15-09:15")),
    ("truck at nine forty-five", time(daily="09:15-10:15")),
    ("xe tải 27/4", time("2022-04-27T00:00", "2022-04-28T00:00")),
    ("truck 27-04-2022", time("2022-04-27T00:00", "2022-04-28T00:00")),
    ("xe tai ngay 27 thang 4", time("2022-04-27T00:00", "2022-04-28T00:00")),
    ("xe tải tháng tư", time("2022-04-01T00:00", "2022-05-01T00:00")),
    ("xe tải ngày mùng sáu tháng tư", time("2022-04-06T00:00", "2022-04-07T00:00")),
    ("xe tải ngày năm tháng tư", time("2022-04-05T00:00", "2022-04-06T00:00")),
    ("xe tải vào ngày 15 vừa rồi", time("2022-04-15T00:00", "2022-04-16T00:00")),
    ("xe tải mùng 3 Tết", time("2022-02-03T00:00", "2022-02-04T00:00")),
    ("truck on the third day of Tet", time("2022-02-03T00:00", "2022-02-04T00:00")),
    ("truck on the sixth", time("2022-04-06T00:00", "2022-04-07T00:00")),
    ("truck on the sixth please help", time("2022-04-06T00:00", "2022-04-07T00:00")),
    ("on the twenty-sixth a truck", time("2022-04-26T00:00", "2022-04-27T00:00")),
    ("truck on the third, around nine", time("2022-04-03T08:30", "2022-04-03T09:30")),
    ("truck on the night of the eighth", time("2022-04-08T20:00", "2022-04-09T05:00")),
    ("truck, 14th 1500-1600", time("2022-04-14T15:00", "2022-04-14T16:00")),
    ("truck 21 Feb 21", time("2021-02-21T00:00", "2021-02-22T00:00")),
    ("xe tải thứ bảy tuần trước", LAST_SATURDAY),
    ("xe tai t7 tuan truoc", LAST_SATURDAY),
    ("truck Saturday last week", LAST_SATURDAY),
    ("xe tải hôm kia", time("2022-04-26T00:00", "2022-04-27T00:00")),
    ("xe tai 2 ngay truoc", time("2022-04-26T00:00", "2022-04-27T00:00")),
    ("xe tai toi wa", time("2022-04-27T18:00", "2022-04-28T00:00")),
    ("truck last Saturday night", time("2022-04-23T20:00", "2022-04-24T05:00")),
    ("truck Sat eve", time("2022-04-23T18:00", "2022-04-24T00:00")),
    ("xe tải từ 20h đến 22h30", time(daily="20:00-22:30")),
    ("truck 9-11pm", time(daily="21:00-23:00")),
    ("truck 22:00–06:00 for the last two weeks",
     time("2022-04-14T08:00", "2022-04-28T08:00", daily="22:00-06:00")),
    ("xe tải 22:00–06:00 trong hai tuần qua",
     time("2022-04-14T08:00", "2022-04-28T08:00", daily="22:00-06:00")),
    ("xe tải trong 2 tiếng qua", time("2022-04-28T06:00", "2022-04-28T08:00")),
    ("truck in the last two hours", time("2022-04-28T06:00", "2022-04-28T08:00")),
    ("truck on weeknights", time(daily="20:00-05:00", weekdays=[1, 2, 3, 4, 5])),
    ("xe tải các tối trong tuần", WEEKNIGHTS),
    ("xe tai toi cac ngay trong tuan", WEEKNIGHTS),
    ("tối thứ bảy nào cũng xe tải", time(daily="18:00-24:00", weekdays=[6])),
    ("t7 cn nào cũng có xe tải", time(weekdays=[6, 7])),
    ("cứ tối thứ sáu là xe tải", time(daily="18:00-24:00", weekdays=[5])),
    ("đề nghị theo hồ sơ số 0912/BH ngày 03/11 xem xe tải hôm kia",
     time("2022-04-26T00:00", "2022-04-27T00:00")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when"), TIMES)
def test_times(text: str, when: dict[str, Any]) -> None:
    found = understood(text)
    assert found["time"] == when and found["unresolved"] == []
    assert found["look_for"].endswith(("xe tải", "xe tai", "truck"))


@pytest.mark.parametrize(
    ("text", "look_for", "told"),
    [
        ("tin báo về xe tải", "xe tải", {"sources": ["reports"]}),
        ("tin bao ve xe tai", "xe tai", {"sources": ["reports"]}),
        ("lọc tin người dân báo xe tải", "xe tải", {"sources": ["reports"]}),
        ("reports about a truck", "truck", {"sources": ["reports"]}),
        ("camera quay được xe tải", "xe tải", {"sources": ["footage"]}),
        ("camera quay duoc xe tai", "xe tai", {"sources": ["footage"]}),
        ("cung cấp đoạn ghi hình xe tải", "xe tải", {"sources": ["footage"]}),
        ("sao chép clip xe tải", "xe tải", {"sources": ["footage"]}),
        ("footage of a truck", "truck", {"sources": ["footage"]}),
        ("cần thông tin về xe tải", "xe tải", {}),
        ("khách trình báo mất xe tải", "mất xe tải", {}),
        ("something fast, not a car", "fast", {"exclude": ["car"]}),
        ("motorbikes excl trucks", "motorbikes", {"exclude": ["trucks"]}),
        ("xe máy trừ xe tải", "xe máy", {"exclude": ["xe tải"]}),
        ("xe may tru xe tai", "xe may", {"exclude": ["xe tai"]}),
        ("Ngoài xe tải ra, tìm xe máy", "xe máy", {"exclude": ["xe tải"]}),
        ("xe máy không đội mũ bảo hiểm", "xe máy không đội mũ bảo hiểm", {}),
        ("xe may khong doi mu bao hiem", "xe may khong doi mu bao hiem", {}),
        ("nguoi leo tru dien", "nguoi leo tru dien", {}),
        ("two men on a motorbike, then running", "two men on a motorbike", {"then": "running"}),
        ("hai người đi xe máy rồi sau đó chạy bộ", "hai người đi xe máy", {"then": "chạy bộ"}),
        ("hai nguoi di xe may roi sau do chay bo", "hai nguoi di xe may", {"then": "chay bo"}),
        ("hai người", "hai người", {}),
        ("three people", "three people", {}),
        ("plate 59-X1 …23", "plate 59-X1 …23", {}),
        ("xe biển 59-X1 …23", "xe biển 59-X1 …23", {}),
        ("59-P2 771.xx", "59-P2 771.xx", {}),
        ("xe may bien so 59-P2 77x.xx", "xe may bien so 59-P2 77x.xx", {}),
    ],
)
def test_what_to_look_for(text: str, look_for: str, told: dict[str, Any]) -> None:
    found = understood(text)
    usual = {"sources": ["footage", "reports"], "exclude": [], "then": None, "unresolved": []}
    assert found["look_for"] == look_for
    assert {key: found[key] for key in usual} == usual | told
    assert found["places"] == [] and found["time"] == time()


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("shop mình bán cơm tấm ở Tô Ký, có nhóm đập kính", "nhóm đập kính"),
        ("Em chạy Grab, cái áo mưa tím rớt ở Tô Ký tối qua", "cái áo mưa tím rớt"),
        ("tổng đài báo có khách say xỉn ở Tô Ký", "khách say xỉn"),
        ("Chủ quán trình báo có nhóm say xỉn ở Tô Ký", "nhóm say xỉn"),
        ("hàng xóm e ns có ng lạ đeo ba lô ở Tô Ký", "ng lạ đeo ba lô"),
        ("Chúng tôi được biết một xe ben lật ở Tô Ký", "một xe ben lật"),
        ("y/c rà nhóm đua xe, Tô Ký", "nhóm đua xe"),
        ("KT cam Tô Ký: xe tải vượt đèn đỏ", "xe tải vượt đèn đỏ"),
        ("nhóm đốt pháo ở Tô Ký, hốt giùm", "nhóm đốt pháo"),
        ("nhóm đốt pháo, Tô Ký tối qua, shop em cần báo chủ nhà", "nhóm đốt pháo"),
        ("xe lu để trước quán phở, Tô Ký", "xe lu để trước quán phở"),
        ("A van hit my fence on To Ky. I've got the repair quote.", "van hit my fence"),
        ("I refer to Ms Anna, red coat, on To Ky. Yours faithfully", "Ms Anna, red coat"),
        ("M, bald, limping. Loc: To Ky", "M, bald, limping"),
        ("The claims handler needs CCTV of a collision on To Ky", "collision"),
        ("white van hit & run on To Ky", "white van hit & run"),
        ("ai nhặt dc chùm chìa khoá gần Tô Ký", "nhặt dc chùm chìa khoá"),
        ("ng ta đánh nhau trc 88 Tô Ký", "ng ta đánh nhau"),
        ("Xm: nhóm bán pháo, Tô Ký", "nhóm bán pháo"),
        ("Đề nghị truy xét nhóm bán pháo ở Tô Ký", "nhóm bán pháo"),
        ("không MBH, chở 4, Tô Ký", "không MBH, chở 4"),
        ("a oi thay con cho lac o to ky k", "con cho lac"),
        ("xe ba gác chở sắt di chuyển về hướng Tô Ký", "xe ba gác chở sắt"),
        ("xe dung hang rao nha e o to ky", "xe dung hang rao nha e"),
        ("có sự cố gì xảy ra ở Tô Ký tối qua", ""),
    ],
)
def test_who_asks_and_who_told_is_no_scene(text: str, look_for: str) -> None:
    assert understood(text)["look_for"] == look_for
