"""Questions: how many are understood rightly, by field, language and form, and how soon.

The labelled questions of `tests/questions`, in two halves: one that the grammar was tuned on, one
that it never was. Beside it, on the held-out half: dateparser's own `search_dates` for times, right
where any moment it finds lies in the label's window, and plain search for the gazetteer's names in
the text for places, right where the names agree, whatever the relation. Then the time a question
takes with a gazetteer of 20,000 names, and strings of any characters.
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from _bench import Figure, at_least, at_most, compared, median, note, run
from dateparser.search import search_dates
from shapely.geometry import LineString

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE, PlaceId
from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.places.place import Place
from search.question.parse import parse_question
from tests.questions.labels import agreement, form_of, read_questions

Row = Mapping[str, Any]
FORMS = ("en", "vi", "vi-plain")
GOALS = {"places": 0.95, "time": 0.95, "everything": 0.90}
NAMES = 20_000
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tô Hà Đinh Lâm"
MIDDLES = (
    "Văn Thị Hữu Đức Công Minh Quang Thanh Ngọc Xuân Đình Huy Ảnh Trọng Bá Thế Duy Kim Hồng Thái"
)
GIVENS = """
    An Bình Cường Dũng Hải Hùng Khánh Lan Long Mai Nam Nghĩa Phúc Quân Quỳnh Sơn Tài Tâm Thảo
    Thắng Thịnh Thủy Tiến Toàn Trang Trí Trung Tú Tuấn Tùng Uyên Vân Việt Vinh Xuyến Yến Ân Ánh
    Đào Điệp Định Đồng Gấm Giang Hạnh Hiếu Hoa Hòa Hưng Kiên Lộc Lợi
"""
ALPHABET = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxy áàảãạ 0123456789 hgio:./-–,?!\"'()\n\t"
    "\u0301\u0300\u0309\u0303\u0323\u200b\u202e\ufeff\U0001f600ßİſﬁ漢Ωя\x00"
)
LETTERS = ((32, 0x250), (0x1EA0, 0x1EFA), (0, 0xD7FF))
"""Code points: Latin, Vietnamese, any."""
WORDS_TEXT = """
    near Nguyễn Văn Quá ngã tư giao hẻm số 45 đường phường quận 12 sau 21h trước 9 giờ rưỡi tối
    hôm qua tuần trước from to between then rồi trừ not 27/4 2022 tháng ngày thứ bảy last two
    hours and or
