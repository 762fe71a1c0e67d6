# SPDX-License-Identifier: Apache-2.0
"""The table as printed: columns, rows, labels, numbers; each refusal with its line."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from rumbo.errors import EvidenceError, Fault
from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed, open_file
from rumbo.evidence.snapshot import Source

Given = Callable[[str, bytes | str], Source]
Cards = dict[str, SourceCard]


def printed(*cells: str | None) -> Printed:
    frame = pl.DataFrame({"x": cells}, schema={"x": pl.String}).with_row_index("line", 2)
    return Printed(frame.with_columns(pl.col("line").cast(pl.Int64)), "t.csv")


def values(table: Printed, expression: pl.Expr) -> list[object]:
    return table.frame.select(expression.alias("v"))["v"].to_list()


@pytest.mark.parametrize(
    ("name", "source", "layout"),
    [
        ("cbp-drugs.csv", "us.cbp.seizures", "nationwide drugs"),
        ("cdc-2017.csv", "us.cdc.overdose", "2017 release"),
        ("cdc-2018.csv", "us.cdc.overdose", "2018 release, reshaped"),
        ("cdc-from-2019.csv", "us.cdc.overdose", "releases from 2019"),
        ("cdc-portal.csv", "us.cdc.overdose", "portal interface"),
        ("sesnsp-wide.csv", "mx.sesnsp", "as published, months in columns"),
        ("sesnsp-series.csv", "mx.sesnsp", "long, by state and offence, with a national row"),
        ("sesnsp-long.csv", "mx.sesnsp", "long, full detail"),
        ("usbp.csv", "us.usbp.apprehensions", "sectors by month, extracted"),
        ("inegi-homicides.csv", "mx.inegi.homicide", "releases, transcribed"),
        ("inegi-perception.csv", "mx.inegi.ensu", "quarters, transcribed"),
        ("extraditions.csv", "mx.fgr.extraditions_to_us", "years, transcribed"),
    ],
)
def test_a_file_is_recognised_by_its_columns(
    excerpts: Path, cards: Cards, name: str, source: str, layout: str
) -> None:
    opened = open_file(Source.read(excerpts / name), cards)

    assert (opened.card.id, opened.layout.name) == (source, layout)


def test_columns_may_stand_in_any_order(given: Given, cards: Cards) -> None:
    opened = open_file(given("t.csv", "total,delito,entidad,isodate\n1,Aborto,Colima,2019-01-01\n"), cards)

    assert opened.card.id == "mx.sesnsp"
    assert opened.printed.frame.row(0, named=True)["entidad"] == "Colima"


def test_a_renamed_column_is_refused_with_a_guess_at_its_new_name(given: Given, cards: Cards) -> None:
    with pytest.raises(EvidenceError) as refused:
        open_file(given("t.csv", "isodate,entidad,delitos,total\n2019-01-01,Colima,Aborto,1\n"), cards)

    layout = "the layout “long, by state and offence, with a national row” of mx.sesnsp"
    assert refused.value.faults == (
        Fault("column “delito” is missing", "t.csv, line 1", layout, "was it renamed to “delitos”?"),
        Fault("column “delitos” is not in the card", "t.csv, line 1", layout),
    )


def test_a_column_that_stands_twice_is_refused(given: Given, cards: Cards) -> None:
    with pytest.raises(EvidenceError, match="column “total” stands twice"):
        open_file(given("t.csv", "isodate,entidad,delito,total,total\n2019-01-01,Colima,Aborto,1,1\n"), cards)


def test_columns_of_no_source_are_shown(given: Given, cards: Cards) -> None:
    with pytest.raises(EvidenceError, match="no source has these columns: a, b") as refused:
        open_file(given("t.csv", "a,b\n1,2\n"), cards)

    expected = f"the columns of one of the {len(cards)} sources that have a card"
    assert refused.value.faults[0].expected == expected


@pytest.mark.parametrize(
    ("rows", "fields", "line"),
    [
        ("2019-01-01,Colima,Aborto,1\n2019-02-01,Colima,Aborto,1,9\n", 5, 3),
        ("2019-01-01,Colima,Aborto,1\n2019-02-01,Col", 2, 3),
        ("2019-01-01,Colima,Aborto\n", 3, 2),
    ],
    ids=["a field too many", "cut off in the middle of a row", "a field too few"],
)
def test_uneven_rows_are_refused_with_their_line(
    given: Given, cards: Cards, rows: str, fields: int, line: int
) -> None:
    with pytest.raises(EvidenceError) as refused:
        open_file(given("t.csv", "isodate,entidad,delito,total\n" + rows), cards)

    fault = refused.value.faults[0]
    assert (fault.what, fault.where) == (f"the row has {fields} fields", f"t.csv, line {line}")
    assert fault.hint == "the file looks cut off or shifted: fetch it again"


def test_a_quotation_mark_that_is_never_closed_is_refused(given: Given, cards: Cards) -> None:
    text = 'isodate,entidad,delito,total\n2019-01-01,Colima,Aborto,"1\n2019-02-01,Colima,Aborto,1\n'

    with pytest.raises(EvidenceError, match="the table cannot be read"):
        open_file(given("t.csv", text), cards)


def test_empty_rows_are_left_out_with_a_note_and_lines_still_count(given: Given, cards: Cards) -> None:
    text = "isodate,entidad,delito,total\n\n,,,\n2019-01-01,Colima,Aborto,1\n,,,\n"

    opened = open_file(given("t.csv", text), cards)

    assert opened.printed.notes == ["3 empty rows left out"]
    assert opened.printed.frame["line"].to_list() == [4]


@pytest.mark.parametrize("text", ["isodate,entidad,delito,total\n", "isodate,entidad,delito,total\n,,,\n"])
def test_a_header_without_figures_is_refused(given: Given, cards: Cards, text: str) -> None:
    with pytest.raises(EvidenceError, match="there is no row of figures below the header"):
        open_file(given("t.csv", text), cards)


@pytest.mark.parametrize("rows", [65_536, 1_048_576])
def test_as_many_rows_as_a_workbook_holds_is_refused(given: Given, cards: Cards, rows: int) -> None:
    text = "isodate,entidad,delito,total\n" + "2019-01-01,Colima,Aborto,1\n" * (rows - 1)

    with pytest.raises(EvidenceError, match=f"the table has {rows:,} rows, the most a workbook can hold"):
        open_file(given("t.csv", text), cards)


def test_one_row_less_than_a_workbook_holds_is_read(given: Given, cards: Cards) -> None:
    text = "isodate,entidad,delito,total\n" + "2019-01-01,Colima,Aborto,1\n" * 65_534

    assert open_file(given("t.csv", text), cards).printed.frame.height == 65_534


def test_numbers_are_read_with_thousands_separators_and_blanks() -> None:
    table = printed("0", " 12 ", "1,234", "12,345,678.5", "-3", "1e3", ".5")

    assert values(table, table.number("x")) == [0.0, 12.0, 1234.0, 12345678.5, -3.0, 1000.0, 0.5]
    assert table.faults == []


@pytest.mark.parametrize(
    "written",
    ["12,5", "0,123", "1,23", "1.234.567", "1,234,5", "1 234", "NaN", "nan", "inf", "-Infinity", "1e999",
     "n/d", "12*", "0x1F", "1_000", "١٢", "--1", "1/2"],
)  # fmt: skip
def test_what_is_no_number_is_refused(written: str) -> None:
    table = printed("1", written)

    table.number("x")

    where = "t.csv, line 3, column “x”"
    assert table.faults == [Fault(f"“{written}” is not a number", where, "digits, with “.” before decimals")]


def test_a_broken_count_is_refused() -> None:
    table = printed("1.0", "1.5")

    table.number("x", whole=True)

    assert [f.what for f in table.faults] == ["“1.5” is not a whole number"]


@pytest.mark.parametrize("written", [None, "", "  "])
def test_an_empty_cell_is_refused_unless_it_may_be_empty(written: str | None) -> None:
    strict, lenient = printed("1", written), printed("1", written)

    strict.number("x")

    assert [f.what for f in strict.faults] == ["an empty cell"]
    assert values(lenient, lenient.number("x", may_be_empty=True)) == [1.0, None]
    assert lenient.faults == []


def test_the_publishers_own_mark_for_no_figure_is_an_empty_cell() -> None:
    table = printed("NA", "7")

    assert values(table, table.number("x", may_be_empty=True, empty="NA")) == [None, 7.0]


@pytest.mark.parametrize("written", ["2025 (FYTD)", "2025(FYTD)", "2025  (FYTD) ", "2025 FYTD", "2025"])
def test_a_running_fiscal_year_is_read_however_it_is_marked(written: str) -> None:
    table = printed(written)

    assert values(table, table.year("x", suffixes=("(FYTD)", "FYTD"))) == [2025]
    assert table.faults == []


@pytest.mark.parametrize("written", ["25", "FY2025", "2025 (final)", "1899", "2100", "", None, "2019.0"])
def test_what_is_no_year_is_refused(written: str | None) -> None:
    table = printed(written)

    table.year("x", suffixes=("(FYTD)",))

    assert [f.what for f in table.faults] == [f"“{written}” is not a year" if written else "an empty cell"]


@pytest.mark.parametrize("written", ["0", "13", "1.0", "may", None])
def test_what_is_no_month_number_is_refused(written: str | None) -> None:
    table = printed("12", "01", written)

    assert values(table, table.month_number("x")) == [12, 1, None]
    assert [f.where for f in table.faults] == ["t.csv, line 4, column “x”"]


def test_spellings_are_matched_without_regard_to_case_and_doubled_blanks(cards: Cards) -> None:
    table = printed("HOMICIDIO  DOLOSO", "Feminicidio")

    assert values(table, table.label("x", cards["mx.sesnsp"].keys["offence"])) == [
        "homicide_intentional", "femicide"
    ]  # fmt: skip


def test_an_unknown_spelling_is_refused_once_with_the_nearest(cards: Cards) -> None:
    table = printed("Feminicidio", "Feminicidios", "Feminicidios", None)

    slugs = values(table, table.label("x", cards["mx.sesnsp"].keys["offence"]))

    assert slugs == ["femicide", None, None, None]
    unknown, empty = table.faults
    assert (unknown.what, unknown.where) == ("“Feminicidios” is not known here", "t.csv, line 3, column “x”")
    assert unknown.hint == "nearest: feminicidio"
    assert (empty.what, empty.where) == ("an empty cell", "t.csv, line 5, column “x”")


def test_attempted_homicide_is_not_taken_for_homicide(cards: Cards) -> None:
    table = printed("Tentativa de homicidio doloso")

    assert values(table, table.label("x", cards["mx.sesnsp"].keys["offence"])) == [None]
    assert len(table.faults) == 1


def test_a_state_is_never_matched_against_a_border_region(cards: Cards) -> None:
    table = printed("Southwest Border")

    assert values(table, table.label("x", cards["mx.sesnsp"].keys["state"])) == [None]
