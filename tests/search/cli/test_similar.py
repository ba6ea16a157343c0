"""`truyvet similar`, in-process over a real index: by moment, by box, by picture, with words."""

import json
from pathlib import Path
from typing import Any

import cv2
import pytest

from indexer.video.thumbnail import thumbnail_jpeg
from search.cli.main import main
from search.state.database import open_state
from tests.indexer.drawn_footage import START_NAME
from tests.search.district import District

BOX = [0.1, 0.4, 0.4, 0.8]
Called = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> District:
    made = District(tmp_path_factory.mktemp("similar") / "district")
    made.film("first", 90, 60)
    return made


def similar(town: District, capfd: Called, *arguments: str | Path) -> dict[str, Any]:
    asked = ["--data", town.data.uri, "similar", *map(str, arguments), "--json"]
    assert main(asked) == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def first(town: District, capfd: Called) -> dict[str, Any]:
    assert main(["--data", town.data.uri, "search", "xe", "--limit", "1", "--json"]) == 0
    hit: dict[str, Any] = json.loads(capfd.readouterr().out)["hits"][0]
    return hit


def test_a_moment_finds_itself_first_and_words_are_told(town: District, capfd: Called) -> None:
    hit = first(town, capfd)
    at = ["--pts", str(hit["pts_ms"]), "--box", ",".join(map(str, hit["best"]["box"]))]
    found = similar(town, capfd, hit["id"], *at)
    assert found["hits"][0]["footage"] == hit["footage"]
    assert found["hits"][0]["why"][0]["by"] == "similar"
    words = ["--more", "box on the back", "--less", "car"]
    told = similar(town, capfd, hit["id"], *at, *words)["similar"]
    assert (told["added"], told["taken_away"]) == (["box on the back"], ["car"])
    assert told["box"] == hit["best"]["box"] and told["pts_ms"] == hit["pts_ms"]


def test_a_picture_is_looked_for_where_and_when_is_said(
    town: District, capfd: Called, tmp_path: Path
) -> None:
    footage = town.root / "first" / "nvq" / f"{START_NAME}.mp4"
    picture = tmp_path / "phone.jpg"
    picture.write_bytes(thumbnail_jpeg(footage, 2_000, None, 320))
    found = similar(
        town, capfd, picture, "--box", ",".join(map(str, BOX)), "--within", "Nguyễn Văn Quá"
    )
    height, width = cv2.imread(str(picture)).shape[:2]  # type: ignore[union-attr]
    told = found["similar"]
    assert (told["picture"]["width"], told["picture"]["height"]) == (width, height)
    assert told["box"] == BOX and found["understood"]["look_for"] == ""
    assert found["hits"] and {hit["camera"]["id"] for hit in found["hits"]} == {"nvq"}
    with open_state(f"sqlite:///{town.data.local_path('state.sqlite')}") as state:
        assert state.audit.list(1)[0].entry.understood["similar"] == told
    assert main(["--data", town.data.uri, "similar", str(picture)]) == 0
    assert f"like  {picture}" in " ".join(capfd.readouterr().out.split("\n"))


def test_what_cannot_be_looked_for_is_said_in_a_line(
    town: District, capfd: Called, tmp_path: Path
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no picture")
    unknown = "0123456789abcdef.0-1000"
    for example, said in (
        (tmp_path / "nothing.jpg", "neither the id of a moment nor a file"),
        (tmp_path, "Is a directory"),
        (text, "none of JPEG, PNG, WebP"),
        (unknown, unknown.partition(".")[0]),
    ):
        assert main(["--data", town.data.uri, "similar", str(example)]) == 1
        told = capfd.readouterr().err
        assert said in told and "Traceback" not in told
    for wrong in (["--box", "0.5,0,0.1,1"], ["--box", "x"], ["--pts", "-1"], ["--limit", "0"]):
        with pytest.raises(SystemExit) as usage:
            main(["similar", unknown, *wrong])
        assert usage.value.code == 2
        capfd.readouterr()


@pytest.mark.parametrize("command", ["search", "similar"])
def test_marks_rank_anew(town: District, capfd: Called, command: str) -> None:
    what = ["xe"] if command == "search" else [first(town, capfd)["id"]]

    def hits(*marks: str) -> list[dict[str, Any]]:
        assert main(["--data", town.data.uri, command, *what, *marks, "--json"]) == 0
        answer: dict[str, Any] = json.loads(capfd.readouterr().out)
        return answer["hits"]

    one, two, *_ = (hit["id"] for hit in hits())
    marked = hits("--accept", two, "--reject", one)
    assert (marked[0]["id"], marked[-1]["id"]) == (two, one)
    assert marked[0]["why"][-1] == {"by": "marks", "mark": "accepted", "rank_before": 2}
    assert main(["--data", town.data.uri, command, *what, "--accept", one, "--reject", one]) == 1
    assert "both accepted and rejected" in capfd.readouterr().err
