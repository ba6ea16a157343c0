"""One open index: cameras, gazetteer, shards, footage log, reports; one view of it at a time."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from embeddings.encoder import Encoder, Fingerprint
from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.cameras import Camera, Cameras, load_cameras
from indexer.errors import EncoderMismatch
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan, searched
from indexer.frame_table import FrameTable
from indexer.ids import ReportId
from indexer.index_model import indexed_model
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from indexer.reports.attachment import Attachment, attachments_of
from indexer.reports.catch_up import catch_up
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index, text_indexes
from indexer.reports.report import Report
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.shard import ShardEntry
from search.attached import Attached, attached_reports, attached_spans
from search.coverage import footage_extent
from search.errors import UnknownName
from search.near_reports import NearReport, NearReports
from search.plan import Extents
from search.settings import Settings

KEPT_ENCODERS = 2
"""Open at once: the newest generation's, and another that an earlier one is searched with."""


@dataclass(frozen=True)
class View:
    """The index at one generation: what a whole search, or a page of one, is answered from.

    `spans` are of cameras' footage, `attached` of what came with reports, as the footage log had
    them at its version `noted`.
    """

    cameras: Cameras
    gazetteer: Gazetteer
    footage_generation: int
    report_generation: int
    shards: tuple[ShardEntry, ...]
    spans: tuple[FootageSpan, ...]
    extents: Extents
    attached: tuple[FootageSpan, ...] = ()
    noted: int = -1

    @property
    def empty(self) -> bool:
        """Whether nothing was ever indexed."""
        return self.footage_generation < 0 and self.report_generation < 0

    @property
    def fingerprint(self) -> Fingerprint | None:
        """The encoder of its shards; None where there are none."""
        return self.shards[0].fingerprint if self.shards else None

    @property
    def cameras_by_id(self) -> Mapping[str, Camera]:
        """All cameras, and for those no longer known but still in shards, what can be said."""
        known: dict[str, Camera] = {camera.id: camera for camera in self.cameras}
        for span in self.spans:
            known.setdefault(span.camera, Camera(span.camera, span.camera, 0.0, 0.0))
        return known


