# SPDX-License-Identifier: Apache-2.0
"""Workbooks, written here by hand in the smallest form the format allows."""

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers.sesnsp import tidy_series
from rumbo.evidence.snapshot import Source
from rumbo.terms.place import places

Given = Callable[[str, bytes | str], Source]
Cards = dict[str, SourceCard]
Row = Sequence[str | int | float | None]
HEADER: Row = ("isodate", "entidad", "delito", "total")
STATES = [place.name.es for place in places().values() if place.group == "mx-states"]
TABLE: list[Row] = [("2019-01-01", state, "Feminicidio", 2) for state in STATES]
TABLE.append(("2019-01-01", "Nacional", "Feminicidio", 64))

TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/></Relationships>"""
BOOK = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Hoja1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
SHEET = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{rows}</sheetData></worksheet>"""


def workbook(rows: Sequence[Row]) -> bytes:
    written = []
    for n, row in enumerate(rows, start=1):
        cells = [
            f'<c r="{chr(65 + column)}{n}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{chr(65 + column)}{n}"><v>{value}</v></c>'
            for column, value in enumerate(row)
            if value is not None
        ]
        written.append(f'<row r="{n}">{"".join(cells)}</row>')
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(target="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(target="worksheets/sheet1.xml", kind="worksheet"),
        "xl/worksheets/sheet1.xml": SHEET.format(rows="".join(written)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_workbook_is_read_like_the_same_table_in_csv(given: Given, cards: Cards) -> None:
    text = "\n".join(",".join(str(cell) for cell in row) for row in (HEADER, *TABLE))

    from_book = open_file(given("t.xlsx", workbook([HEADER, *TABLE])), cards)
    from_text = open_file(given("t.csv", text), cards)

    one, other = (tidy_series(opened.printed, opened.card) for opened in (from_book, from_text))
    assert one.faults == ()
    assert one.frame.equals(other.frame)


def test_an_unknown_spelling_in_a_workbook_is_refused_with_its_row(given: Given, cards: Cards) -> None:
    rows = [HEADER, *TABLE]
    rows[9] = ("2019-01-01", "Kolima", "Feminicidio", 2)
    opened = open_file(given("t.xlsx", workbook(rows)), cards)

    tidy = tidy_series(opened.printed, opened.card)

    assert [f.where for f in tidy.faults if "Kolima" in f.what] == ["t.xlsx, line 10, column “entidad”"]


@pytest.mark.parametrize("value", [None, 2.5])
def test_an_empty_or_broken_cell_of_a_workbook_is_refused(
    given: Given, cards: Cards, value: float | None
) -> None:
    rows = [HEADER, *TABLE]
    rows[4] = ("2019-01-01", STATES[3], "Feminicidio", value)
    opened = open_file(given("t.xlsx", workbook(rows)), cards)

    tidy = tidy_series(opened.printed, opened.card)

    assert tidy.faults[0].where == "t.xlsx, line 5, column “total”"


def test_a_column_that_is_empty_throughout_is_still_text(given: Given, cards: Cards) -> None:
    rows: list[Row] = [HEADER, *((*row[:3], None) for row in TABLE)]
    opened = open_file(given("t.xlsx", workbook(rows)), cards)

    tidy = tidy_series(opened.printed, opened.card)

    assert tidy.faults[0].what == "an empty cell"


def test_a_workbook_with_other_columns_is_refused(given: Given, cards: Cards) -> None:
    with pytest.raises(EvidenceError, match="column “total” is missing"):
        open_file(given("t.xlsx", workbook([("isodate", "entidad", "delito", "suma"), *TABLE])), cards)


def test_a_workbook_without_rows_is_refused(given: Given, cards: Cards) -> None:
    with pytest.raises(EvidenceError, match="there is no row of figures below the header"):
        open_file(given("t.xlsx", workbook([HEADER])), cards)


def test_an_archive_that_is_no_workbook_is_refused(given: Given, cards: Cards) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("table.csv", "isodate,entidad,delito,total\n")

    with pytest.raises(EvidenceError, match="the workbook cannot be read"):
        open_file(given("t.zip", made.getvalue()), cards)
