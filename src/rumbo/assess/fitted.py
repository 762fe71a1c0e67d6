# SPDX-License-Identifier: Apache-2.0
"""What a fit says: slopes, forecasts and joint paths, each an average over the grid."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.factors import Factors
from rumbo.assess.grid import on_edge
from rumbo.assess.kernels.student import Mixtures, mixture_below, mixture_quantiles
from rumbo.assess.panel import Panel
from rumbo.assess.refusals import Refusal
from rumbo.errors import AssessError
from rumbo.terms import Period
from rumbo.terms.language import gettext as _

__all__ = ["Fit", "Slope"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Slope:
    """
    The underlying slope at the last figure: change per month of what was fitted.

    For a series fitted as logarithms 0.01 is one percent a month. For a running twelve-month sum it
    is the change of the sum per month. ``nan`` where the series was refused.

    Parameters
    ----------
    mean, sd : (S,) float64
    levels : tuple of float
    quantiles : (S, Q) float64
        At `levels`.
    probability_rising : (S,) float64
        Posterior probability of a slope above zero.
    """

    mean: Floats
    sd: Floats
    levels: tuple[float, ...]
    quantiles: Floats
    probability_rising: Floats


@dataclass(frozen=True, eq=False)
class Fit:
    """
    A panel fitted by the structural model; made by `rumbo.assess.structural.fit`.

    Series `s` keeps the grid points ``start[s]`` to ``start[s + 1]`` of the component arrays, none
    if it was refused. Components are Student t: centre `mean`, scale `sd`, `degrees` of freedom.

    Parameters
    ----------
    panel : Panel
    horizon : int
        Months ahead.
    refusals : tuple of Refusal or None
        Why a series was not fitted.
    scale : tuple of str
        ``raw`` or ``log``; empty for a refused series.
    weights : (S, G) float64
        Posterior probability of each grid point; ``nan`` where refused.
    loglik : (S, G) float64
        Logarithm of the exact diffuse likelihood of the figures, at the best common scale; for ``log``
        it is that of the figures themselves, not of their logarithms.
    start, point : (S + 1,), (M,) int64
    weight, sigma, slope_mean, slope_sd : (M,) float64
    mean, sd : (M, H) float64
        On the fitted scale; H is at least 13, which the slope needs.
    degrees : (S,) int64
    lengths : (S,) int64
        Number of differences fitted.
    from_gaps : dict of int to (P, H, k) float64
        For a series with gaps, the joint forecast error that not knowing them adds.
    """

    panel: Panel
    horizon: int
    refusals: tuple[Refusal | None, ...]
    scale: tuple[str, ...]
    weights: Floats
    loglik: Floats
    factors: Factors
    lengths: Whole
    start: Whole
    point: Whole
    weight: Floats
    sigma: Floats
    mean: Floats
    sd: Floats
    slope_mean: Floats
    slope_sd: Floats
    degrees: Whole
    from_gaps: dict[int, Floats]

    def first_ahead(self, row: int) -> Period:
        """The month that follows the last figure of series `row`: step 1 of its forecast."""
        seen = np.flatnonzero(~np.isnan(self.panel.values[row]))
        return self.panel.first.shift(int(seen[-1]) + 1)

    @property
    def best(self) -> Whole:
        """Grid point of the highest likelihood for each series, −1 where refused: (S,) int64."""
        found = np.array([r is None for r in self.refusals])
        return np.where(found, np.argmax(np.where(np.isnan(self.loglik), -np.inf, self.loglik), axis=1), -1)

    @property
    def edge_weight(self) -> Floats:
        """Posterior probability of the points where the grid ends though the model does not: (S,) float64."""
        edge = on_edge(self.factors.points)
        # Row by row: numpy adds the columns of a whole table in an order that depends on its height.
        return np.array([row[edge].sum() for row in self.weights])

    def slope(self, levels: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975)) -> Slope:
        """Mean, spread and quantiles of the slope at the last figure, and the chance that it is rising."""
        centres, scales = self.slope_mean[:, None], self.slope_sd[:, None]
        at_zero = np.zeros((len(self.refusals), 1))
        below = mixture_below(self._mixtures(centres, scales), at_zero)[:, 0]
        mean, sd = self._moments(self.slope_mean, self.slope_sd)
        return Slope(
            mean=mean,
            sd=sd,
            levels=tuple(levels),
            quantiles=self._quantiles(centres, scales, levels)[:, 0],
            probability_rising=1.0 - below,
        )

    def change_ahead(
        self, levels: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975), *, months: int = 12
    ) -> tuple[Floats, Floats]:
        """
        How much the figure `months` ahead differs from the last one, for series fitted raw.

        Parameters
        ----------
        levels : sequence of float
            Probabilities strictly between 0 and 1.
        months : int
            At most the `horizon`.

        Returns
        -------
        (S, Q) float64, (S,) float64
            Quantiles of the change in the unit of the figures, and the probability that it is a rise;
            ``nan`` where refused.
        """
        pairs = zip(self.panel.values, self.refusals, strict=True)
        last = np.array([row[~np.isnan(row)][-1] if r is None else np.nan for row, r in pairs])
        centres, scales = self.mean[:, months - 1 : months].copy(), self.sd[:, months - 1 : months].copy()
        below = mixture_below(self._mixtures(centres, scales), last[:, None])[:, 0]
        return self._quantiles(centres, scales, levels)[:, 0] - last[:, None], 1.0 - below

    def forecast(
        self, levels: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975), *, months: int | None = None
    ) -> Floats:
        """
        Quantiles of each single month ahead, in the unit of the figures.

        Parameters
        ----------
        levels : sequence of float
            Probabilities strictly between 0 and 1.
        months : int, optional
            How many of the `horizon` months; all by default.

        Returns
        -------
        (S, months, Q) float64
            Kept within what is possible (no negative counts, shares of 0 to 100); ``nan`` where refused.
        """
        wanted = self.horizon if months is None else min(months, self.horizon)
        mean = np.ascontiguousarray(self.mean[:, :wanted])
        sd = np.ascontiguousarray(self.sd[:, :wanted])
        quantiles = self._quantiles(mean, sd, levels)
        for s, scale in enumerate(self.scale):
            quantiles[s] = self._as_figures(quantiles[s], scale)
        return quantiles

    def paths(self, count: int, *, seed: int, rows: Sequence[int] | None = None) -> Floats:
        """
        Joint draws of the months ahead: what may be summed, unlike quantiles of single months.

        Parameters
        ----------
        count : int
            Number of draws D.
        seed : int
            With the key of a series it decides its draws: the same whatever else is in the panel.
        rows : sequence of int, optional
            Which series; all by default.

        Returns
        -------
        (S, D, horizon) float64
            In the unit of the figures; ``nan`` where refused.
        """
        wanted = range(len(self.refusals)) if rows is None else rows
        out = np.full((len(wanted), count, self.horizon), np.nan)
        for place, s in enumerate(wanted):
            if self.refusals[s] is None:
                out[place] = self._as_figures(self._draws(s, count, seed), self.scale[s])
        return out

    def _draws(self, s: int, count: int, seed: int) -> Floats:
        key = hashlib.sha256(self.panel.keys[s].encode()).digest()
        rng = np.random.default_rng([seed, int.from_bytes(key[:8], "big")])
        a, b = self.start[s], self.start[s + 1]
        root = self.factors.ahead(int(self.lengths[s])).root
        chosen = rng.multinomial(count, self.weight[a:b])
        # One common scale for a whole path: that is what makes it a joint t and not twelve of them.
        widening = np.sqrt(self.degrees[s] / rng.chisquare(self.degrees[s], count))
        draws = np.empty((count, self.horizon))
        done = 0
        for p in np.flatnonzero(chosen):
            m, block = a + p, slice(done, done + chosen[p])
            spread = root[self.point[m]][: self.horizon, : self.horizon]
            if s in self.from_gaps:
                spread = np.hstack([spread, self.from_gaps[s][p][: self.horizon]])
            errors = rng.standard_normal((chosen[p], spread.shape[1])) @ spread.T
            draws[block] = self.mean[m, : self.horizon] + self.sigma[m] * widening[block, None] * errors
            done += chosen[p]
        return draws[rng.permutation(count)]

    def _as_figures(self, values: Floats, scale: str) -> Floats:
        """From the fitted scale to figures that can occur."""
        if scale == "log":
            return np.exp(values)
        match self.panel.kind:
            case "index":
                return values
            case "share":
                return np.clip(values, 0.0, 100.0)
            case _:
                return np.maximum(values, 0.0)

    def _moments(self, centres: Floats, scales: Floats) -> tuple[Floats, Floats]:
        mean = np.full(len(self.refusals), np.nan)
        sd = mean.copy()
        for s in range(len(mean)):
            part = slice(self.start[s], self.start[s + 1])
            if self.refusals[s] is None:
                w, m, n = self.weight[part], centres[part], self.degrees[s]
                mean[s] = w @ m
                sd[s] = np.sqrt(w @ (scales[part] ** 2 * n / (n - 2) + (m - mean[s]) ** 2))
        return mean, sd

    def _quantiles(self, centres: Floats, scales: Floats, levels: Sequence[float]) -> Floats:
        if not all(0 < level < 1 for level in levels):
            raise AssessError(
                _("{levels} are not all probabilities of a quantile").format(levels=list(levels)),
                expected=_("numbers above 0 and below 1"),
            )
        asked = np.array(levels, dtype=np.float64)
        normal = np.array([NormalDist().inv_cdf(level) for level in levels])
        return mixture_quantiles(self._mixtures(centres, scales), asked, normal)

    def _mixtures(self, centres: Floats, scales: Floats) -> Mixtures:
        return Mixtures(self.start, self.weight, centres, scales, self.degrees)
