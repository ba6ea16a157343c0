"""Which of several places of one name is meant: by the question, by the area, by being asked."""

from datetime import datetime
from typing import Any

import pytest
from shapely.geometry import LineString

from indexer.ids import LOCAL_ZONE, PlaceId
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.place import Place
from search.area import unit_of, units_of
from search.errors import BadQuestion, UnknownName
from search.explain import explain
from search.question.understood import Understood
from search.question.which import MOST_CANDIDATES, chosen, with_shared

NOW = datetime(2022, 4, 28, 8, tzinfo=LOCAL_ZONE)
HERE, THERE = "street:quang-trung", "street:quang-trung-hoc-mon"


def understood(text: str, *area: str, gazetteer: Gazetteer | None = None) -> Understood:
    known = gazetteer or builtin_gazetteer()
    return explain(text, NOW, known, units_of(area, known))


def ids(asked: Understood) -> list[str | None]:
    return [place.id for place in asked.places]


def searched(asked: Understood) -> list[tuple[str, bool, bool]]:
    """Of the first shared name each candidate's id, whether it is searched and one's own."""
    return [(one.ids[0], one.searched, one.own_area) for one in asked.shared[0].candidates]


def test_without_an_area_all_are_searched_and_told() -> None:
    asked = understood("xe đỏ gần Quang Trung")
    assert ids(asked) == [None]
    assert searched(asked) == [(HERE, True, False), (THERE, True, False)]


@pytest.mark.parametrize("area", ["Huyện Hóc Môn", "district:hoc-mon", "Xã Hóc Môn"])
def test_the_one_in_the_askers_area_is_taken_and_the_other_told(area: str) -> None:
    asked = understood("xe đỏ gần Quang Trung", area)
    assert ids(asked) == [THERE]
    assert searched(asked) == [(THERE, True, True), (HERE, False, False)]


def test_an_area_with_all_or_none_of_them_decides_nothing() -> None:
    assert ids(understood("xe đỏ gần Quang Trung", "Quận 12", "Huyện Hóc Môn")) == [None]
    assert ids(understood("xe đỏ gần Quang Trung", "Xã Bà Điểm")) == [None]
    assert ids(understood("xe đỏ gần Tô Ký", "Huyện Hóc Môn")) == ["street:to-ky"]


@pytest.mark.parametrize(
    "text", ["xe đỏ gần Quang Trung, Quận 12", "xe đỏ trong Quận 12, gần đường Quang Trung"]
)
def test_what_the_question_says_beats_the_area(text: str) -> None:
    asked = understood(text, "Huyện Hóc Môn")
    assert HERE in ids(asked) and THERE not in ids(asked)
    assert searched(asked) == [(THERE, False, True), (HERE, True, False)]


def test_houses_alleys_and_what_came_next_are_taken_alike() -> None:
    for text in ("xe đỏ ở số nhà 112 Quang Trung", "xe đỏ hẻm 45 Quang Trung"):
        assert ids(understood(text, "Huyện Hóc Môn")) == [THERE]
    asked = understood("xe đỏ gần Tô Ký, rồi sau đó xe đỏ gần Quang Trung", "Huyện Hóc Môn")
    assert asked.then is not None and not asked.shared
    assert ids(asked.then.question) == [THERE]
    assert searched(asked.then.question) == [(THERE, True, True), (HERE, False, False)]


def test_what_comes_back_is_obeyed_and_told_anew() -> None:
    area = units_of(["Huyện Hóc Môn"], builtin_gazetteer())
    for ident, here, there in ((None, True, True), (HERE, True, False), (THERE, False, True)):
        told = understood("xe đỏ gần Quang Trung").to_json()
        told["places"][0]["id"] = ident
        asked = with_shared(Understood.from_json(told), builtin_gazetteer(), area, NOW)
        assert ids(asked) == [ident]
        assert searched(asked) == [(THERE, there, True), (HERE, here, False)]


