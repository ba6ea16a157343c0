"""`truyvet reindex`, `jobs`, `models`, `verify`: usage, plain errors, and what each prints."""

import json
from pathlib import Path

import pytest

from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from search.cli.main import main
from search.state.database import open_state


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: str) -> tuple[int, str, str]:
    code = main(["--data", str(data), *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["--plan"], ["--model", "demo", "--text"], ["--model", "demo", "--rollback"],
     ["--model", "demo", "--share", "0"], ["--model", "demo", "--nice", "20"]],
)  # fmt: skip
def test_wrong_usage_is_told(tmp_path: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(tmp_path), "reindex", *arguments])
    assert ended.value.code == 2


@pytest.mark.parametrize("arguments", [["--rollback"], ["--text", "--rollback"]])
def test_there_is_nothing_to_go_back_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, out, err = run(capsys, tmp_path, "reindex", *arguments)
    assert (code, out) == (1, "") and "never reindexed" in err


def test_text_is_made_anew_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = [Report(ReportId(f"r{n}"), "tip", "zalo", f"xe máy đỏ {n}", 10**12) for n in range(3)]
    ReportLog(Folder(tmp_path)).append(reports, "one")
    code, out, _ = run(capsys, tmp_path, "--json", "reindex", "--text")
    told = json.loads(out)
    assert code == 0 and (told["reports"], told["index"]) == (3, "text-2.sqlite")
    code, out, err = run(capsys, tmp_path, "reindex", "--text", "--rollback")
    assert code == 0 and "text.sqlite" in err
    code, out, _ = run(capsys, tmp_path, "--json", "verify")
    assert code == 0 and json.loads(out) == {"shards": 0, "damaged": [], "faults": []}


def test_jobs_are_listed_shown_and_cancelled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, tmp_path, "jobs", "show", "1")[0] == 1
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as state:
        job = state.jobs.add({"kind": "reindex", "text": True}, "night desk")[0].id
    _, out, _ = run(capsys, tmp_path, "status", "--json")
    assert [one["state"] for one in json.loads(out)["jobs"]] == ["waiting"]
    code, out, _ = run(capsys, tmp_path, "jobs", "list")
    assert code == 0 and "reindex" in out and "waiting" in out
    code, out, _ = run(capsys, tmp_path, "--json", "jobs", "cancel", str(job))
    assert code == 0 and json.loads(out)["state"] == "cancelled"
    _, out, _ = run(capsys, tmp_path, "jobs", "show", str(job))
    assert "cancelled" in out and "night desk" in out


def test_models_are_listed_and_one_that_is_not_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, tmp_path, "--json", "models")
    known = json.loads(out)
    assert code == 0 and {"name", "note", "current"} == set(known[0])
    code, out, _ = run(capsys, tmp_path, "--json", "models", "fetch", "hash")
    assert code == 0 and json.loads(out)["dim"] == 64
    code, out, err = run(capsys, tmp_path, "models", "fetch", "no-such/model")
    assert (code, out) == (1, "") and "no model 'no-such/model'" in err
