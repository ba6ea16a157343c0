"""The text indexes of one data folder in Elasticsearch: two aliases name those that count.

`NAME-live` is on the index that answers, `NAME-previous` on the one before it; one request moves
both. Before the first swap there is no alias, and the index called NAME itself answers. Those for a
while are called `past-NAME-…`, after the millisecond of their making.
"""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from indexer.errors import TextIndexFailed
from indexer.reports.elastic_index import ElasticReportIndex, hosts_of

_TIMEOUT_S = 30.0
LEFT_MS = 24 * 3600 * 1000
"""An index for a while that is older was left by a program that was killed."""


class ElasticTextIndexes:
    """Indexes whose names begin with one name."""

    def __init__(self, url: str, name: str) -> None:
        """Connect when they are first asked for."""
        self._url, self._name = url, name
        self._client = Elasticsearch(
            hosts_of(url), request_timeout=_TIMEOUT_S, retry_on_timeout=True
        )

    def current(self) -> str:
        """The index that answers."""
        return self._target("live") or self._name

    def previous(self) -> str | None:
        """The index that answered before."""
        return self._target("previous")

    def open(self, name: str) -> ElasticReportIndex:
        """Open an index, making it where there is none."""
        return ElasticReportIndex(self._url, name)

    def begin(self) -> str:
        """An index of a number that none has."""
        kept = {name for name in (self.current(), self.previous()) if name}
        self._remove_but(kept)
        numbers = [int(name.removeprefix(f"{self._name}-") or 1) for name in kept - {self._name}]
        return f"{self._name}-{max([1, *numbers]) + 1}"

    def swap(self, name: str) -> None:
        """Move both aliases in one request; then delete the indexes that have none any more."""
        before = self.current()
        with self._failing():
            actions: list[dict[str, Any]] = [
                {"remove": {"index": f"{self._name}*", "alias": alias, "must_exist": False}}
                for alias in (self._alias("live"), self._alias("previous"))
            ]
            actions.append({"add": {"index": name, "alias": self._alias("live")}})
            actions.append({"add": {"index": before, "alias": self._alias("previous")}})
            self._client.indices.update_aliases(actions=actions)
        self._remove_but({name, before})

    @contextmanager
    def passing(self) -> Iterator[ElasticReportIndex]:
        """An empty index, deleted after use."""
        now_ms = time.time_ns() // 1_000_000
        self._remove_left(now_ms - LEFT_MS)
        made = self.open(f"{self._passing}{now_ms}-{uuid.uuid4().hex[:8]}")
        try:
            yield made
        finally:
            made.drop()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    @property
    def _passing(self) -> str:
        return f"past-{self._name}-"

    def _remove_left(self, before_ms: int) -> None:
        with self._failing():
            for name in self._client.indices.get(index=f"{self._passing}*").body:
                made_ms = name.removeprefix(self._passing).partition("-")[0]
                if int(made_ms) < before_ms:
                    self._client.indices.delete(index=name, ignore_unavailable=True)

    def _alias(self, which: str) -> str:
        return f"{self._name}-{which}"

    def _target(self, which: str) -> str | None:
        with self._failing():
            try:
                found = self._client.indices.get_alias(name=self._alias(which))
            except NotFoundError:
                return None
            return next(iter(found.body), None)

    def _remove_but(self, kept: set[str]) -> None:
        with self._failing():
            found = self._client.indices.get(index=f"{self._name}-*,{self._name}",
                                             ignore_unavailable=True)  # fmt: skip
            for name in set(found.body) - kept:
                self._client.indices.delete(index=name, ignore_unavailable=True)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (ApiError, TransportError) as error:
            raise TextIndexFailed(
                f"the text indexes {self._name} cannot be used: {error}; see that Elasticsearch is "
                "up, or unset TRUYVET_ELASTICSEARCH_URL to use SQLite"
            ) from error
