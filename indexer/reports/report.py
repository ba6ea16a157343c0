"""A report: a tip, a witness statement, a scene note, a post, a comment, an incident."""

from dataclasses import dataclass
from typing import Literal, get_args

from indexer.ids import Interval, ReportId

ReportKind = Literal["tip", "statement", "scene", "post", "comment", "incident"]
REPORT_KINDS: tuple[ReportKind, ...] = get_args(ReportKind)


@dataclass(frozen=True)
class ReportPlace:
    """Where a report says it was: words, and a point (WGS 84) with its uncertainty if known.

    `text` and `ward` are the report's own words. `place_ids` are the gazetteer's places that it
    names, and `name` what the gazetteer calls them, where the place was understood from a text.
    """

    text: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: float | None = None
    ward: str = ""
    place_ids: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Report:
    """One report, its sender already split off. Times are milliseconds since the epoch, UTC.

    `occurred` is when it says things happened, given or understood from the text; None if unknown.
    `understood_time` and `understood_place` say which of the two were read from the text.
    `sender_ref` is the opaque reference under which `identities` keeps who sent it, sealed; empty
    if the report came without a sender. `edited_at_ms` is when its author last changed it, where
    the source tells; of several versions the latest edit stands. One that its author took back is
    `deleted`: it has no text, and nothing shows or finds it. `original` is the SHA-256 (hex) of the
    file it came in.
    """

    id: ReportId
    kind: ReportKind
    channel: str
    text: str
    received_at_ms: int
    occurred: Interval | None = None
    place: ReportPlace | None = None
    media: tuple[str, ...] = ()
    understood_time: bool = False
    understood_place: bool = False
    sender_ref: str = ""
    edited_at_ms: int | None = None
    deleted: bool = False
    original: str = ""
