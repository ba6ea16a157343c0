"""The production text index: Elasticsearch.

A report is one document, its id the report's. `accented` and `folded` hold its words, as written
and folded by us, `meanings` what they mean; these are split at spaces only. `occurred` is a range.
The log generation reached stands in the mapping's `_meta`, written after the documents it speaks
of. One shard, so that scores do not depend on where a report lies.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import BulkIndexError, streaming_bulk
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from indexer.errors import TextIndexFailed
from indexer.ids import ReportId
from indexer.reports.asked import asked_of
from indexer.reports.category import category_of
from indexer.reports.dead_letters import Refused
from indexer.reports.elastic_query import Clause, every_one, listed, ranked, scope_of
from indexer.reports.facets import BY, ordered
from indexer.reports.highlighting import Highlights
from indexer.reports.meanings import FINGERPRINT, fields_of
from indexer.reports.report import Report
from indexer.reports.text_index import Facets, ReportQuery, TextHit

PAGE_SIZE = 10_000
"""The most hits Elasticsearch gives at once (`index.max_result_window`)."""
_VERSION = 3
_UPGRADED = (1, 2)
"""Versions whose mapping is brought to this one as it is opened; reports are then added anew."""
_MOST_CHANNELS = 1_000
_REQUEST_TIMEOUT_S = 30.0
_RETRIES = 5
_BULK_REPORTS, _BULK_BYTES = 2_000, 10 * 1024 * 1024
"""Most in one request, for which the disk is waited for once: what an import adds at a time, and a
tenth of the bytes that Elasticsearch takes unless told otherwise."""
_BUSY = (429, 502, 503, 504)
"""Answers that ask to come again later."""
_FOR_GOOD = (400, 413)
"""Answers that say a report itself will not do; anything else is the store's trouble."""
BACKOFF_S, _MOST_WAIT_S = 0.5, 8.0
"""Waited before a busy store is asked again, doubled each time, and at most."""


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, ApiError) and error.status_code in _BUSY


def _patiently(ask: Callable[..., object], **arguments: Any) -> None:
    """Ask as bulk requests do by themselves: longer and longer waits where a store is busy."""
    again = Retrying(
        retry=retry_if_exception(_is_busy),
        stop=stop_after_attempt(_RETRIES),
        wait=wait_random_exponential(BACKOFF_S, _MOST_WAIT_S),
        reraise=True,
    )
    again(ask, **arguments)


_WORDS: dict[str, Any] = {"type": "text", "analyzer": "whitespace"}
_MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_source": {"excludes": ["accented", "folded", "meanings"]},
    "_meta": {"version": _VERSION, "generation": -1, "meanings": FINGERPRINT},
    "properties": {
        "id": {"type": "keyword"},
        "kind": {"type": "keyword"},
        "channel": {"type": "keyword"},
        "category": {"type": "keyword"},
        "occurred": {"type": "long_range"},
        "text": {"type": "text", "index": False},
        "accented": _WORDS,
        "folded": _WORDS,
        "meanings": _WORDS,
    },
}
_SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}


