# SPDX-License-Identifier: Apache-2.0
"""
Figures that Mexican publishers printed, or that stand in their files, reproduced from the files themselves.

Each file takes the whole road: opened, tidied, checked, stored, and asked as of a day.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import shipped_cards
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.series import Evidence

pytestmark = pytest.mark.data

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
FILES = "mx.sesnsp.homicide_intentional.case_files"
REGISTRY = "mx.sesnsp.rnid.homicide_intentional.case_files"
DEATHS = "mx.inegi.homicide_municipal.deaths"
FIREARMS = "mx.sedena.weapons_exchange.firearms"

Add = Callable[..., Evidence]


@pytest.fixture
def add(data: Path, tmp_path: Path) -> Add:
    """Adds files of ``mx/``, each released on the day given or inferred, and gives the evidence."""
    intake = Intake(tmp_path / "evidence", shipped_cards())

    def made(*names: str, day: str | None = None) -> Evidence:
        for name in names:
            dated = Dated(dt.date.fromisoformat(day)) if day else None
            intake.add(data / "mx" / name, now=NOW, dated=dated)
        return Evidence(intake.folder, intake.cards)

    return made


def year(
    evidence: Evidence, name: str, of: int, *, day: str = "2026-10-31", place: str | None = None
) -> float:
    frame = evidence.as_of(name, dt.date.fromisoformat(day), place=place).frame
    held = frame.filter(pl.col("period").dt.year() == of)
    assert held["value"].null_count() == 0
    return float(held["value"].sum())


def test_a_year_of_files_grows_from_one_cut_to_the_next(add: Add) -> None:
    add("sesnsp-delitos-estatal/Estatal-Delitos_2019-03.xlsx", day="2019-04-20")
    evidence = add("sesnsp-delitos-estatal/estatal_2024-11.csv.xz", day="2024-12-20")

    assert year(evidence, FILES, 2018, day="2019-05-01") == 28956
    assert year(evidence, FILES, 2018) == 29096
    assert year(evidence, FILES, 2019) == 29500


def test_files_and_victims_of_2019_are_two_figures(add: Add) -> None:
    evidence = add("sesnsp-delitos-estatal/estatal_2024-11.csv.xz", day="2024-12-20")
    add("sesnsp-victimas-estatal/timeseries_victimas_2024-11.csv.xz", day="2024-12-20")

    assert year(evidence, FILES, 2019) == 29500
    assert year(evidence, "mx.sesnsp.homicide_intentional.victims", 2019) == 34723


@pytest.mark.parametrize("copy", ["estatal_2024-04.csv.xz", "IDEFC_NM_2024-04_utf8bom.csv.xz"])
def test_copies_of_one_cut_change_no_figure(add: Add, copy: str) -> None:
    add("sesnsp-delitos-estatal/IDEFC_NM_2024-04_latin1.csv.xz", day="2024-05-20")

    with pytest.raises(EvidenceError, match="brings no new period and changes no figure"):
        add(f"sesnsp-delitos-estatal/{copy}", day="2024-05-20")


def test_the_spoilt_copy_of_march_2022_is_refused(add: Add) -> None:
    with pytest.raises(EvidenceError, match="wrong encoding before: “AÒo"):
        add("sesnsp-delitos-estatal/IDEFC_NM_2022-03.csv.xz")


def test_january_2026_fills_up_from_release_to_release(add: Add) -> None:
    evidence = add(*(f"sesnsp-rnid-2026/estatal_n_2026-0{month}.csv.xz" for month in (1, 2, 3)))

    known = [evidence.as_of(REGISTRY, dt.date(2026, month, 28)).frame["value"][0] for month in (2, 3, 4)]
    assert known == [1369, 1390, 1392]


def test_federal_files_of_every_year_are_read(add: Add) -> None:
    evidence = add("sesnsp-fuero-federal/IDEFF_2025-07.csv.xz")

    frame = evidence.as_of("mx.sesnsp.federal.firearms_law.case_files", dt.date(2026, 1, 1)).frame
    assert (frame["period"].min(), frame["period"].max()) == (dt.date(2012, 1, 1), dt.date(2025, 7, 1))
    assert year(evidence, "mx.sesnsp.federal.drugs.case_files", 2024, place="mx-abroad") == 5


def test_municipal_files_agree_with_the_state_release(add: Add) -> None:
    evidence = add("sesnsp-municipal/violencia_homicida_municipal_nacional_2024_2025.csv.xz")
    add("sesnsp-delitos-estatal/estatal_2024-11.csv.xz", day="2024-12-20")
    municipal = "mx.sesnsp.municipal.homicide_intentional.case_files"

    frame = evidence.as_of(municipal, dt.date(2026, 1, 1)).frame
    assert year(evidence, municipal, 2024) == 25449
    to_november = frame.filter(pl.col("period") < dt.date(2024, 12, 1))  # its first month is January 2024
    assert to_november["value"].sum() == 23564
    assert year(evidence, FILES, 2024) == 23581


@pytest.mark.parametrize(
    ("of", "deaths"), [(1990, 14493), (2000, 10737), (2010, 25757), (2011, 27213), (2015, 20762)]
)
def test_municipal_deaths_add_up_to_the_nation(add: Add, of: int, deaths: int) -> None:
    evidence = add(f"inegi-homicidios/municipal-mensual-registro/{of}.csv.xz")

    assert year(evidence, DEATHS, of) == deaths


def test_population_at_mid_year(add: Add) -> None:
    evidence = add("conapo-poblacion/conapo_pob_ent_gender_1950_2070.csv.xz", day="2024-05-19")

    assert year(evidence, "mx.conapo.total.mid_year", 2018) == 125_995_825
    assert year(evidence, "mx.conapo.total.mid_year", 2019) == 127_215_666


def test_remittances_of_2019_are_thirty_seven_billion_dollars(add: Add) -> None:
    evidence = add("banxico-remesas/remesas_estado_trimestre_2013-.csv.xz")

    assert round(year(evidence, "mx.banxico.remittances.usd", 2019) / 1e9, 2) == 37.25


def test_two_answers_about_handed_in_weapons_differ_in_their_last_common_year(add: Add) -> None:
    add("sedena-canje-armas/folio_330026421000900_mes_estado_2013_2021.csv.xz", day="2022-01-31")
    evidence = add("sedena-canje-armas/folio_330026424002055_eventos_2013_2024.csv.xz", day="2024-08-30")

    known = {of: [year(evidence, FIREARMS, of, day=day) for day in ("2023-01-01", "2024-12-31")]
             for of in (2013, 2020, 2021)}  # fmt: skip
    assert known == {2013: [31506, 31506], 2020: [1662, 1662], 2021: [1138, 1167]}


def test_marijuana_seized_in_2019(add: Add, data: Path) -> None:
    names = sorted(
        path.name for path in (data / "mx" / "mucd-acciones-antidrogas").glob("marihuana_2019-*.csv")
    )
    evidence = add(*(f"mucd-acciones-antidrogas/{name}" for name in names))

    assert len(names) == 12
    assert year(evidence, "mx.mucd.marijuana.kg", 2019) == 133_336


def test_the_survey_of_2014_tells_of_2013(add: Add) -> None:
    evidence = add("inegi-envipe/envipe2011-2014.csv.xz")

    assert round(year(evidence, "mx.inegi.envipe.unsafe_percent", 2014), 1) == 73.3
    assert round(year(evidence, "mx.inegi.envipe.victims_rate", 2013)) == 28224


def test_foreigners_presented_in_may_2019(add: Add) -> None:
    evidence = add("transcribed/inm_migrants_presented.csv")

    last = evidence.as_of("mx.inm.presented.all.presentations", dt.date(2026, 1, 1)).frame.row(-1)
    assert last == (dt.date(2019, 5, 1), 23679, "")
