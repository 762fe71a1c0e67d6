# SPDX-License-Identifier: Apache-2.0
"""
The structural model of many monthly series at once: exact likelihoods, averaged over a grid.

Each series is level + season + irregular (`rumbo.assess.grid`). Its differences are a moving average
of order 13 whose covariance, up to a scale, is the same for every series at one point of a grid of
variance ratios; so the factors are computed once and each likelihood costs a few operations a month.
Results are averages over the grid, weighted by the likelihood: uncertainty about how smooth the trend
is stays in every interval. The common scale has the prior 1/scale and is integrated out, which makes
each grid point a Student t with as many degrees of freedom as there are known differences.

A month without a figure is a number with a flat prior: integrating it out is exact, at the cost of one
more column in a small regression. Positive figures other than shares and running sums are fitted as
they are and as logarithms, and the likelihood of the figures themselves chooses. Nothing is added to a
zero to take its logarithm, because the answer would depend on what was added: a series with a zero is
fitted as it is.

References
----------
.. [1] A. C. Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter*, 1989.
.. [2] J. Durbin and S. J. Koopman, *Time Series Analysis by State Space Methods*, 2nd ed., 2012.
.. [3] C. F. Ansley and R. Kohn, "Estimation, filtering, and smoothing in state space models with
   incompletely specified initial conditions", *Annals of Statistics* 13, 1985.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.factors import SLOPE_STEP, Factors
from rumbo.assess.fitted import Fit
from rumbo.assess.grid import Differencing, prior
from rumbo.assess.kernels.banded import LANES, sums_of_squares, whiten_columns
from rumbo.assess.panel import Panel
from rumbo.assess.refusals import Refusal, differencing_of, refusal_of, trimmed
from rumbo.errors import AssessError
from rumbo.terms.language import gettext as _
from rumbo.terms.unit import MeasureKind

__all__ = ["fit"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Scale = Literal["raw", "log"]

LIGHTEST = 1e-8
"""Grid points below this share of the heaviest one's weight are left out of the averages."""
LOG_KINDS: tuple[MeasureKind, ...] = ("count", "amount", "rate", "index")
"""A share is bounded, and the logarithm of a running sum does not follow the model."""
LONGEST_HORIZON = 120


@dataclass(frozen=True)
class Standard:
    """
    One series on one scale, centred and sized so that its differences have unit mean square.

    ``columns`` (N, 1 + k) holds its differences and those of one dummy per gap, ``ending`` the last
    undifferenced rows, ``jacobian`` what the log-likelihood of the figures has beyond that of `columns`.
    """

    row: int
    scale: Scale
    columns: Floats
    ending: Floats
    centre: float
    size: float
    jacobian: float

    @property
    def degrees(self) -> int:
        """Known differences: all, less one for each gap."""
        differences, columns = self.columns.shape
        return int(differences - (columns - 1))


@dataclass(frozen=True)
class Component:
    """The grid points that one series keeps; arrays as in `Fit`."""

    point: Whole
    weight: Floats
    sigma: Floats
    mean: Floats
    sd: Floats
    slope_mean: Floats
    slope_sd: Floats
    from_gaps: Floats


def fit(panel: Panel, *, horizon: int = 24, scale: Literal["auto", "raw", "log"] = "auto") -> Fit:
    """
    Fit every series of `panel` and look `horizon` months ahead of its last figure.

    Parameters
    ----------
    panel : Panel
        Monthly series; one that cannot be fitted is refused with a reason, the others are not affected.
    horizon : int
        Months ahead, 1 to 120.
    scale : str
        ``auto`` lets the likelihood choose between figures and their logarithms where both are
        possible; ``raw`` or ``log`` forces one (``log`` only where it is possible).

    Returns
    -------
    Fit

    Raises
    ------
    AssessError
        If `horizon` is out of range.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> from rumbo.terms import Period
    >>> walk = 500 + rng.normal(size=(1, 96)).cumsum(axis=1)
    >>> fitted = fit(Panel(walk, Period.parse("2012-01"), ("walk",), "count"))
    >>> fitted.forecast((0.1, 0.5, 0.9)).shape
    (1, 24, 3)
    """
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise AssessError(
            _("a forecast of {n} months was asked for").format(n=horizon),
            expected=_("1 to {most} months").format(most=LONGEST_HORIZON),
        )
    refusals = tuple(refusal_of(row, panel.kind) for row in panel.values)
    differencing = differencing_of(panel.kind)
    candidates = [
        standard(row, trimmed(panel.values[row])[1], differencing, way)
        for row, refusal in enumerate(refusals)
        if refusal is None
        for way in scales_of(panel.values[row], panel.kind, scale)
    ]
    longest = max((len(item.columns) for item in candidates), default=1)
    factors = Factors(differencing, longest, max(horizon, SLOPE_STEP))
    logliks = log_likelihoods(candidates, factors)
    chosen: dict[int, tuple[Standard, Floats]] = {}
    for item, loglik in zip(candidates, logliks, strict=True):
        if item.row not in chosen or evidence(loglik) > evidence(chosen[item.row][1]):
            chosen[item.row] = item, loglik
    return gathered(panel, horizon, refusals, factors, chosen)


