# SPDX-License-Identifier: Apache-2.0
"""
The grid of variance ratios that every series is averaged over, and the covariances they imply.

The model of a month's figure is level + seasonal + irregular, in which the level moves by a slope
that itself drifts::

    y(t) = level(t) + seasonal(t) + irregular(t)
    level(t) = level(t-1) + slope(t-1) + level noise(t)
    slope(t) = slope(t-1) + slope noise(t)
    seasonal(t) + seasonal(t-1) + ... + seasonal(t-11) = seasonal noise(t)

Differenced once by a month and once by a year, it has no starting values left::

    (1-L)(1-L^12) y(t) = (1-L)(1-L^12) irregular(t) + (1-L^12) level noise(t)
                         + (1 + L + ... + L^11) slope noise(t-1) + (1-L)^2 seasonal noise(t)

which is a moving average of order 13 whose autocovariances are linear in the four variances. A sum of
the last twelve months, x(t) = y(t) + ... + y(t-11), obeys (1-L)^2 x(t) = (1-L)(1-L^12) y(t): the same
covariances belong to its second difference, and its seasonal pattern has cancelled out.

References
----------
.. [1] A. C. Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter*, 1989, chapter 2.
.. [2] W. R. Bell, "Signal extraction for nonstationary time series", *Annals of Statistics* 12, 1984:
   the likelihood of the differenced series is the exact likelihood with unknown starting values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.kernels.banded import BAND

__all__ = [
    "MONTHLY",
    "RUNNING_SUM",
    "Differencing",
    "autocovariances",
    "on_edge",
    "prior",
    "slope_noise",
    "variances",
]

Floats = NDArray[np.float64]

# Shares of irregular + level variance, from a fixed level to one that takes every shock for good.
LEVEL_SHARES = (0.0, 0.01, 0.04, 0.12, 0.3, 0.6, 0.9, 1.0)
# As multiples of irregular + level variance, with the weight each has before the figures are seen. A slope
# that drifts by a hundredth of the noise every month turns round within a year: it is possible, and rare.
SLOPE_RATIOS = {0.0: 1.0, 1e-6: 1.0, 1e-5: 1.0, 1e-4: 0.5, 1e-3: 0.2, 1e-2: 0.05}
SEASONAL_RATIOS = (0.0, 1e-3, 1e-2, 1e-1, 1.0)
POINTS = tuple(product(LEVEL_SHARES, SLOPE_RATIOS, SEASONAL_RATIOS))


@cache
def variances() -> Floats:
    """
    The grid: (G, 4) variances of irregular, level, slope and seasonal noise.

    Scaled so that irregular and level add to one; the common scale is estimated apart.
    """
    return frozen([(1 - level, level, slope, seasonal) for level, slope, seasonal in POINTS])


@cache
def prior() -> Floats:
    """Weight of each grid point before the figures are seen: (G,), adding to one."""
    weights = np.array([SLOPE_RATIOS[slope] for _level, slope, _seasonal in POINTS])
    return frozen(weights / weights.sum())


def on_edge(points: Floats) -> NDArray[np.bool_]:
    """Which of `points` lie where the grid ends though the model does not: (G,) bool."""
    is_edge: NDArray[np.bool_] = (points[:, 2] >= max(SLOPE_RATIOS)) | (points[:, 3] >= SEASONAL_RATIOS[-1])
    return is_edge


def frozen(values: object) -> Floats:
    """`values` as an array that nobody can write to."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def autocovariances(points: Floats) -> Floats:
    """
    Autocovariances of the differenced model at lags 0 to 13.

    Parameters
    ----------
    points : (G, 4) float64
        Variances of irregular, level, slope and seasonal noise.

    Returns
    -------
    (G, 14) float64
    """
    unit = np.zeros((4, BAND + 1))
    unit[0, [0, 1, 11, 12, 13]] = 4, -2, 1, -2, 1
    unit[1, [0, 12]] = 2, -1
    unit[2, :12] = 12 - np.arange(12)
    unit[3, :3] = 6, -4, 1
    return points @ unit


@dataclass(frozen=True)
class Differencing:
    """
    How a series becomes the moving average, and how forecasts of that become the series again.

    Parameters
    ----------
    lags : dict of int to float
        ``y(t) = sum of lags[k] * y(t-k) + w(t)``.
    slope_from : int
        The forecast for step 13 less that for step `slope_from` is `slope_steps` months of slope plus
        noise that lies wholly in the future.
    slope_steps : int
    """

    lags: dict[int, float]
    slope_from: int
    slope_steps: int

    @property
    def order(self) -> int:
        """Number of figures used up as starting values."""
        return max(self.lags)

    def apply(self, columns: Floats) -> Floats:
        """(n, C) columns to (n - order, C) differences."""
        n = len(columns)
        w = columns[self.order :].copy()
        for lag, factor in self.lags.items():
            w -= factor * columns[self.order - lag : n - lag]
        return w

    def extend(self, columns: Floats, steps: int) -> Floats:
        """(n, C) columns to the (steps, C) values that follow when every future difference is zero."""
        values = np.vstack([columns[-self.order :], np.zeros((steps, columns.shape[1]))])
        for h in range(self.order, self.order + steps):
            for lag, factor in self.lags.items():
                values[h] += factor * values[h - lag]
        return values[self.order :]

    def integrator(self, steps: int) -> Floats:
        """(steps, steps) lower triangle that turns future differences into future figures."""
        pulse = np.zeros(steps)
        pulse[0] = 1.0
        for h in range(1, steps):
            pulse[h] = sum(factor * pulse[h - lag] for lag, factor in self.lags.items() if lag <= h)
        gap = np.arange(steps)[:, None] - np.arange(steps)[None, :]
        return np.where(gap >= 0, pulse[np.maximum(gap, 0)], 0.0)


MONTHLY = Differencing({1: 1.0, 12: 1.0, 13: -1.0}, slope_from=1, slope_steps=12)
RUNNING_SUM = Differencing({1: 2.0, 2: -1.0}, slope_from=12, slope_steps=1)


def slope_noise(points: Floats) -> Floats:
    """
    Variance of what is still to come in the difference that carries the slope: (G,) float64.

    With e irregular, h level, z slope and o seasonal noise, and n the last month,
    ``y(n+13) - y(n+1) = 12 slope(n) + sum h(n+2..n+13) + sum (13-i) z(n+i) + o(n+13) - o(n+12)
    + e(n+13) - e(n+1)``, with i from 1 to 12; the sum of (13-i)^2 is 650. Nothing of it is known at n,
    so the variance of slope(n) is that of the forecast difference less this.
    """
    noise: Floats = points @ np.array([2.0, 12.0, 650.0, 2.0])
    return noise
