# SPDX-License-Identifier: Apache-2.0
"""What is known about the United States files held, from the publishers' files through the real road."""

import datetime as dt
import gzip
import itertools
from collections.abc import Callable
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from rumbo.evidence.card import SourceCard, shipped_cards
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.series import Evidence
from rumbo.evidence.store import Vintage

pytestmark = pytest.mark.data

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LATER = NOW.date()
FILES: dict[str, list[tuple[str, str]]] = {
    "us.cbp.encounters_southwest": [
        ("cbp-encounters/sbo-encounters-fy19-fy22.csv", "2022-10-20"),
        ("cbp-encounters/sbo-encounters-fy22-fy25-nov.csv", "2024-12-20"),
        ("cbp-encounters/sbo-encounters-fy22-fy25-aug.csv", "2025-09-20"),
    ],
    "us.cbp.encounters_nationwide": [
        ("cbp-encounters/nationwide-encounters-fy20-fy23-state.csv.gz", "2023-10-21"),
        ("cbp-encounters/nationwide-encounters-fy21-fy24-oct-state.csv.gz", "2023-11-14"),
        ("cbp-encounters/nationwide-encounters-fy21-fy24-nov-state.csv.gz", "2023-12-22"),
    ],
    "us.cbp.weapons": [
        ("cbp-weapons-seizures/weapons-ammunition-seizures-fy22-fy25-may.csv.gz", "2025-06-20"),
    ],
    "us.cbp.amo_seizures": [
        ("cbp-amo-drug-seizures/amo-drug-seizures-fy19-fy22.csv", "2022-10-20"),
        ("cbp-amo-drug-seizures/amo-drug-seizures-fy20-fy23.csv", "2023-10-20"),
        ("cbp-amo-drug-seizures/amo-drug-seizures-fy23-fy26-dec.csv", "2026-01-20"),
    ],
    "us.state.foreign_assistance": [
        ("foreign-assistance/us_foreign_aid_country_2022-10.csv.gz", "2022-10-08"),
        ("foreign-assistance/us_foreign_aid_country_2024-partial.csv.gz", "2024-03-31"),
        ("foreign-assistance/us_foreign_aid_country_2025-04.csv.gz", "2025-04-02"),
    ],
    "us.cdc.wonder": [
        ("cdc-wonder-synthetic-opioid/mcd-final-1999-2020_T40.4_state-month.csv", "2021-12-22"),
        ("cdc-wonder-synthetic-opioid/mcd-final-2018-2023-single-race_T40.4_state-month.csv", "2024-12-20"),
        ("cdc-wonder-synthetic-opioid/mcd-provisional-2018-2025_T40.4_state-month.csv", "2025-10-25"),
    ],
    "us.ohss.encounters": [("ohss-khsm-encounters/khsm-encounters-usbp-fy25m11.xlsx", "2025-01-16")],
    "us.dea.nflis": [("dea-nflis/NFLIS_Drug_DQS_2026_03_03_13_26_55.csv.gz", "2026-03-03")],
    "us.nchs.drug_poisoning": [
        ("cdc-nchs-drug-poisoning/nchs-drug-poisoning-mortality-by-state-1999-2015.csv", "2017-12-16"),
    ],
    "us.census.population": [("census-population/acs5-state-population-2009-2023.csv", "2025-10-19")],
    "us.usbp.apprehensions": [("usbp-apprehensions/family_child_total_monthly_2000_2019.csv", "2020-01-31")],
}
"""Source → its files, oldest first, with the day each came out or was first seen."""

Held = Callable[[str], tuple[Evidence, list[Vintage]]]


@pytest.fixture(scope="session")
def cards() -> dict[str, SourceCard]:
    return shipped_cards()


@pytest.fixture(scope="session")
def held(data: Path, tmp_path_factory: pytest.TempPathFactory, cards: dict[str, SourceCard]) -> Held:
    """The evidence of a source, added when first asked for, and the vintages as they came in."""

    @cache
    def added(source: str) -> tuple[Evidence, list[Vintage]]:
        folder = tmp_path_factory.mktemp("us")
        intake = Intake(folder, cards)
        vintages = [
            intake.add(data / "us" / name, now=NOW, dated=Dated(dt.date.fromisoformat(day), "inferred"))[-1]
            for name, day in FILES[source]
        ]
        return Evidence(folder, cards), [added.vintage for added in vintages]

    return added


def revised(evidence: Evidence, series: str) -> dict[str, float]:
    """Every figure that a later release changed, with the change, over the whole series."""
    frames = [frame for _vintage, frame in evidence.vintage_series(series)]
    changes: dict[str, float] = {}
    for before, after in itertools.pairwise(frames):
        both = before.join(after, on="period", suffix="_after").filter(
            pl.col("value") != pl.col("value_after")
        )
        changes |= {f"{row['period']:%Y-%m}": row["value_after"] - row["value"] for row in both.to_dicts()}
    return changes


