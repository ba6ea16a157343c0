"""The district story: from the question to the riders' last camera in six calls of the API."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from search.api.app import create_app
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.system.conftest import IndexedDistrict

QUESTION = "red motorbike near Nguyễn Văn Quá after 9pm"
RECORD = {"case": "VA-118", "reason": "snatching"}


def riders(district: IndexedDistrict) -> list[dict[str, Any]]:
    """The cameras that clearly saw the riders, in the order of time."""
    lines = (district.folder / "objects.jsonl").read_text("utf-8").splitlines()
    found = next(one for one in map(json.loads, lines) if one["role"] == "riders")
    seen = [one for one in found["sightings"] if one["clear"]]
    return sorted(seen, key=lambda one: str(one["clear"][0]["start"]))


def end_of(branches: list[dict[str, Any]]) -> dict[str, Any]:
    """The last moment of the likeliest branch."""
    first = branches[0]
    return end_of(first["next"]) if first["next"] else first


def test_six_calls_lead_to_the_riders_last_camera(
    district: IndexedDistrict, tmp_path: Path
) -> None:
    state_url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    settings = Settings(data=str(district.data), database_url=state_url)
    with open_state(state_url) as state:
        app = create_app(Service(settings, state), state)
        with TestClient(app, base_url="http://localhost") as client:
            asked = {"question": QUESTION, **RECORD}
            found = client.post("/v1/search", json=asked).json()
            first = next(hit for hit in found["hits"] if hit["kind"] == "moment")
            marked = client.post("/v1/search", json={**asked, "accept": [first["id"]]}).json()
            root = next(hit for hit in marked["hits"] if hit["id"] == first["id"])
            follow = {"moment": root["id"], "pts_ms": root["pts_ms"], "box": root["best"]["box"]}
            trail = client.post("/v1/follow", json={**follow, "within_s": 300, **RECORD}).json()
            end = end_of(trail["trail"])["moment"]
            case = client.post("/v1/cases", json={"name": "VA-118", "title": "x"}).json()["id"]
            pin = {"kind": "moment", "id": end["id"], "search": trail["search"]}
            assert client.post(f"/v1/cases/{case}/pins", json=pin).status_code == 201
            bundle = client.get(f"/v1/cases/{case}/bundle", params={"reason": "evidence"})
        chain = state.audit.verify_chain()
    assert chain.broken_at is None
    last = riders(district)[-1]
    assert end["camera"]["id"] == last["camera"]
    clear = last["clear"][-1]
    start, stop = (datetime.fromisoformat(end[name]) for name in ("start", "end"))
    assert start < datetime.fromisoformat(clear["end"])
    assert datetime.fromisoformat(clear["start"]) < stop
    names = zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    assert any(end["footage"] in name or last["camera"] in name for name in names)
