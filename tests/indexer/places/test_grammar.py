"""What texts say of places: which, in what relation, and what is left of the text."""

from datetime import datetime
from time import process_time

import pytest

from indexer.folding import fold, nfc
from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.grammar import FoundPlaces, find_places

BEFORE = datetime(2022, 4, 27, 21, tzinfo=LOCAL_ZONE)
SINCE = datetime(2026, 4, 27, 21, tzinfo=LOCAL_ZONE)
NVQ, TK, TC = "street:nguyen-van-qua", "street:to-ky", "street:truong-chinh"
QT, QL1A, QL22 = "street:quang-trung", "street:quoc-lo-1a", "street:quoc-lo-22"
ANY_QT = "street Quang Trung"
"""Two streets have this name; where nothing tells which, both are meant and no id is given."""
Q12, HM = "district:quan-12", "district:hoc-mon"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return builtin_gazetteer()


def rest_of(text: str, found: FoundPlaces) -> str:
    """The text with the spans cut out, as a parser sees it."""
    left, last = "", 0
    for start, end in found.spans:
        left, last = f"{left}{nfc(text)[last:start]} ", end
    return " ".join(f"{left}{nfc(text)[last:]}".split())


def said(found: FoundPlaces) -> list[tuple[str, str, float | None]]:
    """What was found, short: id (or kind and name), relation, radius."""
    return [(r.id or f"{r.kind} {r.name}", r.relation, r.radius_m) for r in found.refs]


