# SPDX-License-Identifier: Apache-2.0
"""Plain arithmetic on published figures: like against like, twelve months against twelve, what stands out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.grid import Differencing
from rumbo.assess.results import Comparison, Figure
from rumbo.terms import Period
from rumbo.terms.unit import MeasureKind

__all__ = ["compare_year_before", "extreme_column", "is_in_points", "months_ending"]

POINT_KINDS: tuple[MeasureKind, ...] = ("share", "index", "rate")
EXTREME = 10.0
"""A figure this many usual deviations from what its neighbours imply is pointed out."""


def is_in_points(kind: MeasureKind) -> bool:
    """True when a change is a difference in points and not a percentage of the base."""
    return kind in POINT_KINDS


def compare_year_before(figures: Sequence[Figure], kind: MeasureKind) -> Comparison | None:
    """
    The latest figure against the like-for-like one twelve months before.

    Parameters
    ----------
    figures : sequence of Figure
        Complete figures, oldest first.
    kind : str
        What one figure is; shares, rates and indices are compared in points.

    Returns
    -------
    Comparison or None
        ``None`` when either figure is not there.

    Examples
    --------
    >>> year = [Figure(Period.parse("2018"), 50.0), Figure(Period.parse("2019"), 40.0)]
    >>> compare_year_before(year, "count").share
    -0.2
    """
    if not figures:
        return None
    latest = figures[-1]
    earlier = latest.period.a_year_before()
    before = next((f for f in figures if f.period == earlier), None)
    if before is None:
        return None
    difference = latest.value - before.value
    is_percentage = not is_in_points(kind) and before.value > 0
    return Comparison(latest, before, difference, difference / before.value if is_percentage else None)


def months_ending(figures: Sequence[Figure], last: Period, count: int = 12) -> float | None:
    """
    Sum of the `count` monthly figures that end with `last`; ``None`` if one is missing.

    Examples
    --------
    >>> months = [Figure(Period.month(2020, m), float(m)) for m in range(1, 13)]
    >>> months_ending(months, Period.parse("2020-12")), months_ending(months, Period.parse("2020-11"))
    (78.0, None)
    """
    values = {f.period.first: f.value for f in figures if f.period.kind == "month"}
    wanted = range(last.first - count + 1, last.first + 1)
    return sum(values[m] for m in wanted) if all(m in values for m in wanted) else None


def extreme_column(span: NDArray[np.float64], differencing: Differencing) -> int | None:
    """
    Column of the figure farthest from what the months around it imply, if it is extreme.

    A single wrong or exceptional figure leaves a known pattern in the differences. The figure whose
    pattern is strongest counts as extreme beyond ten times the usual deviation (from the median).

    Parameters
    ----------
    span : (T,) float64
        Figures by month on the fitted scale, without gaps at the ends; gaps inside are bridged.
    differencing : Differencing
    """
    known = np.flatnonzero(~np.isnan(span))
    filled = np.interp(np.arange(len(span)), known, span[known])
    w = differencing.apply(filled[:, None])[:, 0]
    patterns = differencing.apply(np.eye(len(span)))
    strength = np.abs(patterns.T @ w) / np.sqrt((patterns**2).sum(axis=0))
    usual = 1.4826 * float(np.median(strength[known]))
    worst = int(known[np.argmax(strength[known])])
    return worst if usual > 0 and strength[worst] > EXTREME * usual else None
