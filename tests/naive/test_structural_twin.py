# SPDX-License-Identifier: Apache-2.0
"""
The structural model again, the slow and obvious way.

Every figure is written out as unknown starting values plus disturbances; the starting values are
removed by an orthogonal basis of what they cannot reach; everything else is one big normal
distribution. No differencing, no band, no recursion.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from rumbo.assess.factors import Factors
from rumbo.assess.grid import MONTHLY, RUNNING_SUM, Differencing, autocovariances, prior, variances
from rumbo.assess.kernels.banded import factor_grid, sums_of_squares, whiten_columns
from rumbo.assess.panel import Panel
from rumbo.assess.structural import fit
from rumbo.terms import Period
from rumbo.terms.unit import MeasureKind

Floats = NDArray[np.float64]
HORIZON = 24
FIRST = Period.parse("2010-01")


def written_out(months: int) -> tuple[Floats, Floats]:
    """Each month's figure and slope as rows over 13 starting values and 4 disturbances a month."""
    size = 13 + 4 * months
    level, slope = np.zeros(size), np.zeros(size)
    level[0], slope[1] = 1, 1
    seasons = []
    for i in range(11):
        row = np.zeros(size)
        row[2 + i] = 1
        seasons.append(row)
    figures, slopes = [], []
    for t in range(months):
        irregular, level_noise, slope_noise, seasonal_noise = np.eye(size)[13 + 4 * t : 17 + 4 * t]
        level = level + slope + level_noise
        slope = slope + slope_noise
        seasons.append(seasonal_noise - sum(seasons[-11:]))
        figures.append(level + seasons[-1] + irregular)
        slopes.append(slope)
    return np.array(figures), np.array(slopes)


