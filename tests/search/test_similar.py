"""More like this, over a whole index: a moment, a box, a picture; marks; scope; the audit log."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from indexer.cameras import Camera, Cameras, import_cameras
from indexer.errors import BadFootage, UnknownCamera
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.region import cut_out
from indexer.video.still import picture_at
from search.errors import BadQuestion, NotAllowed, UnknownName
from search.example import Example, read_phrases
from search.marks import Marks
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from search.uploaded import read_picture
from tests.indexer.drawn_footage import START_NAME, clip

CAMERAS = [
    Camera(CameraId("nvq"), "Nguyễn Văn Quá 1", 10.8365, 106.6299, street="Nguyễn Văn Quá"),
    Camera(CameraId("hhg"), "Hà Huy Giáp 1", 10.8730, 106.6795, street="Hà Huy Giáp"),
]

ALIKE = 0.6
"""Unlike regions of the encoder for tests stay far below it."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cameras before which a red box passes; the encoder tells equal pixels, and no more."""
    root = tmp_path_factory.mktemp("similar")
    for camera, shade in (("nvq", 90), ("hhg", 60)):
        clip(root / "in" / camera / f"{START_NAME}.mp4", 20, shade)
    folder = Folder(root / "data")
    import_cameras(folder, CAMERAS)
    with open_jobs() as jobs:
        index_footage([root / "in"], data=folder, model="hash", cameras=Cameras(CAMERAS), jobs=jobs)
    return root / "data"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def service(data: Path, state: State) -> Service:
    return Service(Settings(data=str(data)), state)


def moments(service: Service, question: str = "xe máy đỏ", **more: Any) -> list[dict[str, Any]]:
    answer = service.search(SearchRequest(question=question, limit=100, **more))
    hits: list[dict[str, Any]] = answer["hits"]
    return hits


def similar(service: Service, example: Example, **more: Any) -> dict[str, Any]:
    more.setdefault("understood", Understood())
    return service.search(SearchRequest(example=example, **more))


def an_object(service: Service) -> dict[str, Any]:
    return next(h for h in moments(service) if h["best"]["box"] != [0, 0, 1, 1])


def of_hit(hit: dict[str, Any], **more: Any) -> Example:
    box = tuple(hit["best"]["box"])
    fields = {"moment": MomentId.parse(hit["id"]), "pts_ms": hit["pts_ms"], "box": box}
    return Example(**fields | more)


def assert_first(answer: dict[str, Any], hit: dict[str, Any]) -> None:
    """The hit leads; its region is as like as can be (0.7 of a moment's score, its best look's)."""
    first = answer["hits"][0]
    assert (first["footage"], first["pts_ms"]) == (hit["footage"], hit["pts_ms"])
    assert first["best"]["box"] == hit["best"]["box"]
    why = first["why"][0]
    assert (why["by"], why["rank"]) == ("similar", 1) and why["score"] > ALIKE


def test_a_moments_own_region_is_found_first(service: Service, data: Path) -> None:
    hit = an_object(service)
    answer = similar(service, of_hit(hit))
    assert_first(answer, hit)
    held = FrameTable(Folder(data)).region_count()
    coverage = answer["coverage"]
    assert coverage["regions_in_scope"] == coverage["regions_searched"] == held
    assert coverage["exact"] and coverage["reports_in_scope"] == 0 and not answer["partial"]
    assert answer["understood"]["sources"] == ["footage"]
    assert answer["similar"]["moment"] == hit["id"]
    assert answer["generation"]["footage"] >= 0 and answer["took_ms"]["total"] > 0


def test_a_box_is_cut_from_the_footage_as_it_was_indexed(service: Service) -> None:
    hit = an_object(service)
    *edges, bottom = hit["best"]["box"]
    drawn = of_hit(hit, box=(*edges, bottom + 1e-7))
    assert_first(similar(service, drawn), hit)


def test_without_a_time_the_moments_best_picture_is_taken(service: Service) -> None:
    hit = an_object(service)
    example = of_hit(hit, pts_ms=None)
    looked_for = Understood(look_for="xe máy đỏ")
    assert_first(similar(service, example, understood=looked_for), hit)


def test_a_moment_alone_stands_for_what_is_looked_for_or_its_largest_object(
    service: Service,
) -> None:
    hit = an_object(service)
    alone = Example(moment=MomentId.parse(hit["id"]))
    assert_first(similar(service, alone, understood=Understood(look_for="xe máy đỏ")), hit)
    first = similar(service, alone)["hits"][0]
    assert first["footage"] == hit["footage"] and first["why"][0]["score"] > ALIKE
    assert first["best"]["box"] != [0, 0, 1, 1]


@pytest.mark.parametrize("turned", [1, 6])
def test_an_uploaded_picture_is_found(service: Service, turned: int) -> None:
    hit = an_object(service)
    path = service.index.footage.footage(MomentId.parse(hit["id"]).footage).path  # type: ignore[union-attr]
    crop = Image.fromarray(cut_out(picture_at(path, hit["pts_ms"]), tuple(hit["best"]["box"])))
    exif = Image.Exif()
    exif[0x0112] = turned
    stored = crop.transpose(Image.Transpose.ROTATE_90) if turned == 6 else crop
    file = io.BytesIO()
    stored.save(file, "PNG", exif=exif)
    answer = similar(service, Example(picture=read_picture(file.getvalue())))
    assert_first(answer, hit)
    assert answer["similar"]["picture"]["width"] == crop.width