def scales_of(row: Floats, kind: MeasureKind, asked: str) -> tuple[Scale, ...]:
    """The scales on which a series can be fitted and is to be."""
    has_log = kind in LOG_KINDS and bool(np.nanmin(row) > 0)
    possible: tuple[Scale, ...] = ("raw", "log") if has_log else ("raw",)
    return tuple(way for way in possible if way == asked) or possible if asked != "auto" else possible


def standard(row: int, span: Floats, differencing: Differencing, scale: Scale) -> Standard:
    """A series from its first to its last figure, made ready for whitening."""
    values = np.log(span) if scale == "log" else span
    gaps = np.flatnonzero(np.isnan(values))
    known = np.flatnonzero(~np.isnan(values))
    # What stands in a gap does not change the answer; a value near the truth keeps it accurate.
    filled = np.interp(np.arange(len(values)), known, values[known])
    centre = float(filled.mean())
    dummies = np.zeros((len(values), len(gaps)))
    dummies[gaps, np.arange(len(gaps))] = 1.0
    differences = differencing.apply((filled - centre)[:, None])
    size = float(np.sqrt(np.mean(differences**2)))
    # The likelihood is that of the figures after the starting ones, in the figures' own unit.
    after = values[known[differencing.order :]]
    degrees = len(differences) - len(gaps)
    columns = np.hstack([differences / size, differencing.apply(dummies)])
    ending = np.hstack([(filled - centre)[:, None] / size, dummies])[-differencing.order :]
    jacobian = -degrees * np.log(size) - (after.sum() if scale == "log" else 0.0)
    return Standard(row, scale, np.ascontiguousarray(columns), ending, centre, size, float(jacobian))


def evidence(loglik: Floats) -> float:
    """Logarithm of the likelihood averaged over the grid."""
    top = loglik.max()
    return float(top + np.log(np.sum(prior() * np.exp(loglik - top))))


