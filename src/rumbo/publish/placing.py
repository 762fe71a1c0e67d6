# SPDX-License-Identifier: Apache-2.0
"""
Where the words of a chart stand, so that none lies on another or on a line.

Sizes are in pixels of the frame; the answers are in the chart's own days and values, as the
specification needs them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from rumbo.assess.results import Fan, Figure
from rumbo.plan.documents import Target
from rumbo.publish import figures
from rumbo.publish.charts import ChartFrame, Row, place_on_axis
from rumbo.terms import Period, gettext as _
from rumbo.terms.number import THIN

LABEL_HEIGHT = 34.0
LETTER = 4.2  # half the width of a figure set bold at 13 pixels
# Where a label may stand around its point: above, below, beside, and a little farther off.
AROUND = (
    (0.0, -18.0), (0.0, 20.0), (1.0, 0.0), (-1.0, 0.0), (1.0, -14.0), (-1.0, -14.0),
    (1.0, 16.0), (-1.0, 16.0), (0.0, -34.0), (0.0, 36.0), (1.4, -28.0), (-1.4, 30.0),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """What is drawn on one day, as far as words have to keep clear of it."""

    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    unit: str
    targets: tuple[Target, ...]


def digits(value: float) -> float:
    """`value` with six digits, which is more than a pixel can show."""
    return float(f"{value:.6g}")


def dodge(wanted: list[float], *, apart: float, top: float, bottom: float) -> list[float]:
    """
    Places near `wanted`, in the same order, at least `apart` from each other and inside [top, bottom].

    Examples
    --------
    >>> dodge([100.0, 105.0], apart=34.0, top=0.0, bottom=300.0)
    [85.5, 119.5]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [wanted[i] for i in order]
    for _round in range(60):
        for a in range(len(placed) - 1):
            overlap = apart - (placed[a + 1] - placed[a])
            if overlap > 1e-9:
                placed[a] -= overlap / 2
                placed[a + 1] += overlap / 2
        placed = [min(max(place, top), bottom) for place in placed]
    answer = [0.0] * len(wanted)
    for place, i in zip(placed, order, strict=True):
        answer[i] = round(place, 6)
    return answer


def margin_labels(frame: ChartFrame, targets: tuple[Target, ...], fan: Fan | None, on: dt.date) -> list[Row]:
    """Words in the right margin, each beside what it names, none on another."""
    beside: list[tuple[float, str, str]] = []
    for target in targets:
        value = target.value or 0.0
        words = _("target {period}").format(period=str(target.by))
        beside.append((value, f"{words}\n{figures.bare(value, target.unit)}", "target"))
    if fan and fan.periods:
        middle = fan.quantiles[len(fan.levels) // 2][-1]
        is_ahead = fan.periods[-1].end > on
        words = _("outlook,\n50 and 80{thin}%").format(thin=THIN) if is_ahead else _("nowcast")
        beside.append((middle, words, "outlook" if is_ahead else "nowcast"))
    places = dodge(
        [frame.pixels(value) for value, _words, _tone in beside],
        apart=LABEL_HEIGHT,
        top=8.0,
        bottom=frame.plot_height - 16.0,
    )
    return [
        # Two lines hang from their first: half a line up puts the middle at the wanted place.
        {"t": frame.domain[1], "v": digits(frame.value_at(place - 8.0)), "text": words, "tone": tone}
        for place, (_value, words, tone) in zip(places, beside, strict=True)
    ]


def latest_label(frame: ChartFrame, line: Line, latest: Figure) -> Row:
    """The latest figure beside its point, on the side where the fewest lines run through it."""
    text = figures.bare(latest.value, line.unit)
    x, y = frame.across(place_on_axis(latest.period)), frame.pixels(latest.value)
    half = LETTER * len(text)
    ink = _ink(frame, line, x)

    def cost(place: tuple[float, float]) -> float:
        cx, cy = place
        is_outside = cx - half < 0 or cx + half > frame.plot_width + frame.size.right
        is_outside |= not -4.0 < cy < frame.plot_height - 6.0
        crossed = sum(abs(px - cx) < half + 3.0 and abs(py - cy) < 10.0 for px, py in ink)
        return 1e6 * is_outside + 10.0 * crossed + abs(cx - x) / 8.0 + abs(cy - y) / 10.0

    best = min(((x + dx * (half + 9.0), y + dy) for dx, dy in AROUND), key=cost)
    return {
        "t": frame.day_at(best[0]),
        "v": digits(frame.value_at(best[1])),
        "text": text,
        "tone": "ink",
    }


def _ink(frame: ChartFrame, line: Line, around: float) -> list[tuple[float, float]]:
    """Points along the lines near `around`, so close together that no label can slip between two."""
    drawn = [
        None if value is None else (frame.across(place_on_axis(period)), frame.pixels(value))
        for period, value in zip(line.periods, line.values, strict=True)
    ]
    points: list[tuple[float, float]] = []
    for one, other in pairwise(drawn):
        if one and other and abs(one[0] - around) < 150:
            run, rise = other[0] - one[0], other[1] - one[1]
            parts = max(1, int(max(abs(run), abs(rise)) / 4.0))
            points += [(one[0] + run * k / parts, one[1] + rise * k / parts) for k in range(parts + 1)]
    for target in line.targets:
        points += [(around + step, frame.pixels(target.value or 0.0)) for step in range(-100, 101, 4)]
    return points
