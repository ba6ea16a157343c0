"""`/v1/similar`: a moment, a box, or an uploaded picture in; a search's answer out."""

import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from search.api.shown import Answer
from search.state.database import State
from search.uploaded import LARGEST_BYTES
from tests.search.api.evening import MOMENTS, Evening

MOMENT = MOMENTS[0].id
OTHER = MOMENTS[4].id


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(file, form)
    return file.getvalue()


def upload(client: TestClient, data: bytes, request: Any = None, **headers: str) -> Any:
    parts = {} if request is None else {"request": json.dumps(request)}
    return client.post("/v1/similar", files={"picture": ("x", data)}, data=parts, headers=headers)


def test_a_moment_is_answered_as_a_search_is(client: TestClient, evening: Evening) -> None:
    body = {"moment": MOMENT, "pts_ms": 272_000, "box": [0.1, 0.2, 0.5, 1], "text": "+ box − car"}
    response = client.post("/v1/similar", json=body)
    assert response.status_code == 200, response.text
    answer = Answer.model_validate_json(response.text)
    assert answer.similar is not None and answer.similar.moment == MOMENT
    assert (answer.similar.added, answer.similar.taken_away) == (["box"], ["car"])
    assert {hit.kind for hit in answer.hits} == {"moment"}
    assert answer.hits[0].why[0].by == "similar"
    (request,) = evening.asked
    assert request.example is not None and request.example.box == (0.1, 0.2, 0.5, 1)


def test_where_and_when_bound_it(client: TestClient, evening: Evening) -> None:
    understood = {"time": {"daily": {"from": "21:05", "to": "24:00"}}}
    body = {"moment": MOMENT, "understood": understood, "filters": {"cameras": ["nvq-05"]}}
    answer = client.post("/v1/similar", json=body).json()
    assert answer["understood"]["time"]["daily"]["from"] == "21:05"
    assert evening.asked[-1].cameras == ("nvq-05",)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_an_uploaded_picture_is_read_whatever_its_type(
    client: TestClient, evening: Evening, form: str
) -> None:
    response = upload(client, picture(form), {"box": [0, 0, 0.5, 1], "limit": 3})
    assert response.status_code == 200, response.text
    told = response.json()["similar"]["picture"]
    assert (told["width"], told["height"], len(told["sha256"])) == (40, 20, 64)
    (request,) = evening.asked
    assert request.example is not None and request.example.picture is not None
    assert request.example.picture.shape == (20, 40, 3)
    assert abs(int(request.example.picture[5, 5, 0]) - 200) < 4 and request.limit == 3


def test_marks_go_both_ways(client: TestClient, evening: Evening) -> None:
    body = {"question": "red motorbike", "accept": [OTHER], "reject": [MOMENT]}
    answer = client.post("/v1/search", json=body).json()
    assert answer["marks"] == {"accept": [OTHER], "reject": [MOMENT]}
    again = client.post("/v1/similar", json={"moment": MOMENT, "accept": [OTHER]})
    assert again.json()["marks"] == {"accept": [OTHER], "reject": []}
    assert [str(ident) for ident in evening.asked[-1].marks.accept] == [OTHER]


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({}, 400, "either a moment or a picture"),
    ({"moment": "x"}, 422, "not the id of a moment"),
    ({"moment": 7}, 422, "body/moment"),
    ({"moment": MOMENT, "boxes": []}, 422, "body/boxes"),
    ({"moment": MOMENT, "box": [0, 0, 1]}, 422, "body/box"),
    ({"moment": MOMENT, "box": [0.5, 0, 0.5, 1]}, 400, "left, top, right, bottom"),
    ({"moment": MOMENT, "box": [0, 0, 1.1, 1]}, 400, "left, top, right, bottom"),
    ({"moment": MOMENT, "pts_ms": 1}, 400, "outside the moment"),
    ({"moment": MOMENT, "text": "red − "}, 400, "words after it"),
    ({"moment": MOMENT, "text": "+ a " * 9}, 400, "at most 8"),
    ({"moment": MOMENT, "text": "x" * 501}, 422, "body/text"),
    ({"moment": MOMENT, "limit": 0}, 422, "body/limit"),
    ({"moment": MOMENT, "accept": [MOMENT], "reject": [MOMENT]}, 400, "both accepted and rejected"),
    ({"moment": MOMENT, "accept": ["x"]}, 422, "not the id of a moment"),
    ({"moment": MOMENT, "accept": [MOMENT] * 201}, 422, "body/accept"),
    ({"moment": MOMENT, "understood": {"sources": ["reports"]}}, 400, "only footage"),
    ({"moment": MOMENT, "filters": {"kinds": ["tip"]}}, 400, "only footage"),
    ({"moment": MOMENT, "filters": {"cameras": ["nowhere"]}}, 422, "'nowhere'"),
]


