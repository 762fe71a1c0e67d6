# SPDX-License-Identifier: Apache-2.0
"""All questions' monthly series fitted together, and what the fit says about each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from rumbo.assess.fitted import Fit
from rumbo.assess.panel import Panel
from rumbo.assess.question import Question
from rumbo.assess.refusals import Refusal, in_words
from rumbo.assess.results import Estimate, Fan, Trend
from rumbo.assess.standing import comparable
from rumbo.assess.structural import fit
from rumbo.terms import Period, Text, both
from rumbo.terms.unit import MeasureKind

__all__ = ["FAN_LEVELS", "FAN_MONTHS", "HORIZON", "Found", "fitted_together"]

HORIZON = 60
"""Months ahead that are simulated, the same for every question: so no answer depends on its company."""
FAN_MONTHS = 24
FAN_LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Found:
    """What fitting gave for one question: everything, or the reason there is nothing."""

    fit: Fit | None = None
    row: int = 0
    refusal: Refusal | None = None
    trend: Trend | None = None
    fan: Fan | None = None


def fitted_together(questions: dict[str, Question]) -> dict[str, Found]:
    """One fit for all monthly series of each kind; keyed by digest, which also seeds the paths."""
    found = {name: Found(refusal=not_fitted(question)) for name, question in questions.items()}
    alike: dict[MeasureKind, list[str]] = defaultdict(list)
    for name, question in questions.items():
        if found[name].refusal is None:
            alike[question.kind].append(name)
    for kind, names in alike.items():
        spans = [comparable(questions[name]) for name in names]
        first = min(span[0].period.first for span in spans)
        last = max(span[-1].period.first for span in spans)
        values = np.full((len(names), last - first + 1), np.nan)
        for row, span in enumerate(spans):
            values[row, [f.period.first - first for f in span]] = [f.value for f in span]
        fitted = fit(Panel(values, Period(first), tuple(names), kind), horizon=HORIZON)
        trends, fans = trends_of(fitted), fans_of(fitted)
        for row, name in enumerate(names):
            refusal = bridged(questions[name], fitted.refusals[row])
            found[name] = Found(fitted, row, refusal, trends[row], fans[row])
    return found


def not_fitted(question: Question) -> Refusal | None:
    """Why a question's figures are not even handed to the model."""
    if not question.figures:
        return Refusal("no_figures", both("There are no figures."))
    if not question.complete:
        return Refusal("no_complete_period", both("Every figure may still change; none is complete."))
    is_monthly = question.window == "month" or question.kind == "running_sum"
    if not is_monthly:
        return Refusal(
            "no_model",
            both("The figures are not monthly ones that can be fitted: they are compared, without a trend."),
        )
    if not comparable(question):
        return bridged(question, Refusal("too_few_figures", Text()))
    return None


def bridged(question: Question, refusal: Refusal | None) -> Refusal | None:
    """A refusal for want of figures, in the words of the break that took them away."""
    if refusal is None or refusal.code != "too_few_figures" or not question.breaks:
        return refusal
    latest = max(question.breaks, key=lambda one: one.period.first)
    since = comparable(question)
    return Refusal(
        "break_unbridged",
        both(
            "The figures changed in {period} ({change}); the comparable ones since then ({n}) are too few "
            "for a trend.",
            period=in_words(latest.period),
            change=latest.text,
            n=len(since),
        ),
    )


def trends_of(fitted: Fit) -> list[Trend | None]:
    """
    Change per year, with its 95 percent interval, for each series.

    For monthly figures it is that of the underlying level. A running twelve-month sum goes on falling
    for a year after its months have stopped to, so its trend is how far the sum twelve months ahead
    lies from the last one, which is what a reader of that sum means by rising or falling.
    """
    if fitted.panel.kind == "running_sum":
        yearly, rising = fitted.change_ahead((0.025, 0.5, 0.975), months=12)
    else:
        slope = fitted.slope((0.025, 0.5, 0.975))
        yearly, rising = 12 * slope.quantiles, slope.probability_rising
    trends: list[Trend | None] = []
    for row, refusal in enumerate(fitted.refusals):
        if refusal is not None:
            trends.append(None)
            continue
        is_relative = fitted.scale[row] == "log"
        ends = np.expm1(yearly[row]) if is_relative else yearly[row]
        low, middle, high = (float(x) for x in ends)
        trends.append(Trend(Estimate(middle, low, high), float(rising[row]), is_relative))
    return trends


def fans_of(fitted: Fit) -> list[Fan | None]:
    """Forecast quantiles of the next months, for each series."""
    quantiles = fitted.forecast(FAN_LEVELS, months=FAN_MONTHS)
    fans: list[Fan | None] = []
    for row, refusal in enumerate(fitted.refusals):
        if refusal is not None:
            fans.append(None)
            continue
        first = fitted.first_ahead(row)
        periods = tuple(first.shift(step) for step in range(FAN_MONTHS))
        fans.append(Fan(periods, FAN_LEVELS, tuple(tuple(map(float, q)) for q in quantiles[row].T)))
    return fans
