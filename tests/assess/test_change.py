# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterable

import numpy as np
import pytest

from rumbo.assess.change import compare_year_before, extreme_column, months_ending
from rumbo.assess.grid import MONTHLY, RUNNING_SUM, Differencing
from rumbo.assess.results import Comparison, Figure
from rumbo.terms import Period
from rumbo.terms.unit import MeasureKind


def figures(values: Iterable[float], first: str) -> list[Figure]:
    start = Period.parse(first)
    return [Figure(start.shift(i), float(v)) for i, v in enumerate(values)]


def test_latest_is_held_against_the_same_month_a_year_before() -> None:
    listed = figures(range(100, 113), "2019-01")

    assert compare_year_before(listed, "count") == Comparison(listed[-1], listed[0], 12.0, 0.12)


@pytest.mark.parametrize("kind", ["share", "rate", "index"])
def test_shares_rates_and_indices_differ_in_points(kind: MeasureKind) -> None:
    comparison = compare_year_before(figures([72.9, 68.1], "2018"), kind)

    assert comparison is not None
    assert comparison.difference == pytest.approx(-4.8)
    assert comparison.share is None


def test_a_base_of_zero_has_no_percentage() -> None:
    comparison = compare_year_before(figures([0, 5], "FY2018"), "count")

    assert comparison is not None
    assert comparison.share is None


@pytest.mark.parametrize("listed", [[], figures([1], "2019-Q2"), figures(range(12), "2019-01")])
def test_without_a_figure_a_year_before_there_is_no_comparison(listed: list[Figure]) -> None:
    assert compare_year_before(listed, "count") is None


def test_quarters_are_compared_with_the_same_quarter() -> None:
    comparison = compare_year_before(figures([10, 20, 30, 40, 11], "2018-Q4"), "count")

    assert comparison is not None
    assert (str(comparison.before.period), str(comparison.latest.period)) == ("2018-Q4", "2019-Q4")


def test_twelve_months_are_summed_only_when_all_are_there() -> None:
    listed = figures(range(1, 14), "2019-01")

    assert months_ending(listed, Period.parse("2019-12")) == 78
    assert months_ending(listed[:5] + listed[6:], Period.parse("2019-12")) is None


@pytest.mark.parametrize("place", [0, 20, 40, 59])
@pytest.mark.parametrize("differencing", [MONTHLY, RUNNING_SUM])
def test_an_extreme_figure_is_found_where_it_stands(differencing: Differencing, place: int) -> None:
    values = np.random.default_rng(3).normal(size=60).cumsum() + 100
    assert extreme_column(values, differencing) is None

    values[place] += 60

    assert extreme_column(values, differencing) == place
