"""What moves in the simulated district: its type, its colours and who rides on it."""

import colorsys
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

Type = Literal["motorbike", "car", "van", "truck", "bus", "bicycle", "person"]
Colour = Literal["red", "blue", "green", "yellow", "white", "black", "grey", "orange"]
Rgb = tuple[float, float, float]
"""Red, green and blue, 0–255, as seen in full daylight."""

TYPES: tuple[Type, ...] = get_args(Type)
COLOURS: tuple[Colour, ...] = get_args(Colour)

_PAINTS: dict[Colour, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "red": ((-8, 7), (0.72, 0.98), (0.52, 0.88)),
    "orange": ((17, 29), (0.78, 0.98), (0.78, 1.0)),
    "yellow": ((45, 56), (0.68, 0.98), (0.80, 1.0)),
    "green": ((95, 158), (0.50, 0.92), (0.32, 0.68)),
    "blue": ((204, 236), (0.58, 0.95), (0.38, 0.85)),
    "white": ((20, 220), (0.0, 0.05), (0.92, 1.0)),
    "grey": ((20, 220), (0.0, 0.08), (0.32, 0.50)),
    "black": ((20, 220), (0.0, 0.25), (0.03, 0.13)),
}
"""Ranges of hue (degrees), saturation and value that people call by that name."""

_ON_THE_ROAD: dict[Type, float] = {
    "motorbike": 0.62,
    "car": 0.15,
    "van": 0.04,
    "truck": 0.05,
    "bus": 0.03,
    "bicycle": 0.04,
    "person": 0.07,
}
"""Shares of traffic in a district where four of five trips are made by motorbike."""

_RIDERS = {1: 0.64, 2: 0.31, 3: 0.05}


@dataclass(frozen=True)
class Thing:
    """One vehicle or person; equal things look alike.

    `colour` is what a witness would name: the paint, or a walker's shirt. `helmets` and `shirts`
    have one entry for each of the `riders`, the driver first; a person is its own only rider.
    `box` is a cargo box behind the seat, `bag` a bag on the back of the last rider. `seed` settles
    the proportions and the exact shades.
    """

    type: Type
    colour: Colour
    riders: int = 0
    helmets: tuple[bool, ...] = ()
    box: bool = False
    bag: bool = False
    shirts: tuple[Colour, ...] = field(default=())
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse things that could not be drawn."""
        if self.type not in TYPES or self.colour not in COLOURS:
            raise ValueError(f"no such thing as a {self.colour!r} {self.type!r}")
        if not 0 <= self.riders <= 3 or not self.riders == len(self.helmets) == len(self.shirts):
            raise ValueError(f"{self.riders} riders need as many helmets and shirts, at most 3")


def sample_thing(
    rng: np.random.Generator,
    type: Type | None = None,
    colour: Colour | None = None,
    riders: int | None = None,
) -> Thing:
    """A thing as traffic brings it; `type`, `colour` and `riders` fix what is known of it."""
    kind = type or TYPES[int(rng.choice(len(TYPES), p=list(_ON_THE_ROAD.values())))]
    named = colour or COLOURS[int(rng.integers(len(COLOURS)))]
    riders = _sample_riders(rng, kind) if riders is None else riders
    shirts = tuple(COLOURS[int(rng.integers(len(COLOURS)))] for _ in range(riders))
    return Thing(
        type=kind,
        colour=named,
        riders=riders,
        helmets=_sample_helmets(rng, kind, riders),
        box=kind == "motorbike" and riders == 1 and rng.random() < 0.22,
        bag=riders > 0 and rng.random() < 0.2,
        shirts=(named,) if kind == "person" else shirts,
        seed=int(rng.integers(2**31)),
    )


def sample_paint(rng: np.random.Generator, colour: Colour) -> Rgb:
    """A shade that goes by that name."""
    hue, saturation, value = (float(rng.uniform(*span)) for span in _PAINTS[colour])
    red, green, blue = colorsys.hsv_to_rgb((hue % 360) / 360, saturation, value)
    return red * 255, green * 255, blue * 255


def _sample_riders(rng: np.random.Generator, kind: Type) -> int:
    if kind == "motorbike":
        return int(rng.choice(list(_RIDERS), p=list(_RIDERS.values())))
    return 1 if kind in ("bicycle", "person") else 0


def _sample_helmets(rng: np.random.Generator, kind: Type, riders: int) -> tuple[bool, ...]:
    """Most riders of motorbikes wear one, usually all of them or none."""
    if kind != "motorbike":
        return (False,) * riders
    law_abiding = rng.random() < 0.78
    return tuple(bool(law_abiding != (rng.random() < 0.07)) for _ in range(riders))
