"""What lines a street where a camera stands: its cross-section, its houses, its lamps, its hour."""

from dataclasses import dataclass

import numpy as np

from indexer.simulate.daylight import Lamp, Sky, lamps_along, light_at
from indexer.simulate.facades import Front, Row, draw_fronts, draw_row
from indexer.simulate.ground import Ground, draw_ground_plan
from indexer.simulate.network import Street
from indexer.simulate.view import Floats

FAR_M = 260.0
"""Houses and lamps end there."""
_FRONTS = 14
_OPEN_SHOPS = {True: 0.45, False: 0.75}
_SHOP_LIGHT = 0.55
_SHOP_REACH_M = 2.2


@dataclass(frozen=True)
class Setting:
    """Everything that stands still; the rows of houses are the left one and the right one."""

    ground: Ground
    rows: tuple[Row, Row]
    fronts: tuple[Front, ...]
    lamps: tuple[Lamp, ...]
    sky: Sky

    def light(self, points: Floats) -> Floats:
        """Light (n, 3) on points (n, 3), as shares of full daylight, open shops' included."""
        x, y, z = points.T
        light = light_at(self.sky, self.lamps, x, y, z)
        if self.sky.lamps > 0:
            light += self._shop_light(x, y, z)[:, None] * np.float32(self.sky.lamps)
        return light

    def _shop_light(self, x: Floats, y: Floats, z: Floats) -> Floats:
        """What open shops throw on the pavement before them, (n,)."""
        total = np.zeros(len(x), np.float32)
        is_open = np.array([front.is_open for front in self.fronts], np.float32)
        low = z < 1.2
        for row, sign in zip(self.rows, (-1, 1), strict=True):
            house = np.searchsorted(row.starts_m, y[low], side="right") - 1
            shines = is_open[row.fronts[np.clip(house, 0, len(row.fronts) - 1)]]
            away = np.maximum(self.ground.facade_m - sign * x[low], 0)
            total[low] += shines * _SHOP_LIGHT * np.exp(-away / _SHOP_REACH_M)
        return total


def draw_setting(rng: np.random.Generator, street: Street, sky: Sky) -> Setting:
    """A seeded setting for a stretch of that street at that hour."""
    ground = draw_ground_plan(rng, street.half_width_m, street.lanes)
    fronts = draw_fronts(rng, _FRONTS, _OPEN_SHOPS[sky.is_dark])
    rows = (draw_row(rng, fronts, FAR_M), draw_row(rng, fronts, FAR_M))
    lamps = lamps_along(rng, street.half_width_m, FAR_M)
    return Setting(ground, rows, tuple(fronts), tuple(lamps), sky)
