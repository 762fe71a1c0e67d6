# SPDX-License-Identifier: Apache-2.0
"""The probability of reaching a target by its date, on the target's own definition."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rumbo.assess.fitting import Found
from rumbo.assess.question import Question, StatedTarget
from rumbo.assess.refusals import Refusal, in_words
from rumbo.assess.results import Outlook
from rumbo.assess.standing import figure_for, latest_value, needed_periods
from rumbo.terms import Period, both

__all__ = ["DRAWS", "Prospect", "prospect", "target_value"]

DRAWS = 10_000
"""Joint paths per series: a probability of one half is then known to within one point (two deviations)."""


@dataclass(frozen=True)
class Prospect:
    """What can be said about one target: an outlook, the figure that settled it, or why there is none."""

    target: StatedTarget
    outlook: Outlook | None = None
    reported: float | None = None
    refusal: Refusal | None = None


def prospect(question: Question, target: StatedTarget, found: Found, seed: int) -> Prospect:
    """
    The chance of reaching `target`.

    Months already reported count as they are; the others, open ones included, come from joint paths,
    because a sum of months is far more uncertain than independent months would make it.

    Parameters
    ----------
    question : Question
    target : StatedTarget
    found : Found
        What fitting gave for the question.
    seed : int
    """
    value = target_value(question, target)
    needed = needed_periods(question, target.by)
    refusal = broken(question, target) if needed else other_window(target)
    if value is None or refusal is not None:
        return Prospect(target, refusal=no_value(target) if value is None else refusal)
    known = {f.period: f.value for f in question.complete}
    reported = sum(known[p] for p in needed if p in known)
    if all(p in known for p in needed):
        outlook = Outlook(value, target.by, float(is_reached(question, reported, value)))
        return Prospect(target, outlook, reported=reported)
    if found.fit is None or found.refusal is not None:
        return Prospect(target, refusal=found.refusal)
    following = found.fit.first_ahead(found.row).first
    ahead = [p.first - following for p in needed if p not in known]
    if min(ahead) < 0 or max(ahead) >= found.fit.horizon:
        return Prospect(target, refusal=out_of_reach(target, is_gap=min(ahead) < 0))
    totals = reported + found.fit.paths(DRAWS, seed=seed, rows=[found.row])[0][:, ahead].sum(axis=1)
    probability = float(np.mean(totals <= value if question.direction == "down" else totals >= value))
    return Prospect(target, Outlook(value, target.by, probability, pace(question, target.by, value)))


def target_value(question: Question, target: StatedTarget) -> float | None:
    """The value to be reached: as stated, or the stated change applied to its base."""
    if target.value is not None or target.relative is None:
        return target.value
    base = question.baseline
    if base is not None and target.base in (None, base.period):
        return base.value * (1 + target.relative)
    if target.base is None:
        return None
    found = figure_for(question, target.base)
    return None if found is None else found * (1 + target.relative)


def is_reached(question: Question, value: float, target: float) -> bool:
    """True when `value` satisfies the target in the direction wanted."""
    return value <= target if question.direction == "down" else value >= target


def pace(question: Question, by: Period, target: float) -> float | None:
    """Relative change per year from the latest like figure to the target; ``None`` where none is defined."""
    latest = question.complete[-1].period
    now = latest_value(question, by)
    years = (by.first + by.length - latest.first - latest.length) / 12
    if now is None or now <= 0 or target <= 0 or years <= 0:
        return None
    return float((target / now) ** (1 / years) - 1)


def broken(question: Question, target: StatedTarget) -> Refusal | None:
    """Refuse a target whose base, or whose own months, lie on both sides of a break."""
    base = target.base or (question.baseline.period if question.baseline and target.relative else None)
    begins = target.by.first - (11 if question.kind == "running_sum" else 0)
    since = min(begins, base.first if base else begins)
    for one in question.breaks:
        if since < one.period.first < target.by.first + target.by.length:
            return Refusal(
                "break_unbridged",
                both(
                    "The figures changed in {period} ({change}); what was agreed before cannot be held "
                    "against what is counted since.",
                    period=in_words(one.period),
                    change=one.text,
                ),
            )
    return None


def no_value(target: StatedTarget) -> Refusal:
    """The words for a target without a number."""
    return Refusal(
        "target_without_value",
        both("The target for {by} has no value that can be computed.", by=in_words(target.by)),
    )


def other_window(target: StatedTarget) -> Refusal:
    """The words for a target on a period the series cannot be added up to."""
    return Refusal(
        "target_window",
        both("The target is for {by}, which figures of this kind do not add up to.", by=in_words(target.by)),
    )


def out_of_reach(target: StatedTarget, *, is_gap: bool) -> Refusal:
    """The words for a gap inside the target's own months, or a date too far ahead."""
    by = in_words(target.by)
    if is_gap:
        return Refusal("gap_in_target", both("A month that counts towards {by} has no figure.", by=by))
    return Refusal("target_too_far", both("{by} is farther ahead than forecasts are made.", by=by))