def twin(values: Floats, point: Floats, kind: MeasureKind) -> tuple[float, Floats, Floats, Floats, Floats]:
    """Log-likelihood at the best scale (up to a constant), forecast mean and sd, slope mean and sd."""
    months = len(values)
    figures, slopes = written_out(months + HORIZON + 11)
    if kind == "running_sum":
        figures = np.array([figures[t - 11 : t + 1].sum(axis=0) for t in range(11, len(figures))])
        slopes = 12 * slopes[11:]
    figures, slopes = figures[: months + HORIZON], slopes[: months + HORIZON]
    variance = np.tile(point, (figures.shape[1] - 13) // 4)
    seen = np.flatnonzero(~np.isnan(values))
    reach, noise = figures[seen, :13], figures[seen, 13:] * np.sqrt(variance)
    left, singular, _ = np.linalg.svd(reach)
    rank = int((singular > 1e-9 * singular[0]).sum())
    basis = left[:, rank:]  # orthogonal to everything the starting values can do
    free = basis.T @ noise
    covariance = free @ free.T
    z = basis.T @ values[seen]
    solved = np.linalg.solve(covariance, z)
    degrees = len(z)
    scale2 = z @ solved / degrees
    loglik = -0.5 * (degrees * (np.log(2 * np.pi * scale2) + 1) + np.linalg.slogdet(covariance)[1])

    def predicted(rows: Floats) -> tuple[Floats, Floats]:
        """Mean and sd, given the figures, of rows over starting values and disturbances."""
        by_figures = rows[:, :13] @ np.linalg.pinv(reach)
        rest = rows[:, 13:] * np.sqrt(variance) - by_figures @ noise
        gain = np.linalg.solve(covariance, free @ rest.T).T
        left_over = rest - gain @ free
        return by_figures @ values[seen] + gain @ z, np.sqrt(scale2 * (left_over**2).sum(axis=1))

    return (loglik, *predicted(figures[months:]), *predicted(slopes[months - 1 : months]))


def series(kind: MeasureKind, gaps: tuple[int, ...] = (), months: int = 60, seed: int = 5) -> Floats:
    rng = np.random.default_rng(seed)
    monthly = 500 + 9 * rng.normal(size=months + 11).cumsum() + 20 * rng.normal(size=months + 11)
    monthly += 40 * np.sin(np.arange(months + 11) * 2 * np.pi / 12)
    values = np.convolve(monthly, np.ones(12), "valid") if kind == "running_sum" else monthly[11:]
    values[list(gaps)] = np.nan
    return values


@pytest.mark.parametrize("gaps", [(), (3,), (20, 21, 40)])
@pytest.mark.parametrize("kind", ["amount", "running_sum"])
def test_everything_agrees_with_one_big_normal_distribution(kind: MeasureKind, gaps: tuple[int, ...]) -> None:
    values = series(kind, gaps)

    found = fit(Panel(values[None], FIRST, ("a",), kind), horizon=HORIZON, scale="raw")

    offsets = []
    for m in range(0, len(found.point), 17):
        point = variances()[found.point[m]]
        loglik, mean, sd, slope, slope_sd = twin(values, point, kind)
        offsets.append(found.loglik[0, found.point[m]] - loglik)
        np.testing.assert_allclose(found.mean[m, :HORIZON], mean, rtol=1e-9)
        np.testing.assert_allclose(found.sd[m, :HORIZON], sd, rtol=1e-8)
        np.testing.assert_allclose(found.slope_mean[m], slope[0], rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(found.slope_sd[m], slope_sd[0], rtol=1e-7)
    assert np.ptp(offsets) < 1e-8
    assert len(offsets) > 4


@pytest.mark.parametrize("kind", ["amount", "running_sum"])
def test_joint_paths_have_the_covariance_of_the_big_normal_distribution(kind: MeasureKind) -> None:
    found = fit(Panel(series(kind, (30,))[None], FIRST, ("a",), kind), horizon=HORIZON, scale="raw")

    for m in range(0, len(found.point), 40):
        root = found.factors.ahead(int(found.lengths[0])).root[found.point[m]]
        joint = np.hstack([root, found.from_gaps[0][m]])
        np.testing.assert_allclose(found.sigma[m] * np.sqrt((joint**2).sum(axis=1)), found.sd[m], rtol=1e-12)


def test_weights_are_prior_times_likelihood() -> None:
    found = fit(Panel(series("amount")[None], FIRST, ("a",), "amount"), scale="raw")

    expected = prior() * np.exp(found.loglik[0] - found.loglik[0].max())
    np.testing.assert_allclose(found.weights[0], expected / expected.sum(), rtol=1e-12)


def test_factor_is_the_cholesky_factor_of_the_full_matrix() -> None:
    rows = autocovariances(variances())

    factors = factor_grid(rows, 40)

    for row, factor in zip(rows[::23], factors[::23], strict=True):
        lags = np.abs(np.subtract.outer(np.arange(40), np.arange(40)))
        full = np.linalg.cholesky(np.where(lags <= 13, row[np.minimum(lags, 13)], 0.0))
        rebuilt = np.zeros((40, 40))
        for t in range(40):
            for k in range(min(t, 13) + 1):
                rebuilt[t, t - k] = factor[t, k]
        np.testing.assert_allclose(rebuilt, full, atol=1e-10)


def test_autocovariances_are_those_of_the_written_out_model() -> None:
    figures, _ = written_out(60)
    start = MONTHLY.apply(figures)
    assert np.abs(start[:, :13]).max() < 1e-12

    for point in variances()[::17]:
        w = start[:, 13:] * np.sqrt(np.tile(point, 60))
        np.testing.assert_allclose(w[30] @ w[30:44].T, autocovariances(point), atol=1e-12)


def test_second_difference_of_a_running_sum_is_the_difference_of_months() -> None:
    months = np.random.default_rng(1).normal(size=(80, 1))
    sums = np.array([months[t - 11 : t + 1].sum(axis=0) for t in range(11, 80)])

    np.testing.assert_allclose(RUNNING_SUM.apply(sums), MONTHLY.apply(months), atol=1e-12)


def test_whitening_agrees_with_solving_the_full_triangle() -> None:
    rng = np.random.default_rng(2)
    factors = Factors(MONTHLY, 50, 13)
    columns = rng.normal(size=(50, 3))
    points = np.array([0, 7, 100])

    products, tails = whiten_columns(columns, factors.steps, points)

    for place, g in enumerate(points):
        full = np.zeros((50, 50))
        for t in range(50):
            for k in range(min(t, 13) + 1):
                full[t, t - k] = factors.factor[g, t, k]
        white = np.linalg.solve(full, columns)
        np.testing.assert_allclose(products[place], white.T @ white, rtol=1e-9)
        np.testing.assert_allclose(tails[place], white[-13:], rtol=1e-8, atol=1e-10)


def test_side_by_side_sums_agree_with_one_series_at_a_time() -> None:
    rng = np.random.default_rng(3)
    factors = Factors(MONTHLY, 50, 13)
    packed = rng.normal(size=(2, 50, 64))

    sums = sums_of_squares(packed, factors.steps)

    every = np.arange(len(factors.points))
    for block, lane in [(0, 0), (0, 63), (1, 17)]:
        products, _ = whiten_columns(packed[block][:, [lane]].copy(), factors.steps, every)
        np.testing.assert_allclose(sums[block, :, lane], products[:, 0, 0], rtol=1e-11)


@pytest.mark.parametrize("differencing", [MONTHLY, RUNNING_SUM])
def test_integrating_undoes_differencing(differencing: Differencing) -> None:
    values = np.random.default_rng(4).normal(size=(40, 1)).cumsum(axis=0)
    w = differencing.apply(values)

    ahead = differencing.extend(values[:20], 20) + differencing.integrator(20) @ w[20 - differencing.order :]

    np.testing.assert_allclose(ahead, values[20:], atol=1e-9)
