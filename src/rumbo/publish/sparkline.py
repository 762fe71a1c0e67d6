# SPDX-License-Identifier: Apache-2.0
"""A line of the last periods, small enough for a table row."""

from __future__ import annotations

from dataclasses import dataclass

from rumbo.publish.states import last_month
from rumbo.terms import Period

WIDTH, HEIGHT, MARGIN = 140, 36, 5
LONGEST_MONTHS = 36
FEWEST = 3


@dataclass(frozen=True)
class Sparkline:
    """SVG paths in a box of `WIDTH` by `HEIGHT`: the complete part, the part that may still fill up."""

    complete: str
    still_open: str
    x: float
    y: float
    years: int


def sparkline(values: dict[Period, float], open_months: int) -> Sparkline | None:
    """
    The last three years of a series, ten years of a yearly one; None for fewer than three figures.

    A gap in the figures is a gap in the line.
    """
    if len(values) < FEWEST:
        return None
    ordered = sorted(values, key=last_month)
    last = ordered[-1]
    reach = LONGEST_MONTHS if last.length < 12 else 120
    shown = [period for period in ordered if last_month(last) - last_month(period) < reach]
    if len(shown) < FEWEST:
        return None
    low, high = min(values[p] for p in shown), max(values[p] for p in shown)
    span = (high - low) or 1.0
    begun, ended = last_month(shown[0]), last_month(last)

    def at(period: Period) -> tuple[float, float]:
        x = MARGIN + (WIDTH - 2 * MARGIN) * (last_month(period) - begun) / (ended - begun)
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (values[period] - low) / span
        return round(x, 1), round(y, 1)

    paths = {"complete": "", "open": ""}
    before: Period | None = None
    for period in shown:
        part = "open" if last_month(period) > ended - open_months else "complete"
        joins = before is not None and last_month(period) - last_month(before) == period.length
        if not joins:
            paths[part] += "M{} {}".format(*at(period))
        else:
            if part == "open" and not paths["open"] and before is not None:
                paths["open"] = "M{} {}".format(*at(before))
            paths[part] += "L{} {}".format(*at(period))
        before = period
    x, y = at(last)
    return Sparkline(paths["complete"], paths["open"], x, y, max(1, round((ended - begun) / 12)))