def log_likelihoods(items: list[Standard], factors: Factors) -> list[Floats]:
    """The (G,) log-likelihoods of each item, at its best common scale."""
    found: list[Floats] = [np.empty(0)] * len(items)
    alike: dict[int, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        if item.columns.shape[1] == 1:
            alike[len(item.columns)].append(i)
        else:
            found[i] = loglik_with_gaps(item, factors)
    for length, members in alike.items():
        packed = np.zeros((-(-len(members) // LANES), length, LANES))
        for lane, i in enumerate(members):
            packed[lane // LANES, :, lane % LANES] = items[i].columns[:, 0]
        sums = sums_of_squares(packed, factors.steps)
        log_determinant = factors.log_determinants[:, length - 1]
        for lane, i in enumerate(members):
            sum_ = sums[lane // LANES, :, lane % LANES]
            found[i] = concentrated(sum_, length, log_determinant) + items[i].jacobian
    return found


def loglik_with_gaps(item: Standard, factors: Factors) -> Floats:
    """As `log_likelihoods`, with the missing months integrated out."""
    every = np.arange(len(factors.points))
    products, _tails = whiten_columns(item.columns, factors.steps, every)
    among = products[:, 1:, 1:]
    missing = np.linalg.solve(among, products[:, 1:, :1])[:, :, 0]
    sums = products[:, 0, 0] - (missing * products[:, 1:, 0]).sum(axis=1)
    log_determinant = factors.log_determinants[:, len(item.columns) - 1] + np.linalg.slogdet(among)[1]
    return concentrated(sums, item.degrees, log_determinant) + item.jacobian


def concentrated(sums: Floats, degrees: int, log_determinant: Floats) -> Floats:
    """Normal log-likelihood at the scale that maximises it."""
    loglik: Floats = -0.5 * (degrees * (np.log(2 * np.pi * sums / degrees) + 1) + log_determinant)
    return loglik


def component(item: Standard, weights: Floats, factors: Factors) -> Component:
    """Forecasts and slope of one series at the grid points that matter to it."""
    point = np.flatnonzero(weights >= LIGHTEST * weights.max())
    products, tails = whiten_columns(item.columns, factors.steps, point)
    ahead = factors.ahead(len(item.columns))
    steps = factors.horizon
    futures = factors.differencing.extend(item.ending, steps) + ahead.from_tail[point] @ tails
    among, against = products[:, 1:, 1:], products[:, 1:, :1]
    missing = -np.linalg.solve(among, against)
    sums = products[:, 0, 0] + (missing * against).sum(axis=(1, 2))
    mean = futures[:, :, 0] + (futures[:, :, 1:] @ missing)[:, :, 0]
    # Root of the inverse: the gaps' posterior covariance is the inverse of `among`.
    root = np.swapaxes(np.linalg.inv(np.linalg.cholesky(among)), 1, 2)
    from_gaps = futures[:, :, 1:] @ root
    sigma = item.size * np.sqrt(sums / item.degrees)
    first, months = factors.differencing.slope_from - 1, factors.differencing.slope_steps
    difference = from_gaps[:, SLOPE_STEP - 1] - from_gaps[:, first]
    slope_variance = ahead.slope_variance[point] + (difference**2).sum(axis=1)
    return Component(
        point=point,
        weight=weights[point] / weights[point].sum(),
        sigma=sigma,
        mean=item.centre + item.size * mean,
        sd=sigma[:, None] * np.sqrt(ahead.variance[point] + (from_gaps**2).sum(axis=2)),
        slope_mean=item.size * (mean[:, SLOPE_STEP - 1] - mean[:, first]) / months,
        slope_sd=sigma * np.sqrt(slope_variance) / months,
        from_gaps=from_gaps,
    )


def gathered(
    panel: Panel,
    horizon: int,
    refusals: tuple[Refusal | None, ...],
    factors: Factors,
    chosen: dict[int, tuple[Standard, Floats]],
) -> Fit:
    """All series' components end to end."""
    series, points = len(panel.values), len(factors.points)
    weights, logliks = np.full((series, points), np.nan), np.full((series, points), np.nan)
    lengths, degrees, kept = (np.zeros(series, dtype=np.int64) for _name in range(3))
    parts: dict[int, Component] = {}
    for row, (item, loglik) in sorted(chosen.items()):
        likely = prior() * np.exp(loglik - loglik.max())
        logliks[row], weights[row] = loglik, likely / likely.sum()
        parts[row] = component(item, weights[row], factors)
        lengths[row], degrees[row], kept[row] = len(item.columns), item.degrees, len(parts[row].point)
    every = [nothing(factors.horizon), *parts.values()]
    return Fit(
        panel=panel,
        horizon=horizon,
        refusals=refusals,
        scale=tuple(chosen[row][0].scale if row in chosen else "" for row in range(series)),
        weights=weights,
        loglik=logliks,
        factors=factors,
        lengths=lengths,
        degrees=degrees,
        start=np.concatenate([[0], np.cumsum(kept)]),
        point=np.concatenate([part.point for part in every]),
        weight=np.concatenate([part.weight for part in every]),
        sigma=np.concatenate([part.sigma for part in every]),
        mean=np.concatenate([part.mean for part in every]),
        sd=np.concatenate([part.sd for part in every]),
        slope_mean=np.concatenate([part.slope_mean for part in every]),
        slope_sd=np.concatenate([part.slope_sd for part in every]),
        from_gaps={row: part.from_gaps for row, part in parts.items() if part.from_gaps.shape[2]},
    )


def nothing(horizon: int) -> Component:
    """No grid points at all: what there is to join when every series was refused."""
    none, months = np.zeros(0), np.zeros((0, horizon))
    return Component(
        np.zeros(0, dtype=np.int64), none, none, months, months, none, none, np.zeros((0, horizon, 0))
    )
