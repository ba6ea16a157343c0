"""Near-duplicates dropped, and for how long it stood still."""

import numpy as np
import pytest

from indexer.region import overlap
from indexer.sampling import WHOLE, keep_looks
from indexer.video.decode import SampledPicture

LEFT, RIGHT = (0.1, 0.2, 0.3, 0.6), (0.6, 0.2, 0.8, 0.6)


def street(pts_ms: int, box: tuple[float, float, float, float] | None = None) -> SampledPicture:
    """A noisy street, a bright thing in the box."""
    rng = np.random.default_rng(pts_ms)
    picture = np.clip(rng.normal(90, 6, (180, 320, 3)), 0, 255).astype(np.uint8)
    if box:
        left, top, right, bottom = (
            round(e * n) for e, n in zip(box, (320, 180, 320, 180), strict=True)
        )
        picture[top:bottom, left:right] = (210, 40, 40)
    return SampledPicture(pts_ms, picture, picture)


def test_a_street_that_stands_still_is_one_look() -> None:
    pictures = [street(n * 1_000) for n in range(5)]
    looks, dropped = keep_looks(pictures, [[]] * 5)
    assert [(look.pts_ms, look.kind, look.still_ms) for look in looks] == [(0, "frame", 4_000)]
    assert dropped == 4


def test_what_enters_makes_a_new_frame_and_an_object() -> None:
    pictures = [street(0), street(1_000, LEFT), street(2_000, LEFT), street(3_000)]
    looks, dropped = keep_looks(pictures, [[], [LEFT], [LEFT], []])
    told = [(look.pts_ms, look.kind, look.still_ms) for look in looks]
    assert told == [(0, "frame", 0), (1_000, "frame", 1_000), (1_000, "object", 1_000),
                    (3_000, "frame", 0)]  # fmt: skip
    assert dropped == 2


def test_what_moves_is_a_look_each_time() -> None:
    pictures = [street(0, LEFT), street(1_000, RIGHT)]
    looks, dropped = keep_looks(pictures, [[LEFT], [RIGHT]])
    objects = [look for look in looks if look.kind == "object"]
    assert [look.box for look in objects] == [LEFT, RIGHT] and dropped == 0
    assert all(look.picture.mean(axis=(0, 1))[0] > 180 for look in objects)


def test_a_whole_frame_is_the_small_picture_where_that_is_large_enough() -> None:
    large = street(0, LEFT).picture
    one = SampledPicture(0, large, large[::2, ::2])
    for least_px, shape in ((90, (90, 160, 3)), (91, (180, 320, 3)), (None, (180, 320, 3))):
        (frame, thing), _ = keep_looks([one], [[LEFT]], least_px=least_px)
        assert frame.kind == "frame" and frame.picture.shape == shape
        assert thing.picture.shape == (72, 64, 3), "of what moves, every pixel"


def test_another_thing_in_the_same_place_is_kept() -> None:
    changed = street(1_000, LEFT)
    changed.picture[36:108, 32:96] = (40, 40, 220)
    looks, _ = keep_looks([street(0, LEFT), changed], [[LEFT], [LEFT]])
    assert sum(look.kind == "object" for look in looks) == 2


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [(WHOLE, WHOLE, 1.0), (LEFT, RIGHT, 0.0), ((0, 0, 1, 1), (0, 0, 0.5, 1), 0.5),
     ((0.2, 0.2, 0.2, 0.2), (0.2, 0.2, 0.2, 0.2), 0.0)],
)  # fmt: skip
def test_overlap(a, b, share: float) -> None:
    assert overlap(a, b) == pytest.approx(share)
