"""How much of each passing thing other things hide, at the times for which the key has its box."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.sightings import Sighting
from indexer.simulate.view import Floats

Present = Sequence[tuple[float, Sighting, int]]
"""What is in one frame: distance in metres, sighting, and the frame's row of it."""
Hidden = dict[str, dict[int, float]]
"""By trip and frame: the share of its box that is hidden, 0–1."""
_GRID = 9
"""Points looked at across and down a box."""


def hidden_shares(by_frame: Mapping[int, Present], nearer_m: Floats, every: int) -> Hidden:
    """For every so many-th frame, what trees, poles, awnings and nearer things hide of each thing.

    `nearer_m` (height, width) is the distance of what stands before the camera. Things count with
    their whole boxes, so that the share is rather too large than too small.
    """
    shares: Hidden = {}
    for frame, present in by_frame.items():
        if frame % every == 0:
            for depth_m, sighting, row in present:
                nearer = [s.boxes[r] for other_m, s, r in present if other_m < depth_m]
                share = _hidden(sighting.boxes[row], depth_m, nearer, nearer_m)
                shares.setdefault(sighting.trip.id, {})[frame] = share
    return shares


def _hidden(
    box: NDArray[np.float64], depth_m: float, nearer: list[NDArray[np.float64]], nearer_m: Floats
) -> float:
    steps = (np.arange(_GRID) + 0.5) / _GRID
    x, y = np.meshgrid(box[0] + (box[2] - box[0]) * steps, box[1] + (box[3] - box[1]) * steps)
    height, width = nearer_m.shape
    column = np.clip((x * width).astype(int), 0, width - 1)
    line = np.clip((y * height).astype(int), 0, height - 1)
    covered = nearer_m[line, column] < depth_m
    for left, top, right, bottom in nearer:
        covered |= (x > left) & (x < right) & (y > top) & (y < bottom)
    return float(covered.mean())
