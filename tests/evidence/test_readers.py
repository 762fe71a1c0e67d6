# SPDX-License-Identifier: Apache-2.0
"""From each publisher's layout to tidy observations, on excerpts with made-up figures."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.readers.transcribed import day_known
from rumbo.evidence.release import Release, Tidy
from rumbo.evidence.snapshot import Source

Cards = dict[str, SourceCard]
Tidied = Callable[[str], Tidy]


@pytest.fixture
def tidied(excerpts: Path, cards: Cards) -> Tidied:
    def made(name: str) -> Tidy:
        opened = open_file(Source.read(excerpts / name), cards)
        return READERS[opened.layout.reader](opened.printed, opened.card)

    return made


@pytest.fixture
def releases(excerpts: Path, intake: Intake, now: dt.datetime) -> Callable[[str], list[Release]]:
    return lambda name: intake.releases(Source.read(excerpts / name), Dated(), now.date())


def sums(frame: pl.DataFrame, *by: str) -> dict[tuple[object, ...], float]:
    return {tuple(key): value for *key, value in frame.group_by(by).agg(pl.col("value").sum()).iter_rows()}


def test_every_layout_of_every_card_has_its_reader(cards: Cards) -> None:
    assert {layout.reader for card in cards.values() for layout in card.layouts} == set(READERS)


def test_fiscal_years_of_cbp_become_calendar_months(tidied: Tidied) -> None:
    tidy = tidied("cbp-drugs.csv")

    assert tidy.faults == ()
    weight = tidy.frame.filter(measure="weight_lb", drug="fentanyl").sort("period")
    assert weight.select("period", "value").rows() == [
        (dt.date(2024, 8, 1), 101.5),
        (dt.date(2024, 9, 1), 102.5),
        (dt.date(2024, 10, 1), 103.5),
        (dt.date(2024, 11, 1), 104.5),
    ]


def test_both_measures_of_cbp_are_kept_with_their_keys(tidied: Tidied) -> None:
    frame = tidied("cbp-drugs.csv").frame.filter(period=dt.date(2024, 10, 1), drug="marijuana")

    assert frame.select("component", "region", "land", "area", "measure", "value").rows() == [
        ("patrol", "us-southwest-border", "land", "us-tucson-sector", "weight_lb", 1200.5),
        ("patrol", "us-southwest-border", "land", "us-tucson-sector", "events", 5.0),
    ]


def test_an_office_and_a_sector_of_one_city_are_two_places(tidied: Tidied) -> None:
    assert set(tidied("cbp-drugs.csv").frame["area"]) == {
        "us-tucson-field-office", "us-tucson-sector", "us-miami-field-office"
    }  # fmt: skip


def test_lines_are_those_of_the_file(tidied: Tidied, excerpts: Path) -> None:
    written = (excerpts / "cbp-drugs.csv").read_text("utf-8").splitlines()
    frame = tidied("cbp-drugs.csv").frame.filter(measure="weight_lb", drug="marijuana")

    assert all("Marijuana" in written[line - 1] for line in frame["line"])


def test_the_wide_release_ends_with_its_last_month_that_has_figures(tidied: Tidied) -> None:
    tidy = tidied("sesnsp-wide.csv")

    assert tidy.notes == ("read as Latin-1",)
    assert sums(tidy.frame, "period", "offence") == {
        (dt.date(2019, month, 1), offence): value
        for month in (1, 2, 3)
        for offence, value in (("homicide_intentional", 528), ("homicide_negligent", 64), ("femicide", 32))
    }


def test_sex_age_and_modality_are_added_up(tidied: Tidied) -> None:
    frame = tidied("sesnsp-wide.csv").frame

    assert frame.height == 3 * 32 * 3
    assert frame.filter(state="mx-ver", offence="homicide_intentional")["value"].to_list() == [30.0] * 3


def test_the_national_row_is_checked_and_left_out(tidied: Tidied) -> None:
    tidy = tidied("sesnsp-series.csv")

    assert tidy.faults == ()
    assert set(tidy.frame["state"]) == set(tidied("sesnsp-wide.csv").frame["state"])
    assert sums(tidy.frame, "period")[dt.date(2019, 1, 1),] == 528 + 64 + 32


def test_months_filled_with_zeros_are_not_published_yet(tidied: Tidied) -> None:
    tidy = tidied("sesnsp-series.csv")

    assert tidy.notes == ("1 months after 2019-03 hold only zeros and are not yet published",)
    assert tidy.frame["period"].max() == dt.date(2019, 3, 1)


def test_states_of_the_long_form_are_read_by_code_whatever_their_name(tidied: Tidied) -> None:
    tidy = tidied("sesnsp-long.csv")

    assert tidy.faults == ()
    january = tidy.frame.filter(period=dt.date(2019, 1, 1), offence="homicide_intentional")
    assert dict(january.select("state", "value").iter_rows())["mx-coa"] == 5.0
    assert january["value"].sum() == 528


def test_the_three_layouts_of_one_release_say_the_same(tidied: Tidied) -> None:
    january = [
        tidied(name).frame.filter(period=dt.date(2019, 1, 1)).drop("line").sort("state", "offence")
        for name in ("sesnsp-wide.csv", "sesnsp-series.csv", "sesnsp-long.csv")
    ]

    assert january[0].equals(january[1].select(january[0].columns))
    assert january[0].equals(january[2].select(january[0].columns))


def test_reported_and_predicted_deaths_are_two_measures(tidied: Tidied) -> None:
    frame = tidied("cdc-from-2019.csv").frame.filter(state="us", period=dt.date(2019, 1, 1))

    assert frame.select("indicator", "measure", "value", "status").rows() == [
        ("all_drugs", "deaths_12_months", 13832.0, "final"),
        ("specified", "percent", 93.5, "provisional"),
        ("all_drugs", "predicted_12_months", 13932.0, "predicted"),
    ]


def test_a_suppressed_cell_is_kept_without_a_figure_and_with_its_reason(tidied: Tidied) -> None:
    frame = tidied("cdc-from-2019.csv").frame.filter(
        period=dt.date(2019, 1, 1), indicator="synthetic_opioids", measure="deaths_12_months"
    )

    assert frame.select("state", "value", "status").rows() == [
        ("us-wy", None, "suppressed"),
        ("us-wv", None, "low_quality"),
        ("us-oh", 3201.0, "provisional"),
    ]


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("cdc-2017.csv", {"provisional", "underreported"}),
        ("cdc-2018.csv", {"provisional", "predicted"}),
        ("cdc-portal.csv", {"provisional", "final", "underreported", "suppressed", "predicted"}),
    ],
)
def test_older_layouts_are_read_with_what_they_have(tidied: Tidied, name: str, statuses: set[str]) -> None:
    tidy = tidied(name)

    assert tidy.faults == ()
    assert set(tidy.frame["status"]) == statuses


def test_yearly_totals_and_cells_without_a_figure_are_no_months(tidied: Tidied) -> None:
    tidy = tidied("usbp.csv")

    assert tidy.notes == ("12 rows of yearly totals left out",)
    assert sums(tidy.frame.filter(sector="us-southwest-border"), "period", "measure") == {
        (dt.date(2018, 10, 1), "apprehensions"): 45.0,
        (dt.date(2018, 10, 1), "unaccompanied_children"): 36.0,
        (dt.date(2018, 11, 1), "apprehensions"): 90.0,
        (dt.date(2018, 11, 1), "unaccompanied_children"): 72.0,
    }
    assert tidy.frame.filter(sector="us-miami-sector")["measure"].unique().to_list() == [
        "unaccompanied_children"
    ]


def test_a_figure_is_known_on_the_day_it_came_out(releases: Callable[[str], list[Release]]) -> None:
    known = [(r.released_on, r.precision, *r.frame.row(0)) for r in releases("inegi-homicides.csv")]

    assert known == [
        (dt.date(2019, 6, 25), "day", dt.date(2018, 1, 1), "mx", "deaths", 30100.0, "preliminary"),
        (dt.date(2019, 12, 31), "inferred", dt.date(2018, 1, 1), "mx", "deaths", 30500.0, "definitive"),
        (dt.date(2020, 9, 23), "day", dt.date(2019, 1, 1), "mx", "deaths", 30400.0, "preliminary"),
    ]


def test_a_quarter_without_a_survey_is_left_out(releases: Callable[[str], list[Release]]) -> None:
    first, second = releases("inegi-perception.csv")

    assert first.notes == ("1 quarters without a survey left out",)
    assert (first.released_on, first.precision) == (dt.date(2019, 10, 17), "inferred")
    assert first.frame.select("period", "measure", "value").rows() == [(dt.date(2019, 7, 1), "percent", 70.1)]
    assert second.frame.select("measure", "value").rows() == [
        ("percent", 71.5), ("percent_men", 67.5), ("percent_women", 75.0)
    ]  # fmt: skip


def test_all_persons_and_nationals_only_are_two_series(releases: Callable[[str], list[Release]]) -> None:
    first, second = releases("extraditions.csv")

    assert first.frame.select("persons", "value").rows() == [("all", 61.0)]
    assert second.frame.select("persons", "value").rows() == [("all", 52.0), ("nationals", 40.0)]
    assert second.released_on == dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    ("texts", "day", "precision"),
    [
        (("2020-09-23",), dt.date(2020, 9, 23), "day"),
        (("https://example.org/2010/05/21/x",), dt.date(2010, 5, 21), "day"),
        (("2021-07",), dt.date(2021, 7, 31), "inferred"),
        (("office via press, Feb 2020",), dt.date(2020, 2, 29), "inferred"),
        (("2019",), dt.date(2019, 12, 31), "inferred"),
        ((None, "press, 2007"), dt.date(2007, 12, 31), "inferred"),
    ],
)
def test_a_day_is_never_taken_earlier_than_the_text_allows(
    texts: tuple[str | None, ...], day: dt.date, precision: str
) -> None:
    assert day_known(*texts) == (day, precision)


@pytest.mark.parametrize("text", ["", "soon", "123456789", "row 12019"])
def test_a_text_without_a_date_dates_nothing(text: str) -> None:
    assert day_known(text, None) is None