STREETS = [
    ("red motorbike near Nguyễn Văn Quá after 9pm", NVQ, "near", 200, "red motorbike after 9pm"),
    ("xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối", NVQ, "near", 200, "xe máy đỏ sau 9 giờ tối"),
    ("xe may do gan nguyen van qua", NVQ, "near", 200, "xe may do"),
    ("xe may do nguyen van qua toi qua", NVQ, "near", 200, "xe may do toi qua"),
    ("xe đen nguyễn văn quá", NVQ, "near", 200, "xe đen"),
    ("trên đường Nguyễn Văn Quá", NVQ, "on", 30, ""),
    ("đường Nguyễn Văn Quá có gì", NVQ, "on", 30, "có gì"),
    ("a car on Nguyen Van Qua street", NVQ, "on", 30, "a car"),
    ("a car at Nguyen Van Qua St. today", NVQ, "on", 30, "a car today"),
    ("ở Nguyễn Văn Quá nha", NVQ, "on", 30, "nha"),
    ("dọc theo tuyến đường Tô Ký", TK, "on", 30, ""),
    ("quẹo vào Tô Ký", TK, "on", 30, ""),
    ("Nguyễn Văn Qúa", NVQ, "near", 200, ""),
    ("ng văn quá tối qua", NVQ, "near", 200, "tối qua"),
    ("Ng. V. Quá", NVQ, "near", 200, ""),
    ("đ. Nguyễn Văn Quá", NVQ, "on", 30, ""),
    ("d. nguyen van qua", NVQ, "on", 30, ""),
    ("NVQ hôm qua", NVQ, "near", 200, "hôm qua"),
    ("gần nvq", NVQ, "near", 200, ""),
    ("xe ben hướng Q.Trung", ANY_QT, "toward", None, "xe ben"),
    ("bk 250m quanh Tô Ký", TK, "near", 250, ""),
    ("#nguyenvanqua xe đỏ", NVQ, "near", 200, "xe đỏ"),
    ('near "Nguyễn Văn Quá" today', NVQ, "near", 200, "today"),
    ("“Tô Ký” hôm qua", TK, "near", 200, "hôm qua"),
    ("NGUYỄN VĂN QUÁ", NVQ, "near", 200, ""),
    ("Nguyễn\nVăn Quá", NVQ, "near", 200, ""),
    ("to ki", TK, "near", 200, ""),
    ("Nguyễn Ánh Thủ", "street:nguyen-anh-thu", "near", 200, ""),
    ("Nguyễn Ảnh Thủ", "street:nguyen-anh-thu", "near", 200, ""),
    ("ql1a tối qua", QL1A, "near", 200, "tối qua"),
    ("on QL 1A", QL1A, "on", 30, ""),
    ("Quốc lộ 1", QL1A, "near", 200, ""),
    ("Highway 1A", QL1A, "near", 200, ""),
    ("QL.22", QL22, "near", 200, ""),
    ("đường Xuyên Á", QL22, "on", 30, ""),
    ("xe máy đỏ quang trung", ANY_QT, "near", 200, "xe máy đỏ"),
    ("Quang Trung, Hóc Môn", "street:quang-trung-hoc-mon", "near", 200, ""),
    ("Quang Trung, Quận 12", QT, "near", 200, ""),
    ("within 500 m of Tô Ký", TK, "near", 500, ""),
    ("within a radius of 1.5 km around Tô Ký", TK, "near", 1500, ""),
    ("trong vòng 300m quanh Nguyễn Văn Quá", NVQ, "near", 300, ""),
    ("trong bán kính khoảng 1,5 km quanh Tô Ký", TK, "near", 1500, ""),
    ("cách Tô Ký 1km xe ben", TK, "near", 1000, "xe ben"),
    ("xe ben cách 500m từ Tô Ký", TK, "near", 500, "xe ben"),
    ("500 m from Tô Ký", TK, "near", 500, ""),
    ("Tô Ký, trong vòng 500m", TK, "near", 500, ""),
    ("around Tô Ký (radius 300 m)", TK, "near", 300, ""),
    ("around the Tô Ký area", TK, "near", 200, ""),
    ("khu vực Tô Ký", TK, "near", 200, ""),
    ("phía bắc Nguyễn Văn Quá", NVQ, "north_of", 1000, ""),
    ("to the west of Tô Ký", TK, "west_of", 1000, ""),
    ("500m north of Quang Trung", ANY_QT, "north_of", 500, ""),
    ("chạy về hướng Quang Trung", ANY_QT, "toward", None, ""),
    ("xe từ Tô Ký", TK, "from", 500, "xe"),
    ("9 giờ 30 Tô Ký", TK, "near", 200, "9 giờ 30"),
    ("21h Nguyễn Văn Quá", NVQ, "near", 200, "21h"),
    ("27/4 Nguyễn Văn Quá", NVQ, "near", 200, "27/4"),
    ("April 27, 2022 Tô Ký", TK, "near", 200, "April 27, 2022"),
    ("Trường Chinh, P. Tân Thới Nhất, Q.12, TP.HCM", TC, "near", 200, ""),
    ("trên Nguyễn Văn Quá, phường Đông Hưng Thuận, Quận 12 lúc 9h", NVQ, "on", 30, "lúc 9h"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ident", "relation", "radius_m", "rest"), STREETS)
def test_a_street(
    text: str, ident: str, relation: str, radius_m: float | None, rest: str, gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer, BEFORE)
    assert said(found) == [(ident, relation, radius_m)]
    assert rest_of(text, found) == rest
    assert found.unresolved == ()


@pytest.mark.parametrize(
    ("text", "kind", "name", "relation", "rest"),
    [
        ("hẻm 123/4 Tô Ký có hai người", "alley", "Hẻm 123/4 Tô Ký", "on", "có hai người"),
        ("hem 45 nguyen van qua", "alley", "Hẻm 45 Nguyễn Văn Quá", "on", ""),
        ("trong hẻm số 45 đường Nguyễn Văn Quá", "alley", "Hẻm 45 Nguyễn Văn Quá", "on", ""),
        ("near alley 45 Nguyen Van Qua", "alley", "Hẻm 45 Nguyễn Văn Quá", "near", ""),
        ("ngõ 7 Tô Ký", "alley", "Hẻm 7 Tô Ký", "on", ""),
        ("Tô Ký, alley 45.", "alley", "Hẻm 45 Tô Ký", "on", "."),
        ("Nguyễn Văn Quá hẻm số 12/4, áo đỏ", "alley", "Hẻm 12/4 Nguyễn Văn Quá", "on", ", áo đỏ"),
        ("trước 7 Lê Văn Khương", "point", "7 Lê Văn Khương", "near", ""),
        ("truoc 40/2 to ky", "point", "40/2 Tô Ký", "near", ""),
        ("opp. 15 To Ky", "point", "15 Tô Ký", "near", ""),
        ("112 Tô Ký lúc 9h", "point", "112 Tô Ký", "near", "lúc 9h"),
        ("số nhà 112 đường Tô Ký", "point", "112 Tô Ký", "near", ""),
        ("so 12 to ky", "point", "12 Tô Ký", "near", ""),
        ("ở nhà 12/3B Tô Ký, Quận 12", "point", "12/3B Tô Ký", "near", ""),
        ("number 112 To Ky street", "point", "112 Tô Ký", "near", ""),
    ],
)
def test_a_house_or_an_alley_is_named_with_its_street_and_has_no_id(
    text: str, kind: str, name: str, relation: str, rest: str, gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer, BEFORE)
    (ref,) = found.refs
    assert (ref.kind, ref.name, ref.relation, ref.id) == (kind, name, relation, None)
    assert rest_of(text, found) == rest


@pytest.mark.parametrize(
    "text",
    [
        "ngã tư Trường Chinh – Nguyễn Văn Quá",
        "ngã 4 Trường Chinh/Nguyễn Văn Quá",
        "giao Trường Chinh với Nguyễn Văn Quá",
        "Trường Chinh giao Nguyễn Văn Quá",
        "Trường Chinh x Nguyễn Văn Quá",
        "Trường Chinh góc Nguyễn Văn Quá",
        "góc đường Trường Chinh và đường Nguyễn Văn Quá",
        "at the corner of Truong Chinh and Nguyen Van Qua",
        "the intersection of Truong Chinh & Nguyen Van Qua",
        "where Truong Chinh meets Nguyen Van Qua",
        "Truong Chinh and Nguyen Van Qua junction",
        "tại giao lộ giữa Trường Chinh - Nguyễn Văn Quá, Quận 12",
    ],
)
def test_a_junction_is_its_two_streets(text: str, gazetteer: Gazetteer) -> None:
    found = find_places(f"{text} after 9pm", gazetteer, BEFORE)
    assert said(found) == [(TC, "junction", 60), (NVQ, "junction", 60)]
    assert len(found.spans) == 1
    assert rest_of(f"{text} after 9pm", found).removeprefix("the ") == "after 9pm"


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("between Tô Ký and Trường Chinh", [(TK, "between", 2000), (TC, "between", 2000)], ""),
        ("đoạn giữa Tô Ký và Trường Chinh", [(TK, "between", 2000), (TC, "between", 2000)], ""),
        ("đoạn từ Tô Ký đến Trường Chinh", [(TK, "between", 2000), (TC, "between", 2000)], ""),
        ("from Tô Ký toward Hóc Môn", [(TK, "from", 500), (HM, "toward", None)], ""),
        (
            "red car from Tô Ký to Quang Trung",
            [(TK, "from", 500), (ANY_QT, "toward", None)],
            "red car",
        ),
        ("tu to ky den quang trung", [(TK, "from", 500), (ANY_QT, "toward", None)], ""),
        ("hướng từ Tô Ký về Quang Trung", [(TK, "from", 500), (ANY_QT, "toward", None)], ""),
        ("near Tô Ký or Trường Chinh at 9", [(TK, "near", 200), (TC, "near", 200)], "at 9"),
        ("trên Tô Ký, Trường Chinh", [(TK, "on", 30), (TC, "on", 30)], ""),
        ("gần Tô Ký – Quang Trung", [(TK, "near", 200), (ANY_QT, "near", 200)], ""),
        ("ở Quận 12 và Hóc Môn", [(Q12, "in", None), (HM, "in", None)], ""),
        (
            "hai người trên đường Nguyễn Văn Quá chạy về hướng Hóc Môn",
            [(NVQ, "on", 30), (HM, "toward", None)],
            "hai người",
        ),
        (
            "vết cày dài 14 m theo hướng về phía Quang Trung, đường Nguyễn Văn Quá",
            [(ANY_QT, "toward", None), (NVQ, "on", 30)],
            "vết cày dài 14 m",
        ),
        (
            "within 300 m of the corner of Tô Ký and QL1A",
            [(TK, "junction", 300), (QL1A, "junction", 300)],
            "",
        ),
        ("gần ngã tư Tô Ký - QL1A", [(TK, "junction", 200), (QL1A, "junction", 200)], ""),
        (
            "tan xuan / ba diem communes",
            [("ward:27580@1997-04-01", "in", None), ("ward:27592@1997-04-01", "in", None)],
            "",
        ),
        ("Nguyễn Văn Quá, rồi nguyen van qua", [(NVQ, "near", 200)], ", rồi"),
    ],
)
def test_several_places(
    text: str, expected: list[tuple[str, str, float | None]], rest: str, gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer, BEFORE)
    assert said(found) == expected
    assert rest_of(text, found) == rest


