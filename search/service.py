"""The service: everything a caller may ask of one index, audited; the CLI and the API share it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indexer.ids import ReportId
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from indexer.reports.attachment import attachment_of
from search import moment_media
from search.answer import moment_json
from search.area import area_of
from search.cases.bundle import make_bundle
from search.cases.case import Bundled, Form
from search.cursor import Cursor, question_digest
from search.errors import BadQuestion, NotAllowed, UnknownName
from search.explain import explain
from search.follow.follower import Follower
from search.follow.request import FollowRequest, follow_request
from search.follow.told import followed_json, shown_moments
from search.frames import LocalFrames
from search.index import Index, View
from search.intake import Intake
from search.masks import NOBODY, Mask, mask_answer, mask_for
from search.metrics import Metrics
from search.moment_id import MomentId
from search.newly import only_new, position
from search.past import past_view
from search.position import Position
from search.question.understood import Understood
from search.question.which import Area, with_shared
from search.record import follow_entry, parameters, request_of, surroundings
from search.replay import check_replayable, is_follow, replay, replay_follow
from search.report_filter import ReportFilter
from search.report_list import check_channels, list_reports, one_report
from search.request import SearchRequest
from search.searcher import Searcher
from search.senders import open_sender
from search.settings import Settings
from search.state.audit import AuditEntry
from search.state.database import State
from search.status import JOBS_SHOWN, coverage_json, status_json
from search.stored_looks import StoredLooks, footage_of
from search.watches.send import Sender
from search.watches.stood import still_there
from search.watches.watch import AskedWatch, NewHit, Watch
from search.watches.watches import Watches
from search.webhooks import answer_facebook


class Service:
    """One index and its audit, opened; safe for several threads."""

    def __init__(self, settings: Settings, state: State) -> None:
        """Open the index of the settings; `state` keeps the account of who looked."""
        self.index = Index(settings)
        self._state = state
        self._metrics = Metrics(self.index, state.jobs.counts)
        self._frames = LocalFrames(self.index.data)
        self._searcher = Searcher(self.index, self._frames)
        self._settings = settings
        self._sender = Sender(settings)
        self.intake = Intake(self.index, settings)

    def explain(self, text: str, now: datetime, asker: str) -> Understood:
        """How a question of an asker is understood, without searching."""
        gazetteer = load_gazetteer(self.index.data)
        return explain(text, now, gazetteer, self._area(asker, (), gazetteer))

    def search(self, request: SearchRequest) -> dict[str, Any]:
        """The answer in the contract's form. It is written to the audit log before it is found.

        Raises BadQuestion, UnknownName, NotAllowed, NothingIndexed, EncoderMismatch, and BadFootage
        where an example cannot be read from its footage.
        """
        with self._metrics.searching() as answered:
            answer = self._search(request)
            answered(answer)
        return answer

    def _search(self, request: SearchRequest) -> dict[str, Any]:
        self._check_allowed(request)
        check_channels(request.channels, self.index)
        view = self.index.view()
        understood = self._understood(request, view)
        digest = question_digest(request, understood)
        cursor = Cursor(digest, view.footage_generation, view.report_generation)
        if request.cursor:
            cursor = Cursor.parse(request.cursor, digest)
            view = self._view_of(cursor)
        more = parameters(request, self.index, cursor.offset)
        audited = self._state.audit.write(_audit_entry(request, understood, view, more))
        answer = self._searcher.search(request, understood, cursor, view)
        self._finish(audited, answer)
        return {"search": audited, **mask_answer(answer, self._mask(request.asker))}

    def replay(
        self, search: int, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """A search of the audit log asked again on its generation; see `search.replay`.

        It is itself a search in the audit log. NotThere if the log has none of that id, or it
        cannot be asked again; NotAllowed as for a search.
        """
        record = self._state.audit.get(search)
        check_replayable(record)
        who = {"asker": asker, "case": case, "reason": reason}
        again: SearchRequest | FollowRequest
        if is_follow(record):
            again = follow_request(record.entry.understood["follow"], **who)
        else:
            again = request_of(record.entry, asker=asker, case=case, reason=reason)
        self._check_allowed(again)
        told = {**record.entry.parameters, **surroundings(self.index), "replay_of": search}
        audited = self._state.audit.write(
            replace(record.entry, asker=asker, case=case, reason=reason, parameters=told)
        )
        if isinstance(again, FollowRequest):
            replayed = replay_follow(record, again, self.index, self._frames)
            self._finish_follow(audited, replayed["answer"])
            return {"search": audited, **replayed}
        replayed = replay(record, again, self.index, self._frames)
        self._finish(audited, replayed["answer"])
        answer = mask_answer(replayed["answer"], self._mask(asker))
        return {"search": audited, **replayed, "answer": answer}

    def _mask(self, asker: str) -> Mask:
        return mask_for(asker, self._state.keys, load_gazetteer(self.index.data))

    def search_new(
        self, request: SearchRequest, after: Position, upto: Position, watch: int
    ) -> dict[str, Any]:
        """An answer from what came between two positions alone, for a watch; audited first.

        It goes to all who see the case, and elsewhere: details are masked. Marks teach from all
        footage; those of footage that is gone teach no more.
        """
        self._check_allowed(request)
        view = past_view(self.index, {"footage": upto.footage, "reports": upto.reports})
        there = StoredLooks(self.index, self._frames, view).marks_there(request.marks)
        request = replace(request, marks=there)
        understood = self._understood(request, view)
        digest = question_digest(request, understood)
        cursor = Cursor(digest, view.footage_generation, view.report_generation)
        if request.cursor:
            cursor = Cursor.parse(request.cursor, digest)
        new = {"watch": watch, "after": after.to_json(), "upto": upto.to_json()}
        more = {**parameters(request, self.index, cursor.offset), "new": new}
        audited = self._state.audit.write(_audit_entry(request, understood, view, more))
        with only_new(self.index, self._frames, after, upto) as (read, frames):
            answer = Searcher(read, frames, self._frames).search(request, understood, cursor, view)
        self._finish(audited, answer)
        return {"search": audited, **mask_answer(answer, self._mask(NOBODY))}

    def still_there(
        self, hits: Sequence[NewHit], told: Sequence[NewHit], upto: Position
    ) -> set[str]:
        """Which new moments only show what a watch told; see `search.watches.stood`."""
        view = past_view(self.index, {"footage": upto.footage, "reports": upto.reports})
        return still_there(hits, told, StoredLooks(self.index, self._frames, view))

    def position(self) -> Position:
        """How far the index has come."""
        return position(self.index)

    def watch(self, case: int, asked: AskedWatch, by: str) -> Watch:
        """Watch for what is indexed from now on; NotThere, Closed, NotAllowed, BadQuestion."""
        targets = self._sender.checked(asked.targets)
        return Watches(self._state).add(case, replace(asked, targets=targets), self.position(), by)

    def follow(self, request: FollowRequest) -> dict[str, Any]:
        """Where a moment's vehicle may have been seen next, or before; audited like a search.

        Raises NotAllowed, UnknownName for a moment that is not there, DamagedShard,
        EncoderMismatch.
        """
        self._check_allowed(request)
        view = self.index.view()
        audited = self._state.audit.write(follow_entry(request, self.index, view))
        answer = self._followed(request, view)
        self._finish_follow(audited, answer)
        return {"search": audited, **answer}

    def _followed(self, request: FollowRequest, view: View) -> dict[str, Any]:
        found = Follower(self.index, self._frames).follow(request, view)
        return followed_json(request, found, view, self.index.encoder(view.fingerprint).card)

    def _finish_follow(self, audited: int, answer: Mapping[str, Any]) -> None:
        self._state.audit.finish(
            audited, shown_moments(answer), answer["took_ms"]["total"], answer["model"]
        )

    def _finish(self, audited: int, answer: Mapping[str, Any]) -> None:
        hits = [hit["id"] for hit in answer["hits"]]
        self._state.audit.finish(audited, hits, answer["took_ms"]["total"], answer["model"])

    def _check_allowed(self, request: SearchRequest | FollowRequest) -> None:
        if self._state.keys.any() and not (request.case and request.reason):
            raise NotAllowed("a search needs a case and a reason: give --case and --reason")

    def _understood(self, request: SearchRequest, view: View) -> Understood:
        now = request.now or datetime.now(UTC)
        area = self._area(request.asker, request.units, view.gazetteer)
        if request.understood is None:
            return explain(request.question or "", now, view.gazetteer, area)
        understood = with_shared(request.understood, view.gazetteer, area, now)
        return replace(understood, sources=("footage",)) if request.example else understood

    def _area(self, asker: str, filtered: Sequence[str], gazetteer: Gazetteer) -> Area:
        of_key = self._state.keys.area(asker)
        return area_of(filtered, of_key, self._settings.area, gazetteer)

    def _view_of(self, cursor: Cursor) -> View:
        view = self.index.view(cursor.footage)
        if view.report_generation != cursor.reports:
            raise BadQuestion("reports have changed since the first page; ask again without cursor")
        return view

    def bundle(
        self, case: int, out: Path, asker: str, reason: str | None, form: Form = "evidence"
    ) -> Bundled:
        """The evidence of a case as the new folder `out`; see `search.cases.bundle`."""
        return make_bundle(
            case, out, self.index, self._state, asker=asker, reason=reason, form=form
        )

    def thumbnail(
        self,
        moment: str,
        pts_ms: int | None,
        box: tuple[float, float, float, float] | None,
        crop: bool = False,
        *,
        asker: str,
    ) -> bytes:
        """A JPEG of the moment at `pts_ms` (its middle if None); see `search.moment_media`."""
        details = self._state.keys.may(asker, "details")
        return moment_media.thumbnail(moment, pts_ms, box, crop, self.index, details)

    def video(self, moment: str, asker: str) -> bytes:
        """A playable MP4 of the moment, cut from its footage; see `search.moment_media`."""
        details = self._state.keys.may(asker, "details")
        return moment_media.video(moment, self.index, details)

    def is_attached(self, moment: str) -> bool:
        """Whether a moment is of something attached to a report."""
        return moment_media.is_attached(moment, self.index)

    def moment(self, moment: str) -> dict[str, Any]:
        """Camera, start, end, footage and pts range of a moment."""
        ident = MomentId.parse(moment)
        span = footage_of(ident, self.index)
        attachment = attachment_of(span.camera)
        if attachment is not None:
            raise UnknownName(
                f"{moment} was attached to report {attachment.report!r}; no camera saw it"
            )
        assert span.start_ms is not None, "checked by footage_of"
        camera = self.index.view().cameras_by_id[span.camera]
        return moment_json(ident, span.start_ms, camera)

    def report(self, report: str, asker: str) -> dict[str, Any]:
        """One report as its asker may see it."""
        return one_report(ReportId(report), self.index, self._mask(asker))

    def reports(self, wanted: ReportFilter, asker: str) -> dict[str, Any]:
        """The latest reports of those wanted, newest first, and how many there are of what."""
        return list_reports(wanted, self.index, self._mask(asker))

    def sender(
        self, report: str, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """Who sent a report; see `search.senders`."""
        return open_sender(ReportId(report), self.index, self._state, asker, case, reason)

    def receive(self, source: str, headers: Mapping[str, str], body: bytes) -> str:
        """Keep what a webhook brought, to be imported soon; its SHA-256. See `search.intake`."""
        return self.intake.receive(source, headers, body)

    def answer_facebook(self, asked: Mapping[str, str]) -> str:
        """What Facebook wants back as it makes sure of a webhook's address."""
        return answer_facebook(asked, self._settings)

    def coverage(self) -> dict[str, Any]:
        """For each camera, which intervals are indexed, missing, corrupt, unreachable, lagging."""
        return coverage_json(self.index)

    def status(self) -> dict[str, Any]:
        """What `truyvet status` shows."""
        return status_json(self.index, self._state.jobs.list(JOBS_SHOWN))

    def metrics(self) -> bytes:
        """What Prometheus is told, in its text format."""
        return self._metrics.text()

    def ready(self) -> list[str]:
        """Why the service cannot answer yet; empty when it can."""
        try:
            view = self.index.view()
            if view.footage_generation >= 0:
                self.index.encoder()
            self.index.reports.generation()
        except Exception as error:
            return [str(error)]
        return []


def _audit_entry(
    request: SearchRequest, understood: Understood, view: View, more: Mapping[str, Any]
) -> AuditEntry:
    told = understood.to_json()
    if request.example is not None:
        told["similar"] = request.example.to_json()
    if request.marks:
        told["marks"] = request.marks.to_json()
    return AuditEntry(
        asker=request.asker,
        case=request.case,
        reason=request.reason,
        question=request.question or understood.text,
        understood=told,
        generation={"footage": view.footage_generation, "reports": view.report_generation},
        parameters=more,
    )