@pytest.mark.parametrize(("body", "status", "said"), BAD)
def test_what_cannot_be_read_is_a_problem(
    client: TestClient, state: State, body: dict[str, Any], status: int, said: str
) -> None:
    response = client.post("/v1/similar", json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert state.audit.list(1) == []


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"", 415, "none of JPEG, PNG, WebP"),
        (b"GIF89a" + bytes(40), 415, "none of JPEG, PNG, WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "none of JPEG"),
        (picture()[:60], 400, "damaged"),
        (picture("PNG", (12_000, 5_000)), 413, "12000 × 5000"),
        (bytes(LARGEST_BYTES + 1), 413, "at most"),
        (bytes(LARGEST_BYTES + 100_000), 413, "at most"),
    ],
)
def test_a_picture_that_cannot_be_used_is_a_problem(
    client: TestClient, state: State, data: bytes, status: int, said: str
) -> None:
    response = upload(client, data)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert said in response.json()["detail"]
    assert state.audit.list(1) == []


@pytest.mark.parametrize(
    ("files", "data", "said"),
    [
        ({}, {"request": "{}"}, "needs a file"),
        ({"picture": ("x", picture())}, {"request": "{"}, "property name"),
        ({"picture": ("x", picture())}, {"request": '{"foo": 1}'}, "body/foo"),
        ({"picture": ("x", picture())}, {"more": "1"}, "'more'"),
        ({"picture": ("x", picture())}, {"request": json.dumps({"moment": MOMENT})}, "not both"),
        ([("picture", ("x", b"1")), ("picture", ("y", b"2"))], {}, "Too many files"),
    ],
)
def test_a_form_of_other_parts_is_a_problem(
    client: TestClient, files: Any, data: dict[str, str], said: str
) -> None:
    if not files:
        files = {"request": (None, data["request"])}
        data = {}
    response = client.post("/v1/similar", files=files, data=data)
    assert response.status_code in (400, 422), response.text
    assert said in response.json()["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_neither_json_nor_a_form_is_refused(client: TestClient, kind: str) -> None:
    body = json.dumps({"moment": MOMENT}).encode()
    response = client.post("/v1/similar", content=body, headers={"content-type": kind})
    assert response.status_code == 422


def test_a_form_that_another_site_had_sent_is_refused(client: TestClient, state: State) -> None:
    assert upload(client, picture(), origin="http://evil.example").status_code == 403
    assert upload(client, picture(), origin="null").status_code == 403
    assert state.audit.list(1) == []
    assert upload(client, picture(), origin="http://localhost").status_code == 200


def test_a_large_body_is_only_taken_with_a_picture(client: TestClient) -> None:
    response = client.post("/v1/similar", json={"moment": MOMENT, "text": "x" * 70_000})
    assert response.status_code == 413
    large = {"picture": ("x", picture() + bytes(70_000))}
    assert client.post("/v1/search", files=large).status_code == 413
    assert client.post("/v1/similar", files=large).status_code == 200


def test_with_keys_it_needs_key_case_and_reason(client: TestClient, state: State) -> None:
    key = {"authorization": f"Bearer {state.keys.add('desk')}"}
    body = {"moment": MOMENT, "case": "VA-118", "reason": "snatching"}
    assert client.post("/v1/similar", json=body).status_code == 401
    assert client.post("/v1/similar", json={"moment": MOMENT}, headers=key).status_code == 403
    assert upload(client, picture(), **key).status_code == 403
    assert state.audit.list(1) == []
    assert client.post("/v1/similar", json=body, headers=key).status_code == 200
    (record,) = state.audit.list(2)
    assert (record.entry.asker, record.entry.case) == ("desk", "VA-118")
    assert record.entry.understood["similar"]["moment"] == MOMENT
