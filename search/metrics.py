"""What Prometheus is told: searches as they happen, and the state of the index when it asks."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client import generate_latest as in_text
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from indexer.footage_log import FootageSpan
from search.errors import BadPicture, BadQuestion, NotAllowed, SearchError, UnknownName
from search.index import Index
from search.jobs.job import STATES, State

_OUTCOMES = ("answered", "partial", "refused", "failed")
_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_SEVERAL = "PROMETHEUS_MULTIPROC_DIR"
"""Where the library keeps what several processes count together; set before it is imported."""

Jobs = Callable[[], Mapping[State, int]]
"""How many jobs there are in each state."""


class Metrics:
    """Counters of one service, in one process or several. Safe for several threads."""

    def __init__(self, index: Index, jobs: Jobs) -> None:
        """Nothing is counted yet."""
        self._registry = CollectorRegistry()
        self._searches = Counter(
            "truyvet_searches", "Searches by outcome.", ["outcome"], registry=self._registry
        )
        self._stages = Histogram(
            "truyvet_search_stage_seconds", "Seconds that answered searches took, by stage.",
            ["stage"], buckets=_BUCKETS_S, registry=self._registry,
        )  # fmt: skip
        for outcome in _OUTCOMES:
            self._searches.labels(outcome)
        self._shown = CollectorRegistry() if _SEVERAL in os.environ else self._registry
        if self._shown is not self._registry:
            MultiProcessCollector(self._shown)  # type: ignore[no-untyped-call]
        self._shown.register(_IndexState(index, jobs))

    @contextmanager
    def searching(self) -> Iterator[Callable[[Mapping[str, Any]], None]]:
        """Around one search: what is yielded is to be called with the answer.

        A search that raises is `refused` where the asker can mend it, else `failed`.
        """
        try:
            yield self._answered
        except (SearchError, ValueError) as error:
            self._searches.labels(_outcome(error)).inc()
            raise
        except Exception:
            self._searches.labels("failed").inc()
            raise

    def text(self) -> bytes:
        """All metrics in Prometheus's text format."""
        return in_text(self._shown)

    def _answered(self, answer: Mapping[str, Any]) -> None:
        self._searches.labels("partial" if answer["partial"] else "answered").inc()
        for stage, took_ms in answer["took_ms"].items():
            self._stages.labels(stage).observe(took_ms / 1000)


def _outcome(error: Exception) -> str:
    asked_wrongly = (BadQuestion, BadPicture, UnknownName, NotAllowed)
    return "refused" if isinstance(error, asked_wrongly) else "failed"


class _IndexState(Collector):
    """What the index holds at the time it is asked; what cannot be read is left out."""

    def __init__(self, index: Index, jobs: Jobs) -> None:
        self._index, self._jobs = index, jobs

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: asking the index is left to `collect`."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Generations, counts, coverage's lag, quarantine, jobs."""
        for part in (self._held, self._coverage, self._queue):
            try:
                yield from list(part())
            except Exception:
                name = part.__name__.strip("_")
                yield _gauges("unreadable", "Parts that cannot be read.", "part", {name: 1})

    def _held(self) -> Iterator[GaugeMetricFamily]:
        index = self._index
        shards = index.frames.shards()
        generations = {"footage": index.frames.generation(), "reports": index.log.generation()}
        regions = sum(shard.rows for shard in shards)
        yield _gauges("generation", "Newest committed generation; -1: none.", "of", generations)
        yield _gauge("regions", "Regions that can be searched.", regions)
        yield _gauge("shards", "Shards.", len(shards))
        yield _gauge("reports", "Reports in the log.", index.log.count())

    def _coverage(self) -> Iterator[GaugeMetricFamily]:
        lags = _lags(self._index.view().spans)
        told = {"largest": max(lags), "median": median(lags)} if lags else {}
        refused = {
            "footage": len(self._index.footage.quarantined()),
            "reports": len(self._index.log.quarantined()),
        }
        about = "Seconds since the last indexed moment of a camera, over all cameras."
        yield _gauges("coverage_lag_seconds", about, "statistic", told)
        yield _gauge("cameras_indexed", "Cameras with anything indexed.", len(lags))
        yield _gauges("quarantined", "Files and lines that could not be used.", "of", refused)

    def _queue(self) -> Iterator[GaugeMetricFamily]:
        counts = self._jobs()
        told = {state: counts.get(state, 0) for state in STATES}
        yield _gauges("jobs", "Jobs by state.", "state", told)


def _lags(spans: Iterable[FootageSpan]) -> list[float]:
    """Seconds since the last indexed moment of each camera."""
    ends: dict[str, int] = {}
    for span in spans:
        if span.state == "indexed" and span.span_before_ms is not None:
            ends[span.camera] = max(span.span_before_ms, ends.get(span.camera, 0))
    return [time.time() - end / 1000 for end in ends.values()]


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"truyvet_{name}", about, value=value)


def _gauges(name: str, about: str, label: str, values: Mapping[Any, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"truyvet_{name}", about, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family
