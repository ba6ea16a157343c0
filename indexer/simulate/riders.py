"""How people are built: walkers, and riders on a saddle."""

import math

import numpy as np

from indexer.simulate.solids import Solid, ball, block, limb, plate
from indexer.simulate.things import COLOURS, Rgb, Thing, sample_paint

_SKINS = ((198, 152, 120), (176, 128, 96), (214, 172, 142), (150, 106, 80))
_HAIRS = ((24, 20, 19), (38, 28, 24), (60, 52, 48))
_TROUSERS = (
    (44, 52, 82),
    (34, 34, 38),
    (70, 72, 78),
    (92, 82, 66),
    (52, 44, 40),
    (120, 122, 128),
)
_STRAW = (206.0, 184.0, 132.0)
_BEHIND_M = 0.36
"""From one rider's hips to the next one's."""
_UNLIKE = 80
"""So much, of 255, two paints that are told apart differ in one channel at least."""


def walker(rng: np.random.Generator, thing: Thing, shirt: Rgb, stride: float) -> list[Solid]:
    """A person on foot, about 1.5–1.75 m tall, the legs at that part of the step (0–1)."""
    size = rng.uniform(0.90, 1.04)
    skin, trousers, hair = _pick(rng, _SKINS), _pick(rng, _TROUSERS), _pick(rng, _HAIRS)
    long_coat = rng.random() < 0.2
    swing = 0.30 * math.sin(2 * math.pi * stride)
    hips, neck = 0.84 * size, 1.40 * size
    bottom = hips - (0.32 if long_coat else 0.06)
    pieces = [
        limb(
            (0, s * 0.09, hips),
            (s * swing, s * 0.10, 0.04),
            (0.085 * size, 0.06),
            trousers,
        )
        for s in (-1, 1)
    ]
    pieces += [
        limb((0, s * 0.25, neck - 0.06), (-s * swing * 0.8, s * 0.27, hips - 0.08), (0.06, 0.05),
             shirt if rng.random() < 0.7 or thing.bag else skin)
        for s in (-1, 1)
    ]  # fmt: skip
    pieces += [
        block(
            (-0.13, 0.13),
            (-0.19, 0.19),
            (bottom, neck),
            shirt,
            (-0.11, 0.11),
            (-0.22, 0.22),
        ),
        *_head(rng, 0.0, neck + 0.16, skin, hair, helmet=None),
    ]
    if thing.bag:
        pieces.append(_backpack(rng, -0.14, neck, shirt))
    return pieces


def seated(
    rng: np.random.Generator,
    thing: Thing,
    saddle: tuple[float, float],
    grip: tuple[float, float],
    foot_z: float,
    stride: float = 0.25,
) -> list[Solid]:
    """The riders, one behind the other: `saddle` and `grip` are (x, z) of hips and hands."""
    pieces = []
    for number in range(thing.riders):
        shirt = sample_paint(rng, thing.shirts[number])
        hands = grip if number == 0 else (saddle[0] - _BEHIND_M * number + 0.22, 1.0)
        hips = saddle[0] - _BEHIND_M * number
        wears = _any(rng) if thing.helmets[number] else None
        size = rng.uniform(0.92, 1.04)
        pieces += _rider(rng, (hips, saddle[1]), hands, foot_z, shirt, wears, size, stride)
        if thing.bag and number == thing.riders - 1:
            pieces.append(_backpack(rng, hips - 0.14, saddle[1] + 0.52, shirt))
    return pieces


def _backpack(rng: np.random.Generator, back_x: float, neck_z: float, shirt: Rgb) -> Solid:
    """A bag that hangs on a back: narrower than it, rounded at the top, with a pocket behind."""
    deep, wide, long = rng.uniform(0.20, 0.26), rng.uniform(0.13, 0.15), rng.uniform(0.40, 0.46)
    colour = _unlike(rng, shirt)
    pocket = (colour[0] * 0.6, colour[1] * 0.6, colour[2] * 0.6)
    low, high, outer = neck_z - 0.02 - long, neck_z - 0.02, back_x - deep
    flap = plate((outer, outer), (wide * 0.8, -wide * 0.8), (low + 0.03, low + long * 0.4), pocket)
    return block((outer, back_x), (-wide, wide), (low, high), colour,
                 (outer + 0.08, back_x), (-wide * 0.8, wide * 0.8), (flap,))  # fmt: skip


def _unlike(rng: np.random.Generator, other: Rgb) -> Rgb:
    """A paint that nobody would take for the other."""
    while True:
        paint = _any(rng)
        if max(abs(a - b) for a, b in zip(paint, other, strict=True)) > _UNLIKE:
            return paint


def _rider(
    rng: np.random.Generator,
    hips: tuple[float, float],
    hands: tuple[float, float],
    foot_z: float,
    shirt: Rgb,
    helmet: Rgb | None,
    size: float,
    stride: float,
) -> list[Solid]:
    skin, trousers, hair = _pick(rng, _SKINS), _pick(rng, _TROUSERS), _pick(rng, _HAIRS)
    x, z = hips
    neck, lean = z + 0.54 * size, rng.uniform(0.02, 0.10)
    pieces = [
        block((x - 0.13, x + 0.12), (-0.17, 0.17), (z, neck), shirt,
              (x - 0.11 + lean, x + 0.11 + lean), (-0.22 * size, 0.22 * size)),
        *_head(rng, x + lean, neck + 0.15, skin, hair, helmet),
    ]  # fmt: skip
    sleeve = shirt if rng.random() < 0.6 else skin
    for side in (-1, 1):
        pedal = 0.14 * math.sin(2 * math.pi * (stride - 0.25)) * side
        knee = (x + 0.40, side * 0.22, z - 0.06 + pedal)
        foot = (x + 0.30, side * 0.19, foot_z + pedal)
        shoulder = (x + lean, side * 0.24 * size, neck - 0.07)
        pieces += [
            limb((x + 0.04, side * 0.14, z + 0.06), knee, (0.09, 0.075), trousers),
            limb(knee, foot, (0.07, 0.05), trousers),
            limb(shoulder, (hands[0], side * 0.28, hands[1]), (0.055, 0.045), sleeve),
        ]
    return pieces


def _head(
    rng: np.random.Generator,
    x: float,
    z: float,
    skin: Rgb,
    hair: Rgb,
    helmet: Rgb | None,
) -> list[Solid]:
    """Face and hair, or a helmet over it; now and then a conical hat."""
    if helmet is not None:
        return [
            ball(x + 0.03, 0, z - 0.03, 0.105, skin),
            ball(x - 0.01, 0, z + 0.03, 0.15, helmet),
        ]
    if rng.random() < 0.08:
        brim = block((x - 0.24, x + 0.24), (-0.24, 0.24), (z + 0.03, z + 0.22), _STRAW,
                     (x - 0.02, x + 0.02), (-0.02, 0.02))  # fmt: skip
        return [ball(x + 0.02, 0, z, 0.11, skin), brim]
    return [
        ball(x + 0.03, 0, z - 0.01, 0.108, skin),
        ball(x - 0.015, 0, z + 0.035, 0.112, hair),
    ]


def _pick(rng: np.random.Generator, colours: tuple[tuple[int, int, int], ...]) -> Rgb:
    red, green, blue = colours[int(rng.integers(len(colours)))]
    factor = rng.uniform(0.85, 1.15)
    return red * factor, green * factor, blue * factor


def _any(rng: np.random.Generator) -> Rgb:
    return sample_paint(rng, COLOURS[int(rng.integers(len(COLOURS)))])
