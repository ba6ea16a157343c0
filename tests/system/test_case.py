"""From a question to evidence, on the district and its model: pin, replay, bundle, check."""

import subprocess
import sys
from pathlib import Path

from fastapi.testclient import TestClient

from search.api.app import create_app
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.command import truyvet
from tests.system.conftest import IndexedDistrict

QUESTION = "red motorbike near Nguyễn Văn Quá after 9pm"


def test_a_question_becomes_evidence(district: IndexedDistrict, tmp_path: Path) -> None:
    state_url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    settings = Settings(data=str(district.data), database_url=state_url)
    with open_state(state_url) as state:
        app = create_app(Service(settings, state), state)
        with TestClient(app, base_url="http://localhost") as client:
            asked = {"question": QUESTION, "case": "VA-118", "reason": "snatching"}
            answer = client.post("/v1/search", json=asked).json()
            case = client.post("/v1/cases", json={"name": "VA-118", "title": "x"}).json()["id"]
            for hit in answer["hits"][:3]:
                pin = {"kind": hit["kind"], "id": hit["id"], "search": answer["search"]}
                assert client.post(f"/v1/cases/{case}/pins", json=pin).status_code == 201
    with open_state(state_url) as state:
        again = Service(settings, state).replay(answer["search"], "court", "VA-118", "appeal")
    assert again["same"] and len(again["recorded"]) == len(answer["hits"]) > 3
    out = tmp_path / "bundle"
    env = {"TRUYVET_DATABASE_URL": state_url}
    made = truyvet("bundle", "VA-118", "--out", out, "--json", data=district.data, env=env)
    assert made.code == 0, made.err
    assert made.document["troubles"] == []
    check = [sys.executable, "-I", "-S", out / "verify.py", "--seal", made.document["seal"]]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    footage = next(out.glob("data/footage/*/*"))
    with footage.open("r+b") as file:
        file.seek(footage.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    done = subprocess.run(check, capture_output=True, check=False)
    assert done.returncode == 1 and f"{footage.name}: changed" in done.stdout.decode()
