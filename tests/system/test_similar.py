"""More like this, on real footage with the learned model: found by picture, by words, by marks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from search.api.app import create_app
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.system.conftest import IndexedDistrict


@pytest.fixture
def client(district: IndexedDistrict, tmp_path: Path) -> Iterator[TestClient]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        app = create_app(Service(Settings(data=str(district.data)), state), state)
        with TestClient(app, base_url="http://localhost") as calling:
            yield calling


def found(client: TestClient, path: str, **body: Any) -> list[dict[str, Any]]:
    response = client.post(path, json=body)
    assert response.status_code == 200, response.text
    hits: list[dict[str, Any]] = response.json()["hits"]
    return hits


def red_motorbikes(client: TestClient) -> list[dict[str, Any]]:
    hits = found(client, "/v1/search", question="red motorbike", filters={"sources": ["footage"]})
    assert hits[0]["relevance"] > 0.5, "a red motorbike is in the story, and likely one"
    return hits


def of(hit: dict[str, Any]) -> dict[str, Any]:
    return {"moment": hit["id"], "pts_ms": hit["pts_ms"], "box": hit["best"]["box"]}


def place(hit: dict[str, Any]) -> tuple[str, int]:
    return hit["footage"], hit["pts_ms"]


def test_a_moment_its_box_and_its_picture_find_the_same(client: TestClient) -> None:
    hit = red_motorbikes(client)[0]
    first = found(client, "/v1/similar", **of(hit))[0]
    assert place(first) == place(hit) and first["relevance"] > 0.5
    left, top, right, bottom = hit["best"]["box"]
    drawn = of(hit) | {"box": [left, top, right, max(top + 0.01, bottom - 0.002)]}
    around = found(client, "/v1/similar", **drawn)[:3]
    assert hit["footage"] in [one["footage"] for one in around]
    jpeg = client.get(hit["thumbnail"].partition("?")[0], params={"pts_ms": hit["pts_ms"]}).content
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    request = f'{{"box": [{left}, {top}, {right}, {bottom}]}}'
    response = client.post("/v1/similar", files={"picture": jpeg}, data={"request": request})
    assert hit["camera"]["id"] in [one["camera"]["id"] for one in response.json()["hits"][:5]]


def test_words_turn_it_into_another_colour(client: TestClient) -> None:
    hit = red_motorbikes(client)[0]
    every = found(client, "/v1/search", question="white motorbike", limit=40)
    white = [one for one in every if one["kind"] == "moment" and one["relevance"] > 0.5]
    plain = found(client, "/v1/similar", **of(hit))
    turned = found(client, "/v1/similar", **of(hit), text="+ white − red")

    def white_among(hits: list[dict[str, Any]]) -> int:
        return sum(any(meet(one, other) for other in white) for one in hits[:5])

    assert white_among(turned) >= 3 > white_among(plain)
    assert place(turned[0]) != place(hit) and turned[0]["relevance"] is None


def meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two hits are moments of one footage that share time."""
    same = other["kind"] == "moment" and one["footage"] == other["footage"]
    return same and bool(one["start"] < other["end"] and other["start"] < one["end"])


def test_marks_learn_what_words_did_not_say(client: TestClient) -> None:
    likely = [hit for hit in red_motorbikes(client) if hit["relevance"] > 0.5]

    def is_red(hit: dict[str, Any]) -> bool:
        return any(meet(hit, one) for one in likely)

    vague: dict[str, Any] = {"question": "motorbike", "limit": 60}
    vague |= {"filters": {"sources": ["footage"]}}
    before = found(client, "/v1/search", **vague)
    right = [hit["id"] for hit in before if is_red(hit)][:2]
    wrong = [hit["id"] for hit in before if not is_red(hit)][:3]
    after = found(client, "/v1/search", **vague, accept=right, reject=wrong)
    assert {hit["id"] for hit in after[: len(right)]} == set(right)

    def share(hits: list[dict[str, Any]]) -> int:
        unmarked = [hit for hit in hits if hit["id"] not in {*right, *wrong}]
        return sum(is_red(hit) for hit in unmarked[:10])

    assert share(after) > share(before)
