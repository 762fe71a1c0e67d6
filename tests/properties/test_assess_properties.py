# SPDX-License-Identifier: Apache-2.0
"""What holds for every series and every question."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from rumbo.assess.indicator import assess_indicator
from rumbo.assess.panel import Panel
from rumbo.assess.question import Observation, Question, StatedTarget
from rumbo.assess.results import VERDICTS
from rumbo.assess.structural import fit
from rumbo.assess.verdicts import Findings, rule
from rumbo.errors import InputError
from rumbo.terms import Period

Floats = NDArray[np.float64]
FIRST = Period.parse("2012-01")
few = settings(max_examples=25, deadline=None)


@st.composite
def walks(draw: st.DrawFn, *, rows: int = 3) -> Floats:
    """Rows of random walks with noise, well above zero, some months missing."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    length = draw(st.integers(40, 90))
    values = 400 + 6 * rng.normal(size=(rows, length)).cumsum(axis=1) + 9 * rng.normal(size=(rows, length))
    for row in range(rows):
        values[row, rng.choice(np.arange(1, length - 1), draw(st.integers(0, 3)), replace=False)] = np.nan
    return values


def panel(values: Floats, keys: str = "abc") -> Panel:
    return Panel(values, FIRST, tuple(keys), "amount")


@few
@given(values=walks(), order=st.permutations(range(3)))
def test_permuting_series_permutes_results(values: Floats, order: list[int]) -> None:
    one = fit(panel(values))
    two = fit(panel(values[order], "".join("abc"[i] for i in order)))

    np.testing.assert_array_equal(two.forecast(), one.forecast()[order])
    np.testing.assert_array_equal(two.paths(20, seed=1), one.paths(20, seed=1)[order])
    np.testing.assert_array_equal(two.slope().quantiles, one.slope().quantiles[order])