def test_revisions_of_encounters_at_the_southwest_border(held: Held) -> None:
    evidence, _vintages = held("us.cbp.encounters_southwest")

    assert revised(evidence, "us.cbp.encounters_southwest.all.encounters") == {"2024-10": -14, "2024-11": -4}


def test_closed_years_of_encounters_agree_figure_by_figure(held: Held) -> None:
    _evidence, (_first, second, third) = held("us.cbp.encounters_southwest")

    assert (second.changed, second.withdrawn) == (0, 0)
    assert (third.changed, third.withdrawn) == (22, 0)


def test_children_keep_their_series_through_the_change_of_name(held: Held) -> None:
    evidence, _vintages = held("us.cbp.encounters_southwest")

    series = "us.cbp.encounters_southwest.unaccompanied_children.encounters"
    frame = evidence.as_of(series, LATER).frame
    assert frame.height == 83
    assert frame["value"].min() == 475  # July 2025: no month is missing or zero


def test_the_first_october_of_the_state_files_fell_by_84(held: Held) -> None:
    evidence, _vintages = held("us.cbp.encounters_nationwide")

    assert revised(evidence, "us.cbp.encounters_nationwide.all.encounters") == {"2023-10": -84}


def test_the_two_encounter_files_give_the_same_southwest_border(held: Held) -> None:
    by_state = held("us.cbp.encounters_nationwide")[0]
    southwest = held("us.cbp.encounters_southwest")[0]

    one = by_state.as_of("us.cbp.encounters_nationwide.southwest.encounters", LATER).frame
    other = southwest.as_of("us.cbp.encounters_southwest.all.encounters", LATER).frame
    both = one.join(other, on="period", suffix="_other").filter(pl.col("period") < dt.date(2023, 10, 1))
    assert both.height == 48
    assert both["value"].equals(both["value_other"])


def test_weapons_are_22559_lines_of_14924_events(held: Held, data: Path) -> None:
    evidence, (vintage,) = held("us.cbp.weapons")

    name = FILES["us.cbp.weapons"][0][0]
    lines = gzip.decompress((data / "us" / name).read_bytes()).decode().splitlines()
    assert len(lines) - 1 == 22_559
    assert vintage.notes == (
        "78 lines are like another in every column; they are counted, as further items",
        "5 lines state no quantity; their cells have no value",
        "5 lines have no event number; those of one month and place count as one event",
    )
    events = evidence.as_of("us.cbp.weapons.all.events", LATER).frame["value"].sum()
    assert events == 14_924 + 1  # the placeholder stands for events of two places


def test_quantities_of_weapons_are_those_of_the_lines(held: Held, data: Path) -> None:
    evidence, _vintages = held("us.cbp.weapons")

    printed = pl.read_csv(data / "us" / FILES["us.cbp.weapons"][0][0], infer_schema=False)
    southbound = printed.filter(
        pl.col("Inbound/Outbound") == "OUTBOUND",
        pl.col("Region") == "Southwest Border",
        pl.col("Category").is_in(["Handgun", "Long Arm", "Other Firearms"]),
    )
    frame = evidence.as_of("us.cbp.weapons.southbound_firearms.firearms", LATER).frame
    assert frame["value"].sum() == southbound["Quantity Seized"].cast(pl.Float64).sum() == 3_155


def test_air_and_marine_files_agree_where_they_overlap(held: Held) -> None:
    _evidence, (first, second, third) = held("us.cbp.amo_seizures")

    assert (first.figures, second.figures, third.figures) == (2 * 1_772, 2 * 1_762, 2 * 1_292)
    assert (second.changed, second.withdrawn) == (0, 0)
    assert (third.changed, third.withdrawn) == (0, 0)


@pytest.mark.parametrize(
    ("fiscal_year", "millions"),
    [(2021, (94.3, 172.3, 176.2)), (2022, (1.8, 232.0, 234.6))],
)
def test_assistance_to_mexico_fills_up(held: Held, fiscal_year: int, millions: tuple[float, ...]) -> None:
    evidence, _vintages = held("us.state.foreign_assistance")

    series = evidence.vintage_series("us.state.foreign_assistance.obligated.amount_usd_nominal")
    begin = dt.date(fiscal_year - 1, 10, 1)
    found = [frame.filter(pl.col("period") == begin)["value"].item() for _vintage, frame in series]
    assert tuple(round(value / 1e6, 1) for value in found) == millions


