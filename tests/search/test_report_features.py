"""What a report tells of a question: a colour belongs to its vehicle, a deed is no vehicle."""

import pytest

from indexer.ids import ReportId
from indexer.places.place import PlaceRef
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.plan import Plan
from search.question.understood import Understood
from search.report_features import Told, Vehicle, report_features, vehicles
from search.reports import ReportHit

NEAR = PlaceRef("Tô Ký", "street", "near", 200.0)


def told(
    look_for: str, *texts: str, places: tuple[PlaceRef, ...] = (), placed: float | None = 1.0
) -> list[Told]:
    plan = Plan(Understood(look_for=look_for, places=places), (), None, ReportQuery(""), places, 10)
    hits = [
        ReportHit(Report(ReportId(str(n)), "tip", "zalo", text, 0), 2.0 - n, (), placed=placed)
        for n, text in enumerate(texts)
    ]
    return report_features(hits, plan)


def test_a_colour_belongs_to_the_vehicle_beside_it() -> None:
    assert vehicles("ghi nhận: xe van cam tông vào một người đi xe máy") == [
        Vehicle("van", "orange"), Vehicle("motorbike", ""),
    ]  # fmt: skip
    assert vehicles("a red car hit a motorcycle") == [
        Vehicle("car", "red"), Vehicle("motorbike", ""),
    ]  # fmt: skip
    assert vehicles("chiếc xe màu đỏ bỏ chạy") == [Vehicle("", "red")]
    assert vehicles("quán karaoke ồn ào, chiếc xe") == []


@pytest.mark.parametrize(
    ("text", "vehicle", "differs"),
    [
        ("xe máy màu cam bỏ chạy", 1.0, 0),
        ("xe van cam tông vào một người đi xe máy", 0.5, 0),
        ("xe máy đen tông xe van cam", 0.5, 1),
        ("xe máy bỏ chạy", 0.5, 0),
        ("xe tải đen đổ trộm", 0.0, 2),
        ("quán karaoke ồn ào", 0.0, 0),
    ],
)
def test_vehicle_and_colour_are_told_of_one_thing(
    text: str, vehicle: float, differs: float
) -> None:
    (features,) = told("xe máy cam", text)
    assert (features.vehicle, features.differs) == (vehicle, differs)


def test_what_happened_counts_apart_from_what_it_looked_like() -> None:
    deed, looks, neither = told(
        "xe máy đỏ giật điện thoại", "bị giật điện thoại", "xe máy đỏ đậu", "quán ồn ào"
    )
    assert deed.deed == 1 and looks.deed == neither.deed == 0
    assert 0 < deed.words < 1 and 0 < looks.words < 1 and neither.words == 0
    assert [one.deed for one in told("xe máy đỏ", "xe máy đỏ")] == [0]
    assert [one.text for one in (deed, looks, neither)] == [1, 0.5, 0]


def test_place_told_place_not_told_and_none_asked_are_three_things() -> None:
    def place(**more: object) -> tuple[float, float, float]:
        (one,) = told("xe máy", "xe máy", **more)  # type: ignore[arg-type]
        return one.placed, one.unplaced, one.anywhere

    assert place(places=(NEAR,), placed=0.25) == (0.25, 0, 0)
    assert place(places=(NEAR,), placed=None) == (0, 1, 0)
    assert place() == (0, 0, 1)