"""
WORDS = WORDS_TEXT.split()


def measure(quick: bool) -> list[Figure]:
    """Rightness of both halves, the comparisons, the time, and strange strings."""
    gazetteer = builtin_gazetteer()
    held_out, tuned = (list(read_questions(f"{half}_*.jsonl")) for half in ("held_out", "tuned"))
    figures = [
        figure
        for half, rows in (("held out", held_out), ("tuned on", tuned))
        for figure in rightness(half, rows, gazetteer)
    ]
    figures += comparisons(held_out[:: 6 if quick else 1], gazetteer)
    large = grown(gazetteer, NAMES)
    figures += speed(held_out + tuned, large)
    return figures + strange(large, 4_000 if quick else 100_000)


def rightness(half: str, rows: Sequence[Row], gazetteer: Gazetteer) -> Iterator[Figure]:
    """The share of questions read rightly: places, time, all fields; in all and in each form."""
    note(f"reading {len(rows):,} questions, {half}")
    results = [(form_of(row), row["voice"] == "template", read(row, gazetteer)) for row in rows]
    kinds = [("", lambda form, drawn: True), (" by hand", lambda form, drawn: not drawn)]
    kinds += [(f" {name}", lambda form, drawn, name=name: form == name) for name in FORMS]
    for kind, belongs in kinds:
        chosen = [right for form, drawn, right in results if belongs(form, drawn)]
        for field, least in GOALS.items():
            share = float(np.mean([right[field] for right in chosen]))
            yield at_least(f"{half}{kind}: {field} ({len(chosen)})", share, "", least)


def read(row: Row, gazetteer: Gazetteer) -> dict[str, bool]:
    """In which fields the question is understood as it is labelled."""
    understood = parse_question(row["text"], datetime.fromisoformat(row["now"]), gazetteer)
    right = agreement(understood.to_json(), row)
    return right | {"everything": all(right.values())}


def comparisons(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Figure]:
    """The plain way of doing it, on the same questions."""
    note(f"the same with dateparser and with plain search, {len(rows):,} questions")
    ours = [read(row, gazetteer) for row in rows]
    names = {fold(name): place for place in gazetteer for name in (place.name, *place.aliases)}
    theirs = {
        "time": ("dateparser's search_dates", [_dateparser_right(row) for row in rows]),
        "places": ("plain search for names", [_names_right(row, names) for row in rows]),
    }
    figures = []
    for field, (against, right) in theirs.items():
        mine, plain = (float(np.mean(x)) for x in ([o[field] for o in ours], right))
        told = f"{against}: {plain:.3f}"
        figures.append(compared(f"{field}, beside", mine, "", told, mine / max(plain, 1e-9), 1.0))
    return figures


def _dateparser_right(row: Row) -> bool:
    """Whether dateparser finds a moment inside the window, or nothing where there is no time."""
    now = datetime.fromisoformat(row["now"])
    settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "past"}
    found = search_dates(row["text"], languages=[row["language"]], settings=settings) or []
    return _within([_local(moment) for _, moment in found], row["time"])


def _local(moment: datetime) -> datetime:
    """The moment by the local clock; dateparser gives an offset where it finds one in the text."""
    return moment.astimezone(LOCAL_ZONE).replace(tzinfo=None) if moment.tzinfo else moment


def _within(moments: Sequence[datetime], window: Row) -> bool:
    if not any(window.values()):
        return not moments
    after, before = (
        datetime.fromisoformat(window[key]).replace(tzinfo=None) if window[key] else edge
        for key, edge in (("after", datetime.min), ("before", datetime.max))
    )
    return any(after <= moment < before and _in_day(moment, window) for moment in moments)


def _in_day(moment: datetime, window: Row) -> bool:
    if window["weekdays"] and moment.isoweekday() not in window["weekdays"]:
        return False
    if not window["daily"]:
        return True
    clock, start, end = moment.strftime("%H:%M"), window["daily"]["from"], window["daily"]["to"]
    return start <= clock < end if start < end else clock >= start or clock < end


def _names_right(row: Row, names: Mapping[str, Place]) -> bool:
    """Whether the longest names found in the text are those of the label."""
    text, found = fold(row["text"]), set()
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            found.add(names[name].name)
            text = text.replace(name, " ")
    return found == {place["name"] for place in row["places"]}


def grown(gazetteer: Gazetteer, count: int) -> Gazetteer:
    """The gazetteer with invented streets, so that it has that many names."""
    names = product(SURNAMES.split(), MIDDLES.split(), GIVENS.split())
    chosen = random.Random(1).sample([" ".join(parts) for parts in names], count - len(gazetteer))
    known = {fold(place.name) for place in gazetteer}
    line = LineString([(106.62, 10.85), (106.63, 10.86)])
    return Gazetteer(
        [
            *gazetteer,
            *(
                Place(PlaceId(f"street:invented-{number}"), name, "street", line)
                for number, name in enumerate(chosen)
                if fold(name) not in known
            ),
        ]
    )


def speed(rows: Sequence[Row], gazetteer: Gazetteer) -> list[Figure]:
    """Milliseconds a question takes, with all those names; each the quicker of two.

    The second time comes when all the others have been asked, so that nothing is kept of the first.
    """
    note(f"timing {len(rows):,} questions with {len(gazetteer):,} places")
    parse_question("Tô Ký", datetime.fromisoformat(rows[0]["now"]), gazetteer)
    taken = np.array([[_ms(row, gazetteer) for row in rows] for _ in range(2)]).min(axis=0)
    return [
        at_most("a question, median", median(taken), "ms", 2),
        at_most("a question, 99 of 100", float(np.percentile(taken, 99)), "ms", 10),
    ]


def _ms(row: Row, gazetteer: Gazetteer) -> float:
    began = time.perf_counter()
    parse_question(row["text"], datetime.fromisoformat(row["now"]), gazetteer)
    return (time.perf_counter() - began) * 1000


def strange(gazetteer: Gazetteer, count: int) -> list[Figure]:
    """Strings of any characters and of the grammar's own words: no exception, none slow."""
    note(f"reading {count:,} strange strings")
    rng, failed, taken = random.Random(3), 0, []
    now = datetime.fromisoformat("2022-04-28T08:00:00+07:00")
    for number in range(count):
        row = {
            "text": strange_text(rng, number),
            "now": (now + timedelta(hours=number)).isoformat(),
        }
        try:
            ms = _ms(row, gazetteer)
            taken.append(ms if ms < 25 else min(ms, _ms(row, gazetteer), _ms(row, gazetteer)))
        except Exception as reason:
            note(f"{row['text']!r}: {reason!r}")
            failed += 1
    return [
        at_most(f"exceptions in {count:,} strange strings", failed, "", 0),
        at_most("the slowest of them", max(taken), "ms", 50),
    ]


def strange_text(rng: random.Random, number: int) -> str:
    """Any characters, the grammar's words shuffled, or both; up to some 300 characters."""
    length = rng.randint(0, 60)
    if number % 3 == 0:
        return "".join(rng.choice(ALPHABET) for _ in range(length * 3))
    if number % 3 == 1:
        return " ".join(rng.choice(WORDS) for _ in range(length))
    return "".join(
        rng.choice(WORDS) + rng.choice((" ", "", ", ")) if rng.random() < 0.5
        else chr(rng.choice([rng.randrange(*span) for span in LETTERS]))
        for _ in range(length)
    )  # fmt: skip


if __name__ == "__main__":
    run(measure)