def test_visible_deaths_of_2019_are_fewer_than_the_nation_had(held: Held) -> None:
    evidence, _vintages = held("us.cdc.wonder")

    known = evidence.store("us.cdc.wonder").as_of(LATER)
    visible = known.filter(pl.col("period").dt.year() == 2019).group_by("edition").agg(pl.col("value").sum())
    assert dict(visible.iter_rows()) == {"final": 35_725, "provisional": 35_725}
    assert known["value"].min() == 10


def test_the_final_databases_agree_where_they_overlap(held: Held) -> None:
    _evidence, (first, second, third) = held("us.cdc.wonder")

    assert (first.figures, second.figures, third.figures) == (3_347, 3_003, 3_658)
    assert (second.changed, second.withdrawn, third.withdrawn) == (0, 0, 0)


def test_ohss_and_the_border_patrol_count_fiscal_year_2000_differently(held: Held) -> None:
    ohss, (vintage,) = held("us.ohss.encounters")
    patrol = held("us.usbp.apprehensions")[0]

    assert vintage.figures == 906 + 5_830 + 302
    year = pl.col("period").is_between(dt.date(1999, 10, 1), dt.date(2000, 9, 1))
    place = "us-southwest-border"
    rounded = ohss.as_of("us.ohss.encounters.patrol.encounters", LATER, place=place).frame.filter(year)
    exact = patrol.as_of("us.usbp.apprehensions.apprehensions", LATER, place=place).frame.filter(year)
    assert (rounded["value"].sum(), exact["value"].sum()) == (1_566_420, 1_643_679)


def test_ohss_agrees_with_the_border_patrol_to_rounding_from_2010(held: Held) -> None:
    place = "us-southwest-border"
    ohss = held("us.ohss.encounters")[0].as_of("us.ohss.encounters.patrol.encounters", LATER, place=place)
    patrol = held("us.usbp.apprehensions")[0].as_of("us.usbp.apprehensions.apprehensions", LATER, place=place)

    both = ohss.frame.join(patrol.frame, on="period", suffix="_patrol")
    recent = both.filter(pl.col("period") >= dt.date(2009, 10, 1))
    apart = (pl.col("value") - pl.col("value_patrol")).abs()
    assert recent.height == 120
    assert recent.select(apart.max()).item() <= 5
    assert both.select(apart.max()).item() == 11_233


def test_laboratory_reports_are_those_of_the_query(held: Held, data: Path) -> None:
    evidence, (vintage,) = held("us.dea.nflis")

    printed = pl.read_csv(data / "us" / FILES["us.dea.nflis"][0][0], infer_schema=False)
    frame = evidence.as_of("us.dea.nflis.fentanyl_and_related.reports", LATER).frame
    assert printed.height == 8_923
    assert frame.height == 18
    assert frame["value"].sum() == printed["DRUG_REPORTS"].cast(pl.Int64).sum()
    assert vintage.precision == "day"


def test_poisoning_deaths_of_the_states_add_up_to_the_nation(held: Held) -> None:
    evidence, (vintage,) = held("us.nchs.drug_poisoning")

    frame = evidence.as_of("us.nchs.drug_poisoning.all.deaths", LATER).frame
    assert frame.height == 17
    assert frame["value"].to_list()[-1] == 52_404
    assert not any("not checked" in note for note in vintage.notes)


def test_state_estimates_are_those_of_the_sumlev_040_rows(
    data: Path, cards: dict[str, SourceCard], tmp_path: Path
) -> None:
    card = cards["us.census.population"]
    body = gzip.decompress((data / "us/census-population/co-est2019-alldata_no-header.csv.gz").read_bytes())
    assert {len(line.split(b",")) for line in body.splitlines()} == {len(card.layouts[0].columns)}
    whole = tmp_path / "co-est2019-alldata.csv"
    whole.write_bytes(",".join(card.layouts[0].columns).encode() + b"\n" + body)  # its header was lost

    intake = Intake(tmp_path / "evidence", cards)
    (added,) = intake.add(whole, now=NOW, dated=Dated(dt.date(2020, 3, 26)))

    assert added.vintage.figures == 51 * 10
    assert added.vintage.notes == ("read as Latin-1", "3142 rows of counties left out")
    evidence = Evidence(intake.folder, cards)
    texas = evidence.as_of("us.census.population.july_1.population", LATER, place="us-tx").frame
    assert texas["value"].to_list()[-1] == 28_995_881


def test_five_year_averages_are_780(held: Held) -> None:
    _evidence, (vintage,) = held("us.census.population")

    assert (vintage.figures, str(vintage.first), str(vintage.last)) == (780, "2009-01", "2023-01")