@few
@given(values=walks(), constant=st.floats(-100, 10_000))
def test_adding_a_constant_shifts_the_level_and_nothing_else(values: Floats, constant: float) -> None:
    one = fit(panel(values), scale="raw")
    two = fit(panel(values + constant), scale="raw")

    np.testing.assert_allclose(two.mean[: len(one.mean)] - constant, one.mean, rtol=1e-6, atol=1e-5)
    np.testing.assert_allclose(two.slope().mean, one.slope().mean, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(two.sd, one.sd, rtol=1e-6)


@few
@given(values=walks(), power=st.integers(-9, 9))
def test_scaling_scales(values: Floats, power: int) -> None:
    one, two = fit(panel(values)), fit(panel(values * 10.0**power))

    assert one.scale == two.scale
    np.testing.assert_allclose(two.forecast() / 10.0**power, one.forecast(), rtol=1e-7)
    np.testing.assert_allclose(
        two.slope().probability_rising, one.slope().probability_rising, rtol=1e-6, atol=1e-9
    )


@few
@given(values=walks(rows=1))
def test_turning_a_series_upside_down_turns_its_slope(values: Floats) -> None:
    up, down = (fit(Panel(v, FIRST, ("a",), "index"), scale="raw").slope() for v in (values, 1000 - values))

    np.testing.assert_allclose(down.mean, -up.mean, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(down.probability_rising, 1 - up.probability_rising, rtol=1e-6, atol=1e-9)


@few
@given(values=walks())
def test_quantiles_rise_with_their_levels_and_weights_add_to_one(values: Floats) -> None:
    found = fit(panel(values))
    fitted = np.array([refusal is None for refusal in found.refusals])  # gaps can hide a calendar month

    assert np.all(np.diff(found.forecast((0.01, 0.1, 0.5, 0.9, 0.99))[fitted], axis=2) > 0)
    np.testing.assert_allclose(found.weights[fitted].sum(axis=1), 1.0)


figures = st.one_of(
    st.none(),
    st.floats(0, 1e12, allow_nan=False),
    st.sampled_from([0.0, 1.0, 1e-9, 1e9, 1e-100, 1e100, 5e-324, 1.7e308]),
    st.floats(-10, -1e-3),
)


@settings(max_examples=150, deadline=None)
@given(
    values=st.one_of(
        st.lists(figures, max_size=90),
        st.builds(lambda v, n: [v] * n, figures, st.integers(0, 90)),
        st.builds(lambda v, w, n: [v, w] * n, figures, figures, st.integers(18, 45)),
        st.builds(lambda v, w, n: [v] * n + [w] * (84 - n), figures, figures, st.integers(0, 84)),
    ),
    unit=st.sampled_from(["victims", "percent", "per_100k", "index_0_1", "lb", "deaths_12_months"]),
    direction=st.sampled_from(["down", "up", "context"]),
    open_months=st.integers(0, 5),
    target=st.none() | st.floats(0, 1e9),
)
def test_every_question_gets_a_verdict_with_a_reason_or_a_refusal_with_words(
    values: list[float | None], unit: str, direction: Any, open_months: int, target: float | None
) -> None:
    series = tuple(Observation(FIRST.shift(i), value) for i, value in enumerate(values))
    try:
        question = Question(
            "x",
            dt.date(2022, 1, 1),
            direction,
            unit,
            "twelve_months_ending" if unit == "deaths_12_months" else "month",
            series,
            open_months=open_months,
            targets=() if target is None else (StatedTarget(Period.parse("2022"), value=target),),
        )
    except InputError as error:
        refused = [fault.what for fault in error.faults]
        given = [v for v in values if v is not None and (v >= 0 or unit != "index_0_1")]
        absurd = [v for v in (*given, target or 0.0) if v < 0 or 0 < v < 1e-100 or v > 1e100]
        assert len(refused) == len(absurd) > 0
        return

    assessment = assess_indicator(question)

    assert assessment.verdict in VERDICTS
    assert assessment.reason.is_complete
    assert (assessment.verdict == "cannot_assess") == (assessment.refusal is not None)
    assert assessment.probability is None or 0 <= assessment.probability <= 1
    if assessment.fan is not None:
        assert np.isfinite(assessment.fan.quantiles).all()
        assert np.all(np.diff(assessment.fan.quantiles, axis=0) >= 0)


@given(
    direction=st.sampled_from(["down", "up", "context"]),
    rising=st.none() | st.floats(0, 1),
    is_worse=st.booleans(),
)
def test_every_finding_has_a_verdict_in_words(
    direction: Any, rising: float | None, *, is_worse: bool
) -> None:
    ruling = rule(Findings(direction, probability_rising=rising, is_worse=is_worse))

    assert ruling.reason.is_complete
    assert ruling.verdict in VERDICTS


@few
@given(values=walks(rows=1), cut=st.integers(36, 39))
def test_figures_after_the_open_months_begin_change_nothing(values: Floats, cut: int) -> None:
    """What is open may be revised to anything: the answer stays."""
    row = np.nan_to_num(values[0], nan=400.0)[: cut + 3]

    def answer(tail: float) -> Any:
        months = [*row[:cut], tail, tail, tail]
        series = tuple(Observation(FIRST.shift(i), float(v)) for i, v in enumerate(months))
        return assess_indicator(
            Question("x", dt.date(2022, 1, 1), "down", "victims", "month", series, open_months=3)
        )

    one, two = answer(1.0), answer(9999.0)

    assert (one.verdict, one.reason, one.trend, one.fan) == (two.verdict, two.reason, two.trend, two.fan)
    assert one.comparison == two.comparison
    assert one.inputs != two.inputs


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(values=walks(rows=1))
def test_forecast_of_many_series_is_finite_and_ordered(values: Floats) -> None:
    found = fit(Panel(values, FIRST, ("a",), "amount"), horizon=60)
    quantiles = found.forecast()

    assert np.isfinite(quantiles).all() == (found.refusals[0] is None)
    assert found.refusals[0] or np.all(np.diff(quantiles, axis=2) >= 0)