@pytest.mark.parametrize(
    ("text", "before", "since"),
    [
        ("Đông Hưng Thuận", "ward:26788@1997-04-01", "ward:26791@2025-07-01"),
        ("p. Đông Hưng Thuận, Q12", "ward:26788@1997-04-01", "ward:26791@2025-07-01"),
        ("phường ĐHT", "ward:26788@1997-04-01", "ward:26791@2025-07-01"),
        ("Dong Hung Thuan ward, District 12", "ward:26788@1997-04-01", "ward:26791@2025-07-01"),
        ("P dong hung thuan q12", "ward:26788@1997-04-01", "ward:26791@2025-07-01"),
        ("phường Tân Thới Nhất", "ward:26791@1997-04-01", "ward:26791@1997-04-01"),
        ("Thạnh Xuân", "ward:26764@1997-04-01", "ward:26764@1997-04-01"),
        ("Quận 12", Q12, Q12),
        ("Q.12", Q12, Q12),
        ("q12", Q12, Q12),
        ("district 12", Q12, Q12),
        ("Hóc Môn", HM, "ward:27559@2025-07-01"),
        ("huyện Hóc Môn", HM, HM),
        ("Hoc Mon district", HM, HM),
        ("thị trấn Hóc Môn", "ward:27559@1997-04-01", "ward:27559@1997-04-01"),
        ("xã Bà Điểm, huyện Hóc Môn", "ward:27592@1997-04-01", "ward:27592@2025-07-01"),
        ("xa Ba Diem", "ward:27592@1997-04-01", "ward:27592@2025-07-01"),
    ],
)
def test_a_unit_is_the_one_valid_then(
    text: str, before: str, since: str, gazetteer: Gazetteer
) -> None:
    for at, ident in ((BEFORE, before), (SINCE, since)):
        found = find_places(f"xe tải ở {text}", gazetteer, at)
        assert said(found) == [(ident, "in", None)], at
        assert rest_of(f"xe tải ở {text}", found) == "xe tải"


