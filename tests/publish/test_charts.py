# SPDX-License-Identifier: Apache-2.0
"""Charts: nothing hidden, nothing on top of anything else, legible in both schemes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise

import altair as alt
import pytest

from rumbo.assess.results import Fan, Figure
from rumbo.plan.documents import Baseline
from rumbo.publish.charts import Size, chart_spec, chart_svg, frame_of, place_on_axis, resized
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.drawing import (
    NARROW,
    IndicatorChart,
    day_data,
    indicator_chart,
)
from rumbo.publish.edition import style_sheet
from rumbo.publish.placing import LABEL_HEIGHT, Line, dodge, latest_label
from rumbo.publish.sparkline import sparkline
from rumbo.terms import Period


@pytest.fixture(scope="module")
def charts(inputs: EditionInputs) -> dict[str, IndicatorChart]:
    made = {d.indicator.id: indicator_chart(d, inputs.plan, inputs.as_of_days, "en") for d in inputs.dossiers}
    return {name: chart for name, chart in made.items() if chart}


def test_axes_hold_every_figure_of_every_day(charts: dict[str, IndicatorChart]) -> None:
    for chart in charts.values():
        for day in chart.days:
            data = day_data(chart, day)
            values = [row["v"] for row in data["figures"] + data["targets"] + data["baselines"]]
            values += [row[end] for row in data["fan"] for end in ("low", "high")]

            assert all(chart.frame.low <= value <= chart.frame.high for value in values)


def test_labels_in_the_margin_do_not_touch(charts: dict[str, IndicatorChart]) -> None:
    for chart in charts.values():
        for day in chart.days:
            places = sorted(chart.frame.pixels(row["v"]) for row in day.labels if row["tone"] != "ink")

            assert all(b - a >= LABEL_HEIGHT - 0.5 for a, b in pairwise(places))


def test_latest_figure_stands_beside_its_line_not_on_it() -> None:
    periods = tuple(Period.parse("2019-01").shift(i) for i in range(24))
    falling = tuple(2400.0 - 100.0 * i for i in range(24))
    frame = frame_of(
        list(falling),
        list(periods),
        unit="deaths",
        size=Size(760, 400, 24),
        later=[],
        additive=True,
        figures=24,
    )
    latest = Figure(periods[12], falling[12])

    label = latest_label(frame, Line(periods, falling, "deaths", ()), latest)
    x, y = frame.across(label["t"]), frame.pixels(label["v"])
    distances = [
        max(abs(frame.across(place_on_axis(p)) - x) / 25, abs(frame.pixels(v) - y) / 9)
        for p, v in zip(periods, falling, strict=True)
    ]

    assert label["text"] == "1,200"
    assert min(distances) > 1.0


def test_counts_start_at_zero(charts: dict[str, IndicatorChart]) -> None:
    assert charts["homicide-victims"].frame.low == 0
    assert charts["apprehensions"].frame.low == 0


def test_gap_in_the_figures_is_a_gap_in_the_line(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["apprehensions"]

    runs = {row["t"]: row["run"] for row in day_data(chart, chart.last)["figures"]}

    assert runs["2019-02-01"] == 0
    assert "2019-03-01" not in runs
    assert runs["2019-05-01"] == 1


def test_open_months_are_dashed_and_joined_to_the_complete_line(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["overdose-deaths"]

    rows = day_data(chart, chart.last)["figures"]
    still_open = [row["t"] for row in rows if row["part"] == "open"]

    assert still_open == ["2019-12-01", "2020-01-01", "2020-02-01", "2020-03-01", "2020-04-01"]
    assert [row["t"] for row in rows if row["part"] == "complete"][-1] == "2019-12-01"


def test_fan_is_a_nowcast_up_to_the_day_and_an_outlook_after(charts: dict[str, IndicatorChart]) -> None:
    fan = charts["overdose-deaths"].last.fan

    nowcast = [row["t"] for row in fan if row["part"] == "nowcast_80"]
    outlook = [row["t"] for row in fan if row["part"] == "outlook_80"]

    assert nowcast[0] == "2019-12-01"
    assert nowcast[-1] == "2020-09-01"
    assert outlook[0] == "2020-09-01"


def test_earlier_day_shows_what_became_known_later_beneath(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["overdose-deaths"]

    assert day_data(chart, chart.last)["later"] == []
    assert len(day_data(chart, chart.days[0])["later"]) == len(chart.periods)
    assert "became known later" in chart.days[0].sentence


def test_narrow_chart_keeps_only_the_latest_figure_as_a_label(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["overdose-deaths"]

    labels = day_data(chart, chart.last, is_narrow=True)["labels"]

    assert [row["text"] for row in labels] == ["77,740"]


def test_every_colour_of_a_chart_is_mapped_to_the_scheme(charts: dict[str, IndicatorChart]) -> None:
    css = style_sheet()
    for chart in charts.values():
        svg = chart_svg(chart_spec(chart.frame, day_data(chart, chart.last), description=""))
        used = set(re.findall(r'(fill|stroke)="(#[0-9a-f]{6})"', svg))
        unmapped = {pair for pair in used if f'.chart [{pair[0]}="{pair[1]}"]' not in css}

        assert unmapped == set()


def test_drawing_needs_no_inline_style_and_no_id(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["crime-incidence"]

    svg = chart_svg(chart_spec(resized(chart.frame, NARROW), day_data(chart, chart.last), description=""))

    assert " style=" not in svg
    assert " id=" not in svg
    assert "http" not in svg.replace("http://www.w3.org/", "")


def test_specification_carries_its_data_and_asks_for_nothing_else(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["homicide-deaths"]

    spec = chart_spec(chart.frame, day_data(chart, chart.last), description="what it shows")
    written = json.dumps(spec)

    assert spec["description"] == "what it shows"
    assert len(spec["datasets"]["figures"]) == 10
    assert '"url"' not in written


def test_specification_is_valid_vega_lite(charts: dict[str, IndicatorChart]) -> None:
    chart = charts["overdose-deaths"]
    spec = chart_spec(chart.frame, day_data(chart, chart.last), description="what it shows")

    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
    alt.LayerChart.from_dict(spec, validate=True)


def test_years_sit_on_their_own_tick() -> None:
    assert [place_on_axis(Period.parse(p)) for p in ("2019", "FY2020", "2019-05", "2019-Q2")] == [
        "2019-01-01",
        "2020-01-01",
        "2019-05-01",
        "2019-04-01",
    ]


def test_crowded_labels_stay_inside_and_apart() -> None:
    placed = dodge([5.0, 6.0, 7.0], apart=34.0, top=8.0, bottom=300.0)

    assert all(b - a >= 34.0 - 1e-3 for a, b in pairwise(placed))
    assert placed[0] >= 8.0


def test_one_figure_is_a_chart_and_no_line_in_the_table(inputs: EditionInputs) -> None:
    dossier = next(d for d in inputs.dossiers if d.indicator.id == "extraditions")
    vintage = dossier.vintages[0]
    single = replace(dossier, vintages=(replace(vintage, data=vintage.data[-1:]),))

    chart = indicator_chart(single, inputs.plan, inputs.as_of_days, "es")

    assert chart is not None
    assert chart_svg(chart_spec(chart.frame, day_data(chart, chart.last), description="")).startswith("<svg")
    assert sparkline({vintage.data[-1].period: 61.0}, 0) is None


def test_flat_series_has_an_axis_with_room() -> None:
    line = sparkline({Period.parse("2019-01").shift(i): 5.0 for i in range(6)}, 2)

    assert line is not None
    assert line.complete.startswith("M")
    assert line.still_open.startswith("M")


def test_yearly_target_and_baseline_are_not_drawn_among_months(inputs: EditionInputs) -> None:
    victims = next(d for d in inputs.dossiers if d.indicator.id == "homicide-victims")
    baseline = Baseline(value=34500, period=Period.parse("2019"), standing="stated")
    measured = replace(victims, indicator=victims.indicator.model_copy(update={"baselines": (baseline,)}))

    chart = indicator_chart(measured, inputs.plan, inputs.as_of_days, "en")

    assert chart is not None
    assert (chart.targets, chart.baselines) == ([], [])
    assert chart.frame.high < 10_000


def test_context_measure_has_no_outlook(inputs: EditionInputs) -> None:
    fentanyl = next(d for d in inputs.dossiers if d.indicator.id == "fentanyl-seized")
    own = inputs.as_of_days[-1]
    fan = Fan((Period.parse("2020-10"),), (0.1, 0.5, 0.9), ((1.0,), (2.0,), (9e9,)))
    expected = replace(fentanyl, assessments={own: replace(fentanyl.assessments[own], fan=fan)})

    chart = indicator_chart(expected, inputs.plan, inputs.as_of_days, "en")

    assert chart is not None
    assert chart.last.fan == []


def test_numbers_of_events_close_together_stand_on_two_levels(inputs: EditionInputs) -> None:
    dossier = next(d for d in inputs.dossiers if d.indicator.id == "overdose-deaths")
    near = tuple(
        event.model_copy(update={"id": f"x{i}", "is_confounder": True, "date": f"2019-0{i}"})
        for i, event in enumerate(inputs.plan.events[:1] * 3, start=1)
    )

    chart = indicator_chart(dossier, inputs.plan.model_copy(update={"events": near}), inputs.as_of_days, "en")

    assert chart is not None
    heights = [round(chart.frame.pixels(row["v"])) for row in chart.event_rows]
    assert heights == [-9, -23, -9]
