"""Places that share a name: told apart, in units, pieces of one street together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from shapely.geometry import LineString, box

from indexer.ids import PlaceId
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.grammar import find_places
from indexer.places.namesakes import namesakes
from indexer.places.place import Place, PlaceRef

DAY = date(2022, 4, 27)
NOW = datetime(2022, 4, 28, 1, tzinfo=UTC)


def street(slug: str, name: str, *corners: tuple[float, float]) -> Place:
    return Place(PlaceId(f"street:{slug}"), name, "street", LineString(corners))


def ward(slug: str, name: str, left: float) -> Place:
    return Place(PlaceId(f"ward:{slug}"), name, "ward", box(left, 10.0, left + 0.1, 10.1))


def near(name: str, ident: str | None = None) -> PlaceRef:
    return PlaceRef(name, "street", "near", 200, PlaceId(ident) if ident else None)


def told(ref: PlaceRef, gazetteer: Gazetteer) -> list[tuple[Sequence[str], Sequence[str]]]:
    return [(one.ids, one.units) for one in namesakes(ref, gazetteer, DAY)]


def test_a_place_is_told_once_however_many_of_its_names_read_alike() -> None:
    called = replace(street("here", "Lá Xanh", (0, 10), (0.01, 10)), aliases=("Đường Lá Xanh",))
    gazetteer = Gazetteer([called, street("there", "Lá Xanh", (1, 10), (1.01, 10))])
    found = [ids for ids, _ in told(near("Lá Xanh"), gazetteer)]
    assert found == [("street:here",), ("street:there",)]


def test_streets_that_share_a_name_are_told_with_their_units() -> None:
    found = told(near("Quang Trung"), builtin_gazetteer())
    assert [ids for ids, _ in found] == [("street:quang-trung",), ("street:quang-trung-hoc-mon",)]
    assert [units[0] for _, units in found] == ["Quận 12", "Huyện Hóc Môn"]
    assert told(near("Quang Trung", "street:quang-trung"), builtin_gazetteer()) == found
    house = PlaceRef("112 Quang Trung", "point", "near", 200)
    assert told(house, builtin_gazetteer()) == found


def test_a_name_of_one_place_or_of_none_is_not_shared() -> None:
    for name in ("Tô Ký", "Nguyễn Văn Quá", "Phố Nào Đó"):
        assert told(near(name), builtin_gazetteer()) == []
    earlier_and_later = PlaceRef("Phường Thới An", "ward", "in")
    assert told(earlier_and_later, builtin_gazetteer()) == []


def test_wards_are_told_as_they_were_called_on_the_day() -> None:
    for day, unit in ((DAY, "Thị trấn Hóc Môn"), (date(2026, 1, 1), "Xã Hóc Môn")):
        _, second = namesakes(near("Quang Trung"), builtin_gazetteer(), day)
        assert second.units == ("Huyện Hóc Môn", unit)


def test_pieces_of_one_street_are_one() -> None:
    pieces = [
        street("a", "Bến Lội", (106.60, 10.80), (106.61, 10.80)),
        street("b", "Bến Lội", (106.6101, 10.80), (106.62, 10.81)),
    ]
    assert told(near("Bến Lội"), Gazetteer(pieces)) == []
    elsewhere = street("c", "Bến Lội", (106.70, 10.80), (106.71, 10.80))
    found = told(near("Bến Lội"), Gazetteer([*pieces, elsewhere]))
    assert [ids for ids, _ in found] == [("street:a", "street:b"), ("street:c",)]


def test_wards_of_one_name_in_two_places_are_both_meant() -> None:
    both = Gazetteer([ward("a", "Phường Bình An", 106.0), ward("b", "Phường Bình An", 107.0)])
    (ref,) = find_places("xe đỏ ở phường Bình An", both, NOW).refs
    assert (ref.name, ref.id) == ("Phường Bình An", None)
    assert [ids for ids, _ in told(ref, both)] == [("ward:a",), ("ward:b",)]
    place = both.resolve(ref)
    assert place is not None and place.geometry.bounds == (106.0, 10.0, 107.1, 10.1)


def test_an_address_tells_which_of_them_a_house_is_in() -> None:
    for text, ident in (
        ("112 Quang Trung, Hóc Môn", "street:quang-trung-hoc-mon"),
        ("hẻm 45 Quang Trung, quận 12", "street:quang-trung"),
        ("số nhà 112 Quang Trung", None),
        ("112 Tô Ký, quận 12", None),
    ):
        (ref,) = find_places(text, builtin_gazetteer(), NOW).refs
        assert ref.id == ident, text