def test_the_reform_is_a_local_midnight(gazetteer: Gazetteer) -> None:
    last = datetime.fromisoformat("2025-06-30T16:59:59+00:00")
    first = datetime.fromisoformat("2025-06-30T17:00:00+00:00")
    refs = [find_places("Thới An", gazetteer, at).refs[0].id for at in (last, first)]
    assert refs == ["ward:26773@1997-04-01", "ward:26773@2025-07-01"]


@pytest.mark.parametrize(
    ("text", "ident", "rest"),
    [
        ("tai nạn ở ngã tư An Sương", "landmark:nga-tu-an-suong", "tai nạn"),
        ("gần bến xe An Sương", "landmark:ben-xe-an-suong", ""),
        ("tại ngã 4 Ga hôm qua", "landmark:nga-tu-ga", "hôm qua"),
        ("cầu vượt Quang Trung", "landmark:cau-vuot-quang-trung", ""),
        ("red bike near Hoc Mon market", "landmark:cho-hoc-mon", "red bike"),
        ("ngã tư Trung Chánh, Hóc Môn", "landmark:nga-tu-trung-chanh", ""),
    ],
)
def test_a_landmark(text: str, ident: str, rest: str, gazetteer: Gazetteer) -> None:
    found = find_places(text, gazetteer, BEFORE)
    assert said(found) == [(ident, "near", 200)]
    assert rest_of(text, found) == rest


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("Nguyen Van Qau", NVQ),
        ("nguyen van quaa", NVQ),
        ("Nguyn Văn Quá", NVQ),
        ("Nguyển Văn Quá", NVQ),
        ("Trường Trinh", TC),
        ("đường Trường Chin", TC),
        ("Lê Văn Khuong", "street:le-van-khuong"),
        ("Hà Huuy Giáp", "street:ha-huy-giap"),
        ("phường Đông Hưng Thuậnn", "ward:26788@1997-04-01"),
    ],
)
def test_a_slip_of_the_fingers(text: str, ident: str, gazetteer: Gazetteer) -> None:
    assert [ref.id for ref in find_places(text, gazetteer, BEFORE).refs] == [ident]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "red motorbike after 9pm",
        "đường vắng không có ai",
        "trên đường đông xe, gần chợ",
        "xe ba điểm",
        "mong bình an và hòa bình",
        "thanh xuân tươi đẹp",
        "quảng trường",
        "mười hai giờ, xe 12 chỗ",
        "anh Nguyễn Văn Quá bị mất xe",
        "Trần Quang Trung đi xe đỏ",
        "ông Quang Trung",
        "người tên Tô Ký",
        "chờ ký giấy to",
        "bạn ký tờ này",
        "Nguyễn Văn. Quá muộn",
        "thấy trên Facebook Live",
        "on Monday near a Honda",
        "a red Honda in April",
        "tôi là Nguyễn Văn Quý",
        "nat king",
        "Man In Red Shirt On Big Bike",
        "give it to John",
        "về nhà bình an",
        "ve nha binh an",
        "mong hoà bình",
        "ra đường bà Hai bị xe tông",
        "thay ba trieu dong roi ngoai duong",
    ],
)
def test_no_place_at_all(text: str, gazetteer: Gazetteer) -> None:
    assert find_places(text, gazetteer, BEFORE) == FoundPlaces((), (), ())


