"""The command as a stranger meets it: bad input is one clear line, the rest is done."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Ran, truyvet
from tests.indexer.drawn_footage import START_NAME as START
from tests.indexer.drawn_footage import clip

CAMERA = "cong-1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one camera."""
    cameras = tmp_path / "cameras.csv"
    cameras.write_text(f"id,name,lat,lon\n{CAMERA},Cổng,10.8400,106.6300\n", encoding="utf-8")
    ran = truyvet("cameras", "import", cameras, data=tmp_path / "data")
    assert ran.code == 0, ran.err
    return tmp_path / "data"


def one_line(ran: Ran) -> str:
    """The single line of a failure; a stack trace is never shown."""
    assert "Traceback" not in ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("truyvet: ")]
    return line


def index(data: Path, *paths: Path, model: str = "hash") -> Ran:
    return truyvet("footage", "index", *paths, "--model", model, "--json", data=data)


def test_one_good_file_among_bad_ones(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "footage" / CAMERA
    good = clip(folder / f"{START}.mp4")
    (folder / "2022-04-27T21-01-00+0700.mp4").write_bytes(b"")
    (folder / "2022-04-27T21-02-00+0700.mp4").write_text("not a video")
    truncated = folder / "2022-04-27T21-03-00+0700.mp4"
    truncated.write_bytes(good.read_bytes()[: good.stat().st_size // 3])
    shutil.copy(good, folder / "2022-04-27T21-04-00+0700.mp4")
    clip(folder / "2099-01-01T00-00-00+0700.mp4", shade=60)
    clip(tmp_path / "footage" / "nobody" / f"{START}.mp4", shade=70)
    ran = index(data, tmp_path / "footage")
    assert ran.code == 0, ran.err
    assert ran.document["footage"] == 1 and ran.document["regions"] > 0
    status = truyvet("status", "--json", data=data).document
    reasons = {Path(item["path"]).name: item["reason"] for item in status["quarantined"]}
    assert len(status["quarantined"]) == 6, status["quarantined"]
    assert "empty" in reasons["2022-04-27T21-01-00+0700.mp4"]
    assert "future" in reasons["2099-01-01T00-00-00+0700.mp4"]
    assert all(reasons.values())
    assert [part["camera"] for part in status["coverage"] if part["state"] == "indexed"] == [CAMERA]


def test_nothing_usable_is_a_failure(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / CAMERA
    folder.mkdir()
    (folder / f"{START}.mp4").write_bytes(b"")
    ran = index(data, folder)
    assert ran.code == 1
    assert "nothing was indexed" in one_line(ran)


def test_unknown_model(tmp_path: Path, data: Path) -> None:
    ran = index(data, clip(tmp_path / CAMERA / f"{START}.mp4"), model="no-such-model")
    assert ran.code == 1
    assert "no-such-model" in one_line(ran)


def test_another_encoder_than_the_index(tmp_path: Path, data: Path) -> None:
    assert index(data, clip(tmp_path / CAMERA / f"{START}.mp4")).code == 0
    later = clip(tmp_path / CAMERA / "2022-04-27T22-00-00+0700.mp4", shade=60)
    ran = index(data, later, model="demo")
    assert ran.code == 1
    assert "another encoder" in one_line(ran)
    asked = truyvet("search", "xe máy đỏ", "--model", "demo", data=data)
    assert asked.code == 1
    assert "another encoder" in one_line(asked)


def test_reports_with_bad_lines(tmp_path: Path, data: Path) -> None:
    file = tmp_path / "tips.jsonl"
    good = {"id": "t1", "kind": "tip", "channel": "zalo", "text": "xe máy đỏ chạy ẩu",
            "received_at": "2022-04-27T21:30:00+07:00"}  # fmt: skip
    file.write_bytes(json.dumps(good).encode() + b"\n{not json\n\xff\xfe\n[]\n")
    ran = truyvet("reports", "import", file, "--source", "jsonl", "--json", data=data)
    assert ran.code == 0, ran.err
    assert ran.document["imported"] == 1
    assert len(ran.document["refused"]) == 3
    found = truyvet("search", "xe may do", "--json", data=data).document
    assert [hit["id"] for hit in found["hits"]] == ["t1"]
    assert len(truyvet("status", "--json", data=data).document["quarantined"]) == 3


def test_a_search_before_anything_is_indexed(tmp_path: Path) -> None:
    ran = truyvet("search", "red car", data=tmp_path / "empty")
    assert ran.code == 1
    assert "nothing is indexed" in one_line(ran)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("serach", "red car"),
        ("search",),
        ("search", "red car", "--limit", "0"),
        ("search", "red car", "--now", "yesterday"),
        ("reports", "import", "x.jsonl"),
        ("footage", "index", "x", "--workers", "0"),
    ],
)
def test_wrong_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = truyvet(*arguments, data=tmp_path)
    assert ran.code == 2
    assert "usage: truyvet" in ran.err and ran.out == ""


def test_global_options_stand_before_or_after(tmp_path: Path) -> None:
    before = truyvet("--json", "status", data=tmp_path)
    after = truyvet("status", "--json", data=tmp_path)
    assert before.document == after.document
    assert after.document["regions"] == 0


def test_every_command_has_help(tmp_path: Path) -> None:
    for words in ((), ("search",), ("footage", "index"), ("reports", "import"), ("demo",)):
        ran = truyvet(*words, "--help", data=tmp_path)
        assert ran.code == 0 and "usage: truyvet" in ran.out


def test_explain_is_quick_and_one_document(tmp_path: Path) -> None:
    question = "red motorbike near Nguyễn Văn Quá after 9pm"
    ran = truyvet("explain", question, "--json", data=tmp_path, timeout_s=20)
    assert ran.document["look_for"] == "red motorbike"
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps({"text": question}) + "\n" + json.dumps({"text": "ô tô trắng"}))
    lines = truyvet("explain", "--file", file, "--json", data=tmp_path).out.splitlines()
    assert [json.loads(line)["look_for"] for line in lines] == ["red motorbike", "ô tô trắng"]


def test_an_odd_question_of_a_file_keeps_no_other_from_its_line(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    texts = ["red car", "", "  ", "ô tô\u2028trắng", "white van"]
    file.write_text("\n".join(json.dumps({"text": one}, ensure_ascii=False) for one in texts))
    ran = truyvet("explain", "--file", file, "--json", data=tmp_path)
    told = [json.loads(line) for line in ran.out.removesuffix("\n").split("\n")]
    assert ran.code == 0 and [one["text"] for one in told] == texts
    assert [one["look_for"] for one in told[:3]] == ["red car", "", ""]


@pytest.mark.parametrize(
    ("outputs", "code", "said"),
    [
        (">&-", 0, ""),
        (">&- 2>&-", 0, ""),
        ("> /dev/full", 1, "truyvet: the answer cannot be written: No space left on device\n"),
    ],
)
def test_an_output_that_is_closed_or_full_is_no_crash(
    tmp_path: Path, outputs: str, code: int, said: str
) -> None:
    run = "from search.cli.main import run; run()"
    command = f'"$0" -c "{run}" --data "$1" status {outputs}'
    ran = subprocess.run(
        ["bash", "-c", command, sys.executable, str(tmp_path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stderr) == (code, said)