def test_place_and_time_bound_it(service: Service) -> None:
    hit = an_object(service)
    other = next(c for c in ("nvq", "hhg") if c != hit["camera"]["id"])
    answer = similar(service, of_hit(hit), cameras=(other,))
    assert {h["camera"]["id"] for h in answer["hits"]} == {other}
    assert answer["coverage"]["cameras"] == 1
    with pytest.raises(UnknownCamera):
        similar(service, of_hit(hit), cameras=("nowhere",))


def test_words_are_added_and_taken_away(service: Service) -> None:
    hit = an_object(service)
    phrases = read_phrases("+ hộp phía sau − xe hơi")
    answer = similar(service, of_hit(hit, phrases=phrases))
    assert (answer["similar"]["added"], answer["similar"]["taken_away"]) == (
        ["hộp phía sau"], ["xe hơi"],
    )  # fmt: skip
    assert answer["hits"][0]["why"][0]["score"] < ALIKE
    left_out = Understood(exclude=("xe hơi",))
    added = of_hit(hit, phrases=read_phrases("hộp phía sau"))
    same = similar(service, added, understood=left_out)
    assert [h["id"] for h in same["hits"]] == [h["id"] for h in answer["hits"]]


def test_pages_follow_one_another_and_belong_to_one_example(service: Service) -> None:
    hit = an_object(service)
    whole = [h["id"] for h in similar(service, of_hit(hit), limit=200)["hits"]]
    paged: list[str] = []
    cursor = None
    while cursor or not paged:
        page = similar(service, of_hit(hit), limit=3, cursor=cursor)
        paged += [h["id"] for h in page["hits"]]
        cursor = page["next_cursor"]
    assert paged == whole and len(set(whole)) == len(whole) > 3
    cursor = similar(service, of_hit(hit), limit=3)["next_cursor"]
    with pytest.raises(BadQuestion, match="another question"):
        similar(service, of_hit(hit, phrases=read_phrases("red")), limit=3, cursor=cursor)


@pytest.mark.parametrize("by_example", [False, True])
def test_marks_are_repeatable_and_never_lower_what_was_accepted(
    service: Service, by_example: bool
) -> None:
    example = of_hit(an_object(service))

    def found(accept: list[str], reject: list[str]) -> list[dict[str, Any]]:
        marks = Marks.of(accept, reject)
        if by_example:
            hits: list[dict[str, Any]] = similar(service, example, marks=marks, limit=100)["hits"]
            return hits
        return moments(service, marks=marks)

    before = [hit["id"] for hit in found([], [])]
    accept, reject = [before[3], before[1]], [before[0]]
    hits = found(accept, reject)
    after = [hit["id"] for hit in hits]
    assert after == [hit["id"] for hit in found(accept[::-1], reject)]
    assert after[:2] == [before[1], before[3]] and after[-1:] == reject
    told = {hit["id"]: hit["why"][-1] for hit in hits}
    assert told[before[3]] == {"by": "marks", "mark": "accepted", "rank_before": 4}
    assert told[before[0]] == {"by": "marks", "mark": "rejected", "rank_before": 1}
    assert told[after[2]]["mark"] is None and told[after[2]]["rank_before"] > 1
    assert found(accept, [])[0]["id"] == before[1]


def test_a_mark_that_is_not_in_scope_teaches_and_is_not_listed(service: Service) -> None:
    hit = an_object(service)
    other = next(c for c in ("nvq", "hhg") if c != hit["camera"]["id"])
    hits = moments(service, cameras=(other,), marks=Marks.of([hit["id"]], []))
    assert hits and hit["id"] not in [h["id"] for h in hits]


@pytest.mark.parametrize("ident", ["0123456789abcdef.0-5000", None])
def test_a_moment_that_is_not_there_is_an_error(service: Service, ident: str | None) -> None:
    known = an_object(service)["footage"]
    moment = ident or f"{known}.900000-901000"
    with pytest.raises(UnknownName, match=moment.partition(".")[0]):
        similar(service, Example(moment=MomentId.parse(moment)))
    with pytest.raises(UnknownName):
        moments(service, marks=Marks.of([moment], []))


def test_footage_that_is_gone_cannot_be_cut_from_and_says_so(
    data: Path, tmp_path: Path, state: State
) -> None:
    import shutil

    copy = tmp_path / "root"
    shutil.copytree(data.parent, copy)
    service = Service(Settings(data=str(copy / "data")), state)
    hit = an_object(service)
    drawn = of_hit(hit, box=(0.1, 0.1, 0.2, 0.3))
    moved = data.parent / "in"
    moved.rename(data.parent / "away")
    try:
        with pytest.raises(BadFootage, match="cannot be opened"):
            similar(service, drawn)
        assert_first(similar(service, of_hit(hit)), hit)
    finally:
        (data.parent / "away").rename(moved)


def test_it_is_on_record_before_it_is_answered(service: Service, state: State) -> None:
    hit = an_object(service)
    example = of_hit(hit, phrases=read_phrases("+ red"))
    answer = similar(service, example, case="12/2022", reason="x", marks=Marks.of([], [hit["id"]]))
    record = state.audit.list(1)[0]
    assert record.entry.understood["similar"] == answer["similar"]
    assert record.entry.understood["marks"] == {"accept": [], "reject": [hit["id"]]}
    assert list(record.hits or ()) == [h["id"] for h in answer["hits"]]
    picture = Example(picture=np.zeros((8, 8, 3), np.uint8))
    similar(service, picture)
    kept = state.audit.list(1)[0].entry.understood["similar"]
    assert kept["picture"]["sha256"] == picture.sha256 and kept["moment"] is None
    state.keys.add("an")
    with pytest.raises(NotAllowed, match="case and a reason"):
        similar(service, example)
