"""What the API and the page need of a search service; `search.service.Service` is one."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from search.cases.case import Bundled, Form
from search.follow.request import FollowRequest
from search.question.understood import Understood
from search.report_filter import ReportFilter
from search.request import SearchRequest
from search.watches.watch import AskedWatch, Watch


class SearchService(Protocol):
    """One index, searched and shown. Called from several threads at once.

    What is not known raises UnknownName; other trouble raises the errors of `search.errors`,
    `indexer.errors` and `embeddings.errors`.
    """

    def explain(self, text: str, now: datetime, asker: str) -> Understood:
        """How a question of an asker is understood, without searching."""
        ...

    def search(self, request: SearchRequest) -> dict[str, Any]:
        """The contract's answer, written to the audit log before it was found."""
        ...

    def follow(self, request: FollowRequest) -> dict[str, Any]:
        """Where a moment's vehicle may have been seen next, or before; audited like a search."""
        ...

    def replay(
        self, search: int, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """A search of the audit log asked again on its generation, compared with its record."""
        ...

    def bundle(
        self, case: int, out: Path, asker: str, reason: str | None, form: Form = "evidence"
    ) -> Bundled:
        """The evidence of a case as the new folder `out`, written to the audit log first."""
        ...

    def watch(self, case: int, asked: AskedWatch, by: str) -> Watch:
        """Watch for what is indexed from now on; NotAllowed for a target that is not allowed."""
        ...

    def thumbnail(
        self,
        moment: str,
        pts_ms: int | None,
        box: tuple[float, float, float, float] | None,
        crop: bool = False,
        *,
        asker: str,
    ) -> bytes:
        """A JPEG of a moment at `pts_ms` (None: its middle), `box` (fractions) drawn on it.

        With `crop`, what lies in the box and just around it; what came with a report is as coarse
        as its asker may see it.
        """
        ...

    def video(self, moment: str, asker: str) -> bytes:
        """An MP4 of a moment that browsers play; NotAllowed for what an asker may not see."""
        ...

    def is_attached(self, moment: str) -> bool:
        """Whether a moment is of something that came with a report."""
        ...

    def moment(self, moment: str) -> dict[str, Any]:
        """Camera, start, end and footage of a moment."""
        ...

    def report(self, report: str, asker: str) -> dict[str, Any]:
        """One report as its asker may see it, never its sender."""
        ...

    def reports(self, wanted: ReportFilter, asker: str) -> dict[str, Any]:
        """The latest `reports` of those wanted, newest first, and `facets` of all of them."""
        ...

    def sender(
        self, report: str, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """Who sent a report, for one who may; written to the audit log first."""
        ...

    def receive(self, source: str, headers: Mapping[str, str], body: bytes) -> str:
        """Keep what a webhook brought, if its signature fits; its SHA-256 in hex."""
        ...

    def answer_facebook(self, asked: Mapping[str, str]) -> str:
        """What Facebook wants back as it makes sure of a webhook's address."""
        ...

    def coverage(self) -> dict[str, Any]:
        """For each camera, which stretches of time are indexed, missing or in quarantine."""
        ...

    def status(self) -> dict[str, Any]:
        """What `truyvet status --json` prints."""
        ...

    def metrics(self) -> bytes:
        """What Prometheus is told, in its text format."""
        ...

    def ready(self) -> list[str]:
        """Why it cannot answer yet; empty when it can."""
        ...
