# SPDX-License-Identifier: Apache-2.0
"""What depends on the grid and on the length of a series only, and is therefore shared by all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.grid import Differencing, autocovariances, slope_noise, variances
from rumbo.assess.kernels.banded import BAND, factor_grid

__all__ = ["Ahead", "Factors"]

Floats = NDArray[np.float64]

SLOPE_STEP = 13  # the forecast step whose distance to an earlier one carries the slope


@dataclass(frozen=True)
class Ahead:
    """
    Forecasts from a series with a given number of differences, at every grid point.

    Parameters
    ----------
    from_tail : (G, H, 13) float64
        Forecast, beyond the plain extension, per unit of each of the last thirteen innovations.
    root : (G, H, H) float64
        Lower triangle whose product with independent unit errors is the joint forecast error.
    variance : (G, H) float64
        Its squared row lengths.
    slope_variance : (G,) float64
        Variance of `Differencing.slope_steps` months of slope, all per unit of the common scale.
    """

    from_tail: Floats
    root: Floats
    variance: Floats
    slope_variance: Floats


@dataclass(frozen=True, eq=False)
class Factors:
    """
    The factored grid for series of up to `longest` differences and `horizon` months ahead.

    Parameters
    ----------
    differencing : Differencing
    longest : int
    horizon : int
    """

    differencing: Differencing
    longest: int
    horizon: int
    points: Floats = field(init=False)
    factor: Floats = field(init=False)
    steps: Floats = field(init=False)
    log_determinants: Floats = field(init=False)
    """(G, longest + horizon): of the leading rows up to and including each."""
    _ahead: dict[int, Ahead] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        points = variances()
        factor = factor_grid(autocovariances(points), self.longest + self.horizon)
        steps = factor / factor[:, :, :1]
        steps[:, :, 0] = 1.0 / factor[:, :, 0]
        made = {
            "points": points,
            "factor": factor,
            "steps": steps,
            "log_determinants": 2.0 * np.cumsum(np.log(factor[:, :, 0]), axis=1),
        }
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def ahead(self, length: int) -> Ahead:
        """The forecasting matrices after `length` differences; made once."""
        if length not in self._ahead:
            self._ahead[length] = self._make_ahead(length)
        return self._ahead[length]

    def _make_ahead(self, length: int) -> Ahead:
        rows = self.factor[:, length : length + self.horizon]
        known = np.zeros((len(rows), self.horizon, BAND))
        new = np.zeros((len(rows), self.horizon, self.horizon))
        for h in range(self.horizon):
            for k in range(BAND + 1):
                if k <= h:
                    new[:, h, h - k] = rows[:, h, k]
                else:
                    known[:, h, BAND + h - k] = rows[:, h, k]
        integrator = self.differencing.integrator(self.horizon)
        root = integrator @ new
        contrast = root[:, SLOPE_STEP - 1] - root[:, self.differencing.slope_from - 1]
        return Ahead(
            from_tail=integrator @ known,
            root=root,
            variance=(root**2).sum(axis=2),
            slope_variance=(contrast**2).sum(axis=1) - slope_noise(self.points),
        )
