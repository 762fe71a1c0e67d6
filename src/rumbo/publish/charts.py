# SPDX-License-Identifier: Apache-2.0
"""
One chart of an indicator as one Vega-Lite specification, for the page, the print and the download.

The frame of a chart (axes, size, theme) is the same for every day looked back to; a day differs only
in its named data sets (`chart_data`), so a reader's script can swap those and nothing moves but the figures.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from rumbo.terms import Period

STYLE = Path(__file__).parent / "style"

# The theme's colours double as keys: the style sheet maps each to the scheme of the page by attribute.
INK, SOFT, QUIET = "#1d2329", "#525c66", "#8a939c"
NOWCAST, OUTLOOK, TARGET, PAPER = "#1f7a8c", "#4a3f7a", "#0b6e4f", "#fbfaf7"
DATA_SETS = ("figures", "later", "fan", "targets", "baselines", "events", "labels", "now")

Row = dict[str, Any]
Spec = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """Outer size of a chart in CSS pixels; `right` is kept free for labels beside the lines."""

    width: int
    height: int
    right: int


@dataclass(frozen=True)
class ChartFrame:
    """What stays the same on every day: scales, unit, size. ``low`` and ``high`` end the y axis."""

    unit: str
    first: Period
    last: Period
    low: float
    high: float
    step: float
    size: Size
    has_points: bool
    headroom: int = 0
    """Pixels above the plot for the numbers of events."""

    @property
    def padding(self) -> dict[str, int]:
        """Room around the plot: the unit above, years below, figures left, labels right."""
        longest = max(len(f"{tick:,.10g}") for tick in self.ticks)
        return {"left": 14 + 7 * longest, "top": 44 + self.headroom, "right": self.size.right, "bottom": 28}

    @property
    def plot_width(self) -> int:
        """Width of the plot itself in pixels."""
        return self.size.width - self.padding["left"] - self.padding["right"]

    @property
    def plot_height(self) -> int:
        """Height of the plot itself in pixels."""
        return self.size.height - self.padding["top"] - self.padding["bottom"]

    @property
    def ticks(self) -> list[float]:
        """Values that the y axis names."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + i * self.step, 9) for i in range(count + 1)]

    @property
    def domain(self) -> tuple[str, str]:
        """First and last day of the x axis: half a year of air on each side of yearly points."""
        if self.first.kind in ("year", "fiscal_year"):
            begun, ended = (int(place_on_axis(period)[:4]) for period in (self.first, self.last))
            return f"{begun - 1:04d}-07-01", f"{ended:04d}-07-01"
        return self.first.start.isoformat(), self.last.end.isoformat()

    def across(self, day: str) -> float:
        """Distance of `day` from the left of the plot, in pixels."""
        begun, ended = (dt.date.fromisoformat(end) for end in self.domain)
        return (dt.date.fromisoformat(day) - begun).days / (ended - begun).days * self.plot_width

    def day_at(self, across: float) -> str:
        """The day drawn `across` pixels from the left of the plot."""
        begun, ended = (dt.date.fromisoformat(end) for end in self.domain)
        return (begun + dt.timedelta(days=round(across / self.plot_width * (ended - begun).days))).isoformat()

    def pixels(self, value: float) -> float:
        """Distance of `value` from the top of the plot, in pixels."""
        return (self.high - value) / (self.high - self.low) * self.plot_height

    def value_at(self, pixels: float) -> float:
        """The value drawn `pixels` below the top of the plot."""
        return self.high - pixels / self.plot_height * (self.high - self.low)


def place_on_axis(period: Period) -> str:
    """The day at which a period's figure is drawn, so that years sit on their own tick."""
    if period.kind in ("year", "fiscal_year"):
        return f"{(period.first + period.length - 1) // 12:04d}-01-01"
    return period.start.isoformat()


def nice_step(span: float, about: int) -> float:
    """
    A round step that divides `span` into about `about` parts.

    Examples
    --------
    >>> nice_step(31000, 5), nice_step(0.31, 5)
    (5000.0, 0.05)
    """
    raw = max(span, 1e-9) / about
    magnitude = math.pow(10.0, math.floor(math.log10(raw)))
    steps = [factor * magnitude for factor in (1.0, 2.0, 2.5, 5.0, 10.0)]
    nearest = min(steps, key=lambda step: abs(math.log(step / raw)))
    return round(nearest, 12)


