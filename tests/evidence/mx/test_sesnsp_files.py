# SPDX-License-Identifier: Apache-2.0
"""SESNSP investigation files: two catalogues of common jurisdiction, and federal jurisdiction."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard, read_card
from rumbo.evidence.intake import Intake
from rumbo.evidence.printed import open_file
from rumbo.evidence.release import Release, Tidy
from rumbo.evidence.series import Evidence
from rumbo.evidence.snapshot import Source

Tidied = Callable[[str], Tidy]
Added = Callable[..., Evidence]
Spoilt = Callable[..., list[Release]]

LATE = dt.date(2026, 6, 1)


def figures(evidence: Evidence, name: str, place: str | None = None) -> dict[str, float]:
    frame = evidence.as_of(name, LATE, place=place).frame
    return {f"{period:%Y-%m}": value for period, value in frame.select("period", "value").iter_rows()}


def test_files_of_one_shape_are_told_apart_by_their_catalogue(
    excerpts: Path, cards: dict[str, SourceCard]
) -> None:
    found = {
        name: open_file(Source.read(excerpts / name), cards).card.id for name in ("offences.csv", "rnid.csv")
    }

    assert found == {"offences.csv": "mx.sesnsp.offences", "rnid.csv": "mx.sesnsp.rnid"}


def test_modalities_add_up_and_months_end_where_figures_end(added: Added) -> None:
    evidence = added("offences.csv")

    assert figures(evidence, "mx.sesnsp.homicide_intentional.case_files") == dict.fromkeys(
        ("2019-01", "2019-02", "2019-03"), 560.0
    )
    assert figures(evidence, "mx.sesnsp.homicide_intentional.firearm.case_files", "mx-ver")["2019-01"] == 30


def test_thousands_separators_are_no_decimals(added: Added) -> None:
    stolen = figures(added("offences.csv"), "mx.sesnsp.vehicle_theft.with_violence.case_files", "mx-agu")

    assert stolen["2019-03"] == 1001


def test_an_attempt_is_not_the_offence(added: Added) -> None:
    evidence = added("rnid.csv")

    assert figures(evidence, "mx.sesnsp.rnid.homicide_intentional.case_files") == {"2026-01": 528}
    assert figures(evidence, "mx.sesnsp.rnid.homicide_attempted.case_files") == {"2026-01": 64}


def test_the_registry_says_that_it_continues_nothing(cards: dict[str, SourceCard]) -> None:
    card = cards["mx.sesnsp.rnid"]

    assert "cannot be joined" in card.counts.en
    assert "no pueden unirse" in card.counts.es
    assert [b.period for b in card.breaks] == ["2026-01"]
    assert not {s.id for s in card.describe()} & {s.id for s in cards["mx.sesnsp.offences"].describe()}


def test_both_copies_of_a_release_say_the_same(
    excerpts: Path, tmp_path: Path, intake: Intake, now: dt.datetime
) -> None:
    again = tmp_path / "offences-utf8.csv"
    again.write_text((excerpts / "offences.csv").read_text("latin-1"), "utf-8-sig")
    intake.add(excerpts / "offences.csv", now=now)

    with pytest.raises(EvidenceError, match="changes no figure"):
        intake.add(again, now=now)


def test_a_copy_with_spoilt_letters_is_refused(
    excerpts: Path, tmp_path: Path, intake: Intake, now: dt.datetime
) -> None:
    copy = tmp_path / "offences.csv"
    copy.write_text((excerpts / "offences.csv").read_bytes().decode("mac_roman"), "utf-8-sig")

    with pytest.raises(EvidenceError, match="wrong encoding"):
        intake.add(copy, now=now)


@pytest.mark.parametrize(
    ("name", "before", "after", "reason"),
    [
        ("offences.csv", b"2019,2,Baja", b"2019,3,Baja", "the code 3 is not that of Baja California"),
        ("offences.csv", b",1,1,1,,,", b",1,,1,,,", "an empty cell before the last month published"),
        ("offences.csv", b"Homicidio doloso", b"Homicidio dolozo", "“Homicidio dolozo” is not known here"),
        ("rnid.csv", b"2026,32,Zacatecas", b"2026,31,Yucat\xe1n", "Zacatecas has 1 rows for 2026-01"),
        ("rnid.csv", b"doloso,Con arma de fuego,7,", b"doloso,Con arma de fuego,-7,", "a negative figure"),
        ("federal.csv", b",9,CIUDAD", b",,CIUDAD", "the code — is not that of CIUDAD DE MEXICO"),
    ],
)  # fmt: skip
def test_a_spoilt_file_is_refused(
    spoilt: Spoilt, name: str, before: bytes, after: bytes, reason: str
) -> None:
    with pytest.raises(EvidenceError) as caught:
        spoilt(name, before, after)

    assert reason in str(caught.value)


def test_a_state_with_fewer_rows_is_a_file_cut_off(spoilt: Spoilt, excerpts: Path) -> None:
    last = (excerpts / "federal.csv").read_bytes().splitlines(keepends=True)[-1]

    with pytest.raises(EvidenceError, match="has 1 rows for 2025-01, others have 2"):
        spoilt("federal.csv", last, b"")


def test_a_row_that_stands_twice_is_refused(spoilt: Spoilt, excerpts: Path) -> None:
    row = (excerpts / "rnid.csv").read_bytes().splitlines(keepends=True)[5]

    with pytest.raises(EvidenceError, match="more than one line"):
        spoilt("rnid.csv", row, row + row)


def test_codes_written_as_decimals_are_codes(spoilt: Spoilt) -> None:
    (release,) = spoilt("federal.csv", b"2025,9,CIUDAD", b"2025,9.0,CIUDAD")

    assert release.frame.height == 33 * 2 * 2


def test_files_for_acts_abroad_belong_to_the_nation_and_to_no_state(added: Added) -> None:
    evidence = added("federal.csv")
    trade = "mx.sesnsp.federal.drugs_trade.case_files"

    assert figures(evidence, trade) == {"2025-01": 533, "2025-02": 533}
    assert figures(evidence, trade, "mx-abroad") == {"2025-01": 5, "2025-02": 5}


def test_the_same_words_under_two_laws_are_two_offences(tidied: Tidied) -> None:
    assert set(tidied("federal.csv").frame["offence"]) == {"drugs_trade", "organised_crime_drugs"}


def test_a_municipality_has_figures_only_where_its_name_is_its_own(added: Added) -> None:
    evidence = added("municipal.csv")
    name = "mx.sesnsp.municipal.homicide_intentional.case_files"

    assert figures(evidence, name, "mx-01001") == {"2024-01": 1}
    assert figures(evidence, name, "mx-oax") == {"2024-01": 80}
    assert set(evidence.places(evidence.series(name))) >= {"mx-20067", "mx-oax"}
    assert not {"mx-20318", "mx-20319"} & set(evidence.places(evidence.series(name)))


def test_names_without_a_code_are_said(tidied: Tidied) -> None:
    (note,) = tidied("municipal.csv").notes

    assert note == (
        "2 names that are not exactly one municipality count for their state alone: "
        "San Pedro Mixtepec, San Pedro Mixtepec Distrito 22"
    )


def test_a_municipality_that_stands_twice_is_refused(spoilt: Spoilt) -> None:
    with pytest.raises(EvidenceError, match="“Otros Municipios” stands twice"):
        spoilt("municipal.csv", b'"San Pedro Mixtepec",', b'"Otros Municipios",')


def test_a_card_cannot_tell_files_apart_by_a_column_they_lack(checkout: Path) -> None:
    text = (checkout / "src/rumbo/sources/sesnsp-rnid.toml").read_text("utf-8")
    wrong = text.replace('marks = { "Subtipo de delito"', 'marks = { "Delito"')

    with pytest.raises(EvidenceError, match="the card does not say what these are: Delito"):
        read_card(wrong, where="sesnsp-rnid.toml")
