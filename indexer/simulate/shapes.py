"""How each type of thing is built: `solids` turns a thing into coloured convex pieces."""

import math

import numpy as np

from indexer.simulate.riders import seated, walker
from indexer.simulate.solids import (
    Decal,
    Solid,
    block,
    disc,
    hoop,
    hull,
    limb,
    plate,
    side_plates,
    wheel,
)
from indexer.simulate.things import COLOURS, Rgb, Thing, sample_paint

_TYRE = (26.0, 26.0, 27.0)
_DARK = (34.0, 34.0, 36.0)
_STEEL = (150.0, 152.0, 156.0)
_SEAT = (30.0, 27.0, 26.0)
_HEADLAMP = (228.0, 228.0, 218.0)
_TAILLAMP = (150.0, 18.0, 20.0)
_PLATE = (225.0, 225.0, 220.0)
_BOX_COLOURS = ("green", "orange", "red", "blue", "black", "grey", "white", "yellow")


def solids(thing: Thing, stride: float = 0.0) -> list[Solid]:
    """The pieces of a thing standing at the origin, facing x; `stride` is a walker's step, 0–1."""
    rng = np.random.default_rng(thing.seed)
    paint = sample_paint(rng, thing.colour)
    if thing.type == "person":
        return walker(rng, thing, paint, stride)
    if thing.type == "motorbike":
        return _motorbike(rng, thing, paint)
    if thing.type == "bicycle":
        return _bicycle(rng, thing, paint, stride)
    return {"car": _car, "van": _van, "truck": _truck, "bus": _bus}[thing.type](rng, paint)


def _shade(colour: Rgb, factor: float) -> Rgb:
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def _glass(rng: np.random.Generator) -> Rgb:
    tone = rng.uniform(26, 72)
    return tone * 0.9, tone, tone * 1.08


def _motorbike(rng: np.random.Generator, thing: Thing, paint: Rgb) -> list[Solid]:
    wide = rng.uniform(0.9, 1.15)
    trim = _DARK if rng.random() < 0.6 else _shade(paint, 0.8)
    tail = plate((-0.82, -0.84), (0.09, -0.09), (0.58, 0.70), _TAILLAMP, "tail")
    number = plate((-0.83, -0.83), (0.08, -0.08), (0.42, 0.55), _PLATE)
    lamp = plate((0.605, 0.565), (-0.10, 0.10), (0.84, 0.98), _HEADLAMP, "head")
    half = 0.16 * wide
    pieces = [
        wheel(-0.62, 0, 0.29, 0.11, _TYRE, _STEEL),
        wheel(0.64, 0, 0.29, 0.10, _TYRE, _STEEL),
        block((-0.78, 0.02), (-half, half), (0.40, 0.74), paint,
              top_x=(-0.86, 0.06), top_y=(-0.13, 0.13), decals=(tail, number)),
        block((-0.80, 0.06), (-0.13, 0.13), (0.74, 0.82), _SEAT, top_x=(-0.74, -0.02)),
        block((0.02, 0.34), (-0.14, 0.14), (0.27, 0.38), trim),
        block((0.30, 0.44), (-0.21 * wide, 0.21 * wide), (0.32, 0.86), paint,
              top_x=(0.26, 0.36), top_y=(-0.17, 0.17)),
        block((0.30, 0.60), (-0.13, 0.13), (0.82, 1.02), paint, top_x=(0.26, 0.52),
              top_y=(-0.10, 0.10), decals=(lamp,)),
        block((0.46, 0.92), (-0.075, 0.075), (0.54, 0.64), paint, top_x=(0.50, 0.80)),
        limb((0.45, 0, 0.82), (0.64, 0, 0.32), (0.05, 0.05), _STEEL),
        limb((0.36, -0.36, 1.05), (0.36, 0.36, 1.05), (0.025, 0.025), _DARK),
        block((-0.88, -0.30), (-0.25, -0.16), (0.28, 0.38), _STEEL),
    ]  # fmt: skip
    if thing.box:
        box = sample_paint(rng, rng.choice(np.array(_BOX_COLOURS)))
        pieces.append(_cargo_box(rng, box))
    return pieces + seated(rng, thing, saddle=(-0.12, 0.84), grip=(0.34, 1.05), foot_z=0.36)


