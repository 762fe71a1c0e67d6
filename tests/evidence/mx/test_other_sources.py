# SPDX-License-Identifier: Apache-2.0
"""INEGI, CONAPO, Banco de México, SEDENA, MUCD and the migration authority, each in its layout."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.release import Release, Tidy
from rumbo.evidence.series import Evidence

Tidied = Callable[[str], Tidy]
Added = Callable[..., Evidence]
Spoilt = Callable[..., list[Release]]

LATE = dt.date(2026, 6, 1)


def figures(evidence: Evidence, name: str, place: str | None = None) -> dict[str, float]:
    frame = evidence.as_of(name, LATE, place=place).frame
    return {f"{period:%Y-%m}": value for period, value in frame.select("period", "value").iter_rows()}


# -- INEGI: deaths by municipality ---------------------------------------------------------------------

OAXACA = b'" 20 318 ","San Pedro Mixtepec","4","1","2"'
DEATHS = "mx.inegi.homicide_municipal.deaths"


def test_the_table_below_a_title_is_read_with_its_own_lines(tidied: Tidied, excerpts: Path) -> None:
    written = (excerpts / "homicide-municipal.csv").read_text("latin-1").splitlines()
    frame = tidied("homicide-municipal.csv").frame

    assert {written[line - 1][:9] for line in frame.filter(municipality="mx-20318")["line"]} == {'" 20 318 '}


def test_the_nation_is_the_sum_with_unknown_municipalities_and_abroad(added: Added) -> None:
    evidence = added("homicide-municipal.csv")

    assert sum(figures(evidence, DEATHS).values()) == 1020
    assert sum(figures(evidence, DEATHS, "mx-agu").values()) == 1013
    assert sum(figures(evidence, DEATHS, "mx-01001").values()) == 1011
    assert figures(evidence, DEATHS, "mx-abroad")["2010-12"] == 3


def test_a_month_without_a_death_is_zero(added: Added) -> None:
    oaxaca = figures(added("homicide-municipal.csv"), DEATHS, "mx-20318")

    assert (oaxaca["2010-02"], oaxaca["2010-03"], len(oaxaca)) == (2, 0, 12)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (OAXACA, OAXACA.replace(b'"4"', b'"5"'), "the total says 5, its parts add up to 4"),
        (OAXACA, OAXACA.replace(b'"1","2"', b'"2","1"'), "the total says 1,001, its parts add up to 1,002"),
        (b'" ","Total"', b'" 01 002 ","Asientos"', "there is no row “Total”"),
        (b"registro : 2010", b"registro : Total", "the title does not say the year"),
        (b" 20 318 ", b" 20 918 ", "“20918” is not known here"),
    ],
)
def test_a_tabulation_that_does_not_add_up_is_refused(
    spoilt: Spoilt, before: bytes, after: bytes, reason: str
) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt("homicide-municipal.csv", before, after)

    assert reason in str(caught.value)


# -- INEGI: the yearly survey --------------------------------------------------------------------------


def test_carriage_returns_and_letters_of_the_old_macintosh_are_read(tidied: Tidied) -> None:
    tidy = tidied("survey.csv")

    assert (tidy.faults, tidy.notes) == ((), ("read as mac_roman",))
    assert set(tidy.frame["place"]) == {"mx", "mx-mic", "mx-yuc"}


def test_perception_is_of_the_year_of_the_survey_and_crime_of_the_year_before(added: Added) -> None:
    evidence = added("survey.csv")

    assert figures(evidence, "mx.inegi.envipe.unsafe_percent")["2014-01"] == 73.5
    assert figures(evidence, "mx.inegi.envipe.victims_rate")["2013-01"] == 28000.5
    assert list(figures(evidence, "mx.inegi.envipe.offences_rate", "mx-yuc").values()) == [
        38000,
        16000,
        22000,
        23000,
    ]


# -- CONAPO --------------------------------------------------------------------------------------------


def test_population_is_reconstructed_then_projected(added: Added) -> None:
    frame = added("population.csv").as_of("mx.conapo.total.mid_year", LATE).frame

    assert frame.select("value", "status").rows() == [(1056960, "reconstructed"), (1056960, "projected")]


def test_population_of_years_to_come_may_be_said(spoilt: Spoilt, excerpts: Path, now: dt.datetime) -> None:
    content = (excerpts / "population.csv").read_bytes()

    (release,) = spoilt("population.csv", content, content.replace(b"\n2020,", b"\n2050,"))

    assert str(release.last) == "2050-01"
    assert release.released_on == now.date()
    assert release.notes == ()


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b"01,Hombres,1000,1010", b"01,Hombres,1000,1011", "the total says 2,030, its parts add up to 2,031"),
        (b"01,Total,2000,2030", b"99,Total,2000,2030", "“99” is not known here"),
    ],
)
def test_sexes_have_to_add_up(spoilt: Spoilt, before: bytes, after: bytes, reason: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt("population.csv", before, after)

    assert reason in str(caught.value)


def test_states_have_to_add_up_to_the_nation(spoilt: Spoilt, excerpts: Path) -> None:
    content = (excerpts / "population.csv").read_bytes()
    more = content.replace(b"01,Hombres,1000", b"01,Hombres,1001").replace(b"01,Total,2000", b"01,Total,2001")

    with pytest.raises(EvidenceError, match="total for mx says 1,056,000, its parts add up to 1,056,001"):
        spoilt("population.csv", content, more)


# -- Banco de México -----------------------------------------------------------------------------------


def test_remittances_are_dollars_by_quarter(added: Added) -> None:
    evidence = added("remittances.csv")

    assert figures(evidence, "mx.banxico.remittances.usd") == {"2019-01": 528e6, "2019-04": 528e6}
    assert figures(evidence, "mx.banxico.remittances.usd", "mx-mic")["2019-04"] == 16e6


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b"2019-Q2", b"2019-Q5", "“2019-Q5” is not a quarter"),
        (b"Colima,2019-Q1,6000000\n", b"", "lacks 1 of 32 places: mx-col"),
    ],
)
def test_a_table_of_remittances_with_a_hole_is_refused(
    spoilt: Spoilt, before: bytes, after: bytes, reason: str
) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt("remittances.csv", before, after)

    assert reason in str(caught.value)


# -- SEDENA --------------------------------------------------------------------------------------------

FIREARMS = "mx.sedena.weapons_exchange.firearms"


def test_a_month_stands_for_the_rows_below_it(tidied: Tidied) -> None:
    frame = tidied("weapons-by-month.csv").frame.filter(state="mx-cmx")

    assert frame.select("period", "weapon", "value").rows() == [
        (dt.date(2013, 1, 1), "short", 1637.0), (dt.date(2013, 1, 1), "long", 561.0)
    ]  # fmt: skip


def test_two_answers_are_two_versions_of_one_fact(added: Added) -> None:
    by_month = added("weapons-by-month.csv")
    assert figures(by_month, FIREARMS) == {"2013-01": 2246, "2013-02": 0, "2013-03": 2}

    by_event = added("weapons-by-event.csv")
    assert figures(by_event, FIREARMS) == {"2013-01": 2246, "2013-02": 0, "2013-03": 3}
    assert figures(by_event, "mx.sedena.weapons_exchange.long.firearms", "mx-chh")["2013-01"] == 1


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("weapons-by-month.csv", b"7,40,47", b"7,40,48", "7 short and 40 long weapons are not 48"),
        ("weapons-by-month.csv", b"marzo 2013", b"marzo", "“marzo” is not a month"),
        ("weapons-by-event.csv", b"12/01/2013", b"12/13/2013", "“12/13/2013” is not a day"),
        ("weapons-by-event.csv", b",0,1,1,0", b",-1,2,1,0", "-1 short and 2 long weapons are not 1"),
        ("weapons-by-event.csv", b"CHIH.", b"CH.", "“CH.” is not known here"),
    ],
)
def test_weapons_that_do_not_add_up_are_refused(
    spoilt: Spoilt, name: str, before: bytes, after: bytes, reason: str
) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt(name, before, after)

    assert reason in str(caught.value)


# -- MUCD ----------------------------------------------------------------------------------------------


def test_a_comma_behind_every_row_shifts_no_column(tidied: Tidied) -> None:
    frame = tidied("marijuana.csv").frame.filter(measure="kg")

    assert frame.select("state", "municipality", "value", "line").rows() == [
        ("mx-bcn", "mx-02004", 482.0, 4),
        ("mx-col", "mx-06009", 19.0, 5),
    ]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b'"482","0",', b'"482","0","7"', "“7” stands behind the last column"),
        (b'"482","0",', b'"482","0"', "the row has 9 fields"),
        (b"02004", b"03008", "the code 03008 is not that of Baja California"),
    ],
)
def test_a_shifted_row_is_refused(spoilt: Spoilt, before: bytes, after: bytes, reason: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt("marijuana.csv", before, after)

    assert reason in str(caught.value)


# -- the migration authority ---------------------------------------------------------------------------


def test_two_definitions_of_presented_are_two_series(added: Added) -> None:
    evidence = added("presented.csv")

    assert figures(evidence, "mx.inm.presented.all.presentations") == {"2018-12": 60, "2019-01": 80}
    assert figures(evidence, "mx.inm.presented.central_americans.presentations") == {
        "2019-01": 70,
        "2019-04": 90,
    }


def test_each_text_dates_its_figures(spoilt: Spoilt) -> None:
    first, second = spoilt("presented.csv", b"period", b"period")

    assert (first.released_on, first.precision) == (dt.date(2019, 6, 26), "day")
    assert (second.released_on, second.precision) == (dt.date(2019, 11, 30), "inferred")
    assert first.notes == ("2 rows that are not a month left out",)
