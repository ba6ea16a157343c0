"""Moments, reports, coverage, the audit log and health."""

import io

import av
import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from search.api import shown, shown_replay
from search.state.database import State
from tests.search.api.evening import CAMERAS, MOMENTS, REPORTS, Evening

MOMENT = f"/v1/moments/{MOMENTS[0].id}"


def test_a_moment_says_where_and_when(client: TestClient) -> None:
    moment = shown.Moment.model_validate_json(client.get(MOMENT).text)
    assert moment.camera.street == "Nguyễn Văn Quá"
    assert (moment.end - moment.start).total_seconds() == MOMENTS[0].seconds


def test_a_thumbnail_is_a_picture_with_its_box(client: TestClient) -> None:
    plain = client.get(f"{MOMENT}/thumbnail.jpg")
    marked = client.get(f"{MOMENT}/thumbnail.jpg?pts_ms=61200&box=0.38,0.46,0.55,0.83")
    assert plain.headers["content-type"] == marked.headers["content-type"] == "image/jpeg"
    pictures = [
        cv2.imdecode(np.frombuffer(response.content, np.uint8), cv2.IMREAD_COLOR)
        for response in (plain, marked)
    ]
    assert pictures[0] is not None and pictures[1] is not None
    assert pictures[0].shape == pictures[1].shape == (360, 640, 3)
    assert (pictures[0] != pictures[1]).any()


@pytest.mark.parametrize(
    "query",
    ["pts_ms=-1", "pts_ms=x", "box=1,2", "box=0.5,0,0.4,1", "box=0,0,1,1.5", "box=0,0,1,1,1",
     "box=a,b,c,d", "box=nan,0,1,1", "size=9"],
)  # fmt: skip
def test_a_thumbnail_asked_for_wrongly_is_refused(client: TestClient, query: str) -> None:
    response = client.get(f"{MOMENT}/thumbnail.jpg?{query}")
    assert response.status_code in (400, 422)


def test_a_video_plays(client: TestClient) -> None:
    response = client.get(f"{MOMENT}/video.mp4")
    assert response.status_code == 200
    assert response.headers["content-type"] == "video/mp4"
    assert response.headers["accept-ranges"] == "bytes"
    with av.open(io.BytesIO(response.content), "r") as container:
        frames = len(list(container.decode(video=0)))
    assert frames == MOMENTS[0].seconds * 10


def test_ranges_of_a_video_are_cut_from_it_once(client: TestClient, evening: Evening) -> None:
    whole = client.get(f"{MOMENT}/video.mp4").content
    part = client.get(f"{MOMENT}/video.mp4", headers={"range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == whole[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert part.headers["content-length"] == "100"
    assert evening.videos_made == [MOMENTS[0].id]


def test_a_thumbnail_may_be_what_is_in_the_box(client: TestClient) -> None:
    cut = client.get(f"{MOMENT}/thumbnail.jpg?pts_ms=61200&box=0.38,0.46,0.55,0.83&crop=true")
    whole = client.get(f"{MOMENT}/thumbnail.jpg?pts_ms=61200&box=0.38,0.46,0.55,0.83")
    sizes = [_shape(one.content) for one in (cut, whole)]
    assert sizes[0][0] < sizes[1][0] / 2 and sizes[0][1] < sizes[1][1] / 2


def _shape(jpeg: bytes) -> tuple[int, ...]:
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    return decoded.shape


@pytest.mark.parametrize("path", ["", "/thumbnail.jpg", "/video.mp4"])
def test_a_moment_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    response = client.get(f"/v1/moments/0000000000000000.0-1{path}")
    assert response.status_code == 404
    assert "0000000000000000.0-1" in response.json()["detail"]


def test_reports_are_listed_and_shown_without_their_sender(client: TestClient) -> None:
    listed = shown.ReportList.model_validate_json(client.get("/v1/reports").text).reports
    assert [report.id for report in listed] == [told.id for told in REPORTS]
    assert len(client.get("/v1/reports?limit=2").json()["reports"]) == 2
    one = client.get(f"/v1/reports/{REPORTS[0].id}").json()
    assert shown.ListedReport.model_validate(one).text == REPORTS[0].text
    assert "sender" not in one


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=x", "offset=3"])
def test_a_list_asked_for_wrongly_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/reports?{query}").status_code == 422
    assert client.get(f"/v1/audit?{query}").status_code == 422


def test_a_report_that_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get("/v1/reports/nothing/here").status_code == 404


def test_coverage_names_every_camera(client: TestClient) -> None:
    covered = shown.CoverageList.model_validate_json(client.get("/v1/coverage").text).coverage
    assert {stretch.camera for stretch in covered} == set(CAMERAS)


def test_the_audit_log_shows_who_asked_what(client: TestClient) -> None:
    for question in ("red motorbike", "white truck"):
        client.post("/v1/search", json={"question": question, "case": "VA-118", "reason": "why"})
    listed = shown.AuditList.model_validate_json(client.get("/v1/audit").text).searches
    assert [search.question for search in listed] == ["white truck", "red motorbike"]
    assert {(search.asker, search.case) for search in listed} == {("local", "VA-118")}
    assert all(search.hits for search in listed)


def test_a_search_has_a_record_and_is_asked_again(client: TestClient) -> None:
    asked = {"question": "red motorbike", "case": "VA-118", "reason": "why"}
    answer = client.post("/v1/search", json=asked).json()
    client.post("/v1/search", json={"question": "white truck", "case": "other"})
    record = client.get(f"/v1/searches/{answer['search']}")
    kept = shown.AuditedSearch.model_validate_json(record.text)
    assert kept.hits == [hit["id"] for hit in answer["hits"]]
    assert kept.model == answer["model"]
    of_case = client.get("/v1/searches", params={"case": "VA-118"}).json()["searches"]
    assert of_case == [record.json()]
    again = client.post(f"/v1/searches/{answer['search']}/replay", json={"reason": "court"})
    replayed = shown_replay.Replayed.model_validate_json(again.text)
    assert replayed.same and replayed.recorded == kept.hits and replayed.search > kept.id


def test_a_search_that_was_not_made_is_not_found(client: TestClient) -> None:
    client.post("/v1/search", json={"question": "red motorbike"})
    for search in (2, 99):  # 2 is the answer's own row
        assert client.get(f"/v1/searches/{search}").status_code == 404
        assert client.post(f"/v1/searches/{search}/replay", json={}).status_code == 404


def test_with_keys_a_replay_needs_case_and_reason(client: TestClient, state: State) -> None:
    search = client.post("/v1/search", json={"question": "red motorbike"}).json()["search"]
    key = {"authorization": f"Bearer {state.keys.add('desk')}"}
    path = f"/v1/searches/{search}/replay"
    assert client.post(path, json={}).status_code == 401
    assert client.post(path, json={"case": "VA-118"}, headers=key).status_code == 403
    body = {"case": "VA-118", "reason": "court"}
    assert client.post(path, json=body, headers=key).status_code == 200
    latest = state.audit.list(1)[0].entry
    assert (latest.asker, latest.case, latest.reason) == ("desk", "VA-118", "court")


def test_alive_and_ready(
    client: TestClient, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"ready": True}
    monkeypatch.setattr(evening, "ready", lambda: ["the encoder is not loaded"])
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["reasons"] == ["the encoder is not loaded"]
    assert client.get("/healthz").status_code == 200


def test_the_pages_files_are_kept_but_asked_after(client: TestClient) -> None:
    first = client.get("/page/app.js")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/page/app.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["cache-control"] == "no-cache"