class IndexRead(Protocol):
    """What a searcher reads of an index, besides the view it is given."""

    @property
    def data(self) -> Folder:
        """The data folder."""
        ...

    @property
    def reports(self) -> ReportIndex:
        """The text index that answers."""
        ...

    @property
    def footage(self) -> FootageLog:
        """Which footage there is."""
        ...

    def encoder(self, fingerprint: Fingerprint | None = None) -> Encoder:
        """The encoder questions are embedded with where shards of a fingerprint are searched."""
        ...

    def fetch_reports(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        """Reports by id."""
        ...

    def near(self, asked: ReportQuery, limit: int) -> Sequence[NearReport]:
        """The reports nearest in meaning, best first; none where their vectors are off."""
        ...

    def attached(self, view: View) -> Sequence[Attached]:
        """The reports of a view that have attachments."""
        ...

    def has(self, attachment: Attachment) -> bool:
        """Whether there is a report now that has it."""
        ...


class Index:
    """The data folder, opened for searching. Safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        """Open the tables; the encoder is loaded only when a question needs it."""
        self._settings = settings
        self.data = settings.folder
        self.frames = FrameTable(self.data)
        self.footage = FootageLog(self.data)
        self.log = ReportLog(self.data)
        self._lock = threading.Lock()
        self._view: View | None = None
        self._encoders: dict[str, Encoder] = {}
        self._attached: tuple[View, Sequence[Attached]] | None = None

    @cached_property
    def reports(self) -> ReportIndex:
        """The text index, caught up with the report log."""
        index = open_report_index(self.data, self._settings.elasticsearch_url)
        catch_up(self.log, index)
        return index

    @cached_property
    def near_reports(self) -> NearReports:
        """The vectors of report texts."""
        return NearReports(self.data, self.log, self._settings.report_vectors, self.encoder)

    def near(self, asked: ReportQuery, limit: int) -> Sequence[NearReport]:
        """The reports nearest in meaning."""
        return self.near_reports.find(asked, self.fetch_reports, limit)

    def passing_reports(self) -> AbstractContextManager[ReportIndex]:
        """An empty text index of the kind that answers, gone after use."""
        return text_indexes(self.data, self._settings.elasticsearch_url).passing()

    @property
    def text_index(self) -> str:
        """Which kind of text index answers; they rank by formulas of their own."""
        return "elasticsearch" if self._settings.elasticsearch_url else "sqlite"

    @property
    def model(self) -> str:
        """The encoder's name: as set, else the one the index is made with, else the default."""
        return self._model_of(self.frames.fingerprint())

    def encoder(self, fingerprint: Fingerprint | None = None) -> Encoder:
        """The encoder for the shards of a fingerprint (None: the newest), opened once.

        EncoderMismatch if the one that is set, or was named, is another.
        """
        newest = self.frames.fingerprint()
        held = fingerprint or newest
        name = self._model_of(held) if held == newest else indexed_model(self.data, held)
        encoder = self._open(name or DEFAULT_MODEL)
        if held is not None and held != encoder.card.fingerprint:
            raise EncoderMismatch(
                f"the index in {self.data.uri} was made with another encoder than {name!r}; leave "
                "TRUYVET_MODEL unset to use its own, or make the index anew with "
                f"`truyvet --data {self.data.uri} reindex --model {name}`"
            )
        return encoder

    def _model_of(self, fingerprint: Fingerprint | None) -> str:
        return self._settings.model or indexed_model(self.data, fingerprint) or DEFAULT_MODEL

    def _open(self, name: str) -> Encoder:
        with self._lock:
            if name not in self._encoders:
                self._encoders[name] = open_encoder(name)
                for old in list(self._encoders)[:-KEPT_ENCODERS]:
                    del self._encoders[old]
            return self._encoders[name]

    def view(self, footage_generation: int | None = None) -> View:
        """The newest view, or the one at an older footage generation (for paging)."""
        newest, report = self.frames.generation(), self.log.generation()
        noted = self.footage.generation()
        wanted = newest if footage_generation is None else footage_generation
        if wanted > newest:
            raise UnknownName(f"generation {wanted} is not in this index (newest is {newest})")
        with self._lock:
            if not self._is_current(wanted, report, noted):
                self._view = self._load(wanted, report, noted)
            assert self._view is not None, "loaded above"
            return self._view

    def _is_current(self, footage: int, report: int, noted: int) -> bool:
        view = self._view
        held = view and (view.footage_generation, view.report_generation, view.noted)
        return held == (footage, report, noted)

    def _load(self, footage: int, report: int, noted: int) -> View:
        shards = self.frames.shards(footage) if footage >= 0 else ()
        fingerprint = shards[0].fingerprint if shards else None
        spans, attached = attached_spans(searched(self.footage.spans(), fingerprint))
        return View(
            cameras=load_cameras(self.data),
            gazetteer=load_gazetteer(self.data),
            footage_generation=footage,
            report_generation=report,
            shards=shards,
            spans=spans,
            extents=Extents(footage_extent(spans), self.log.extent()),
            attached=attached,
            noted=noted,
        )

    def attached(self, view: View) -> Sequence[Attached]:
        """The reports of a view that have attachments, found out once for each."""
        with self._lock:
            if self._attached is None or self._attached[0] is not view:
                found = attached_reports(view.attached, self.fetch_reports)
                self._attached = (view, found)
            return self._attached[1]

    def has(self, attachment: Attachment) -> bool:
        """Whether there is a report now that has it."""
        report = self.log.get(attachment.report)
        return report is not None and attachment in attachments_of(report)

    def fetch_reports(self, ids: Sequence[ReportId]) -> Mapping[ReportId, Report]:
        """Reports of the log by id."""
        return {report.id: report for report in self.log.get_many(ids)}