def test_one_is_chosen_by_its_id() -> None:
    asked = chosen(understood("xe đỏ gần Quang Trung"), THERE)
    assert ids(asked) == [THERE]
    assert searched(asked) == [(HERE, False, False), (THERE, True, False)]
    sequence = chosen(understood("xe đỏ gần Tô Ký, rồi sau đó xe đỏ gần Quang Trung"), THERE)
    assert sequence.then is not None and ids(sequence.then.question) == [THERE]
    with pytest.raises(UnknownName, match=f"may be {HERE}, {THERE}"):
        chosen(asked, "street:to-ky")
    with pytest.raises(UnknownName, match="no name in it is shared"):
        chosen(understood("xe đỏ gần Tô Ký"), HERE)


def line(ident: str, left: float) -> Place:
    shape = LineString([(left, 10.88), (left + 0.002, 10.88)])
    return Place(PlaceId(f"street:{ident}"), "Bến Lội", "street", shape)


def test_all_pieces_of_the_one_in_the_area_are_taken() -> None:
    known = Gazetteer(
        [*builtin_gazetteer(), line("a", 106.59), line("b", 106.5921), line("c", 106.66)]
    )
    asked = understood("xe đỏ gần Bến Lội", "Huyện Hóc Môn", gazetteer=known)
    assert ids(asked) == ["street:a", "street:b"]
    way = understood("xe đỏ từ Bến Lội hướng về Tô Ký", "Huyện Hóc Môn", gazetteer=known)
    assert ids(way) == ["street:a", "street:to-ky"]


def test_of_very_many_only_some_are_listed() -> None:
    count = MOST_CANDIDATES + 4
    known = Gazetteer(line(f"n{number}", 106 + number / 50) for number in range(count))
    (shared,) = understood("xe đỏ gần Bến Lội", gazetteer=known).shared
    assert (len(shared.candidates), shared.more) == (MOST_CANDIDATES, 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("xe máy đỏ trên xa lộ Hà Nội", "xa lộ Hà Nội"),
        ("xe may do tren xa lo ha noi", "xa lo ha noi"),
        ("red car on Hanoi Highway", "Hanoi Highway"),
    ],
)
def test_a_known_street_elsewhere_is_told_with_its_districts(text: str, words: str) -> None:
    asked = understood(text)
    assert asked.unresolved == (words,)
    (place,) = asked.elsewhere
    assert (place.words, place.units) == (words, ("Quận 2", "Quận 9", "Quận Thủ Đức"))
    assert Understood.from_json(asked.to_json()) == asked


def test_of_what_is_not_known_nothing_is_told() -> None:
    for text in ("xe đỏ ở Phố Không Có Thật", "xe đỏ gần Tô Ký", "xe đỏ trước vụ tai nạn"):
        assert not understood(text).elsewhere


@pytest.mark.parametrize(
    "spoilt", [{"name": "X"}, {"name": "X", "kind": "street", "candidates": [{"id": "x"}]}, 3]
)
def test_a_spoilt_shared_name_is_refused(spoilt: Any) -> None:
    with pytest.raises(BadQuestion):
        Understood.from_json({"shared": [spoilt]})


def test_units_are_named_by_id_or_name() -> None:
    known = builtin_gazetteer()
    assert unit_of("quận 12", known).id == "district:quan-12"
    assert unit_of("Phường Thới An", known).id == "ward:26773@2025-07-01"
    assert unit_of("ward:26773@1997-04-01", known).id == "ward:26773@1997-04-01"
    for told in ("Hóc Môn", "Phường Nào Đó", "street:to-ky", ""):
        with pytest.raises(UnknownName):
            unit_of(told, known)


@pytest.mark.parametrize("year", [1, 1899, 9001, 9999])
def test_a_year_that_leaves_no_room_for_yesterday_is_refused(year: int) -> None:
    with pytest.raises(BadQuestion, match=r"years 1900 to 9000"):
        explain("xe đỏ hôm qua", NOW.replace(year=year), builtin_gazetteer())
