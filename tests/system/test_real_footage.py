"""Real street footage, where `TRUYVET_EXTRA_DATA` points to some: found, shown, rightly timed."""

import io
import os
from datetime import datetime
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.command import truyvet

EXTRA = os.environ.get("TRUYVET_EXTRA_DATA", "")
FOOTAGE = sorted(Path(EXTRA).glob("footage/*.mp4")) if EXTRA else []

pytestmark = pytest.mark.skipif(
    not FOOTAGE, reason="TRUYVET_EXTRA_DATA does not point to a folder with footage/*.mp4"
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file is the footage of a camera named as it is, from its container's own time on."""
    root = tmp_path_factory.mktemp("real")
    rows = "".join(f"{path.stem},{path.stem},10.8400,106.6300\n" for path in FOOTAGE)
    (root / "cameras.csv").write_text("id,name,lat,lon\n" + rows)
    assert truyvet("cameras", "import", root / "cameras.csv", data=root / "data").code == 0
    ran = truyvet(
        "footage", "index", *FOOTAGE, "--pattern", "{camera}.mp4", "--json", data=root / "data"
    )
    assert ran.code == 0, ran.err
    assert ran.document["footage"] == len(FOOTAGE), ran.document
    return root / "data"


def test_moments_open_and_tell_the_right_time(data: Path) -> None:
    answer = truyvet("search", "white car", "--json", data=data).document
    moments = [hit for hit in answer["hits"] if hit["kind"] == "moment"]
    assert moments and answer["model"]["demonstration"]
    settings = Settings(data=str(data))
    with open_state(settings.state_url) as state:
        service = Service(settings, state)
        for moment in moments[:3]:
            picture = service.thumbnail(moment["id"], moment["pts_ms"], None, asker="local")
            shown = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
            assert shown is not None and min(shown.shape[:2]) > 100
            with av.open(io.BytesIO(service.video(moment["id"], "local"))) as video:
                assert len(list(video.decode(video=0))) > 1
    for moment in moments:
        (path,) = [path for path in FOOTAGE if path.stem == moment["camera"]["id"]]
        with av.open(str(path)) as container:
            began = datetime.fromisoformat(container.metadata["creation_time"])
        at = datetime.fromisoformat(moment["best"]["at"])
        assert (at - began).total_seconds() * 1000 == pytest.approx(moment["pts_ms"], abs=1)