class ElasticReportIndex:
    """A text index in Elasticsearch; safe for several threads and processes."""

    def __init__(
        self, url: str, index: str = "truyvet-reports", page_size: int = PAGE_SIZE
    ) -> None:
        """Connect, and make the index where there is none.

        Raises TextIndexFailed if Elasticsearch cannot be reached, or the index is not ours.
        """
        self._index = index
        self._page_size = page_size
        self._name = f"the text index {index} at {_without_secrets(url)}"
        self._client = Elasticsearch(
            hosts_of(url),
            request_timeout=_REQUEST_TIMEOUT_S,
            max_retries=_RETRIES,
            retry_on_timeout=True,
            retry_on_status=_BUSY,
        )
        try:
            self._prepare()
        except TextIndexFailed:
            self.close()
            raise

    def settled(self) -> "ElasticReportIndex":
        """Itself."""
        return self

    def add(self, reports: Sequence[Report], generation: int) -> Sequence[Refused]:
        """Add or replace reports by id; once all can be found, note the generation."""
        latest = {report.id: report for report in reports}
        refused = self._change((_document(report) for report in latest.values()), generation)
        if refused:  # what stood there before tells what is no longer so
            self._change(({"_op_type": "delete", "_id": one.report} for one in refused), generation)
        return refused

    def remove(self, reports: Iterable[ReportId], generation: int) -> None:
        """Take reports out; once none can be found any more, note the generation."""
        self._change(({"_op_type": "delete", "_id": ident} for ident in reports), generation)

    def search(self, query: ReportQuery, limit: int) -> list[TextHit]:
        """The best reports, by descending score, ties by id; without words all score 1."""
        asked = asked_of(query)
        if query.words.strip() and not asked.terms:
            return []
        scope = scope_of(query)
        found = self._hits(ranked(asked, query, scope) if asked.terms else listed(scope), limit)
        return [
            TextHit(ReportId(hit["_id"]), hit["_score"], Highlights(hit["_source"]["text"], asked))
            for hit in found
        ]

    def count(self, query: ReportQuery) -> int:
        """How many reports are in the scope of the query, its words aside."""
        with self._failing():
            answer = self._client.count(index=self._index, query=scope_of(query))
            return int(answer["count"])

    def facets(self, query: ReportQuery) -> Facets:
        """What the reports in scope are, of them those that have every word of the query."""
        wanted = every_one(asked_of(query), scope_of(query))
        counts = {name: {"terms": {"field": name, "size": _MOST_CHANNELS}} for name in BY}
        with self._failing():
            answer = self._client.search(
                index=self._index, query=wanted, size=0, aggs=counts, track_total_hits=False
            )
        return {
            name: ordered(Counter({b["key"]: b["doc_count"] for b in found["buckets"]}))
            for name, found in answer["aggregations"].items()
        }

    def generation(self) -> int:
        """The log generation it has reached, all of it to be found; -1 when empty and new."""
        with self._failing():
            self._client.indices.refresh(index=self._index)
            return int(self._meta()["generation"])

    def clear(self) -> None:
        """Empty the index; its generation is -1 again."""
        with self._failing():
            self._client.indices.delete(index=self._index, ignore_unavailable=True)
        self._prepare()

    def drop(self) -> None:
        """Delete the index, and let go of the connections."""
        try:
            with self._failing():
                self._client.indices.delete(index=self._index, ignore_unavailable=True)
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _prepare(self) -> None:
        with self._failing():
            meta = self._meta_of_made()
            version, reworded = meta.get("version"), meta.get("meanings") != FINGERPRINT
            if version in _UPGRADED or (version == _VERSION and reworded):
                self._upgrade()
            elif version != _VERSION:
                raise TextIndexFailed(
                    f"{self._name} was not made by this version; delete it and run"
                    " `truyvet reindex --text`"
                )

    def _meta_of_made(self) -> dict[str, Any]:
        """What the index says of itself, which is made where there is none."""
        try:
            return self._meta()
        except NotFoundError:
            self._create()
            return self._meta()

    def _upgrade(self) -> None:
        """Found by its words meanwhile, each report is added anew from the log."""
        self._client.indices.put_mapping(
            index=self._index,
            properties={"category": {"type": "keyword"}, "meanings": _WORDS},
            meta={"version": _VERSION, "generation": -1, "meanings": FINGERPRINT},
        )

    def _create(self) -> None:
        try:
            self._client.indices.create(index=self._index, mappings=_MAPPINGS, settings=_SETTINGS)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def _meta(self) -> dict[str, Any]:
        answer = self._client.indices.get_mapping(index=self._index)
        meta: dict[str, Any] = answer[self._index]["mappings"].get("_meta", {})
        return meta

    def _change(self, actions: Iterable[dict[str, Any]], generation: int) -> list[Refused]:
        """An index deleted meanwhile is made anew by our mapping, never by a bulk request."""
        self._prepare()
        refused: list[Refused] = []
        with self._failing():
            for worked, result in streaming_bulk(
                self._client,
                actions,
                index=self._index,
                chunk_size=_BULK_REPORTS,
                max_chunk_bytes=_BULK_BYTES,
                max_retries=_RETRIES,
                initial_backoff=BACKOFF_S,
                max_backoff=_MOST_WAIT_S,
                retry_on_status=_BUSY,
                raise_on_error=False,
            ):
                refused += _refused(worked, result)
            _patiently(self._client.indices.refresh, index=self._index)
            meta = {"version": _VERSION, "generation": generation, "meanings": FINGERPRINT}
            _patiently(self._client.indices.put_mapping, index=self._index, meta=meta)
        return refused

    def _hits(self, query: Clause, limit: int) -> list[dict[str, Any]]:
        """Page by page, each going on after the last hit of the one before."""
        hits: list[dict[str, Any]] = []
        while len(hits) < limit:
            size = min(limit - len(hits), self._page_size)
            page = self._page(query, size, hits[-1]["sort"] if hits else None)
            hits += page
            if len(page) < size:
                break
        return hits

    def _page(self, query: Clause, size: int, after: list[Any] | None) -> list[dict[str, Any]]:
        with self._failing():
            answer = self._client.search(
                index=self._index,
                query=query,
                size=size,
                sort=[{"_score": "desc"}, {"id": "asc"}],
                search_after=after,
                source={"includes": ["text"]},
                track_scores=True,
                track_total_hits=False,
                preference="truyvet",
            )
            hits: list[dict[str, Any]] = answer["hits"]["hits"]
            return hits

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except NotFoundError as error:
            raise TextIndexFailed(f"{self._name} is gone; run `truyvet reindex --text`") from error
        except (ApiError, TransportError, BulkIndexError) as error:
            raise TextIndexFailed(
                f"{self._name} cannot be used: {_reason(error)}; see that Elasticsearch is up, or"
                " unset TRUYVET_ELASTICSEARCH_URL to use SQLite"
            ) from error