def _cargo_box(rng: np.random.Generator, colour: Rgb) -> Solid:
    back, high = rng.uniform(0.5, 0.62), rng.uniform(0.42, 0.6)
    half = rng.uniform(0.24, 0.31)
    stripe = side_plates([(-0.38 - back, 1.0), (-0.38, 1.0), (-0.38, 1.1), (-0.38 - back, 1.1)],
                         half, _shade(colour, 0.7))  # fmt: skip
    return block((-0.38 - back, -0.36), (-half, half), (0.82, 0.82 + high), colour, decals=stripe)


def _bicycle(rng: np.random.Generator, thing: Thing, paint: Rgb, stride: float) -> list[Solid]:
    pieces = [*hoop(-0.52, 0.33, 0.07, _TYRE), *hoop(0.54, 0.33, 0.07, _TYRE)]
    thick = (0.042, 0.042)
    pieces += [
        limb((-0.18, 0, 0.84), (-0.04, 0, 0.32), thick, paint),
        limb((-0.04, 0, 0.32), (0.40, 0, 0.82), thick, paint),
        limb((-0.15, 0, 0.70), (0.38, 0, 0.84), thick, paint),
        limb((-0.52, 0, 0.34), (-0.04, 0, 0.34), thick, paint),
        limb((-0.52, 0, 0.35), (-0.16, 0, 0.74), (0.03, 0.03), paint),
        limb((0.40, 0, 0.95), (0.54, 0, 0.34), thick, paint),
        block((-0.34, -0.08), (-0.09, 0.09), (0.86, 0.92), _SEAT),
        limb((0.36, -0.27, 1.02), (0.36, 0.27, 1.02), (0.022, 0.022), _STEEL),
        block((-0.86, -0.24), (-0.06, 0.06), (0.67, 0.72), paint, top_x=(-0.76, -0.30)),
    ]
    if rng.random() < 0.5:
        pieces.append(block((0.48, 0.74), (-0.17, 0.17), (0.72, 0.94), paint, (0.44, 0.80)))
    return pieces + seated(rng, thing, (-0.20, 0.94), (0.36, 1.02), 0.30, stride=stride)


def _wheels(
    axles: tuple[float, ...],
    half_width_m: float,
    radius_m: float,
    hub: Rgb,
    sill_m: float,
) -> list[Solid]:
    """Pairs of wheels: what shows under the sill, and the discs on the sides."""
    pieces = []
    for x in axles:
        for side in (-1, 1):
            y = side * half_width_m
            inner, outer = sorted((y - side * 0.22, y - side * 0.02))
            pieces.append(block((x - radius_m * 0.55, x + radius_m * 0.55), (inner, outer),
                                (0.0, sill_m + 0.02), _TYRE,
                                top_x=(x - radius_m, x + radius_m)))  # fmt: skip
            pieces.append(disc(x, y + side * 0.01, radius_m, _TYRE, hub))
    return pieces


def _ends(front: float, rear: float, half: float, z: tuple[float, float]) -> list[Decal]:
    """Head and tail lamps and number plates on upright ends."""
    inner, low, high = half * 0.58, *z
    return [
        *(
            plate((front, front), (s * inner, s * half * 0.96), z, _HEADLAMP, "head")
            for s in (-1, 1)
        ),
        *(plate((rear, rear), (s * inner, s * half * 0.96), z, _TAILLAMP, "tail") for s in (-1, 1)),
        plate((front, front), (-0.26, 0.26), (low - 0.16, low - 0.02), _PLATE),
        plate((rear, rear), (-0.26, 0.26), (low - 0.1, low + 0.04), _PLATE),
        plate((front, front), (-half * 0.5, half * 0.5), (low, high - 0.04), _DARK),
    ]


def _car(rng: np.random.Generator, paint: Rgb) -> list[Solid]:
    length, half = rng.uniform(3.7, 4.8), rng.uniform(0.83, 0.94)
    tall = rng.uniform(1.42, 1.78)
    front, rear, belt = length / 2, -length / 2, tall * 0.60
    style = rng.choice(3, p=(0.4, 0.35, 0.25))
    boot = (0.75, 0.10, 0.03)[style]
    screen = front - rng.uniform(0.95, 1.25)
    body = hull(
        [(rear + 0.06, 0.24), (front - 0.06, 0.24), (front, 0.42), (front, 0.66),
         (front - 0.10, 0.74), (screen, belt), (rear + 0.16, belt), (rear, belt - 0.12), (rear, 0.4)],
        half, paint, _ends(front, rear, half, (0.52, 0.66)), narrowing=0.05,
    )  # fmt: skip
    hub = _STEEL if rng.random() < 0.7 else _DARK
    roof = (rear + boot + rng.uniform(0.15, 0.5), screen - rng.uniform(0.5, 0.75))
    wheels = _wheels((rear + 0.78, front - 0.80), half, rng.uniform(0.30, 0.36), hub, 0.24)
    return [
        *wheels,
        body,
        _cabin(rng, paint, (rear + boot, screen), roof, half - 0.05, (belt, tall)),
    ]


