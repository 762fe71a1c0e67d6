# SPDX-License-Identifier: Apache-2.0
"""Downloads: numbers are numbers, words are never formulas, nothing is rounded away."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import rfc8785

from rumbo.publish.dossier import Datum, Dossier, EditionInputs
from rumbo.publish.downloads import number_cell, text_cell, vintages_csv, vintages_json
from rumbo.terms import Period


@pytest.fixture
def dossier(inputs: EditionInputs) -> Dossier:
    return next(d for d in inputs.dossiers if d.indicator.id == "apprehensions")


def rows_of(dossier: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(vintages_csv(dossier).decode("utf-8"))))


def test_table_has_every_figure_of_every_release(dossier: Dossier) -> None:
    rows = rows_of(dossier)

    assert len(rows) == sum(len(vintage.data) for vintage in dossier.vintages)
    assert rows[0] == {
        "indicator": "apprehensions",
        "unit": "apprehensions",
        "period": "2018-10",
        "value": "38000",
        "status": "final",
        "released_on": "2020-05-04",
        "release_precision": "exact",
        "citation": "Example institute, release of 2020-05-04",
    }


def test_missing_figure_is_an_empty_cell_with_its_status(dossier: Dossier) -> None:
    row = next(row for row in rows_of(dossier) if row["period"] == "2019-03")

    assert (row["value"], row["status"]) == ("", "suppressed")


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_words_are_never_a_formula(dossier: Dossier, words: str) -> None:
    vintage = replace(
        dossier.vintages[0], citation=words, data=(Datum(Period.parse("2019-01"), -1.5, words),)
    )

    row = rows_of(replace(dossier, vintages=(vintage,)))[0]

    assert row["citation"].startswith("'")
    assert row["status"] == "'" + words
    assert row["value"] == "-1.5"


@pytest.mark.parametrize("value", [0.1, 1e-7, 123456789.125, -0.0, 2.0**60, 72.9])
def test_numbers_come_back_exactly(value: float) -> None:
    assert float(number_cell(value)) == value


def test_quotes_and_commas_survive(dossier: Dossier) -> None:
    words = 'a "quoted", line\nand another'
    vintage = replace(dossier.vintages[0], citation=words)

    assert rows_of(replace(dossier, vintages=(vintage,)))[0]["citation"] == words


def test_plain_words_stay_as_they_are() -> None:
    assert text_cell("provisional = not final") == "provisional = not final"


def test_json_is_canonical_and_holds_the_definition(dossier: Dossier) -> None:
    data = vintages_json(dossier)
    read = json.loads(data)

    assert rfc8785.dumps(read) == data
    assert read["definition"]["series"] == "example.apprehensions"
    assert read["vintages"][0]["data"][5] == {"period": "2019-03", "value": None, "status": "suppressed"}
