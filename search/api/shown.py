"""Shapes of answers on the wire.

Answers are made by the service as plain JSON; their shapes here document it, tests hold the two
together, and fields may be added.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from search.api.shown_why import Shown as Shown
from search.api.shown_why import Why
from search.api.wire_question import Question


class Camera(Shown):
    """A camera as shown."""

    id: str
    name: str
    street: str
    lat: float
    lon: float


class Sighting(Shown):
    """When a thing was seen again: a moment's id, and its ends."""

    id: str
    start: datetime
    end: datetime


class Folded(Shown):
    """How often the same thing was seen again at its place in the picture, and when.

    It stands there, or passes again just the same. `count` are further moments from `after` to
    `before`, with `at_least` more than were counted; `moments` are some of them, evenly over time.
    """

    count: int
    at_least: bool
    after: datetime
    before: datetime
    moments: list[Sighting]


class Best(Shown):
    """The region that fits best: when, and its box as fractions of the picture."""

    at: datetime
    box: list[float] = Field(min_length=4, max_length=4)


class Moment(Shown):
    """A stretch of one camera's footage."""

    kind: Literal["moment"]
    id: str
    camera: Camera
    start: datetime
    end: datetime
    footage: str
    thumbnail: str
    video: str


class Sequel(Moment):
    """What came after a moment; `by` is null before the same camera. It may have its own."""

    best: Best
    pts_ms: int
    distance_m: float
    apart_s: float
    by: Literal["streets", "straight"] | None
    worth: float
    then: "Sequel | None"


class Succession(Shown):
    """How what came after was looked for: for how many moments, within what time, how fast."""

    within_s: float
    within_said: bool
    looked_at: int
    found: int
    by: Literal["streets", "straight"]
    slowest_kmh: float
    usual_kmh: float
    fastest_kmh: float
    slack: float


class MomentHit(Moment):
    """A moment that was found."""

    rank: int
    score: float
    relevance: float | None = Field(
        default=None,
        description="How probable it is that it shows what was asked for; null if not calibrated.",
    )
    best: Best
    pts_ms: int
    folded: Folded | None = Field(
        default=None, description="Where the same thing was seen again; null if it was not."
    )
    why: list[Why]
    then: Sequel | None = Field(
        default=None, description="What came after it, where the question asks for a sequence."
    )


class Told(Shown):
    """When something happened, as a report says: [after, before)."""

    after: datetime | None
    before: datetime | None


class Report(Shown):
    """A tip, statement, scene note, post, comment or incident; never its sender.

    What tells who somebody is (telephone numbers, ids, names) is masked for most keys. `media` are
    pictures of what came with it, by address, then links that it has; for most keys the pictures
    are too coarse to tell anybody by.
    """

    kind: str
    channel: str
    category: str
    language: str
    text: str
    occurred: Told | None
    place: dict[str, Any] | None
    media: list[str] = Field(default=[])


class ListedReport(Report):
    """A report by itself."""

    id: str


class Picture(Shown):
    """What came with a report and was found: as a moment, `/v1/similar` takes it for an example."""

    moment: str
    pts_ms: int
    box: list[float] = Field(min_length=4, max_length=4)
    thumbnail: str


class ReportHit(Shown):
    """A report that was found; `highlights` are escaped HTML with `<em>` around matches.

    A near-copy of a report received earlier names it: the same told again, or passed on.
    """

    kind: Literal["report"]
    id: str
    rank: int
    score: float
    report: Report
    highlights: list[str]
    copy_of: str | None = None
    picture: Picture | None = None
    why: list[Why]


class Gap(Shown):
    """A stretch of one camera that was not searched; without times, all that was asked for."""

    camera: str
    after: datetime | None
    before: datetime | None
    reason: str


class Coverage(Shown):
    """What was searched and what was not."""

    cameras: int
    cameras_indexed: int
    not_indexed: list[Gap]
    regions_in_scope: int
    regions_searched: int
    exact: bool
    recall: float | None = Field(
        default=None, description="Of an answer that is not exact, as measured."
    )
    recall_at: int | None = Field(
        default=None, description="Over how many best regions recall was measured."
    )
    reports_in_scope: int


class Model(Shown):
    """The encoder that answered."""

    name: str
    fingerprint: str
    demonstration: bool


class Failed(Shown):
    """A retriever that failed, and why."""

    retriever: str
    reason: str


class UploadedPicture(Shown):
    """What is kept of an uploaded picture: its size, and the SHA-256 of its pixels."""

    width: int
    height: int
    sha256: str


class Likeness(Shown):
    """What hits were to look like."""

    moment: str | None
    pts_ms: int | None
    box: list[float] | None
    picture: UploadedPicture | None
    added: list[str]
    taken_away: list[str]


class Marked(Shown):
    """The moments that were accepted and rejected."""

    accept: list[str]
    reject: list[str]


class ReplayedAnswer(Shown):
    """One ranked list of moments and reports, and what stands behind it."""

    understood: Question
    similar: Likeness | None = None
    marks: Marked | None = None
    generation: dict[str, int]
    model: Model | None
    coverage: Coverage
    relevance_line: float | None = Field(
        default=None, description="Moments of less `relevance` are weak; null if not calibrated."
    )
    sequence: Succession | None = Field(
        default=None, description="Of a question that tells what came next."
    )
    partial: bool
    failed: list[Failed]
    took_ms: dict[str, float]
    facets: dict[str, dict[str, int]] = Field(
        default={},
        description="By `category`, `kind`, `channel`, `ward` and `day`: how many of the reports"
        " found there are of each.",
    )
    hits: list[Annotated[MomentHit | ReportHit, Field(discriminator="kind")]]
    next_cursor: str | None = None


class Answer(ReplayedAnswer):
    """The answer of a search, which is in the audit log under its id."""

    search: int


class Stretch(Shown):
    """A stretch of one camera's time in one state of the index."""

    camera: str
    after: datetime
    before: datetime
    state: str


class CoverageList(Shown):
    """What is indexed."""

    coverage: list[Stretch]


class ReportList(Shown):
    """The latest reports, newest first."""

    reports: list[ListedReport]
    facets: dict[str, dict[str, int]] = Field(
        description="By `kind`, `channel` and `category`: how many reports there are of each."
    )


class Received(Shown):
    """A payload is kept and will be imported: the SHA-256 of its bytes."""

    received: str


class SentBy(Shown):
    """Who sent a report, as it came in; `audited` is the row of the audit log that has this."""

    report: str
    sender: Any
    audited: int


class AuditedSearch(Shown):
    """A search in the audit log; `hits` and `took_ms` are null if it was never answered."""

    id: int
    at: datetime
    asker: str
    case: str | None
    reason: str | None
    question: str
    understood: dict[str, Any]
    generation: dict[str, int]
    parameters: dict[str, Any]
    hits: list[str] | None
    took_ms: float | None
    model: dict[str, Any] | None
    hash: str


class AuditList(Shown):
    """The latest searches, newest first."""

    searches: list[AuditedSearch]


class Session(Shown):
    """Whether a key is needed, and who is asking; `asker` is null for those who must sign in."""

    keys: bool
    asker: str | None


class Alive(Shown):
    """The process answers."""

    status: Literal["ok"]


class Ready(Shown):
    """It can answer questions."""

    ready: Literal[True]


class Problem(Shown):
    """An error (RFC 9457). `errors` says which fields are wrong, `changes` what was not seen."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
    version: int | None = None
    changes: list[dict[str, Any]] | None = None
