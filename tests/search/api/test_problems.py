"""Every error is a problem (RFC 9457) with the right status, and no trace leaves the server."""

import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from embeddings import errors as embedding_errors
from indexer import errors as indexer_errors
from search import errors as search_errors
from search.api.shield import HEADERS, LARGEST_BODY
from search.api.shown import Problem
from tests.search.api.evening import Evening

RAISED = [
    (search_errors.BadQuestion, 400, 400),
    (search_errors.BadPicture, 400, 400),
    (search_errors.WrongPicture, 415, 415),
    (search_errors.LargePicture, 413, 413),
    (search_errors.UnknownName, 404, 422),
    (search_errors.NotThere, 404, 404),
    (search_errors.Taken, 409, 409),
    (search_errors.Stale, 409, 409),
    (search_errors.NotAllowed, 403, 403),
    (search_errors.NothingIndexed, 503, 503),
    (search_errors.Closed, 409, 409),
    (search_errors.StateFailed, 503, 503),
    (search_errors.SearchError, 500, 500),
    (indexer_errors.UnknownCamera, 404, 422),
    (indexer_errors.BadFootage, 404, 404),
    (indexer_errors.EncoderMismatch, 503, 503),
    (indexer_errors.DamagedShard, 503, 503),
    (indexer_errors.StorageFailed, 503, 503),
    (indexer_errors.TextIndexFailed, 503, 503),
    (indexer_errors.InboxFull, 503, 503),
    (indexer_errors.ReindexRefused, 503, 503),
    (indexer_errors.StreamLost, 503, 503),
    (indexer_errors.SchedulerLost, 503, 503),
    (search_errors.BadJob, 404, 422),
    (embedding_errors.UnknownModel, 503, 503),
    (embedding_errors.UnusableCheckpoint, 503, 503),
]


@pytest.mark.parametrize(("error", "shown", "asked"), RAISED)
def test_each_error_has_its_status(
    client: TestClient,
    evening: Evening,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    shown: int,
    asked: int,
) -> None:
    def fail(*_: object) -> None:
        raise error("what was wrong, and what to do")

    monkeypatch.setattr(evening, "coverage", fail)
    monkeypatch.setattr(evening, "search", fail)
    for response, status in (
        (client.get("/v1/coverage"), shown),
        (client.post("/v1/search", json={"question": "x"}), asked),
    ):
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        problem = Problem.model_validate_json(response.text)
        assert problem.status == status
        assert problem.detail == "what was wrong, and what to do"


def test_every_error_of_the_packages_has_a_status_of_its_own_kind() -> None:
    ours = {
        error
        for module in (search_errors, indexer_errors, embedding_errors)
        for error in vars(module).values()
        if isinstance(error, type) and issubclass(error, Exception)
    }
    tested = tuple(error for error, _, _ in RAISED)
    roots = {indexer_errors.IndexerError, embedding_errors.EmbeddingError}
    written = {
        indexer_errors.BadInput,
        indexer_errors.BadReport,
        indexer_errors.BadPlaces,
        indexer_errors.JobsFailed,
        search_errors.NotReceived,
        search_errors.NotAllSearched,
    }
    assert ours - set(tested) <= roots | written | {indexer_errors.Conflict}


def test_an_unforeseen_error_is_told_without_its_trace(
    client: TestClient,
    evening: Evening,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(evening, "coverage", fail)
    with caplog.at_level(logging.ERROR):
        response = client.get("/v1/coverage")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text and "Zero" not in response.text
    assert "secret inside" in caplog.text


def test_what_is_not_there_and_what_cannot_be_done(client: TestClient) -> None:
    nowhere = client.get("/v2/search")
    assert nowhere.status_code == 404
    assert Problem.model_validate_json(nowhere.text).status == 404
    wrong = client.delete("/v1/search")
    assert wrong.status_code == 405
    assert wrong.headers["allow"] == "POST"
    assert Problem.model_validate_json(wrong.text).status == 405


@pytest.mark.parametrize("path", ["/", "/v1/coverage", "/v1/reports", "/nowhere", "/healthz"])
def test_head_is_answered_like_get_without_the_body(client: TestClient, path: str) -> None:
    full, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (full.status_code, b"")
    for name in ("content-type", "content-length"):
        assert head.headers[name] == full.headers[name]


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    response = client.post("/v1/search", json={"question": "x" * LARGEST_BODY})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


def test_a_body_that_hides_its_size_is_refused_too(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b" " * 1000

    headers = {"content-type": "application/json"}
    response = client.post("/v1/search", content=endless(), headers=headers)
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/page/style.css", "/v1/coverage", "/nowhere", "/healthz"])
def test_browsers_are_restrained(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    for name, value in HEADERS.items():
        assert headers[name] == value
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy


def test_answers_are_not_kept_by_browsers(client: TestClient) -> None:
    assert client.get("/v1/coverage").headers["cache-control"] == "no-store"
