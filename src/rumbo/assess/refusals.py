# SPDX-License-Identifier: Apache-2.0
"""When a series is not fitted, and the words for it: a refusal is an answer, a silent ``nan`` is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.grid import MONTHLY, RUNNING_SUM, Differencing
from rumbo.terms import Period, Text, both
from rumbo.terms.number import number
from rumbo.terms.period import day_label
from rumbo.terms.unit import MeasureKind

__all__ = [
    "FEWEST_FIGURES",
    "LARGEST_GAP_SHARE",
    "SMALLEST_MEAN_COUNT",
    "Refusal",
    "day_in_words",
    "differencing_of",
    "in_words",
    "refusal_of",
    "trimmed",
]

FEWEST_FIGURES = 36
"""Thirteen figures are used up as starting values; the rest must show each calendar month twice more."""
LARGEST_GAP_SHARE = 1 / 3
SMALLEST_MEAN_COUNT = 5.0
"""Below five things a month the normal model is wrong about zeros and about sums."""
REGULAR = 1e-10
"""Differences this small beside the figures are rounding: there is no noise to learn from."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Refusal:
    """Why a series was not fitted."""

    code: str
    text: Text


def differencing_of(kind: MeasureKind) -> Differencing:
    """The differencing that leaves a moving average, for figures of `kind`."""
    return RUNNING_SUM if kind == "running_sum" else MONTHLY


def trimmed(row: Floats) -> tuple[int, Floats]:
    """Column of the first figure, and the row from the first to the last figure."""
    seen = np.flatnonzero(~np.isnan(row))
    if not len(seen):
        return 0, row[:0]
    return int(seen[0]), row[seen[0] : seen[-1] + 1]


def refusal_of(row: Floats, kind: MeasureKind) -> Refusal | None:
    """
    Why the series `row` cannot be fitted, or ``None`` if it can.

    Parameters
    ----------
    row : (T,) float64
        Figures by month, ``nan`` for none.
    kind : str
        What one figure is.

    Examples
    --------
    >>> refusal_of(np.zeros(60), "count").code, refusal_of(np.arange(12.0), "count").code
    ('constant', 'too_few_figures')
    """
    _, span = trimmed(row)
    figures = span[~np.isnan(span)]
    refusal = too_few(figures, span) or too_regular(figures, span, kind)
    if refusal is None and kind == "count" and figures[-36:].mean() < SMALLEST_MEAN_COUNT:
        refusal = Refusal(
            "small_counts",
            both(
                "The last 36 figures average {mean} a month; below {least} a model for small counts is "
                "needed, which is not part of this assessment.",
                mean=number(float(figures[-36:].mean())),
                least=number(SMALLEST_MEAN_COUNT),
            ),
        )
    return refusal


def too_few(figures: Floats, span: Floats) -> Refusal | None:
    """Refuse what is empty, short or full of gaps."""
    if not len(figures):
        return Refusal("no_figures", both("There are no figures."))
    if len(figures) < FEWEST_FIGURES:
        return Refusal(
            "too_few_figures",
            both(
                "Monthly figures: {n}; a trend apart from the season needs at least {least}.",
                n=len(figures),
                least=FEWEST_FIGURES,
            ),
        )
    gaps = len(span) - len(figures)
    if gaps > LARGEST_GAP_SHARE * len(span):
        return Refusal(
            "too_many_gaps",
            both(
                "Months without a figure: {gaps} of {months}; at most a third may be missing.",
                gaps=gaps,
                months=len(span),
            ),
        )
    return None


def too_regular(figures: Floats, span: Floats, kind: MeasureKind) -> Refusal | None:
    """Refuse what never changes, what repeats exactly, and calendar months hardly ever seen."""
    if np.ptp(figures) == 0:
        return Refusal(
            "constant",
            both("Every figure is {value}; nothing can be learnt about change.", value=number(figures[0])),
        )
    differencing = differencing_of(kind)
    if kind != "running_sum":
        seen = [int(np.sum(~np.isnan(span[month::12]))) for month in range(12)]
        if min(seen) < 2:
            return Refusal(
                "calendar_month_unseen",
                both("One calendar month has fewer than two figures, so its season cannot be told."),
            )
    scales = [span] if figures.min() <= 0 else [span, np.log(span)]
    for values in scales:
        w = differencing.apply((values - np.nanmean(values))[:, None])
        w = w[~np.isnan(w)]
        if len(w) and np.abs(w).max() <= REGULAR * np.nanmax(np.abs(values)):
            return Refusal(
                "no_variation",
                both("The figures repeat or grow by a fixed rule exactly; there is no noise to learn from."),
            )
    return None


def day_in_words(day: dt.date) -> Text:
    """A day in words, in both languages."""
    return Text(en=day_label(day, "en"), es=day_label(day, "es"))


def in_words(period: Period) -> Text:
    """A period in words, in both languages."""
    return Text(en=period.label("en"), es=period.label("es"))
