"""Camera and start read from paths."""

from datetime import datetime
from pathlib import Path

import pytest

from indexer.errors import BadInput
from indexer.footage_name import USUAL, NamePattern
from indexer.ids import LOCAL_ZONE

NINE = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("pattern", "path", "camera", "start"),
    [
        ("{camera}_{start:%Y%m%d_%H%M%S}.mp4", "/x/cong-1_20220427_210000.mp4", "cong-1", NINE),
        ("{camera}/{start:%Y-%m-%d}/{}.mp4", "cong-1/2022-04-27/a.b.mp4", "cong-1",
         NINE.replace(hour=0)),
        ("{camera}.mp4", "/in/there/intel-car-detection.mp4", "intel-car-detection", None),
        ("*_{camera}_{start:%H%M%S%d%m%Y}.dav", "NVR 2_ch01_21000027042022.dav", "ch01", NINE),
        ("{camera}/{start:%Y%m%dT%H%M%SZ}.ts", "ngã tư/20220427T210000Z.ts", "ngã tư", NINE),
        ("{camera}@{start:%I.%M%p %d-%m-%y}.mkv", "k@09.00PM 27-04-22.mkv", "k", NINE),
    ],
)  # fmt: skip
def test_patterns(pattern: str, path: str, camera: str, start: datetime | None) -> None:
    named = NamePattern(pattern).read(Path(path))
    assert named is not None
    assert (named.camera, named.start) == (camera, start)


def test_the_usual_names_with_and_without_an_offset() -> None:
    zoned, local = USUAL
    named = zoned.read(Path("/f/cong-1/2022-04-27T14-00-00+0000.mp4"))
    assert named is not None and named.camera == "cong-1" and named.start == NINE
    plain = local.read(Path("cong-1/2022-04-27T21-00-00.avi"))
    assert plain is not None and plain.start == NINE


def test_a_decomposed_name_is_the_composed_camera() -> None:
    named = USUAL[0].read(Path("Co\u0302\u0309ng/2022-04-27T21-00-00+0700.mp4"))
    assert named is not None and named.camera == "Cổng"


@pytest.mark.parametrize("path", ["a.mp4", "cong-1/2022-02-31T21-00-00+0700.mp4", "x/2022.mp4"])
def test_what_does_not_fit_or_never_was_is_none(path: str) -> None:
    assert all(usual.read(Path(path)) is None for usual in USUAL)


@pytest.mark.parametrize(
    "pattern", ["{start:%Y}.mp4", "{camera}/{start:%Q}.mp4", "{camera}/{start:%Y%}.mp4",
                "{camera}{start:%Y}{start:%m}"],
)  # fmt: skip
def test_a_pattern_that_cannot_be_read_is_said_so(pattern: str) -> None:
    with pytest.raises(BadInput, match="the pattern"):
        NamePattern(pattern)


def test_the_dots_of_a_pattern_are_dots() -> None:
    assert NamePattern("{camera}.mp4").read(Path("axmp4")) is None
