# SPDX-License-Identifier: Apache-2.0
"""
The chart of an indicator page: drawn for the page as it is, and packed for looking back.

Without a script the page shows the edition's own day, drawn twice for wide and narrow screens. With
one, `assets/chart.js` draws any other day from the block this module packs; all its words are here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from rumbo.plan.documents import Event, Indicator
from rumbo.publish import figures, words
from rumbo.publish.charts import ChartFrame, Spec, chart_spec, chart_svg, place_on_axis, resized, year_ticks
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.drawing import NARROW, DrawnDay, IndicatorChart, day_data, indicator_chart, now_rows
from rumbo.publish.pages.scorecard import verdict_words
from rumbo.publish.states import Stop, last_month, open_periods, values_of
from rumbo.terms import Language, Period, gettext as _
from rumbo.terms.period import day_label

ROWS = 13  # a year of months and the like-for-like one before


@dataclass(frozen=True)
class FigureRow:
    """One row of the table of last figures."""

    period: str
    figure: str
    status: str
    revised: str


@dataclass(frozen=True)
class ChartBlock:
    """Everything the chart needs on the page."""

    heading: str
    sentence: str
    wide_svg: Markup
    narrow_svg: Markup
    packed: Markup
    spec: Spec = field(repr=False)
    days: int
    day: str
    day_note: str
    caption: str
    rows: tuple[FigureRow, ...]
    key: tuple[tuple[str, str], ...]
    events: tuple[Event, ...]


def json_block(value: object) -> Markup:
    """`value` as JSON that may stand inside a script element: no character that could end it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    safe = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
    for character, escaped in safe.items():
        written = written.replace(character, escaped)
    return Markup(written)  # noqa: S704 -- escaped above for the one place it is put


def figure_table(dossier: Dossier, stop: Stop, language: Language) -> tuple[FigureRow, ...]:
    """The last figures known on a day, newest first, each with what was revised since the release before."""
    if stop.vintage is None:
        return ()
    unit = dossier.indicator.unit
    now, before = values_of(stop.vintage), values_of(stop.previous)
    printed = {datum.period: datum for datum in stop.vintage.data}
    still_open = open_periods(stop.vintage, dossier.open_months)
    periods = sorted({*printed, *before}, key=last_month)[-ROWS:]
    rows = []
    for period in reversed(periods):
        datum = printed.get(period)
        status = words.status(datum.status) if datum else _("withdrawn")
        if period in still_open:
            status = (
                _("{status}; may still fill up").format(status=status) if status else _("may still fill up")
            )
        rows.append(
            FigureRow(
                period.label(language),
                figures.bare(now[period], unit) if period in now else _("not published"),
                status,
                _revision(period, now, before, has_previous=stop.previous is not None, unit=unit),
            )
        )
    return tuple(rows)


def _revision(
    period: Period, now: dict[Period, float], before: dict[Period, float], *, has_previous: bool, unit: str
) -> str:
    if not has_previous:
        return _("first release held")
    if period not in before:
        return _("new") if period in now else _("also empty before")
    was = figures.bare(before[period], unit)
    if period not in now:
        return _("withdrawn; was {figure}").format(figure=was)
    if now[period] == before[period]:
        return _("unchanged")
    if figures.bare(now[period], unit) == was:
        return _("revised by less than the digits shown")
    change = figures.bare(now[period] - before[period], unit, signed=True, like=now[period])
    return _("{change}; was {figure}").format(change=change, figure=was)


def _day_note(stop: Stop, language: Language) -> str:
    """One line on a day: which release was the latest, and what the verdict was."""
    if stop.vintage is None:
        return _("No release that old is held.")
    said = _("Release of {day}.").format(day=day_label(stop.vintage.released_on, language))
    if stop.assessment is None:
        return said
    verdict = verdict_words(stop.assessment, language)
    if not verdict.beside:
        return said + " " + _("Verdict then: {verdict}.").format(verdict=verdict.word.lower())
    return (
        said
        + " "
        + _("Verdict then: {verdict}, {probability}.").format(
            verdict=verdict.word.lower(), probability=verdict.beside
        )
    )


def _caption(indicator: Indicator, language: Language) -> str:
    unit = figures.unit_words(indicator.unit, language)
    is_rolling = bool(indicator.definition and indicator.definition.window == "twelve_months_ending")
    said = (_("Unit: {unit}, ending with the month named.") if is_rolling else _("Unit: {unit}.")).format(
        unit=unit
    )
    return said + " " + _("Revisions are against the release before.")


