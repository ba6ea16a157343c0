"""The light of an hour: sky, sun, street lamps, and how bright a point of the street is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from indexer.ids import LOCAL_ZONE
from indexer.simulate.view import Floats

_LAMP_TINT = (1.0, 0.88, 0.68)
"""Warm white LED lamps, about 3500 K: reds stay red."""
_LAMP_Z_M = 8.6
_LAMP_REACH_M = 2.0
_LAMP_POWER = 84.0
_MOST_LIGHT = 1.1
_DAWN_H, _DUSK_H, _TURN_H = 5.6, 18.0, 0.5
"""Sunrise and sunset in the city (within a quarter of an hour all year), and half the twilight."""


@dataclass(frozen=True)
class Sky:
    """Light that comes from above; colours as shares of full daylight (red, green, blue)."""

    ambient: tuple[float, float, float]
    sun: float
    lamps: float
    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]

    @property
    def is_dark(self) -> bool:
        """Whether lamps and headlights matter."""
        return self.lamps > 0.3

    @property
    def name(self) -> Literal["day", "dusk", "night"]:
        """Day, night, or the twilight between them, of the evening or the morning."""
        return "day" if self.lamps <= 0 else "night" if self.lamps >= 1 else "dusk"


@dataclass(frozen=True)
class Lamp:
    """A street lamp's bulb in the road's frame, metres."""

    x: float
    y: float
    z: float = _LAMP_Z_M


def sky_at(moment: datetime) -> Sky:
    """The sky at that local time, blending night into day and back."""
    local = moment.astimezone(LOCAL_ZONE)
    hour = local.hour + local.minute / 60
    rising = np.clip((hour - _DAWN_H + _TURN_H) / (2 * _TURN_H), 0, 1)
    falling = np.clip((_DUSK_H + _TURN_H - hour) / (2 * _TURN_H), 0, 1)
    day = float(min(rising, falling))
    return Sky(
        ambient=_blend((0.17, 0.18, 0.21), (0.74, 0.76, 0.80), day),
        sun=0.30 * max(0.0, 2 * day - 1),
        lamps=1 - day,
        zenith=_blend((15, 17, 27), (150, 178, 208), day),
        horizon=_blend((44, 38, 38), (214, 218, 220), day),
    )


def lamps_along(rng: np.random.Generator, half_width_m: float, until_m: float) -> list[Lamp]:
    """Lamps by turns on either side, every 30 m or so."""
    first, sides = rng.uniform(4, 16), (half_width_m - 1.4) * np.array([1, -1])
    return [
        Lamp(float(sides[index % 2]), float(y))
        for index, y in enumerate(np.arange(first - 26, until_m, 26.0))
    ]


def light_at(sky: Sky, lamps: Sequence[Lamp], x: Floats, y: Floats, z: Floats) -> Floats:
    """Light (n, 3) falling on points (n,), as shares of full daylight."""
    light = np.empty((len(x), 3), np.float32)
    light[:] = sky.ambient
    light += np.float32(sky.sun)
    if sky.lamps > 0:
        light += _lamplight(lamps, x, y, z)[:, None] * (
            np.array(_LAMP_TINT, np.float32) * sky.lamps
        )
    return light


def _lamplight(lamps: Sequence[Lamp], x: Floats, y: Floats, z: Floats) -> Floats:
    """Inverse square with the lamp's downward lobe: power × drop / distance³."""
    total = np.zeros(len(x), np.float32)
    for lamp in lamps:
        drop = np.maximum(lamp.z - z, 0.4)
        square = (x - lamp.x) ** 2 + (y - lamp.y) ** 2 + drop**2 + _LAMP_REACH_M
        total += _LAMP_POWER * drop / (square * np.sqrt(square))
    return np.minimum(total, _MOST_LIGHT)


def _blend(
    night: tuple[float, float, float], day: tuple[float, float, float], share: float
) -> tuple[float, float, float]:
    mixed = [n + (d - n) * share for n, d in zip(night, day, strict=True)]
    return mixed[0], mixed[1], mixed[2]
