# SPDX-License-Identifier: Apache-2.0
"""Where an indicator stands: which of its figures may be compared, with what, and whether it got worse."""

from __future__ import annotations

from rumbo.assess.change import compare_year_before, months_ending
from rumbo.assess.question import Question
from rumbo.assess.results import Comparison, Figure
from rumbo.terms import Period

__all__ = ["comparable", "figure_for", "is_worse", "latest_value", "like_for_like", "needed_periods"]


def comparable(question: Question) -> tuple[Figure, ...]:
    """The complete figures since the last break; a running sum has to be clear of it altogether."""
    since = max((one.period.first for one in question.breaks), default=None)
    if since is None:
        return question.complete
    clear = since + (11 if question.kind == "running_sum" else 0)
    return tuple(f for f in question.complete if f.period.first >= clear)


def like_for_like(question: Question) -> Comparison | None:
    """The latest complete figure against a year before; never across a break."""
    return compare_year_before(comparable(question), question.kind)


def needed_periods(question: Question, by: Period) -> tuple[Period, ...]:
    """The periods of the series whose figures add up to that of `by`; empty if none do."""
    if question.window == "twelve_months_ending":
        return by.months[-1:]
    if question.window == "month" and (question.kind in ("count", "amount") or by.kind == "month"):
        return by.months
    is_same = bool(question.series) and question.series[-1].period.kind == by.kind
    return (by,) if is_same else ()


def figure_for(question: Question, period: Period) -> float | None:
    """The figure of `period` on the question's own definition, if it is completely reported."""
    needed = needed_periods(question, period)
    known = {f.period: f.value for f in question.complete}
    return sum(known[p] for p in needed) if needed and all(p in known for p in needed) else None


def latest_value(question: Question, like: Period) -> float | None:
    """
    The latest figure that may be held against one for `like`.

    Where months are added up it is the sum of the latest months, as many as `like` has, if that is
    whole years (any other stretch would compare seasons); else the latest figure itself.
    """
    figures = comparable(question)
    needed = needed_periods(question, like)
    if not figures or not needed:
        return None
    if len(needed) == 1:
        is_season = question.window == "month" and question.kind in ("count", "amount")
        return None if is_season else figures[-1].value
    return months_ending(figures, figures[-1].period, len(needed)) if len(needed) % 12 == 0 else None


def is_worse(question: Question) -> bool:
    """
    True when the latest figure is worse than a year before or than the baseline, like against like.

    Monthly counts are compared as sums of twelve months where there are twenty-four.
    """
    pairs = [year_apart(question)]
    base = question.baseline
    if base is not None and not any(base.period.first < one.period.first for one in question.breaks):
        pairs.append((latest_value(question, base.period), base.value))
    sign = 1 if question.direction == "down" else -1
    return any(now is not None and then is not None and sign * (now - then) > 0 for now, then in pairs)


def year_apart(question: Question) -> tuple[float | None, float | None]:
    """The latest figure and the one a year before; sums of twelve months where months are counted."""
    figures = comparable(question)
    if figures and question.window == "month" and question.kind in ("count", "amount"):
        last = figures[-1].period
        now, before = months_ending(figures, last), months_ending(figures, last.a_year_before())
        if now is not None and before is not None:
            return now, before
    comparison = like_for_like(question)
    return (comparison.latest.value, comparison.before.value) if comparison else (None, None)
