# SPDX-License-Identifier: Apache-2.0
"""What is asked about one indicator: its figures as known on a day, and what they are held against."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from rumbo.assess.panel import impossible
from rumbo.assess.results import Caveat, Figure
from rumbo.errors import Fault, InputError
from rumbo.terms import Period, Text
from rumbo.terms.language import gettext as _
from rumbo.terms.period import Kind
from rumbo.terms.unit import MeasureKind, unit

__all__ = ["Base", "Break", "Observation", "Question", "StatedTarget", "Window"]

Direction = Literal["down", "up", "context"]
Window = Literal["month", "quarter", "calendar_year", "fiscal_year", "twelve_months_ending"]

PERIOD_KINDS: dict[Window, Kind] = {
    "month": "month",
    "quarter": "quarter",
    "calendar_year": "year",
    "fiscal_year": "fiscal_year",
    "twelve_months_ending": "month",
}


@dataclass(frozen=True)
class Observation:
    """One figure of a series; ``None`` where the source lists the period without a figure."""

    period: Period
    value: float | None
    status: str = ""


@dataclass(frozen=True)
class Base:
    """The value progress is counted from, and the period it describes."""

    value: float
    period: Period


@dataclass(frozen=True)
class StatedTarget:
    """
    A value an official document says is to be reached.

    Parameters
    ----------
    by : Period
        ``2024`` for a monthly count means the sum of that year's months; for a running twelve-month
        sum, the sum that ends with the period.
    value : float, optional
        As stated. Without it `relative` is applied to the base.
    relative : float, optional
        The change as stated: -0.15 for fifteen percent less.
    base : Period, optional
        What `relative` refers to; the question's baseline if not given.
    is_conflicting : bool
        True when another official target for the same indicator contradicts it.
    says : Text
        The target in the document's words, for reasons and tables.
    """

    by: Period
    value: float | None = None
    relative: float | None = None
    base: Period | None = None
    is_conflicting: bool = False
    says: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Break:
    """A change of definition or method: figures from `period` on are not comparable with earlier ones."""

    period: Period
    text: Text


@dataclass(frozen=True)
class Question:
    """
    One indicator as of one day.

    Parameters
    ----------
    indicator : str
    as_of : date
        The day whose knowledge is used.
    direction : str
        The way that is wanted: ``down``, ``up``, or ``context`` for a measure that is never judged.
    unit : str
        Id of the unit (`rumbo.terms.unit`).
    window : str
        What one figure covers, as in the indicator's definition.
    series : tuple of Observation
        As known on `as_of`, oldest first, each period once.
    open_months : int
        How many of the latest months may still fill up. Figures that touch them are reported as open
        and enter neither fit nor comparison.
    targets : tuple of StatedTarget
    baseline : Base, optional
    breaks : tuple of Break
    caveats : tuple of Caveat
        What the source and the plan have to say about the figures; shown first.
    released_on : date, optional
        When the vintage came out.
    is_release_inferred : bool
        True when that day is deduced and not printed anywhere.
    is_reconstructed : bool
        True when no vintage as old as `as_of` is held and a later one, cut off, stands in for it.
    is_survey : bool
        True for a survey estimate published without its sampling error.
    vintage : str
        Name of the release.

    Raises
    ------
    InputError
        If periods are unsorted, repeated, of the wrong kind or later than `as_of`, if a figure cannot be,
        or if the vintage is later than `as_of` without being declared a reconstruction.
    """

    indicator: str
    as_of: dt.date
    direction: Direction
    unit: str
    window: Window
    series: tuple[Observation, ...]
    open_months: int = 0
    targets: tuple[StatedTarget, ...] = ()
    baseline: Base | None = None
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    released_on: dt.date | None = None
    is_release_inferred: bool = False
    is_reconstructed: bool = False
    is_survey: bool = False
    vintage: str = ""

    def __post_init__(self) -> None:
        faults = [*self._series_faults(), *self._other_faults()]
        if faults:
            raise InputError.of(faults).at(self.indicator)

    def _series_faults(self) -> Iterator[Fault]:
        wanted = PERIOD_KINDS[self.window]
        for o in self.series:
            if o.period.kind != wanted:
                yield Fault(
                    _('period "{period}" in a series whose window is "{window}"').format(
                        period=o.period, window=self.window
                    )
                )
            if o.period.start > self.as_of:
                yield Fault(
                    _('period "{period}" begins after {day}').format(period=o.period, day=self.as_of),
                    expected=_("only what was known on the day asked about"),
                )
            if o.value is not None and impossible(np.array([o.value]), self.kind)[0]:
                yield Fault(
                    _("{value} is not a figure of this kind").format(value=o.value),
                    where=f"{self.indicator}, {o.period}",
                    expected=_("a number of ordinary size, not below zero where things are counted"),
                )
        for one, two in pairwise(self.series):
            if one.period.first >= two.period.first:
                yield Fault(
                    _('period "{after}" follows "{before}"').format(after=two.period, before=one.period),
                    expected=_("each period once, oldest first"),
                )

    def _other_faults(self) -> Iterator[Fault]:
        stated = [number for t in self.targets for number in (t.value, t.relative) if number is not None]
        base = [self.baseline.value] if self.baseline else []
        for number in (*stated, *base):
            if impossible(np.array([number]), "index")[0]:
                yield Fault(
                    _("{value} is not a value for a target or baseline").format(value=number),
                    expected=_("a number of ordinary size"),
                )
        if self.open_months < 0:
            yield Fault(_("{n} open months").format(n=self.open_months), expected=_("0 or more"))
        if self.released_on and self.released_on > self.as_of and not self.is_reconstructed:
            yield Fault(
                _("the vintage of {released} is later than {day}").format(
                    released=self.released_on, day=self.as_of
                ),
                expected=_("a vintage released by then, or one declared a reconstruction"),
            )
        is_running = unit(self.unit).kind == "running_sum"
        if is_running and self.series and self.window != "twelve_months_ending":
            yield Fault(
                _('unit "{unit}" with window "{window}"').format(unit=self.unit, window=self.window),
                expected="twelve_months_ending",
            )

    @property
    def kind(self) -> MeasureKind:
        """What one figure is: a count over the twelve months that end in a month is a running sum."""
        kind = unit(self.unit).kind
        is_running = self.window == "twelve_months_ending" and kind in ("count", "amount")
        return "running_sum" if is_running else kind

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every period with a figure, oldest first, marked open where it may still change."""
        known = [(o.period, o.value) for o in self.series if o.value is not None]
        if not known:
            return ()
        closed_before = known[-1][0].first + known[-1][0].length - self.open_months
        return tuple(
            Figure(
                period,
                value,
                is_open=period.first + period.length > closed_before or period.end > self.as_of,
            )
            for period, value in known
        )

    @property
    def complete(self) -> tuple[Figure, ...]:
        """The figures that are not open."""
        return tuple(f for f in self.figures if not f.is_open)
