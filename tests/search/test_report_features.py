"""What a report tells of a question: a colour belongs to its vehicle, a deed is no vehicle."""

from collections.abc import Iterator

import pytest

from indexer.ids import ReportId
from indexer.places.place import PlaceRef
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from search.plan import Plan
from search.question.caption import colour_of
from search.question.lexicon import Mention, mentions
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


class Counted(list[Mention]):
    """A list that counts what is read of it."""

    read = 0

    def __iter__(self) -> Iterator[Mention]:
        for one in super().__iter__():
            self.read += 1
            yield one


def test_a_colour_is_looked_for_beside_its_vehicle_alone() -> None:
    found = Counted(mentions("xe máy " * 500 + "xe máy đỏ"))
    assert colour_of(found[-2], found) == "red"
    assert colour_of(found[0], found) == ""
    assert found.read == 0, "a long text would be read once for each vehicle in it"


def test_a_report_without_end_is_read_in_part() -> None:
    (long,) = told("xe máy đỏ", "xe máy xanh dương " * 2_000 + "xe máy đỏ")
    (short,) = told("xe máy đỏ", "xe máy xanh dương và xe máy đỏ")
    assert (long.colour, short.colour) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("text", "thing", "colour", "other_thing", "other_colour"),
    [
        ("xe máy màu cam bỏ chạy", 1, 1, 0, 0),
        ("xe van cam tông vào một người đi xe máy", 1, 0, 0, 0),
        ("xe máy đen tông xe van cam", 1, 0, 0, 1),
        ("xe máy bỏ chạy", 1, 0, 0, 0),
        ("xe tải đen đổ trộm", 0, 0, 1, 1),
        ("quán karaoke ồn ào", 0, 0, 0, 0),
    ],
)
def test_vehicle_and_colour_are_told_of_one_thing(
    text: str, thing: float, colour: float, other_thing: float, other_colour: float
) -> None:
    (one,) = told("xe máy cam", text)
    assert (one.thing, one.colour) == (thing, colour)
    assert (one.other_thing, one.other_colour) == (other_thing, other_colour)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("xe máy đỏ bỏ chạy", 0),
        ("a yellow motorbike fled", 0),
        ("chiếc xe màu vàng bỏ chạy", 0),
        ("xe máy đen bỏ chạy", 1),
        ("xe máy đen tông xe van đỏ", 1),
        ("xe tải xanh dương đổ trộm", 1),
    ],
)
def test_a_colour_taken_for_the_one_asked_for_speaks_neither_way(text: str, other: float) -> None:
    (one,) = told("xe máy cam", text)
    assert (one.colour, one.other_colour) == (0, other)


@pytest.mark.parametrize(
    ("look_for", "text"),
    [
        ("đánh nhau", "ẩu đả trước quán nhậu"),
        ("dumping of rubble", "xe ben đổ trộm xà bần xuống lề đường"),
        ("hit and run", "xe tải tông vào một người đi xe máy rồi bỏ chạy"),
        ("street racing", "mot top chay xe may lang lach danh vong"),
    ],
)
def test_the_same_deed_in_other_words_is_told(look_for: str, text: str) -> None:
    (one,) = told(look_for, text)
    assert one.deed > 0.4 and not one.silent


def test_what_a_report_is_about_speaks_for_it_or_against_it() -> None:
    fight, race, lamp, asking = told(
        "đánh nhau",
        "có nhóm đánh nhau",
        "nhóm thanh niên đua xe",
        "đèn giao thông bị hư",
        "cho em hỏi thủ tục làm căn cước",
    )
    assert [one.same_matter for one in (fight, race, lamp)] == [1, 0, 0]
    assert [one.other_matter for one in (fight, race, lamp)] == [0, 1, 0]
    assert [one.silent for one in (fight, race, lamp)] == [0, 1, 1]
    assert [one.quiet for one in (fight, race, asking)] == [0, 0, 1]


def test_a_detail_that_is_asked_for_and_not_told_is_lacking() -> None:
    three, red, tree = told(
        "ba người đi xe máy đỏ", "ba người đi xe máy đỏ", "mất xe máy đỏ", "cây ngã đổ"
    )
    assert [one.lacking for one in (three, red, tree)] == [0, 1, 1]
    assert all(one.looks_alone for one in (three, red, tree))
    assert not any(one.looks_alone or one.lacking for one in told("xe máy đỏ bỏ chạy", "xe máy đỏ"))


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

    assert place(places=(NEAR,), placed=0.25) == (0.6, 0, 0)
    assert place(places=(NEAR,), placed=1.0) == (1, 0, 0)
    assert place(places=(NEAR,), placed=0.001) == (0, 0, 0)
    assert place(places=(NEAR,), placed=None) == (0, 1, 0)
    assert place() == (0, 0, 1)
