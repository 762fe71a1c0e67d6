# SPDX-License-Identifier: Apache-2.0
"""The structural model against an independent exact diffuse Kalman filter, and on a public competition."""

import gzip
import json
import warnings
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from rumbo.assess.grid import variances
from rumbo.assess.panel import Panel
from rumbo.assess.structural import fit
from rumbo.terms import Period

OFFSET = -16.91601423123668
"""The filter counts the thirteen starting values as if they had density one: 13/2 log(2 pi) + 2 log(12)."""


def series(seed: int, gaps: tuple[int, ...] = ()) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    months = np.arange(120)
    values = 800 + 12 * rng.normal(size=120).cumsum() + 25 * rng.normal(size=120)
    values += 60 * np.sin(months * 2 * np.pi / 12) + 0.8 * months
    values[list(gaps)] = np.nan
    return values


@pytest.mark.parametrize("scale", ["raw", "log"])
@pytest.mark.parametrize("gaps", [(), (0, 50, 51, 118)], ids=["whole", "gaps"])
@pytest.mark.parametrize("seed", [1, 2])
def test_exact_diffuse_kalman_filter_gives_the_same(
    seed: int, gaps: tuple[int, ...], scale: Literal["raw", "log"]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from statsmodels.tsa.statespace.structural import UnobservedComponents
    values = series(seed, gaps)
    values = values[np.flatnonzero(~np.isnan(values))[0] :]
    seen = values[~np.isnan(values)]
    jacobian = np.log(seen[13:]).sum() if scale == "log" else 0.0

    found = fit(Panel(values[None], Period.parse("2010-01"), ("a",), "amount"), scale=scale)

    fitted = np.log(values) if scale == "log" else values
    model = UnobservedComponents(fitted, "lltrend", seasonal=12, use_exact_diffuse=True)
    for m in range(0, len(found.point), 29):
        g = found.point[m]
        result = model.filter(variances()[g] * found.sigma[m] ** 2)
        ahead = result.get_forecast(24)
        assert result.llf - found.loglik[0, g] - jacobian == pytest.approx(OFFSET, abs=1e-9)
        np.testing.assert_allclose(found.mean[m, :24], ahead.predicted_mean, rtol=1e-9)
        np.testing.assert_allclose(found.sd[m, :24], np.sqrt(ahead.var_pred_mean), rtol=1e-9)
        np.testing.assert_allclose(found.slope_mean[m], result.filtered_state[1, -1], rtol=1e-9)
        np.testing.assert_allclose(found.slope_sd[m], np.sqrt(result.filtered_state_cov[1, 1, -1]), rtol=1e-9)


def test_offset_is_that_of_thirteen_starting_values() -> None:
    assert pytest.approx(-6.5 * np.log(2 * np.pi) - 2 * np.log(12), abs=1e-12) == OFFSET


@pytest.mark.data
def test_monthly_series_of_the_m3_competition_are_forecast_as_well_as_by_the_best_and_covered(
    data: Path,
) -> None:
    """1,428 series, 18 months ahead; AutoETS on the same: MASE 0.863, MSIS 6.83, 95 % coverage 0.897."""
    file = data / "validation" / "m3_monthly.jsonl.gz"
    with gzip.open(file, "rt") as lines:
        rows = [row for row in map(json.loads, lines) if row["set"] == "M3"]
    values = np.full((len(rows), max(len(row["x"]) for row in rows)), np.nan)
    for place, row in enumerate(rows):
        values[place, : len(row["x"])] = row["x"]

    found = fit(Panel(values, Period(0), tuple(r["id"] for r in rows), "amount"), horizon=18)
    quantiles = found.forecast((0.5, 0.1, 0.9, 0.025, 0.975))

    scores = np.array([scored(row, quantiles[i]) for i, row in enumerate(rows)]).mean(axis=0)
    mase, msis, cover80, cover95 = scores
    assert len(rows) == 1428
    assert mase <= 0.850
    assert msis <= 6.60
    assert cover80 == pytest.approx(0.80, abs=0.01)
    assert cover95 == pytest.approx(0.94, abs=0.01)


def scored(row: dict[str, Any], quantiles: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """MASE, MSIS at 95 percent, and coverage of the 80 and 95 percent intervals."""
    x, held = np.array(row["x"], float), np.array(row["xx"], float)
    middle, low80, high80, low95, high95 = quantiles.T
    scale = np.abs(x[12:] - x[:-12]).mean()
    width = high95 - low95 + 40 * (np.maximum(low95 - held, 0) + np.maximum(held - high95, 0))
    return (
        np.abs(held - middle).mean() / scale,
        width.mean() / scale,
        ((held >= low80) & (held <= high80)).mean(),
        ((held >= low95) & (held <= high95)).mean(),
    )
