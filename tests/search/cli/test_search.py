"""`truyvet search` narrowed by its options, in-process over a real index of reports alone."""

import json
from typing import Any

import pytest

from search.cli.main import main
from tests.search.district import District

TIPS = [
    ("bag", "xe máy đỏ giật túi xách trên Tô Ký", "2022-04-27T21:05:00+07:00"),
    ("late", "xe máy đỏ giật điện thoại", "2022-04-28T21:05:00+07:00"),
    ("race", "xe máy đỏ đua xe nẹt pô", "2022-04-27T21:30:00+07:00"),
]
Called = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> District:
    made = District(tmp_path_factory.mktemp("narrow") / "district")
    made.tell(TIPS)
    return made


def called(town: District, *options: str) -> int:
    return main(["--data", town.data.uri, "search", "xe máy đỏ", *options])


def answer(town: District, capfd: Called, *options: str) -> dict[str, Any]:
    assert called(town, *options, "--json") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ([], {"bag", "late", "race"}),
        (["--category", "snatching"], {"bag", "late"}),
        (["--category", "snatching", "--category", "traffic_violation"], {"bag", "late", "race"}),
        (["--category", "snatching", "--day", "2022-04-27"], {"bag"}),
        (["--kind", "tip", "--channel", "zalo"], {"bag", "late", "race"}),
        (["--kind", "statement"], set()),
        (["--ward", "Phường Đông Hưng Thuận"], set()),
    ],
)
def test_options_narrow_what_is_found(
    town: District, capfd: Called, options: list[str], kept: set[str]
) -> None:
    assert {hit["id"] for hit in answer(town, capfd, *options)["hits"]} == kept


def test_facets_name_the_option_that_narrows_to_each_count(town: District, capfd: Called) -> None:
    facets = answer(town, capfd)["facets"]
    assert called(town, "--facets") == 0
    shown = capfd.readouterr().out.split("The reports found")[1]
    for option in ("category", "kind", "channel", "day"):
        (line,) = (line for line in shown.splitlines() if line.startswith(f"--{option} "))
        for name, count in facets[option].items():
            assert f"{name} {count}" in line
            narrowed = answer(town, capfd, f"--{option}", name)
            assert len(narrowed["hits"]) == count
    assert called(town, "--kind", "statement", "--facets") == 0
    assert "No reports were found to count." in capfd.readouterr().out


@pytest.mark.parametrize(
    ("option", "allowed"),
    [
        ("kind", "moment, tip, statement"),
        ("category", "snatching, theft"),
        ("channel", "zalo"),
        ("ward", "Phường Đông Hưng Thuận"),
        ("day", "write 2022-04-27"),
    ],
)
def test_an_unknown_value_is_a_line_with_those_that_are_allowed(
    town: District, capfd: Called, option: str, allowed: str
) -> None:
    assert called(town, f"--{option}", "Atlantis") == 1
    said = capfd.readouterr().err
    assert "'Atlantis'" in said and allowed in said and "Traceback" not in said


def test_help_teaches_the_options(capfd: Called) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["search", "--help"])
    assert stopped.value.code == 0
    said = capfd.readouterr().out
    assert "--category snatching --channel zalo --facets" in said and "statement" in said
