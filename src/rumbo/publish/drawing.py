# SPDX-License-Identifier: Apache-2.0
"""
What the chart of an indicator shows on each day: its rows, its labels, its sentence.

Takes a `Dossier` and its stops; gives one `ChartFrame` for all days and a `DrawnDay` for each.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from rumbo.assess.results import Fan, Figure
from rumbo.plan.documents import Baseline, Event, Indicator, Plan, Target
from rumbo.publish import figures
from rumbo.publish.charts import ChartFrame, Row, Size, frame_of, place_on_axis, resized
from rumbo.publish.dossier import Dossier
from rumbo.publish.placing import Line, digits, latest_label, margin_labels
from rumbo.publish.states import Stop, last_month, latest_figure, open_periods, stops, values_of
from rumbo.publish.telling import Shown, sentence
from rumbo.terms import Language, Period

WIDE = Size(760, 400, 128)
BARE = Size(760, 400, 24)  # nothing to say beside the lines
NARROW = Size(358, 290, 14)
LONGEST = 180  # periods drawn: fifteen years of months


@dataclass(frozen=True)
class DrawnDay:
    """One day of a chart: what was known, drawn. ``values`` follow the chart's own list of periods."""

    stop: Stop
    latest: Figure | None
    values: tuple[float | None, ...]
    open_from: int | None
    fan: list[Row]
    labels: list[Row]
    narrow_labels: list[Row]
    sentence: str


@dataclass(frozen=True)
class IndicatorChart:
    """The chart of one indicator in one language, for every day that can be looked back to."""

    frame: ChartFrame
    periods: tuple[Period, ...]
    period_labels: tuple[str, ...]
    days: tuple[DrawnDay, ...]
    targets: list[Row]
    baselines: list[Row]
    events: tuple[Event, ...]
    event_rows: list[Row]

    @property
    def last(self) -> DrawnDay:
        """The edition's own day."""
        return self.days[-1]


def is_like(period: Period, figure: Period, indicator: Indicator) -> bool:
    """True when a value for `period` can stand on an axis of figures like `figure`: a year is no month."""
    unit = figures.unit_of(indicator.unit)
    return period.length == figure.length or not (unit and unit.is_additive)


def drawn_targets(plan: Plan, indicator: Indicator, figure: Period) -> tuple[Target, ...]:
    """Targets of an indicator that can be drawn among its figures: of its unit, and for a like period."""
    return tuple(
        target
        for target in plan.targets
        if target.indicator == indicator.id
        and target.value is not None
        and target.unit == indicator.unit
        and is_like(target.by, figure, indicator)
    )


