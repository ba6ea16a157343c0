"""The question everything is for, in every form it is asked in, over a simulated evening."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from search.cli import ask
from search.cli.console import Console
from search.cli.demo import flagship
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.command import truyvet
from tests.system.conftest import IndexedDistrict

FORMS = [
    "red motorbike near Nguyễn Văn Quá after 9pm",
    "xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối",
    "xe may do gan nguyen van qua sau 9 gio toi",
    "xe máy đỏ gần Nguyễn Văn Quá sau 21h",
    "xe máy đỏ gần Nguyễn Văn Quá khoảng 9 rưỡi tối",
]


def key(district: IndexedDistrict) -> list[dict[str, Any]]:
    """What the simulator says belongs to the flagship question."""
    lines = (district.folder / "answers.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    found: list[dict[str, Any]] = next(r["relevant"] for r in rows if r["question"] == FORMS[0])
    return found


def is_relevant(moment: dict[str, Any], relevant: list[dict[str, Any]]) -> bool:
    return any(
        one.get("camera") == moment["camera"]["id"]
        and one["start"] < moment["end"]
        and moment["start"] < one["end"]
        for one in relevant
    )


@pytest.fixture(scope="module")
def service(district: IndexedDistrict) -> Iterator[Service]:
    """The service over the district: it loads the encoder once, a command each time."""
    with open_state("sqlite://") as state:
        yield Service(Settings(data=str(district.data)), state)


@pytest.mark.parametrize("question", FORMS)
def test_riders_first_and_their_tip_in_the_top_three(
    district: IndexedDistrict, service: Service, question: str
) -> None:
    hits = service.search(SearchRequest(question=question))["hits"]
    relevant = key(district)
    assert hits[0]["kind"] == "moment"
    assert is_relevant(hits[0], relevant)
    reports = {one["report"] for one in relevant if "report" in one}
    tips = [hit for hit in hits[:3] if hit["kind"] == "report" and hit["id"] in reports]
    assert tips, [hit["id"] for hit in hits]
    assert any(why.get("report") in reports for why in hits[0]["why"])
    assert any("moment" in why for why in tips[0]["why"])


def test_the_demonstration_asks_it(
    district: IndexedDistrict, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask.run_search(flagship(), Settings(data=str(district.data)), Console()) == 0
    assert "▶ 27/04/2022 21:0" in capsys.readouterr().out


def test_the_answer_says_what_was_searched(district: IndexedDistrict) -> None:
    answer = truyvet("search", FORMS[0], "--json", data=district.data).document
    coverage = answer["coverage"]
    assert coverage["exact"] is True
    assert 0 < coverage["regions_searched"] == coverage["regions_in_scope"]
    assert coverage["cameras_indexed"] == coverage["cameras"] > 0
    assert answer["model"]["demonstration"] is True
    assert answer["partial"] is False and answer["failed"] == []


def test_another_street_or_hour_has_none_of_it(district: IndexedDistrict, service: Service) -> None:
    elsewhere = service.search(SearchRequest(question="red motorbike near Hà Huy Giáp after 9pm"))
    relevant = key(district)
    moments = [hit for hit in elsewhere["hits"] if hit["kind"] == "moment"]
    assert not any(is_relevant(moment, relevant) for moment in moments)
    morning = service.search(SearchRequest(question="red motorbike near Nguyễn Văn Quá before 6am"))
    assert morning["coverage"]["regions_in_scope"] == 0
    assert all(hit["kind"] == "report" for hit in morning["hits"])


def test_a_second_run_finds_nothing_to_do(district: IndexedDistrict) -> None:
    ran = truyvet("footage", "index", district.folder / "footage", "--json", data=district.data)
    assert ran.code == 0
    assert ran.document["regions"] == 0 and ran.document["skipped"] > 0
