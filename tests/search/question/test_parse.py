"""Questions and how they are understood, asked on Thursday 28 April 2022 at 08:00."""

import unicodedata
from datetime import datetime
from typing import Any

import pytest

from indexer.folder import Folder
from indexer.folding import nfc
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from search.errors import BadQuestion
from search.question.parse import parse_question
from search.question.understood import Understood
from tests.indexer.times.phrases import NOW_TEXT, time

NOW = datetime.fromisoformat(NOW_TEXT)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return load_gazetteer(Folder(tmp_path_factory.mktemp("places")))


def said(
    language: str,
    look_for: str,
    places: list[str] | None = None,
    when: dict[str, Any] | None = None,
    source: str | None = None,
    exclude: list[str] | None = None,
    unresolved: list[str] | None = None,
    then: tuple[float | None, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    return {
        "language": language,
        "look_for": look_for,
        "places": places or [],
        "time": when or time(),
        "sources": [source] if source else ["footage", "reports"],
        "exclude": exclude or [],
        "unresolved": unresolved or [],
        "then": then,
    }


def shown(understood: Understood) -> dict[str, Any]:
    told = understood.to_json()
    for informs in ("text", "asides", "shared", "elsewhere"):
        del told[informs]
    told["places"] = [f"{place['relation']} {place['name']}" for place in told["places"]]
    then = understood.then
    told["then"] = then and (then.within_s, shown(then.question))
    return told


QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    (
        "red motorbike near Nguyễn Văn Quá after 9pm",
        said("en", "red motorbike", places=["near Nguyễn Văn Quá"], when=time(daily="21:00-24:00")),
    ),
    (
        "xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối",
        said("vi", "xe máy đỏ", places=["near Nguyễn Văn Quá"], when=time(daily="21:00-24:00")),
    ),
    (
        "xe may do gan nguyen van qua sau 9 gio toi",
        said("vi", "xe may do", places=["near Nguyễn Văn Quá"], when=time(daily="21:00-24:00")),
    ),
    (
        "hai thanh niên đi xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối",
        said(
            "vi",
            "hai thanh niên đi xe máy đỏ",
            places=["near Nguyễn Văn Quá"],
            when=time(daily="21:00-24:00"),
        ),
    ),
    (
        "XE MÁY ĐỎ GẦN NGUYỄN VĂN QUÁ SAU 9 GIỜ TỐI",
        said("vi", "XE MÁY ĐỎ", places=["near Nguyễn Văn Quá"], when=time(daily="21:00-24:00")),
    ),
    (
        "xe máy màu đỏ gần đường Nguyễn Văn Quá khoảng 9 rưỡi tối",
        said("vi", "xe máy màu đỏ", places=["near Nguyễn Văn Quá"], when=time(daily="21:00-22:00")),
    ),
    (
        "Find a red motorbike near Nguyen Van Qua after 9pm on April 27",
        said(
            "en",
            "red motorbike",
            places=["near Nguyễn Văn Quá"],
            when=time("2022-04-27T21:00", "2022-04-28T00:00"),
        ),
    ),
    (
        "Where was the white truck on Tô Ký yesterday evening?",
        said(
            "en",
            "white truck",
            places=["on Tô Ký"],
            when=time("2022-04-27T18:00", "2022-04-28T00:00"),
        ),
    ),
    (
        "show me trucks on Nguyễn Ảnh Thủ between 10pm and 2am on weeknights",
        said(
            "en",
            "trucks",
            places=["on Nguyễn Ảnh Thủ"],
            when=time(daily="22:00-02:00", weekdays=[1, 2, 3, 4, 5]),
        ),
    ),
    (
        "có xe máy đỏ nào ở Tô Ký tối qua không?",
        said(
            "vi",
            "xe máy đỏ",
            places=["on Tô Ký"],
            when=time("2022-04-27T18:00", "2022-04-28T00:00"),
        ),
    ),
    (
        "cho em hỏi có ai thấy chiếc xe máy đen biển 59X1-123.45 ở quận 12 tối qua không",
        said(
            "vi",
            "chiếc xe máy đen biển 59X1-123.45",
            places=["in Quận 12"],
            when=time("2022-04-27T18:00", "2022-04-28T00:00"),
        ),
    ),
    (
        "Tìm xe tải màu xanh trên đường Trường Chinh sáng nay",
        said(
            "vi",
            "xe tải màu xanh",
            places=["on Trường Chinh"],
            when=time("2022-04-28T05:00", "2022-04-28T11:00"),
        ),
    ),
    (
        "white van parked on Nguyễn Văn Quá since Monday",
        said(
            "en",
            "white van parked",
            places=["on Nguyễn Văn Quá"],
            when=time("2022-04-25T00:00", None),
        ),
    ),
    (
        "red motorbike on Tô Ký, plate ending 345, last night",
        said(
            "en",
            "red motorbike plate ending 345",
            places=["on Tô Ký"],
            when=time("2022-04-27T20:00", "2022-04-28T05:00"),
        ),
    ),
    ("59-X1 123.45", said("vi", "59-X1 123.45")),
    (
        "51F-678.90 on QL22 after 9pm",
        said("en", "51F-678.90", places=["on Quốc lộ 22"], when=time(daily="21:00-24:00")),
    ),
    ("biển số 59X1 12345", said("vi", "biển số 59X1 12345")),
    (
        "xe 16 chỗ trên đường Tô Ký trước 6 giờ sáng",
        said("vi", "xe 16 chỗ", places=["on Tô Ký"], when=time(daily="00:00-06:00")),
    ),
    (
        "xe 3 bánh chở hàng trên QL22 hôm qua",
        said(
            "vi",
            "xe 3 bánh chở hàng",
            places=["on Quốc lộ 22"],
            when=time("2022-04-27T00:00", "2022-04-28T00:00"),
        ),
    ),
    (
        "two men on a motorbike without helmet near Tô Ký",
        said("en", "two men on a motorbike without helmet", places=["near Tô Ký"]),
    ),
    (
        "xe máy không đội mũ bảo hiểm ở Tô Ký",
        said("vi", "xe máy không đội mũ bảo hiểm", places=["on Tô Ký"]),
    ),
    (
        "find a white van near Trường Chinh, not a truck",
        said("en", "white van", places=["near Trường Chinh"], exclude=["truck"]),
    ),
    (
        "xe trắng ở Tô Ký trừ xe tải và xe buýt",
        said("vi", "xe trắng", places=["on Tô Ký"], exclude=["xe tải", "xe buýt"]),
    ),
    ("xe máy đỏ nhưng không phải xe tay ga", said("vi", "xe máy đỏ", exclude=["xe tay ga"])),
    (
        "vehicles except trucks and buses on QL22",
        said("en", "vehicles", places=["on Quốc lộ 22"], exclude=["trucks", "buses"]),
    ),
    (
        "red motorbike not near Tô Ký after 9pm",
        said("en", "red motorbike", when=time(daily="21:00-24:00"), unresolved=["not near Tô Ký"]),
    ),
    (
        "red motorbike near Tô Ký, not at night",
        said("en", "red motorbike", places=["near Tô Ký"], unresolved=["not at night"]),
    ),
    (
        "camera quay được xe máy đỏ ở Tô Ký",
        said("vi", "xe máy đỏ", places=["on Tô Ký"], source="footage"),
    ),
    (
        "footage of a bus near Quang Trung between 5 and 7pm",
        said(
            "en",
            "bus",
            places=["near Quang Trung"],
            when=time(daily="17:00-19:00"),
            source="footage",
        ),
    ),
    (
        "trên camera, xe máy đỏ ở Tô Ký",
        said("vi", "xe máy đỏ", places=["on Tô Ký"], source="footage"),
    ),
    (
        "tin báo về trộm chó ở Tô Ký rạng sáng 27/4",
        said(
            "vi",
            "trộm chó",
            places=["on Tô Ký"],
            when=time("2022-04-27T00:00", "2022-04-27T06:00"),
            source="reports",
        ),
    ),
    (
        "reports about a phone snatching near Nguyen Van Qua last night",
        said(
            "en",
            "phone snatching",
            places=["near Nguyễn Văn Quá"],
            when=time("2022-04-27T20:00", "2022-04-28T05:00"),
            source="reports",
        ),
    ),
    (
        "tips about gambling this week",
        said("en", "gambling", when=time("2022-04-25T00:00", "2022-05-02T00:00"), source="reports"),
    ),
    (
        "xe tải trắng trên đường Tô Ký tối 27/4, rồi sau đó xe máy đỏ trong vòng 10 phút",
        said(
            "vi",
            "xe tải trắng",
            places=["on Tô Ký"],
            when=time("2022-04-27T18:00", "2022-04-28T00:00"),
            then=(600.0, said("vi", "xe máy đỏ")),
        ),
    ),
    (
        "red motorbike on Tô Ký, then a blue car within 10 minutes",
        said("en", "red motorbike", places=["on Tô Ký"], then=(600.0, said("en", "blue car"))),
    ),
    (
        "red motorbike, followed by a blue motorbike 2 minutes later",
        said("en", "red motorbike", then=(120.0, said("en", "blue motorbike"))),
    ),
    (
        "xe tải trắng, sau đó 5 phút xe máy đỏ",
        said("vi", "xe tải trắng", then=(300.0, said("vi", "xe máy đỏ"))),
    ),
    ("giật điện thoại rồi bỏ chạy", said("vi", "giật điện thoại rồi bỏ chạy")),
    (
        "two motorbikes within 10 minutes",
        said("en", "two motorbikes", unresolved=["within 10 minutes"]),
    ),
    (
        "two motorbikes before the crash",
        said("en", "two motorbikes", unresolved=["before the crash"]),
    ),
    (
        "xe máy đỏ sau vụ tai nạn ở Tô Ký",
        said("vi", "xe máy đỏ", places=["on Tô Ký"], unresolved=["sau vụ tai nạn"]),
    ),
    (
        "xe máy đỏ trên Tô Ký trước khi công an tới, trừ xe tải",
        said(
            "vi",
            "xe máy đỏ",
            places=["on Tô Ký"],
            exclude=["xe tải"],
            unresolved=["trước khi công an tới"],
        ),
    ),
    (
        "xe máy đỏ trước khi xảy ra tai nạn tại Tô Ký",
        said("vi", "xe máy đỏ", places=["on Tô Ký"], unresolved=["trước khi xảy ra tai nạn"]),
    ),
    (
        "xe máy đỏ ở Phố Không Có Thật sau 21h",
        said("vi", "xe máy đỏ", when=time(daily="21:00-24:00"), unresolved=["Phố Không Có Thật"]),
    ),
    (
        "gần 9 giờ tối có xe máy đỏ ở Tô Ký",
        said("vi", "xe máy đỏ", places=["on Tô Ký"], when=time(daily="20:30-21:30")),
    ),
    (
        "what happened on Tô Ký last night?",
        said("en", "", places=["on Tô Ký"], when=time("2022-04-27T20:00", "2022-04-28T05:00")),
    ),
    ("sau 9 giờ tối", said("vi", "", when=time(daily="21:00-24:00"))),
    ("near Tô Ký", said("en", "", places=["near Tô Ký"])),
    (
        "footage of two men on a motorbike at the junction of Tô Ký and Quang Trung",
        said(
            "en",
            "two men on a motorbike",
            places=["junction Tô Ký", "junction Quang Trung"],
            source="footage",
        ),
    ),
    (
        "xe máy xanh đuổi theo xe máy đỏ hướng Hóc Môn",
        said("vi", "xe máy xanh đuổi theo xe máy đỏ", places=["toward Huyện Hóc Môn"]),
    ),
    (
        "a man in a blue shirt walking north of Trường Chinh",
        said("en", "man in a blue shirt walking", places=["north_of Trường Chinh"]),
    ),
    (
        "đua xe trên đường Nguyễn Ảnh Thủ cuối tuần sau 22h",
        said(
            "vi",
            "đua xe",
            places=["on Nguyễn Ảnh Thủ"],
            when=time(daily="22:00-24:00", weekdays=[6, 7]),
        ),
    ),
]


@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_how_a_question_is_understood(
    question: str, expected: dict[str, Any], gazetteer: Gazetteer
) -> None:
    assert shown(parse_question(question, NOW, gazetteer)) == expected


def test_the_contract_s_example(gazetteer: Gazetteer) -> None:
    text = "red motorbike near Nguyễn Văn Quá after 9pm"
    assert parse_question(text, NOW, gazetteer).to_json() == {
        "text": text,
        "language": "en",
        "look_for": "red motorbike",
        "places": [
            {
                "name": "Nguyễn Văn Quá",
                "kind": "street",
                "relation": "near",
                "radius_m": 200,
                "id": "street:nguyen-van-qua",
            }
        ],
        "time": {
            "after": None,
            "before": None,
            "daily": {"from": "21:00", "to": "24:00"},
            "weekdays": None,
        },
        "sources": ["footage", "reports"],
        "exclude": [],
        "then": None,
        "unresolved": [],
        "asides": [],
        "shared": [],
        "elsewhere": [],
    }


def test_decomposed_text_is_understood_alike(gazetteer: Gazetteer) -> None:
    for question, expected in QUESTIONS[:6]:
        decomposed = unicodedata.normalize("NFD", question)
        understood = parse_question(decomposed, NOW, gazetteer)
        assert understood.text == nfc(question)
        assert shown(understood) == expected


def test_units_are_those_of_the_time_asked_about(gazetteer: Gazetteer) -> None:
    now = datetime.fromisoformat("2026-01-05T08:00:00+07:00")
    (today,) = parse_question("xe máy ở phường Thới An", now, gazetteer).places
    (then,) = parse_question("xe máy ở phường Thới An ngày 27/4/2022", now, gazetteer).places
    assert today.id != then.id


def test_three_in_a_row(gazetteer: Gazetteer) -> None:
    text = "red car, then white van within 5 minutes, then a bus within 10 minutes"
    first = parse_question(text, NOW, gazetteer)
    assert first.then is not None and first.then.within_s == 300
    second = first.then.question
    assert second.then is not None and second.then.within_s == 600
    looked_for = [first.look_for, second.look_for, second.then.question.look_for]
    assert looked_for == ["red car", "white van", "bus"]


def test_every_answer_comes_back_as_it_went(gazetteer: Gazetteer) -> None:
    for question, _ in QUESTIONS:
        understood = parse_question(question, NOW, gazetteer)
        assert Understood.from_json(understood.to_json()) == understood


@pytest.mark.parametrize(
    "changed",
    [
        {"sources": []},
        {"sources": ["satellite"]},
        {"places": [{"name": "Tô Ký", "radius_m": -1}]},
        {"places": [{"name": "Tô Ký", "radius_m": float("inf")}]},
        {"places": [{"name": "Tô Ký", "radius_m": float("nan")}]},
        {"places": [{"name": "Tô Ký", "radius_m": 1e308}]},
        {"places": [{"name": "Tô Ký", "relation": "above"}]},
        {"time": {"after": "0001-01-01T00:00:00+14:00"}},
        {"time": {"before": "9999-12-31T23:59:59Z"}},
        {"then": {"within_s": -5, "question": {"look_for": "xe"}}},
        {"then": {"within_s": 1e300, "question": {"look_for": "xe"}}},
        {"elsewhere": [{"words": "x"}]},
    ],
)
def test_a_structure_that_says_nothing_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadQuestion):
        Understood.from_json(changed)


@pytest.mark.parametrize(
    ("relation", "radius_m"), [("on", 30), ("near", 200), ("junction", 60), ("in", None)]
)
def test_a_radius_that_is_left_out_is_that_of_the_relation(
    relation: str, radius_m: float | None
) -> None:
    (place,) = Understood.from_json({"places": [{"name": "Tô Ký", "relation": relation}]}).places
    assert place.radius_m == radius_m
