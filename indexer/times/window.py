"""A time as a question or a report names it: a range, a window of the clock each day, weekdays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from indexer.ids import LOCAL_ZONE, Interval, from_ms, to_ms

_DAY_END = "24:00"


@dataclass(frozen=True)
class Daily:
    """A window of the local clock each day, `HH:MM`; `start` later than `end` crosses midnight."""

    start: str
    end: str

    def interval_on(self, day: date) -> Interval:
        """The window that starts on the given local day."""
        after = datetime.combine(day, _clock(self.start), LOCAL_ZONE)
        last_day = (
            day + timedelta(days=1) if self.end <= self.start or self.end == _DAY_END else day
        )
        end = time(0) if self.end == _DAY_END else _clock(self.end)
        return Interval(to_ms(after), to_ms(datetime.combine(last_day, end, LOCAL_ZONE)))


@dataclass(frozen=True)
class TimeWindow:
    """`daily` ∩ [after, before), on `weekdays` (ISO 1–7, of the day a window starts)."""

    after: datetime | None = None
    before: datetime | None = None
    daily: Daily | None = None
    weekdays: tuple[int, ...] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it bounds nothing."""
        return self == TimeWindow()

    def intervals(self, within: Interval) -> list[Interval]:
        """The intervals it allows inside `within`, ascending, not touching one another."""
        after = max(within.after_ms, to_ms(self.after) if self.after else within.after_ms)
        before = min(within.before_ms, to_ms(self.before) if self.before else within.before_ms)
        if after >= before:
            return []
        bounds = Interval(after, before)
        if self.daily is None and self.weekdays is None:
            return [bounds]
        return merge_intervals(_clip(part, bounds) for part in self._days(bounds))

    def _days(self, bounds: Interval) -> Iterator[Interval]:
        daily = self.daily or Daily("00:00", _DAY_END)
        day = from_ms(bounds.after_ms).astimezone(LOCAL_ZONE).date() - timedelta(days=1)
        last = from_ms(bounds.before_ms).astimezone(LOCAL_ZONE).date()
        while day <= last:
            window = daily.interval_on(day)
            if window.overlaps(bounds) and (not self.weekdays or day.isoweekday() in self.weekdays):
                yield window
            day += timedelta(days=1)

    def to_json(self) -> dict[str, Any]:
        """The contract's form of a time."""
        return {
            "after": self.after.isoformat() if self.after else None,
            "before": self.before.isoformat() if self.before else None,
            "daily": {"from": self.daily.start, "to": self.daily.end} if self.daily else None,
            "weekdays": list(self.weekdays) if self.weekdays else None,
        }


def merge_intervals(parts: Iterator[Interval]) -> list[Interval]:
    """Sort intervals and join those that touch or overlap."""
    merged: list[Interval] = []
    for part in sorted(parts):
        if merged and part.after_ms <= merged[-1].before_ms:
            merged[-1] = Interval(merged[-1].after_ms, max(merged[-1].before_ms, part.before_ms))
        elif part.after_ms < part.before_ms:
            merged.append(part)
    return merged


def _clip(part: Interval, bounds: Interval) -> Interval:
    return Interval(
        max(part.after_ms, bounds.after_ms),
        min(part.before_ms, bounds.before_ms),
    )


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))
