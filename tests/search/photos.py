"""Photos as witnesses take them, drawn by the simulator: one known thing on a street."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from indexer.simulate.backdrops import Road, draw_backdrop
from indexer.simulate.draw import Light, PinholeCamera, draw_thing
from indexer.simulate.things import Colour, Type, sample_thing

WIDTH, HEIGHT = 800, 600
_SCALE = 8
"""Backdrops are drawn small."""
OWNER = "Trần Khổng Dấu 0042"
"""Written into the EXIF of photos, with where they were taken and by which camera."""


def photo(kind: Type, colour: Colour, seed: int = 0) -> NDArray[np.uint8]:
    """RGB, (HEIGHT, WIDTH, 3): the thing about a third of the picture wide, from a first floor."""
    rng = np.random.default_rng(seed)
    camera = PinholeCamera(0.0, 0.0, 4.5, 0.0, 19.0, 900.0, WIDTH, HEIGHT)
    road = Road(11.0, 20.0, -5.0, 5.0)
    light = Light(0.95, (1.0, 1.0, 1.0), 0.2, sun_azimuth_deg=120.0, sun_height_deg=60.0)
    far = replace(camera, focal_px=900.0 / _SCALE, width=WIDTH // _SCALE, height=HEIGHT // _SCALE)
    street = Image.fromarray(draw_backdrop(rng, far, road, light))
    picture = np.array(street.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    thing = sample_thing(rng, kind, colour, 1 if kind == "motorbike" else None)
    box = draw_thing(picture, camera, thing, 0.0, road.y, road.bearing_deg, light)
    assert box is not None, "the thing stands before the camera"
    return picture


def jpeg(picture: NDArray[np.uint8], *, told: bool = True, turned: bool = False) -> bytes:
    """As a phone writes it: `told` with owner, place and serial number in its EXIF and comment.

    `turned`: the pixels lie on their side, and the EXIF says so.
    """
    image = Image.fromarray(np.rot90(picture) if turned else picture)
    exif = Image.Exif()
    if turned:
        exif[0x0112] = 6
    if told:
        exif[0x013B] = OWNER
        exif[0xA431] = "SERIAL-0900000042"
        exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 50.0, 11.0), 3: "E", 4: (106.0, 37.0, 47.0)})
    out = io.BytesIO()
    more: dict[str, Any] = {"comment": OWNER.encode()} if told else {}
    image.save(out, "JPEG", quality=90, exif=exif, **more)
    return out.getvalue()
