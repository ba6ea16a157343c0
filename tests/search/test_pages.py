"""Pages of any size are parts of one list, however deep it has to be looked for."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from embeddings.models import open_encoder
from search.aim import phrase_vectors
from search.frames import FrameHit
from search.gather import FIRST_K, FIRST_MOMENTS
from search.marks import Marks
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from tests.search.test_folded import CAMERAS, HERE, look, serving

SECONDS = 150
ASKED = Understood(language="en", look_for="white van", sources=("footage",))


def street() -> Iterator[FrameHit]:
    """Four cameras that see something of the kind every second, more and less of it in turns."""
    random = np.random.default_rng(11)
    (asked,) = phrase_vectors([(ASKED.look_for, "en")], open_encoder("hash"))
    for camera in CAMERAS:
        for second in range(SECONDS):
            other = random.normal(size=len(asked))
            other -= (other @ asked) * asked
            fits = 0.5 + 0.1 * np.sin(second / 7) + 0.05 * random.random()
            vector = fits * asked + (1 - fits**2) ** 0.5 * other / np.linalg.norm(other)
            yield look(camera.id, second * 1_000, HERE, vector)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("street"), street()) as opened:
        yield opened


def listed(service: Service, **more: Any) -> list[dict[str, Any]]:
    """All pages one after the other."""
    hits, cursor = [], None
    while True:
        page = service.search(SearchRequest(understood=ASKED, cursor=cursor, **more))
        hits += page["hits"]
        if (cursor := page["next_cursor"]) is None:
            return hits
        assert page["hits"], "no page is empty where more is promised"


@pytest.mark.parametrize("fold", [True, False])
def test_pages_of_any_size_are_parts_of_one_list(service: Service, fold: bool) -> None:
    whole = listed(service, limit=200, fold=fold)
    assert len(whole) > 2 * FIRST_MOMENTS, "more than are looked for at first"
    for limit in (23, 60):
        assert listed(service, limit=limit, fold=fold) == whole
    assert [hit["rank"] for hit in whole] == list(range(1, len(whole) + 1))
    assert all(one["score"] >= other["score"] for one, other in pairwise(whole))


def test_every_region_is_reached_in_the_end(service: Service) -> None:
    whole = listed(service, limit=200)
    for camera in CAMERAS:
        ends = [tuple(map(int, hit["id"].split(".")[1].split("-")))
                for hit in whole if hit["camera"]["id"] == camera.id]  # fmt: skip
        left = [at for at in range(0, SECONDS * 1_000, 1_000)
                if not any(first <= at <= last for first, last in ends)]  # fmt: skip
        assert left == []
    assert len(CAMERAS) * SECONDS > FIRST_K


def test_what_was_rejected_stands_behind_all_pages(service: Service) -> None:
    best = [hit["id"] for hit in listed(service, limit=200)[:3]]
    marks = Marks.of(best[:1], best[1:])
    whole = listed(service, limit=200, marks=marks)
    assert whole[0]["id"] == best[0]
    assert {hit["id"] for hit in whole[-2:]} == set(best[1:])
    assert listed(service, limit=20, marks=marks) == whole