def hosts_of(urls: str) -> list[str]:
    """The nodes that are asked: one URL, or several parted by commas; each serves for all."""
    return [url.strip() for url in urls.split(",") if url.strip()]


def _document(report: Report) -> dict[str, Any]:
    accented, folded, meanings = fields_of(report.text)
    document: dict[str, Any] = {
        "_op_type": "index",
        "_id": report.id,
        "id": report.id,
        "kind": report.kind,
        "channel": report.channel,
        "category": category_of(report.text),
        "text": report.text,
        "accented": accented,
        "folded": folded,
        "meanings": meanings,
    }
    if report.occurred is not None:
        told = report.occurred
        document["occurred"] = {"gte": told.after_ms, "lt": told.before_ms}
    return document


def _refused(worked: bool, result: dict[str, Any]) -> Iterator[Refused]:
    """Whom the index will never take as it is; BulkIndexError for any other failure.

    A report that was not there cannot be taken out, and need not be.
    """
    action, answer = next(iter(result.items()))
    status = answer.get("status")
    if worked or (action == "delete" and status == 404):
        return
    if action == "delete" or status not in _FOR_GOOD:
        raise BulkIndexError(f"{action} of {answer.get('_id')!r} refused ({status})", [result])
    error = answer.get("error") or {}
    kind = error.get("type", error) if isinstance(error, dict) else "too large"
    yield Refused(ReportId(answer["_id"]), f"the text index refuses it: {status} {kind}")


def _reason(error: Exception) -> str:
    """Elasticsearch's own short word for it, without the request it answers."""
    if isinstance(error, ApiError):
        return f"{error.status_code} {error.error}"
    if isinstance(error, TransportError):
        return f"{type(error).__name__}: {error.message.splitlines()[0]}"
    return str(error.args[0])


def _without_secrets(urls: str) -> str:
    return ", ".join(map(_shown, hosts_of(urls)))


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