@pytest.mark.parametrize(
    ("text", "phrase", "rest"),
    [
        ("red car near Nguyễn Văn Xyz street", "Nguyễn Văn Xyz street", "red car"),
        ("gần Nguyễn Văn Quý tối qua", "Nguyễn Văn Quý", "tối qua"),
        ("trên đường nguyễn thị kiểu", "đường nguyễn thị kiểu", ""),
        ("o duong nguyen thi kieu toi qua", "duong nguyen thi kieu", "toi qua"),
        ("đường Đông Hưng Thuận 2", "đường Đông Hưng Thuận 2", ""),
        ("xe ở phường Bến Nghé", "phường Bến Nghé", "xe"),
        ("Quận 7 hôm qua", "Quận 7", "hôm qua"),
        ("q7 hom qua", "q7", "hom qua"),
        ("đường số 5", "đường số 5", ""),
        ("trên QL13", "QL13", ""),
        ("toward Thủ Đức", "Thủ Đức", ""),
        ("hẻm 45 Phạm Văn Đồng", "hẻm 45 Phạm Văn Đồng", ""),
        ("near Vincom yesterday", "Vincom", "yesterday"),
        ("a bike in Go Vap", "Go Vap", "a bike"),
        ("trên xa lộ Hà Nội tối qua", "xa lộ Hà Nội", "tối qua"),
        ("tren xa lo ha noi toi qua", "xa lo ha noi", "toi qua"),
        ("red bike on Hanoi Highway", "Hanoi Highway", "red bike"),
        ("xe đỏ ở XLHN", "XLHN", "xe đỏ"),
        ("heo con chay lac o duong ba trieu", "duong ba trieu", "heo con chay lac"),
        ("xe đỏ gần đường Bà Triệu", "đường Bà Triệu", "xe đỏ"),
        ("xe do duong hoa binh", "duong hoa binh", "xe do"),
        ("red car on ba trieu street", "ba trieu street", "red car"),
        ("xe hoi o duong Song Hanh Xa Lo", "duong Song Hanh Xa Lo", "xe hoi"),
    ],
)
def test_what_looks_like_a_place_is_told(
    text: str, phrase: str, rest: str, gazetteer: Gazetteer
) -> None:
    found = find_places(text, gazetteer, BEFORE)
    assert found.unresolved == (phrase,) and found.refs == ()
    assert rest_of(text, found) == rest


def test_half_a_junction_is_near_the_known_street(gazetteer: Gazetteer) -> None:
    found = find_places("ngã tư Tô Ký - Trần Văn Mười", gazetteer, BEFORE)
    assert said(found) == [(TK, "near", 200)]
    assert found.unresolved == ("Trần Văn Mười",)


FOLDABLE = [text for text, *_ in STREETS if "Nguyễn\n" not in text]


@pytest.mark.parametrize("text", FOLDABLE)
def test_without_accents_it_says_the_same(text: str, gazetteer: Gazetteer) -> None:
    assert said(find_places(fold(text), gazetteer, BEFORE)) == said(
        find_places(text, gazetteer, BEFORE)
    )


HOSTILE = (
    "Nguyễn Văn Quá ", "Tô Ký, ", "nguyen ", "Nguyễn Văn Qux ", "gần ", "gần Trần ", "the ", "1/",
    "12 ", "500m ", "Quận 7 ", "ngã tư Tô Ký - ", "van trung chinh to ky le ", "a", " ", '"',
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_time_is_linear_in_the_length(part: str, gazetteer: Gazetteer) -> None:
    def seconds(length: int) -> float:
        text = (part * length)[:length] + "Tô Ký"
        times = []
        for _ in range(3):
            start = process_time()
            find_places(text, gazetteer, BEFORE)
            times.append(process_time() - start)
        return min(times)

    assert seconds(20_000) < 12 * seconds(4_000) + 0.05