def end_on_axis(period: Period, like: Period) -> str:
    """The day a target or baseline is drawn at, on an axis of periods like `like`."""
    if period.kind == like.kind:
        return place_on_axis(period)
    if like.kind in ("year", "fiscal_year"):
        return place_on_axis(
            period if period.kind in ("year", "fiscal_year") else Period(period.first // 12 * 12, "year")
        )
    return Period(last_month(period)).start.isoformat()


def figure_rows(periods: tuple[Period, ...], labels: tuple[str, ...], day: DrawnDay) -> list[Row]:
    """Rows of the measure: complete and open parts share their joint; a gap starts a new run."""
    rows: list[Row] = []
    run = 0
    before: float | None = None
    for i, value in enumerate(day.values):
        if value is None:
            run += before is not None
        else:
            row = {"t": place_on_axis(periods[i]), "v": value, "run": run, "label": labels[i]}
            is_open = day.open_from is not None and i >= day.open_from
            if is_open and i == day.open_from and before is not None:
                rows.append({**rows[-1], "part": "open"})
            rows.append({**row, "part": "open" if is_open else "complete"})
        before = value
    return rows


def later_rows(periods: tuple[Period, ...], values: tuple[float | None, ...]) -> list[Row]:
    """Rows of what became known afterwards, drawn faintly beneath an earlier day."""
    rows: list[Row] = []
    run = 0
    for period, value in zip(periods, values, strict=True):
        if value is None:
            run += 1
        else:
            rows.append({"t": place_on_axis(period), "v": value, "run": run})
    return rows


def day_data(chart: IndicatorChart, day: DrawnDay, *, is_narrow: bool = False) -> dict[str, list[Row]]:
    """The data sets of `chart` on `day`, by the names the specification uses."""
    return {
        "figures": figure_rows(chart.periods, chart.period_labels, day),
        "later": [] if day is chart.last else later_rows(chart.periods, chart.last.values),
        "fan": day.fan,
        "targets": chart.targets,
        "baselines": chart.baselines,
        "events": chart.event_rows,
        "labels": day.narrow_labels if is_narrow else day.labels,
        "now": now_rows(chart, day),
    }


def now_rows(chart: IndicatorChart, day: DrawnDay) -> list[Row]:
    """The rule at the day looked from, on charts of months that reach beyond it."""
    is_inside = chart.frame.first.start <= day.stop.on <= chart.frame.last.end
    return [{"t": day.stop.on.isoformat()}] if is_inside and day.fan else []


def fan_rows(fan: Fan | None, latest: Figure | None, on: dt.date) -> list[Row]:
    """
    Bands of the fan, outer then inner, from the latest complete figure on.

    Periods that ended by the day looked from are a nowcast; later ones an outlook.
    """
    if fan is None or latest is None or not fan.periods:
        return []
    rows: list[Row] = []
    pairs = [(low, len(fan.levels) - 1 - low) for low in range(len(fan.levels) // 2)]
    for name, (low, high) in zip(("80", "50"), pairs, strict=False):
        before: Row = {"t": place_on_axis(latest.period), "low": latest.value, "high": latest.value}
        was_nowcast = fan.periods[0].end <= on
        for h, period in enumerate(fan.periods):
            row: Row = {
                "t": place_on_axis(period),
                "low": digits(fan.quantiles[low][h]),
                "high": digits(fan.quantiles[high][h]),
            }
            is_nowcast = period.end <= on
            part = ("nowcast_" if is_nowcast else "outlook_") + name
            if h == 0 or is_nowcast != was_nowcast:
                rows.append({**before, "part": part})
            rows.append({**row, "part": part})
            before, was_nowcast = row, is_nowcast
    return rows


@dataclass(frozen=True)
class _Canvas:
    """What all days of one chart share while they are drawn."""

    dossier: Dossier
    frame: ChartFrame
    periods: tuple[Period, ...]
    targets: tuple[Target, ...]
    language: Language


def _draw(canvas: _Canvas, stop: Stop, *, is_last: bool) -> DrawnDay:
    dossier, targets = canvas.dossier, canvas.targets
    held = values_of(stop.vintage)
    still_open = open_periods(stop.vintage, dossier.open_months)
    values = tuple(held.get(period) for period in canvas.periods)
    opened = [i for i, period in enumerate(canvas.periods) if period in still_open]
    # Without a release of that time the assessment looked at a later one: its figure was not known then.
    assessed = stop.assessment.latest if stop.assessment and stop.vintage else None
    latest = assessed or latest_figure(stop.vintage, dossier.open_months)
    fan = _fan(dossier, stop)
    filled = [i for i, value in enumerate(values) if value is not None]
    has_gaps = bool(filled) and len(filled) != filled[-1] - filled[0] + 1
    line = Line(canvas.periods, values, dossier.indicator.unit, targets)
    frames = (canvas.frame, resized(canvas.frame, NARROW))
    wide, narrow = ([latest_label(frame, line, latest)] if latest else [] for frame in frames)
    return DrawnDay(
        stop=stop,
        latest=latest,
        values=values,
        open_from=opened[0] if opened else None,
        fan=fan_rows(fan, latest, stop.on),
        labels=margin_labels(canvas.frame, targets, fan, stop.on) + wide,
        narrow_labels=narrow,
        sentence=sentence(
            dossier.indicator,
            stop,
            latest,
            targets=targets,
            shown=Shown(fan is not None, len(opened), has_gaps, not is_last),
            language=canvas.language,
        ),
    )


def _fan(dossier: Dossier, stop: Stop) -> Fan | None:
    """The fan of a day; none for context measures, of which nothing is expected."""
    is_judged = dossier.indicator.direction != "context"
    return stop.assessment.fan if stop.assessment and stop.vintage and is_judged else None


def _reach(
    dossier: Dossier, every: tuple[Stop, ...], targets: tuple[Target, ...], baselines: tuple[Baseline, ...]
) -> tuple[list[float], list[Period]]:
    """Every value and every later period that any day draws beyond the figures themselves."""
    fans = [fan for stop in every if (fan := _fan(dossier, stop))]
    values = [value for fan in fans for quantile in fan.quantiles for value in quantile]
    values += [target.value for target in targets if target.value is not None]
    values += [baseline.value for baseline in baselines]
    later = [period for fan in fans for period in fan.periods] + [target.by for target in targets]
    return values, later


def indicator_chart(
    dossier: Dossier, plan: Plan, as_of_days: tuple[dt.date, ...], language: Language
) -> IndicatorChart | None:
    """The chart of `dossier` for every day; None where no figure is held."""
    every = stops(dossier, as_of_days)
    known = {period for stop in every for period in values_of(stop.vintage)}
    if not known:
        return None
    ordered = sorted(known, key=last_month)
    first, last = ordered[-LONGEST:][0], ordered[-1]
    periods = tuple(first.shift(i) for i in range((last.first - first.first) // first.length + 1))
    targets = drawn_targets(plan, dossier.indicator, first)
    baselines = tuple(b for b in dossier.indicator.baselines if is_like(b.period, first, dossier.indicator))
    beyond, later = _reach(dossier, every, targets, baselines)
    held = [value for stop in every for p, value in values_of(stop.vintage).items() if p in set(periods)]
    known_unit = figures.unit_of(dossier.indicator.unit)
    frame = frame_of(
        held + beyond,
        list(periods),
        unit=figures.unit_words(dossier.indicator.unit, language),
        size=WIDE if targets or later else BARE,
        later=later,
        additive=bool(known_unit and known_unit.is_additive),
        figures=len(known),
    )
    events = drawn_events(plan, frame)
    levels = _event_levels(events, frame)
    frame = replace(frame, headroom=14 * max(levels, default=0))
    canvas = _Canvas(dossier, frame, periods, targets, language)
    start = place_on_axis(first)
    return IndicatorChart(
        frame=frame,
        periods=periods,
        period_labels=tuple(figures.window(period, dossier.indicator, language) for period in periods),
        days=tuple(_draw(canvas, stop, is_last=stop is every[-1]) for stop in every),
        targets=[
            {"t": day, "v": target.value, "n": n, "end": day != start}
            for n, target in enumerate(targets)
            for day in (start, end_on_axis(target.by, first))
        ],
        baselines=[
            {"t": end_on_axis(baseline.period, first), "v": baseline.value}
            for baseline in baselines
            if start <= end_on_axis(baseline.period, first) <= frame.last.end.isoformat()
        ],
        events=events,
        event_rows=_event_rows(events, levels, frame),
    )


def _event_levels(events: tuple[Event, ...], frame: ChartFrame) -> list[int]:
    """On which of two levels each event's number stands, so that none touch on a narrow screen."""
    slim = resized(frame, NARROW)
    levels: list[int] = []
    for i, event in enumerate(events):
        gap = slim.across(event_day(event)) - slim.across(event_day(events[i - 1])) if i else 99.0
        levels.append(1 - levels[-1] if gap < 14 else 0)
    return levels


def _event_rows(events: tuple[Event, ...], levels: list[int], frame: ChartFrame) -> list[Row]:
    return [
        {"t": event_day(event), "text": str(i + 1), "v": digits(frame.value_at(-9.0 - 14.0 * level))}
        for i, (event, level) in enumerate(zip(events, levels, strict=True))
    ]


def event_day(event: Event) -> str:
    """The day an event is drawn at: its own, or the first of its month or year."""
    return event.date + {4: "-01-01", 7: "-01"}.get(len(event.date), "")


def drawn_events(plan: Plan, frame: ChartFrame) -> tuple[Event, ...]:
    """Events known to disturb figures that fall inside the frame; others would suggest a cause."""
    if frame.first.kind in ("year", "fiscal_year"):
        return ()
    first, last = frame.first.start.isoformat(), frame.last.end.isoformat()
    inside = [event for event in plan.events if event.is_confounder and first <= event_day(event) <= last]
    return tuple(sorted(inside, key=event_day))
