# SPDX-License-Identifier: Apache-2.0
"""NFLIS laboratory reports by half year, and the yearly populations of the Census Bureau."""

import datetime as dt
from collections.abc import Callable

import pytest

from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.release import Tidy
from rumbo.evidence.series import Evidence, periods_of
from rumbo.evidence.snapshot import Source
from rumbo.evidence.store import Vintage
from rumbo.terms import Period

Tidied = Callable[..., Tidy]
Add = Callable[..., Vintage]
Figures = Callable[..., dict[str, float | None]]

FENTANYL = "us.dea.nflis.fentanyl.reports"
POPULATION = "us.census.population"


@pytest.mark.parametrize(("written", "next_one"), [("2019-H1", "2019-H2"), ("2019-H2", "2020-H1")])
def test_a_half_year_is_read_shifted_and_written(written: str, next_one: str) -> None:
    half = Period.parse(written)

    assert (str(half), str(half.shift(1)), half.length) == (written, next_one, 6)


def test_a_half_year_is_named_in_both_languages() -> None:
    half = Period.parse("2019-H2")

    assert (half.start, half.end) == (dt.date(2019, 7, 1), dt.date(2019, 12, 31))
    assert (half.label("en"), half.label("es")) == ("second half of 2019", "segundo semestre de 2019")


def test_reports_are_known_from_the_day_of_the_query(add: Add) -> None:
    vintage = add("nflis.csv")

    assert (vintage.released_on, vintage.precision) == (dt.date(2026, 3, 3), "day")


def test_a_half_year_without_a_row_has_zero_reports(add: Add, figures: Figures) -> None:
    add("nflis.csv")

    assert figures(FENTANYL, place="us-pa") == {"2024-07": 400.0, "2025-01": 0.0, "2025-07": 300.0}


def test_periods_are_half_years(add: Add, intake: Intake, cards: dict[str, SourceCard]) -> None:
    add("nflis.csv")

    frame = Evidence(intake.folder, cards).as_of(FENTANYL, dt.date(2026, 12, 31)).frame
    named = [str(period) for period in periods_of(frame, cards["us.dea.nflis"])]
    assert named == ["2024-H2", "2025-H1", "2025-H2"]


def test_reports_without_a_state_count_for_the_nation_only(add: Add, figures: Figures) -> None:
    vintage = add("nflis.csv")

    assert vintage.notes == ("1 rows without a state count for the nation only",)
    assert figures(FENTANYL)["2024-07"] == 401.0


def test_isomers_stand_together_and_unnamed_substances_are_other(add: Add, figures: Figures) -> None:
    add("nflis.csv")

    assert figures("us.dea.nflis.fluorofentanyl.reports")["2024-07"] == 30.0
    assert figures("us.dea.nflis.other_related.reports", place="us-gu")["2025-07"] == 7.0
    assert figures("us.dea.nflis.fentanyl_and_related.reports") == {
        "2024-07": 431.0, "2025-01": 0.0, "2025-07": 307.0
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("Local/Municipal,State,Federal,Private", "Federal"), "“Federal” is not known here"),
        (('"33"', '"12"'), "“12” is not known here"),
        (('"3966"', '"3965"'), "the same figure stands on more than one line"),
        (('"10"', '"-10"'), "“-10” is a negative figure"),
        (("SA2 (JUL - DEC)", "A (JAN - DEC)"), "“A (JAN - DEC)” is not a month"),
        (
            ('"300","2026-03-03', '"300","2026-03-04'),
            "“2026-03-03” is not the one day of the query|“2026-03-04” is not the one day of the query",
        ),
    ],
)
def test_another_query_is_refused(tidied: Tidied, change: tuple[str, str], what: str) -> None:
    assert {fault.what for fault in tidied("nflis.csv", change).faults} == set(what.split("|"))


def test_codes_of_states_get_their_zero_back(add: Add, figures: Figures) -> None:
    add("census-averages.csv")

    assert figures(f"{POPULATION}.five_years.population", place="us-al") == {
        "2022-01": 5.0e6,
        "2023-01": 5.05e6,
    }
    assert figures(f"{POPULATION}.five_years.population", place="us-pr") == {"2022-01": 3.3e6}


def test_counties_of_the_estimates_are_left_out(cards: dict[str, SourceCard], intake: Intake) -> None:
    columns = cards[POPULATION].layouts[0].columns
    rows = [
        {"SUMLEV": "040", "STATE": "35", "STNAME": "New Mexico", "CTYNAME": "New Mexico"},
        {"SUMLEV": "050", "STATE": "35", "COUNTY": "013", "CTYNAME": "Doña Ana County"},
    ]
    lines = [",".join(columns), *(",".join(row.get(column, "20") for column in columns) for row in rows)]
    data = "\n".join(lines).encode("latin-1") + b"\n"

    (release,) = intake.releases(Source("co.csv", data, "0" * 64), Dated(), dt.date(2026, 7, 1))

    assert release.notes == ("read as Latin-1", "1 rows of counties left out")
    assert release.frame["state"].to_list() == ["us-nm"] * 10
    assert (str(release.first), str(release.last)) == ("2010-01", "2019-01")