def _cabin(
    rng: np.random.Generator,
    paint: Rgb,
    base: tuple[float, float],
    roof: tuple[float, float],
    half: float,
    z: tuple[float, float],
) -> Solid:
    """The glass house of a car: painted, with windows on four sides."""
    glass, top = _glass(rng), half - 0.14
    share_low, share_high = 0.08, 0.84
    low, high = (z[0] + (z[1] - z[0]) * share for share in (share_low, share_high))
    lean = (half - top) * share_high
    back = [base[0] + (roof[0] - base[0]) * share for share in (share_low, share_high)]
    fore = [base[1] + (roof[1] - base[1]) * share for share in (share_low, share_high)]
    middle = (base[0] + base[1]) / 2 - 0.1
    windows = [
        *side_plates([(back[0] + 0.14, low), (middle - 0.05, low), (middle - 0.05, high), (back[1] + 0.12, high)],
                     half - 0.01, glass, half - lean),
        *side_plates([(middle + 0.05, low), (fore[0] - 0.16, low), (fore[1] - 0.12, high), (middle + 0.05, high)],
                     half - 0.01, glass, half - lean),
        plate((fore[0], fore[1]), (-half + 0.14, half - 0.14), (low, high), glass),
        plate((back[0], back[1]), (half - 0.16, -half + 0.16), (low, high), glass),
    ]  # fmt: skip
    return block(base, (-half, half), z, paint, roof, (-top, top), windows)


def _van(rng: np.random.Generator, paint: Rgb) -> list[Solid]:
    length, half, tall = (
        rng.uniform(4.3, 5.7),
        rng.uniform(0.85, 0.98),
        rng.uniform(1.9, 2.4),
    )
    front, rear, glass = length / 2, -length / 2, _glass(rng)
    nose, sill = front - rng.uniform(0.25, 0.7), tall * 0.52
    brow = nose - 0.62
    low, high = sill + 0.06, tall - 0.28
    slope = (brow - nose) / (tall - sill)
    seen = (nose + slope * (low - sill), nose + slope * (high - sill))
    last = rear + 0.3 if rng.random() < 0.5 else nose - 1.2
    lean = 0.10 * (tall - low) / tall
    strip = [(last, low), (seen[0] - 0.12, low), (seen[1] - 0.16, high), (last, high)]
    decals = [
        plate(seen, (-half + 0.16, half - 0.16), (low, high), glass),
        *side_plates(strip, half - 0.04, glass, half - lean),
        plate((rear, rear + 0.03), (half - 0.22, -half + 0.22), (low, high), glass),
        *_ends(front, rear, half, (0.62, 0.84)),
    ]
    body = hull(
        [(rear, 0.30), (front - 0.04, 0.30), (front, 0.45), (front, 0.92), (nose, sill),
         (brow, tall - 0.05), (brow - 0.3, tall), (rear + 0.06, tall)],
        half, paint, decals, narrowing=0.12,
    )  # fmt: skip
    return [*_wheels((rear + 0.95, front - 0.95), half, 0.34, _STEEL, 0.30), body]


def _truck(rng: np.random.Generator, paint: Rgb) -> list[Solid]:
    length, half = rng.uniform(5.2, 8.4), rng.uniform(0.95, 1.2)
    front, rear, high = length / 2, -length / 2, rng.uniform(2.2, 2.7)
    cab = front - rng.uniform(1.5, 1.9)
    glass = _glass(rng)
    windows = [
        plate((front - 0.02, front - 0.16), (-half + 0.16, half - 0.16), (1.42, high - 0.28), glass),
        *side_plates([(cab + 0.35, 1.42), (front - 0.2, 1.42), (front - 0.34, high - 0.3), (cab + 0.35, high - 0.3)],
                     half, glass),
        *_ends(front, cab, half, (0.72, 0.94))[:2],
        plate((front, front), (-half * 0.55, half * 0.55), (0.72, 1.1), _DARK),
    ]  # fmt: skip
    cabin = hull(
        [(cab, 0.55), (front, 0.55), (front, 1.36), (front - 0.22, high), (cab, high)],
        half, paint, windows,
    )  # fmt: skip
    chassis = block((rear, cab), (-half * 0.8, half * 0.8), (0.55, 0.95), _DARK)
    axles = (rear + 0.9, front - 0.95) if length < 6.6 else (rear + 0.8, rear + 1.85, front - 0.95)
    load = _load(rng, paint, (rear, cab - 0.08), half, high)
    return [*_wheels(axles, half, 0.46, _STEEL, 0.55), chassis, cabin, *load]


