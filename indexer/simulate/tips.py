"""What people write: notes, statements and tips about the story, and much that is not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.simulate.chatter import PAPERWORK, SLANG, STORY_TIPS, UNRELATED, Template
from indexer.simulate.network import NGUYEN_VAN_QUA, STREETS, Street, to_degrees
from indexer.simulate.stories import CRASH_M, MARKET_M, Story

CHANNELS = ("zalo", "facebook", "youtube", "hotline")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi")
_GIVEN = (
    "Minh Anh",
    "Thanh Tùng",
    "Ngọc Hà",
    "Quốc Bảo",
    "Thu Trang",
    "Văn Hải",
    "Kim Chi",
)
_STYLES = ("accented", "accented", "unaccented", "slang")


@dataclass(frozen=True)
class Written:
    """One report as it will stand in `reports.jsonl`; `is_story` goes into the answer key only."""

    kind: str
    channel: str
    text: str
    received: datetime
    occurred: tuple[datetime, datetime] | None = None
    street: Street | None = None
    along_m: float = 0.0
    is_story: bool = False

    def to_json(self, ident: str, sender: dict[str, Any]) -> dict[str, Any]:
        """The contract's form; the sender is invented and says so."""
        line: dict[str, Any] = {
            "id": ident,
            "kind": self.kind,
            "channel": self.channel,
            "text": self.text,
            "received_at": self.received.isoformat(timespec="seconds"),
        }
        if self.occurred:
            after, before = (moment.isoformat(timespec="seconds") for moment in self.occurred)
            line["occurred"] = {"after": after, "before": before}
        if self.street:
            pose = self.street.line.pose(self.along_m)
            lat, lon = (round(value, 5) for value in to_degrees(pose.x, pose.y))
            line["place"] = {
                "text": self.street.name,
                "lat": lat,
                "lon": lon,
                "ward": self.street.ward,
            }
        return line | {"sender": sender}


