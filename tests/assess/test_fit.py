# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from rumbo.assess.grid import variances
from rumbo.assess.panel import Panel
from rumbo.assess.structural import fit
from rumbo.errors import AssessError
from rumbo.terms import Period
from rumbo.terms.unit import MeasureKind

Floats = NDArray[np.float64]
Generator = Callable[[np.random.Generator, int], tuple[Floats, MeasureKind]]
FIRST = Period.parse("2010-01")


def panel(values: ArrayLike, kind: MeasureKind = "count", keys: tuple[str, ...] = ()) -> Panel:
    rows = np.atleast_2d(np.asarray(values, dtype=float))
    return Panel(rows, FIRST, keys or tuple(f"s{i}" for i in range(len(rows))), kind)


def walk(n: int = 84, seed: int = 0, level: float = 900.0, size: float = 12.0) -> Floats:
    rng = np.random.default_rng(seed)
    season = 40 * np.sin(np.arange(n) * 2 * np.pi / 12)
    values: Floats = level + size * rng.normal(size=n).cumsum() + size * rng.normal(size=n) + season
    return values


def gappy(values: ArrayLike, places: slice | list[int]) -> Floats:
    copy = np.array(values, dtype=np.float64)
    copy[places] = np.nan
    return copy


@pytest.mark.parametrize(
    ("values", "kind", "code"),
    [
        (np.full(60, np.nan), "count", "no_figures"),
        (gappy(np.ones(60), slice(1, None)), "count", "too_few_figures"),
        (walk(11), "count", "too_few_figures"),
        (walk(35), "running_sum", "too_few_figures"),
        (np.zeros(60), "count", "constant"),
        (np.full(60, 1e9), "amount", "constant"),
        (np.tile(np.arange(1.0, 13.0), 6), "amount", "no_variation"),
        (100 * 1.01 ** np.arange(60), "rate", "no_variation"),
        (np.arange(1.0, 61.0), "running_sum", "no_variation"),
        (gappy(walk(80), slice(1, None, 2)), "count", "too_many_gaps"),
        (gappy(walk(60), slice(4, 52, 12)), "count", "calendar_month_unseen"),
        (np.random.default_rng(0).poisson(1.0, 60), "count", "small_counts"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_a_code_and_words(
    values: Floats, kind: MeasureKind, code: str
) -> None:
    found = fit(panel(values, kind))

    refusal = found.refusals[0]
    assert refusal is not None
    assert refusal.code == code
    assert refusal.text.is_complete
    assert np.isnan(found.forecast()).all()
    assert np.isnan(found.slope().probability_rising).all()
    assert np.isnan(found.paths(5, seed=1)).all()


def test_a_refused_series_does_not_touch_its_neighbours() -> None:
    alone = fit(panel(walk(), keys=("b",)))
    beside = fit(panel([np.zeros(84), walk(), np.full(84, np.nan)], keys=("a", "b", "c")))

    assert [r is None for r in beside.refusals] == [False, True, False]
    np.testing.assert_array_equal(beside.forecast()[1], alone.forecast()[0])
    np.testing.assert_array_equal(beside.paths(50, seed=3)[1], alone.paths(50, seed=3)[0])


def test_no_series_at_all_is_an_empty_answer() -> None:
    found = fit(Panel(np.zeros((0, 40)), FIRST, (), "count"))

    assert found.forecast().shape == (0, 24, 5)
    assert found.paths(3, seed=1).shape == (0, 3, 24)


def test_no_month_at_all_is_refused() -> None:
    found = fit(Panel(np.zeros((1, 0)), FIRST, ("a",), "count"))

    assert [refusal.code for refusal in found.refusals if refusal] == ["no_figures"]


@pytest.mark.parametrize("horizon", [0, -1, 121])
def test_horizon_out_of_range_is_refused(horizon: int) -> None:
    with pytest.raises(AssessError, match="months was asked for"):
        fit(panel(walk()), horizon=horizon)


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5])
def test_quantile_levels_have_to_be_probabilities(level: float) -> None:
    with pytest.raises(AssessError, match="not all probabilities"):
        fit(panel(walk())).forecast((0.5, level))


@pytest.mark.parametrize("size", [1e-9, 1e-3, 1e9])
def test_size_of_the_unit_does_not_matter(size: float) -> None:
    plain = fit(panel(walk(), "amount"))
    scaled = fit(panel(size * walk(), "amount"))

    assert plain.scale == scaled.scale
    np.testing.assert_allclose(scaled.forecast() / size, plain.forecast(), rtol=1e-9)
    np.testing.assert_allclose(scaled.weights, plain.weights, rtol=1e-6, atol=1e-12)


def test_multiplicative_growth_is_fitted_as_logarithms_and_additive_growth_as_it_is() -> None:
    rng = np.random.default_rng(4)
    t = np.arange(120)
    grows = np.exp(4 + 0.03 * t + 0.1 * rng.normal(size=120) + 0.3 * np.sin(t * 2 * np.pi / 12))
    adds = 300 + 10 * t + 15 * rng.normal(size=120) + 30 * np.sin(t * 2 * np.pi / 12)

    assert fit(panel([grows, adds], "amount")).scale == ("log", "raw")


@pytest.mark.parametrize("kind", ["share", "running_sum"])
def test_shares_and_running_sums_are_never_fitted_as_logarithms(kind: MeasureKind) -> None:
    values = 20 * np.exp(0.1 * np.random.default_rng(5).normal(size=90))

    assert fit(panel(values, kind), scale="log").scale == ("raw",)


def test_a_zero_rules_out_logarithms() -> None:
    values = walk(seed=6)
    values[30] = 0

    assert fit(panel(values)).scale == ("raw",)


def test_same_seed_gives_the_same_bits_and_another_seed_other_paths() -> None:
    one, two = fit(panel(walk())), fit(panel(walk()))

    assert one.paths(200, seed=9).tobytes() == two.paths(200, seed=9).tobytes()
    assert one.forecast().tobytes() == two.forecast().tobytes()
    assert not np.array_equal(one.paths(200, seed=9), one.paths(200, seed=10))


def test_paths_agree_with_forecast_quantiles() -> None:
    found = fit(panel(gappy(walk(120), [40, 41])))

    draws = found.paths(20_000, seed=2)[0]

    below = (draws[:, :, None] <= found.forecast((0.1, 0.5, 0.9))[0][None]).mean(axis=0)
    np.testing.assert_allclose(below, np.tile([0.1, 0.5, 0.9], (24, 1)), atol=0.012)


def test_sums_of_joint_paths_are_wider_than_independent_months_would_be() -> None:
    draws = fit(panel(walk(120))).paths(4000, seed=2)[0][:, :12]

    joint = draws.sum(axis=1).std()
    independent = np.sqrt((draws.std(axis=0) ** 2).sum())

    assert joint > 1.5 * independent


@pytest.mark.parametrize(("kind", "low", "high"), [("count", 0, np.inf), ("share", 0, 100)])
def test_nothing_impossible_is_forecast(kind: MeasureKind, low: float, high: float) -> None:
    rng = np.random.default_rng(7)
    values = np.clip(30 - 0.25 * np.arange(100) + 8 * rng.normal(size=100), 0, 100)

    found = fit(panel(values, kind), scale="raw")

    assert found.forecast((0.01, 0.99)).min() == low
    assert found.paths(500, seed=1).min() >= low
    assert found.paths(500, seed=1).max() <= high


def test_a_clear_slope_is_found_with_its_sign() -> None:
    t = np.arange(96)
    noise = np.random.default_rng(8).normal(size=(2, 96))
    values = np.array([500 + 3 * t, 900 - 3 * t]) + 10 * noise

    slope = fit(panel(values, "amount"), scale="raw").slope()

    np.testing.assert_allclose(slope.mean, [3, -3], atol=0.8)
    assert slope.probability_rising[0] > 0.99
    assert slope.probability_rising[1] < 0.01
    assert np.all(np.diff(slope.quantiles, axis=1) > 0)


def test_months_before_the_first_and_after_the_last_figure_do_not_count() -> None:
    values = walk(84)
    padded = np.concatenate([[np.nan] * 5, values, [np.nan] * 7])

    found = fit(panel([padded], keys=("a",)))

    np.testing.assert_array_equal(found.forecast(), fit(panel([values], keys=("a",))).forecast())
    assert found.first_ahead(0) == FIRST.shift(5 + 84)


def test_one_huge_outlier_widens_intervals_and_breaks_nothing() -> None:
    values = walk(96)
    spoilt = values.copy()
    spoilt[50] *= 1000

    plain, wide = (fit(panel(v, "amount")).forecast() for v in (values, spoilt))

    assert np.isfinite(wide).all()
    assert (wide[0, 0, 4] - wide[0, 0, 0]) > (plain[0, 0, 4] - plain[0, 0, 0])


def test_best_point_and_weight_of_the_edge_are_reported() -> None:
    rng = np.random.default_rng(9)
    turning = np.cumsum(np.cumsum(rng.normal(size=150))) + 500  # a slope that is itself a walk

    found = fit(panel([walk(150), turning], "index"))

    assert found.edge_weight[0] < 0.25 < found.edge_weight[1]
    assert found.best.tolist() == np.argmax(found.loglik, axis=1).tolist()


def simulated(rng: np.random.Generator, points: Floats, months: int, *, season: float = 3.0) -> Floats:
    """Series that follow the model at `points`, one each."""
    count = len(points)
    noise = np.sqrt(points)[:, :, None] * rng.normal(size=(count, 4, months))
    level, slope = np.zeros(count), np.zeros(count)
    seasons = list(season * rng.normal(size=(11, count)))
    out = np.empty((count, months))
    for t in range(months):
        level = level + slope + noise[:, 1, t]
        slope = slope + noise[:, 2, t]
        seasons.append(noise[:, 3, t] - sum(seasons[-11:]))
        out[:, t] = level + seasons[-1] + noise[:, 0, t]
    return out


def coverage(values: Floats, kind: MeasureKind, months: int) -> tuple[float, float, float, float]:
    """Shares of held-out months, and of twelve-month totals, inside their 80 and 95 percent intervals."""
    found = fit(panel(values[:, :months], kind))
    held = values[:, months : months + 24]
    quantiles = found.forecast((0.025, 0.1, 0.9, 0.975))
    total = held[:, :12].sum(axis=1)
    below = np.array(
        [
            np.mean(found.paths(800, seed=1, rows=[s])[0][:, :12].sum(axis=1) < total[s])
            for s in range(len(held))
        ]
    )
    return (
        float(np.mean((held[:, 11] > quantiles[:, 11, 1]) & (held[:, 11] < quantiles[:, 11, 2]))),
        float(np.mean((held[:, 11] > quantiles[:, 11, 0]) & (held[:, 11] < quantiles[:, 11, 3]))),
        float(np.mean((below > 0.1) & (below < 0.9))),
        float(np.mean((below > 0.025) & (below < 0.975))),
    )


def from_the_model(rng: np.random.Generator, count: int) -> tuple[Floats, MeasureKind]:
    points = variances()[rng.integers(len(variances()), size=count)]
    return simulated(rng, points, 144), "index"


def running_sums(rng: np.random.Generator, count: int) -> tuple[Floats, MeasureKind]:
    points = variances()[rng.integers(len(variances()), size=count)]
    months = simulated(rng, points, 155)
    sums = np.array([np.convolve(row, np.ones(12), "valid") for row in months])
    return sums - sums.min() + 1, "running_sum"


def counts(rng: np.random.Generator, count: int) -> tuple[Floats, MeasureKind]:
    level = rng.choice([1e-4, 4e-4, 1.6e-3], count)
    slope = rng.choice([0, 1e-7, 1e-6], count)
    points = np.column_stack([np.zeros(count), level, slope, rng.choice([0, 1e-5], count)])
    rate = np.exp(simulated(rng, points, 144, season=0.1)) * rng.choice([60, 300, 2000], count)[:, None]
    spread = rng.choice([30, 100, 400], count)[:, None]
    return rng.poisson(rng.gamma(spread, rate / spread)).astype(float), "count"


def check_coverage(generator: Generator, count: int, seed: int) -> None:
    values, kind = generator(np.random.default_rng(seed), count)

    found = coverage(values, kind, 120)

    # Three and a half standard errors of the share inside, and one point for the Monte Carlo of the paths.
    for share, nominal in zip(found, (0.8, 0.95, 0.8, 0.95), strict=True):
        allowed = 3.5 * np.sqrt(nominal * (1 - nominal) / count) + 0.01
        assert share == pytest.approx(nominal, abs=allowed)


GENERATORS: list[Generator] = [from_the_model, running_sums, counts]


@pytest.mark.parametrize("generator", GENERATORS)
def test_intervals_of_months_and_annual_totals_cover_as_stated(generator: Generator) -> None:
    check_coverage(generator, 250, seed=20)


@pytest.mark.long
@pytest.mark.parametrize("seed", [31, 32, 33])
@pytest.mark.parametrize("generator", GENERATORS)
def test_intervals_cover_as_stated_over_many_series(generator: Generator, seed: int) -> None:
    check_coverage(generator, 3000, seed)