def _load(
    rng: np.random.Generator,
    paint: Rgb,
    x: tuple[float, float],
    half: float,
    cab_high: float,
) -> list[Solid]:
    """A closed box, a high-walled bed with its load, or a tipper's trough.

    All are of the truck's paint, so that it is known by it from behind too; many have pale sides.
    """
    lamps = _ends(0.0, x[0], half, (0.98, 1.14))[2:4]
    pale = sample_paint(rng, "grey" if rng.random() < 0.6 else "white")
    if rng.random() < 0.62:
        top, side = cab_high + rng.uniform(-0.1, 0.8), half + 0.05
        panels = _panels(x, (0.95, top), side, pale) if rng.random() < 0.3 else []
        ribs = side_plates([(x[0], top - 0.1), (x[1], top - 0.1), (x[1], top), (x[0], top)],
                           side, _shade(paint, 0.75))  # fmt: skip
        return [block(x, (-side, side), (0.95, top), paint, decals=[*lamps, *ribs, *panels])]
    wall = 0.95 + rng.uniform(0.5, 0.9)
    panels = _panels(x, (0.95, wall), half, pale) if rng.random() < 0.25 else []
    heap = (rng.uniform(80, 150), rng.uniform(70, 130), rng.uniform(55, 110))
    inner = (-half + 0.1, half - 0.1)
    return [
        block(x, (-half, half), (0.95, wall), paint, decals=[*lamps, *panels]),
        block((x[0] + 0.1, x[1] - 0.1), inner, (wall, wall + rng.uniform(0.05, 0.7)), heap,
              (x[0] + 0.7, x[1] - 0.5), (inner[0] * 0.6, inner[1] * 0.6)),
    ]  # fmt: skip


def _panels(
    x: tuple[float, float], z: tuple[float, float], half: float, colour: Rgb
) -> list[Decal]:
    """The upper part of a load's sides in another colour, down to a band of the paint below."""
    low, high = z[0] + 0.45 * (z[1] - z[0]), z[1] - 0.1
    back, front = x[0] + 0.12, x[1] - 0.12
    return side_plates([(back, low), (front, low), (front, high), (back, high)], half, colour)


def _bus(rng: np.random.Generator, paint: Rgb) -> list[Solid]:
    length, half, tall = (
        rng.uniform(7.4, 11.6),
        rng.uniform(1.1, 1.26),
        rng.uniform(2.8, 3.2),
    )
    front, rear, glass = length / 2, -length / 2, _glass(rng)
    second = sample_paint(rng, rng.choice(np.array(COLOURS))) if rng.random() < 0.35 else None
    low, high = 1.35, tall - 0.5
    windows: list[Decal] = []
    count = math.floor((length - 1.0) / 1.35)
    for start in np.linspace(rear + 0.3, front - 0.4, count, endpoint=False):
        end = start + (length - 0.7) / count - 0.14
        windows += side_plates([(start, low), (end, low), (end, high), (start, high)], half, glass)
    if second:
        windows += side_plates([(rear + 0.1, 0.7), (front - 0.1, 0.7), (front - 0.1, 0.95), (rear + 0.1, 0.95)],
                               half, second)  # fmt: skip
    windows += [
        plate((front, front), (-half + 0.12, half - 0.12), (1.15, tall - 0.55), glass),
        plate(
            (front, front),
            (-half * 0.7, half * 0.7),
            (tall - 0.42, tall - 0.16),
            (240, 150, 40),
        ),
        plate((rear, rear), (half - 0.2, -half + 0.2), (1.5, tall - 0.6), glass),
        *_ends(front, rear, half, (0.66, 0.90)),
    ]
    body = block((rear, front), (-half, half), (0.35, tall), paint, decals=windows)
    vents = block((rear + 1.0, rear + 3.2), (-half * 0.6, half * 0.6), (tall, tall + 0.18),
                  _shade(paint, 0.85))  # fmt: skip
    return [*_wheels((rear + 2.0, front - 2.3), half, 0.5, _STEEL, 0.35), body, vents]
