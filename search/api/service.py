"""What the API and the page need of a search service; `search.service.Service` is one."""

from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from search.cases.case import Bundled
from search.follow.request import FollowRequest
from search.question.understood import Understood
from search.request import SearchRequest


class SearchService(Protocol):
    """One index, searched and shown. Called from several threads at once.

    What is not known raises UnknownName; other trouble raises the errors of `search.errors`,
    `indexer.errors` and `embeddings.errors`.
    """

    def explain(self, text: str, now: datetime) -> Understood:
        """How a question is understood, without searching."""
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

    def bundle(self, case: int, out: Path, asker: str, reason: str | None) -> Bundled:
        """The evidence of a case as the new folder `out`, written to the audit log first."""
        ...

    def thumbnail(
        self,
        moment: str,
        pts_ms: int | None,
        box: tuple[float, float, float, float] | None,
        crop: bool = False,
    ) -> bytes:
        """A JPEG of a moment at `pts_ms` (None: its middle), `box` (fractions) drawn on it.

        With `crop`, what lies in the box and just around it.
        """
        ...

    def video(self, moment: str) -> bytes:
        """An MP4 of a moment that browsers play."""
        ...

    def moment(self, moment: str) -> dict[str, Any]:
        """Camera, start, end and footage of a moment."""
        ...

    def report(self, report: str) -> dict[str, Any]:
        """One report, never its sender."""
        ...

    def reports(self, limit: int) -> list[dict[str, Any]]:
        """The latest reports, newest first."""
        ...

    def coverage(self) -> dict[str, Any]:
        """For each camera, which stretches of time are indexed, missing or in quarantine."""
        ...

    def status(self) -> dict[str, Any]:
        """What `truyvet status --json` prints."""
        ...

    def ready(self) -> list[str]:
        """Why it cannot answer yet; empty when it can."""
        ...
