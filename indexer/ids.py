"""The ids of the field, and the half-open interval of time they meet in."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NewType
from zoneinfo import ZoneInfo

CameraId = NewType("CameraId", str)
FootageId = NewType("FootageId", str)
"""First 16 hex digits of the footage file's SHA-256."""
ReportId = NewType("ReportId", str)
PlaceId = NewType("PlaceId", str)
"""`street:slug`, `ward:code@since`, `district:slug`, `landmark:slug`, `camera:id`."""

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, order=True)
class Interval:
    """A half-open stretch of time, [after_ms, before_ms), in milliseconds since the epoch, UTC."""

    after_ms: int
    before_ms: int

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it begins."""
        if self.before_ms < self.after_ms:
            raise ValueError(f"interval ends before it begins: {self}")

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share any moment."""
        return self.after_ms < other.before_ms and other.after_ms < self.before_ms


def to_ms(moment: datetime) -> int:
    """Milliseconds since the epoch of an aware datetime; a naive one is a programming error."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime: {moment!r}")
    return round(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of milliseconds since the epoch, exact to the millisecond."""
    seconds, rest = divmod(ms, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)


def local_iso(ms: int) -> str:
    """RFC 3339 in local time (Asia/Ho_Chi_Minh), to the millisecond only where there is one."""
    moment = from_ms(ms).astimezone(LOCAL_ZONE)
    return moment.isoformat(timespec="milliseconds" if ms % 1000 else "seconds")
