# SPDX-License-Identifier: Apache-2.0
"""
What an assessment says: plain frozen records, each number with its interval, each doubt in words.

Nothing here computes; `rumbo.assess.indicator` fills these in and `rumbo.publish` shows them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from rumbo.terms import Period, Text

Verdict = Literal["met", "on_course", "uncertain", "off_course", "worsening", "cannot_assess", "context"]
VERDICTS: tuple[Verdict, ...] = (
    "met", "on_course", "uncertain", "off_course", "worsening", "cannot_assess", "context",
)  # fmt: skip


@dataclass(frozen=True)
class Caveat:
    """A stated reason to trust a number less."""

    code: str
    text: Text


@dataclass(frozen=True)
class Estimate:
    """
    A value with its interval.

    Parameters
    ----------
    value, low, high : float
        Centre and ends, in the unit of whatever it estimates.
    coverage : float
        Nominal coverage of [low, high], 0.8 or 0.95.
    """

    value: float
    low: float
    high: float
    coverage: float = 0.95


@dataclass(frozen=True)
class Figure:
    """One observation as it is quoted: its value, what it describes, and whether it may still change."""

    period: Period
    value: float
    is_open: bool = False


@dataclass(frozen=True)
class Comparison:
    """
    The latest complete figure against the like-for-like one a year before.

    ``share`` is the relative change (0.28 for +28 percent), ``None`` for a base of zero or for a
    share or rate, where the difference in points is what is meant.
    """

    latest: Figure
    before: Figure
    difference: float
    share: float | None


@dataclass(frozen=True)
class Trend:
    """
    Change of the underlying level per year; of a running sum, its change over the year ahead.

    Parameters
    ----------
    per_year : Estimate
        Relative (0.05 = five percent a year) when ``is_relative``, else in the indicator's own unit.
    probability_rising : float
        Posterior probability that the change is a rise.
    """

    per_year: Estimate
    probability_rising: float
    is_relative: bool


@dataclass(frozen=True)
class Outlook:
    """
    Probability of reaching a target by its date, from joint paths on the target's own definition.

    ``needed_per_year`` is the relative change per year (-0.1 = ten percent less each year) that leads
    from the latest like figure to the target; ``None`` where that is not defined or no longer needed.
    """

    target: float
    by: Period
    probability: float
    needed_per_year: float | None = None


@dataclass(frozen=True)
class Fan:
    """Forecast quantiles per future period: ``quantiles[q][h]`` for the q of ``levels``."""

    periods: tuple[Period, ...]
    levels: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Assessment:
    """
    Everything said about one indicator as of one day.

    ``verdict`` is never bare: ``reason`` says why in both languages, ``probability`` is the one the
    verdict rests on where there is one, and ``refusal`` is the code of the reason it cannot be assessed.
    """

    indicator: str
    as_of: dt.date
    verdict: Verdict
    reason: Text
    probability: float | None = None
    refusal: str | None = None
    latest: Figure | None = None
    open_figures: tuple[Figure, ...] = ()
    """Later figures that may still change: to be shown as such, and used for nothing."""
    comparison: Comparison | None = None
    trend: Trend | None = None
    outlook: Outlook | None = None
    """For the target that counts now: the next one due, or the last one settled."""
    outlooks: tuple[Outlook, ...] = ()
    """For every official target that can be computed, contradicting ones side by side."""
    fan: Fan | None = None
    caveats: tuple[Caveat, ...] = ()
    method: Text = field(default_factory=Text)
    model: dict[str, str | float] = field(default_factory=dict)
    inputs: str = ""
    """SHA-256 over the figures assessed, so that anyone can tell whether two assessments saw the same."""
