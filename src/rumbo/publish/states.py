# SPDX-License-Identifier: Apache-2.0
"""
What was known about an indicator on each day that can be looked back to.

A day is worth a stop when a release came out on it or when the edition shows it. Each stop has the
release known then, the one before it (to tell what was revised) and the assessment made as of it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rumbo.assess.results import Assessment, Figure
from rumbo.publish.dossier import Dossier, VintageSeries
from rumbo.terms import Period


@dataclass(frozen=True)
class Stop:
    """One day looked back to, with what was known on it; ``vintage`` is None before the first release."""

    on: dt.date
    vintage: VintageSeries | None
    previous: VintageSeries | None
    assessment: Assessment | None
    is_edition_day: bool


def known_on(dossier: Dossier, on: dt.date) -> tuple[VintageSeries | None, VintageSeries | None]:
    """The last release up to `on`, and the one before it."""
    released = [vintage for vintage in dossier.vintages if vintage.released_on <= on]
    return (released[-1] if released else None, released[-2] if len(released) > 1 else None)


def stops(dossier: Dossier, as_of_days: tuple[dt.date, ...]) -> tuple[Stop, ...]:
    """Every day worth stopping at, oldest first; none later than the edition's own."""
    last = as_of_days[-1]
    releases = {vintage.released_on for vintage in dossier.vintages if vintage.released_on <= last}
    listed = []
    for on in sorted(releases | set(as_of_days)):
        vintage, previous = known_on(dossier, on)
        if vintage is not None or on in as_of_days:
            listed.append(Stop(on, vintage, previous, dossier.assessments.get(on), on in as_of_days))
    return tuple(listed)


def values_of(vintage: VintageSeries | None) -> dict[Period, float]:
    """The figures of a release by period, without the empty ones."""
    if vintage is None:
        return {}
    return {datum.period: datum.value for datum in vintage.data if datum.value is not None}


def last_month(period: Period) -> int:
    """The last month a period covers, counted as `Period.first` is."""
    return period.first + period.length - 1


def open_periods(vintage: VintageSeries | None, open_months: int) -> frozenset[Period]:
    """The periods of a release that may still fill up: those that reach into its last `open_months`."""
    held = values_of(vintage)
    if not held or open_months <= 0:
        return frozenset()
    edge = max(last_month(period) for period in held) - open_months
    return frozenset(period for period in held if last_month(period) > edge)


def latest_figure(vintage: VintageSeries | None, open_months: int) -> Figure | None:
    """The latest complete figure of a release; the latest open one where none is complete."""
    held = values_of(vintage)
    if not held:
        return None
    still_open = open_periods(vintage, open_months)
    complete = [period for period in held if period not in still_open]
    period = max(complete or held, key=last_month)
    return Figure(period=period, value=held[period], is_open=period in still_open)


def revised_periods(
    vintage: VintageSeries | None, previous: VintageSeries | None
) -> dict[Period, tuple[float | None, float | None]]:
    """Periods both releases speak of whose figure differs: (before, after); None where it was withdrawn."""
    if vintage is None or previous is None or vintage is previous:
        return {}
    before, after = values_of(previous), values_of(vintage)
    return {
        period: (before[period], after.get(period))
        for period in sorted(before, key=last_month)
        if before[period] != after.get(period)
    }