def _key(chart: IndicatorChart) -> tuple[tuple[str, str], ...]:
    """What the marks mean, for screens too narrow for labels beside the lines."""
    parts = {row["part"].split("_")[0] for day in chart.days for row in day.fan}
    listed = [("line", _("complete figures"))]
    if any(day.open_from is not None for day in chart.days):
        listed.append(("open", _("may still fill up")))
    if "nowcast" in parts:
        listed.append(("nowcast", _("nowcast: months not yet published")))
    if "outlook" in parts:
        listed.append(("outlook", _("outlook: half and eight tenths of the likely paths")))
    if chart.targets:
        listed.append(("target", _("stated target")))
    if chart.baselines:
        listed.append(("baseline", _("baseline")))
    return tuple(listed)


class _Shelf:
    """Strings kept once and named by their number: tables of many days repeat themselves."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, words: str) -> int:
        if words not in self._places:
            self._places[words] = len(self.strings)
            self.strings.append(words)
        return self._places[words]


def _packed_day(day: DrawnDay, before: tuple[float | None, ...], extra: dict[str, Any]) -> dict[str, Any]:
    changes = [[i, value] for i, value in enumerate(day.values) if value != before[i]]
    return {
        "on": day.stop.on.isoformat(),
        "changes": changes,
        "open": day.open_from,
        "fan": day.fan,
        "labels": day.labels,
        "narrow": day.narrow_labels,
        "sentence": day.sentence,
        **extra,
    }


def packed_days(chart: IndicatorChart, dossier: Dossier, spec: Spec, language: Language) -> dict[str, Any]:
    """
    Every day as the script needs it.

    A day holds only what differs from the one before; the script adds the changes up.
    """
    shelf = _Shelf()
    before: tuple[float | None, ...] = (None,) * len(chart.periods)
    days = []
    for day in chart.days:
        rows = [
            [shelf.place(cell) for cell in (row.period, row.figure, row.status, row.revised)]
            for row in figure_table(dossier, day.stop, language)
        ]
        extra = {
            "label": day_label(day.stop.on, language),
            "note": _day_note(day.stop, language),
            "now": now_rows(chart, day),
            "rows": rows,
            "edition": day.stop.is_edition_day,
        }
        days.append(_packed_day(day, before, extra))
        before = day.values
    frame = {key: value for key, value in spec.items() if key != "datasets"}
    fixed = {name: spec["datasets"][name] for name in ("targets", "baselines", "events")}
    return {
        "spec": frame,
        "fixed": fixed,
        "periods": [place_on_axis(period) for period in chart.periods],
        "labels": list(chart.period_labels),
        "days": days,
        "strings": shelf.strings,
        "wide": _size(chart.frame),
        "narrow": _size(resized(chart.frame, NARROW)),
    }


def _size(frame: ChartFrame) -> dict[str, Any]:
    """What of a chart depends on its width."""
    return {"padding": frame.padding, "height": frame.size.height, "years": year_ticks(frame)}


def drawn(svg: str) -> Markup:
    """A chart as it stands in the page: its words are said beside it, so it is hidden from readers aloud."""
    opened = svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(opened)  # noqa: S704 -- drawn by vl-convert, which escapes text


def chart_block(inputs: EditionInputs, dossier: Dossier, language: Language) -> ChartBlock | None:
    """The chart of `dossier`; None where nothing was known on the edition's own day."""
    chart = indicator_chart(dossier, inputs.plan, inputs.as_of_days, language)
    if chart is None:
        return None
    last = chart.last
    spec = chart_spec(chart.frame, day_data(chart, last), description=last.sentence)
    slim = chart_spec(
        resized(chart.frame, NARROW), day_data(chart, last, is_narrow=True), description=last.sentence
    )
    return ChartBlock(
        heading=_("{title}, as known on {day}").format(
            title=dossier.indicator.title.said(language), day=day_label(last.stop.on, language)
        ),
        sentence=last.sentence,
        wide_svg=drawn(chart_svg(spec)),
        narrow_svg=drawn(chart_svg(slim)),
        packed=json_block(packed_days(chart, dossier, spec, language)),
        spec=spec,
        days=len(chart.days),
        day=day_label(last.stop.on, language),
        day_note=_day_note(last.stop, language),
        caption=_caption(dossier.indicator, language),
        rows=figure_table(dossier, last.stop, language),
        key=_key(chart),
        events=chart.events,
    )
