"""What Prometheus is told: each search once, by its outcome; the index as it is when asked."""

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from indexer.folder import Folder
from indexer.index_model import remember_model
from indexer.reports.log import ReportLog
from search.errors import BadQuestion, NothingIndexed
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.indexer.test_merge import ENCODER, add


def told(service: Service) -> dict[tuple[str, ...], float]:
    """Every sample by its name and its labels' values."""
    families = text_string_to_metric_families(service.metrics().decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_searches_and_the_index_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.index.open_encoder", lambda name: ENCODER)
    settings = Settings(data=str(tmp_path))
    with open_state(settings.state_url) as state:
        service = Service(settings, state)
        with pytest.raises(NothingIndexed):
            service.search(SearchRequest(question="red motorbike", asker="desk"))
        with pytest.raises(BadQuestion):
            service.search(SearchRequest(question="", asker="desk"))
        before = told(service)
        assert before["truyvet_searches_total", "failed"] == 1
        assert before["truyvet_searches_total", "refused"] == 1
        assert (
            before["truyvet_generation", "footage"] == before["truyvet_generation", "reports"] == -1
        )
        remember_model(Folder(tmp_path), "hash", ENCODER.card.fingerprint)
        add(Folder(tmp_path), "t", count=30)
        state.jobs.add({"kind": "merge"}, "desk")
        answer = service.search(SearchRequest(question="red motorbike", asker="desk"))
        after = told(service)
    assert answer["partial"] is False
    assert after["truyvet_searches_total", "answered"] == 1
    assert after["truyvet_search_stage_seconds_count", "total"] == 1
    assert after["truyvet_search_stage_seconds_sum", "total"] == pytest.approx(
        answer["took_ms"]["total"] / 1000
    )
    assert (after["truyvet_regions",], after["truyvet_shards",]) == (30, 1)
    assert after["truyvet_jobs", "waiting"] == 1 and after["truyvet_jobs", "dead"] == 0
    assert not any(key[0] == "truyvet_unreadable" for key in after)


def test_what_cannot_be_read_is_said_and_the_rest_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(log: ReportLog) -> int:
        raise OSError("gone")

    monkeypatch.setattr(ReportLog, "count", broken)
    settings = Settings(data=str(tmp_path))
    with open_state(settings.state_url) as state:
        found = told(Service(settings, state))
    assert found["truyvet_unreadable", "held"] == 1 and found["truyvet_jobs", "running"] == 0