def write_reports(
    story: Story, start: datetime, end: datetime, count: int, seed: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """About `count` reports in the order of their arrival, and the ids of those of the story."""
    rng = np.random.default_rng([seed, 0x71])
    written = [*_story_reports(story, start, end, rng)]
    written += [unrelated(start, rng) for _ in range(max(6, count // 5))]
    written += [paperwork(start, end, rng) for _ in range(max(0, count - len(written)))]
    written.sort(key=lambda report: (report.received, report.text))
    idents = [f"sim{seed}-{number:05d}" for number in range(1, len(written) + 1)]
    lines = [
        report.to_json(ident, invented_sender(rng))
        for ident, report in zip(idents, written, strict=True)
    ]
    return lines, [ident for ident, report in zip(idents, written, strict=True) if report.is_story]


def clock_words(moment: datetime) -> dict[str, str]:
    """Words for a time, loose and exact, as the templates' slots name them."""
    local = moment.astimezone(LOCAL_ZONE)
    hour = local.hour % 12 or 12
    part = part_of_day(local.hour)
    third = 0 if local.minute < 20 else 1 if local.minute < 45 else 2
    later = hour % 12 + 1
    loose = (f"hơn {hour} giờ", f"khoảng {hour} rưỡi", f"gần {later} giờ")[third]
    english = (f"a bit after {hour}", f"around {hour}:30", f"almost {later}")[third]
    return {
        "vi": f"{loose} {part}",
        "loose": loose,
        "vi_short": f"{hour}h {part}",
        "clock": str(hour),
        "vi_24": f"{local.hour} giờ {local.minute:02d}",
        "en": f"{english} {'am' if local.hour < 12 else 'pm'}",
        "date": f"{local.day}/{local.month}",
        "full_date": f"{local.day}/{local.month}/{local.year}",
        "en_date": f"{local:%B} {local.day}",
        "part": part,
    }


def part_of_day(hour: int) -> str:
    """The Vietnamese word for the part of the day that an hour lies in."""
    for until, part in (
        (5, "khuya"),
        (11, "sáng"),
        (13, "trưa"),
        (18, "chiều"),
        (24, "tối"),
    ):
        if hour < until:
            return part
    raise ValueError(f"no such hour: {hour}")


def _story_reports(
    story: Story, start: datetime, end: datetime, rng: np.random.Generator
) -> Iterator[Written]:
    """Notes and statement with time and place; most tips without."""
    snatched = start + timedelta(seconds=story.snatched_s)
    crashed = start + timedelta(seconds=story.crashed_s)
    slots = clock_words(snatched) | {
        "street": NGUYEN_VAN_QUA.name,
        "ward": NGUYEN_VAN_QUA.ward,
    }
    slots["crash_time"] = clock_words(crashed)["vi_24"]
    for template in STORY_TIPS:
        moment = crashed if template.kind == "scene" else snatched
        along_m = CRASH_M if template.kind == "scene" else MARKET_M
        received = _soon(max(end, crashed + timedelta(minutes=5)), rng)
        lately = slots | {"lately": _lately(snatched, received)}
        report = Written(
            kind=template.kind,
            channel=template.channel or str(rng.choice(CHANNELS)),
            text=_fill(template, lately, template.style or "accented", rng),
            received=received,
            is_story=True,
        )
        if template.has_time:
            around = (moment - timedelta(minutes=10), moment + timedelta(minutes=10))
            report = replace(report, occurred=around)
        yield (
            replace(report, street=NGUYEN_VAN_QUA, along_m=along_m)
            if template.has_place
            else report
        )


def _lately(happened: datetime, received: datetime) -> str:
    """What one says on writing: "tối nay", "tối qua"; else the date."""
    days = (received.date() - happened.date()).days
    part = part_of_day(happened.hour)
    return (f"{part} nay", f"{part} qua")[days] if days < 2 else f"{part} {happened:%d/%m}"


def unrelated(start: datetime, rng: np.random.Generator) -> Written:
    """A tip about something else: another street, another night, other things."""
    template = UNRELATED[int(rng.integers(len(UNRELATED)))]
    happened = start - timedelta(hours=float(rng.uniform(4, 20 * 24)))
    others = [street for street in STREETS if street is not NGUYEN_VAN_QUA]
    street = others[int(rng.integers(len(others)))]
    slots = clock_words(happened) | {"street": street.name, "ward": street.ward}
    report = Written(
        kind=template.kind,
        channel=str(rng.choice(CHANNELS)),
        text=_fill(template, slots, template.style or str(rng.choice(_STYLES)), rng),
        received=happened + timedelta(minutes=float(rng.uniform(10, 200))),
    )
    if rng.random() < 0.5:
        around = (happened - timedelta(minutes=15), happened + timedelta(minutes=15))
        report = replace(report, occurred=around)
    along_m = street.line.length_m * rng.uniform(0.1, 0.9)
    return replace(report, street=street, along_m=along_m) if rng.random() < 0.5 else report


def paperwork(start: datetime, end: datetime, rng: np.random.Generator) -> Written:
    """A question or a comment as a ward's page gets them by the dozen."""
    template = PAPERWORK[int(rng.integers(len(PAPERWORK)))]
    street = STREETS[int(rng.integers(len(STREETS)))]
    slots = clock_words(start) | {"street": street.name, "ward": street.ward}
    received = end - timedelta(hours=float(rng.uniform(-20, 24 * 14)))
    return Written(
        kind=template.kind,
        channel=str(rng.choice(CHANNELS[:3])),
        text=_fill(template, slots, template.style or str(rng.choice(_STYLES)), rng),
        received=received.replace(microsecond=0),
    )


def _fill(template: Template, slots: dict[str, str], style: str, rng: np.random.Generator) -> str:
    chosen = {name: str(rng.choice(words)) for name, words in template.choices.items()}
    text = template.text.format(**slots, **chosen)
    text = ". ".join(sentence[:1].upper() + sentence[1:] for sentence in text.split(". "))
    if style == "unaccented":
        return fold(text)
    if style == "slang":
        for proper, loose in SLANG.items():
            text = text.replace(proper, loose)
    return text


def _soon(end: datetime, rng: np.random.Generator) -> datetime:
    later = end + timedelta(minutes=float(rng.exponential(150)) + 2)
    return later.replace(microsecond=0)


def invented_sender(rng: np.random.Generator) -> dict[str, Any]:
    """An invented person; no telephone number of the country begins with 0000."""
    return {
        "name": f"{rng.choice(_FAMILY)} {rng.choice(_GIVEN)}",
        "phone": f"0000{rng.integers(10**6):06d}",
        "invented": True,
    }