def frame_of(
    values: list[float],
    periods: list[Period],
    *,
    unit: str,
    size: Size,
    later: list[Period],
    additive: bool,
    figures: int,
) -> ChartFrame:
    """
    The frame that holds every figure of every day, so that looking back never moves the axes.

    The y axis starts at zero where the figures come near it; otherwise it starts below the smallest,
    as a line chart may. Points are shown where there are few `figures`, so that none stands unseen
    between two gaps.
    """
    low, high = min(values), max(values)
    if low >= 0 and ((additive and low < 0.55 * high) or low < 0.3 * high or low == high):
        low = 0.0
    step = nice_step((high - low) or abs(high) or 1.0, 5 if size.height > 300 else 4)
    bottom = step * (low // step)
    top = step * -(-(high + 0.1 * (high - low)) // step)
    ends = sorted([*periods, *later], key=lambda period: period.first + period.length)
    return ChartFrame(
        unit=unit,
        first=min(periods, key=lambda period: period.first),
        last=ends[-1],
        low=round(bottom, 9),
        high=round(top if top > bottom else bottom + step, 9),
        step=step,
        size=size,
        has_points=figures <= 40,
    )


def year_ticks(frame: ChartFrame) -> list[str]:
    """Days that the x axis names: the first of each year, or of some years where there are many."""
    first = frame.first.first // 12 + (1 if frame.first.kind != "year" and frame.first.first % 12 else 0)
    last = (frame.last.first + frame.last.length - 1) // 12
    if last - first < 1:
        months = range(frame.first.first, frame.last.first + frame.last.length, 3)
        return [Period(month).start.isoformat() for month in months]
    count = last - first + 1
    fits = max(2, frame.plot_width // 46)
    every = next(n for n in (1, 2, 3, 4, 5, 10, 20, 50) if count / n <= fits)
    return [
        f"{year:04d}-01-01" for year in range(first, last + 1) if (last - year) % every == 0 or every == 1
    ]


def _axes(frame: ChartFrame, y_field: str = "v:Q") -> tuple[alt.X, alt.Y]:
    """Both axes; layers with another field need the very same scales, or the domains are merged."""
    years = year_ticks(frame)
    form = "%Y" if all(day.endswith("-01-01") for day in years) else "%Y-%m"
    x = alt.X(
        "t:T",
        scale=alt.Scale(type="utc", domain=list(frame.domain), nice=False),
        axis=alt.Axis(values=years, format=form, title=None, tickSize=5),
    )
    y = alt.Y(
        y_field,
        scale=alt.Scale(domain=[frame.low, frame.high], nice=False, zero=False),
        axis=alt.Axis(values=frame.ticks, title=None, format=",.6~f"),
    )
    return x, y


def _on(name: str) -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name))


def _fan_layers(x: alt.X, low: alt.Y) -> list[alt.Chart]:
    """The bands, outer before inner: what is to come, then what is not yet fully reported."""
    bands = (
        ("outlook_80", OUTLOOK, 0.16),
        ("outlook_50", OUTLOOK, 0.26),
        ("nowcast_80", NOWCAST, 0.18),
        ("nowcast_50", NOWCAST, 0.3),
    )
    return [
        _on("fan")
        .transform_filter(f"datum.part === '{part}'")
        .mark_area(color=colour, fillOpacity=opacity)
        .encode(x=x, y=low, y2=alt.Y2("high:Q"))
        for part, colour, opacity in bands
    ]


def _measure_layers(frame: ChartFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The measure itself: dashed where it may still fill up, with points where they are few."""
    lines = [
        _on("figures")
        .transform_filter(f"datum.part === '{part}'")
        .mark_line(color=INK, strokeDash=dash)
        .encode(x=x, y=y, detail="run:N")
        for part, dash in (("open", [4, 4]), ("complete", [1, 0]))
    ]
    # Where points are many they stay unseen, but a pointer still finds the figure under it.
    points = _on("figures").mark_point(
        size=46 if frame.has_points else 110, filled=True, color=INK, opacity=1 if frame.has_points else 0
    )
    said = [alt.Tooltip("label:N"), alt.Tooltip("v:Q", format=",.6~f")]
    return [*lines, points.encode(x=x, y=y, tooltip=said)]


def _label_layers(x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Words at the lines: the latest figure on a halo of paper, the rest in the right margin."""
    latest = _on("labels").transform_filter("datum.tone === 'ink'")
    centred: Spec = {"fontWeight": 600, "align": "center", "baseline": "middle"}
    beside = [
        _on("labels")
        .transform_filter(f"datum.tone === '{tone}'")
        .mark_text(color=colour, align="left", baseline="middle", dx=10, lineBreak="\n", lineHeight=16)
        for tone, colour in (("nowcast", NOWCAST), ("outlook", OUTLOOK), ("target", TARGET))
    ]
    drawn = [
        latest.mark_text(color=PAPER, stroke=PAPER, strokeWidth=4, **centred),
        latest.mark_text(color=INK, **centred),
        *beside,
    ]
    return [layer.encode(x=x, y=y, text="text:N") for layer in drawn]


def _layers(frame: ChartFrame) -> list[alt.Chart]:
    x, y = _axes(frame)
    low = _axes(frame, "low:Q")[1]
    target = _on("targets")
    diamond: Spec = {"shape": "diamond", "size": 90, "filled": True, "color": TARGET, "opacity": 1}
    ring: Spec = {"size": 90, "filled": False, "strokeWidth": 2, "color": INK, "opacity": 1}
    return [
        _on("events").mark_rule(color=QUIET, strokeWidth=1, strokeDash=[1, 3]).encode(x=x),
        _on("events").mark_text(color=SOFT, baseline="middle").encode(x=x, y=y, text="text:N"),
        _on("now").mark_rule(color=QUIET, strokeWidth=1).encode(x=x),
        *_fan_layers(x, low),
        target.mark_line(color=TARGET, strokeWidth=1.5, strokeDash=[6, 4]).encode(x=x, y=y, detail="n:N"),
        target.transform_filter("datum.end").mark_point(**diamond).encode(x=x, y=y),
        _on("later")
        .mark_line(color=QUIET, strokeWidth=1.25, strokeDash=[2, 2])
        .encode(x=x, y=y, detail="run:N"),
        *_measure_layers(frame, x, y),
        _on("baselines").mark_point(**ring).encode(x=x, y=y),
        *_label_layers(x, y),
    ]


@cache
def theme() -> Spec:
    """The Vega-Lite configuration all charts share."""
    read: Spec = json.loads((STYLE / "vega-theme.json").read_text(encoding="utf-8"))
    return read


def chart_spec(frame: ChartFrame, data: dict[str, list[Row]], *, description: str) -> Spec:
    """
    The Vega-Lite specification of one chart, with its data inside.

    Parameters
    ----------
    frame : ChartFrame
        Axes and size.
    data : dict
        Rows for each name of `DATA_SETS`.
    description : str
        The sentence that says what the chart shows.
    """
    spec = dict(_empty_spec(replace(frame, unit="")))
    spec["title"] = {"text": frame.unit}
    spec["description"] = description
    spec["datasets"] = {name: data.get(name, []) for name in DATA_SETS}
    return spec


@lru_cache(maxsize=128)
def _empty_spec(frame: ChartFrame) -> Spec:
    """A chart without words or data: the same for both languages. Its shape is checked by a test."""
    chart = alt.layer(*_layers(frame)).properties(
        width=frame.plot_width,
        height=frame.plot_height,
        # Sizes are fixed, not fitted, so that no label moves the axes when another day is looked at.
        autosize="none",
        padding=frame.padding,
    )
    spec: Spec = chart.to_dict(validate=False)
    spec["config"] = theme()
    return spec


def resized(frame: ChartFrame, size: Size) -> ChartFrame:
    """The same frame at another size."""
    return replace(frame, size=size)


def chart_svg(spec: Spec) -> str:
    """
    `spec` drawn as SVG: the same bytes on every machine.

    Sizes and ticks are all given, so nothing depends on the fonts a machine happens to have; the
    words are set by the browser in the page's own.
    """
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    return drawn
