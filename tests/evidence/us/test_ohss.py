# SPDX-License-Identifier: Apache-2.0
"""The OHSS workbook: several sheets, a line break in the header, months in fiscal order."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.release import Tidy
from rumbo.evidence.snapshot import Source

Sheets = Mapping[str, Sequence[Sequence[str]]]
YEAR = "Fiscal\nYear"
SHEETS: Sheets = {
    "Annual Count": [(YEAR, "Quantity"), ("2024", "999")],
    "Monthly Count": [
        (YEAR, "Month", "Quantity"), ("2024", "12 September", "1010"), ("2025", "01 October", "990")
    ],
    "Monthly Region": [
        (YEAR, "Month", "Region", "Quantity"),
        ("2024", "12 September", "Southwest Land Border", "1000"),
        ("2025", "01 October", "Coastal Border", "20"),
    ],
    "Monthly Sector": [
        (YEAR, "Month", "Sector", "Quantity"),
        ("2024", "12 September", "Tucson, AZ", "400"),
        ("2025", "01 October", "Rio Grande Valley, TX", "350"),
    ],
}  # fmt: skip
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(sheets: Sheets) -> Source:
    """The smallest workbook that holds `sheets`, every cell text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        listed = list(enumerate(sheets.items(), start=1))
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r0" '
            f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _rows) in listed)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_DOCUMENT}"><sheets>{names}</sheets></workbook>',
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _sheet in listed
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
        )
        for n, (_name, rows) in listed:
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet_of(rows))
    return Source("made.xlsx", made.getvalue(), "0" * 64)


def _sheet_of(rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{"ABCDE"[c]}{r}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for c, cell in enumerate(row)
        )
        + "</row>"
        for r, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>{lines}</sheetData></worksheet>'


def tidied(sheets: Sheets, cards: dict[str, SourceCard]) -> Tidy:
    opened = open_file(workbook(sheets), cards)
    return READERS[opened.layout.reader](opened.printed, opened.card)


def test_nation_regions_and_sectors_come_from_their_own_sheets(cards: dict[str, SourceCard]) -> None:
    tidy = tidied(SHEETS, cards)

    assert tidy.faults == ()
    assert tidy.frame.select("period", "place", "value").rows() == [
        (dt.date(2024, 9, 1), "us", 1010.0),
        (dt.date(2024, 10, 1), "us", 990.0),
        (dt.date(2024, 9, 1), "us-southwest-border", 1000.0),
        (dt.date(2024, 10, 1), "us-coastal-border", 20.0),
        (dt.date(2024, 9, 1), "us-tucson-sector", 400.0),
        (dt.date(2024, 10, 1), "us-rio-grande-valley-sector", 350.0),
    ]


def test_rounded_parts_need_not_add_up(cards: dict[str, SourceCard], intake: Intake) -> None:
    (release,) = intake.releases(workbook(SHEETS), Dated(dt.date(2024, 12, 1)), dt.date(2026, 7, 1))

    assert set(release.frame["status"]) == {"rounded"}
    assert release.frame.height == 6


def test_a_fault_names_the_line_and_the_column_of_its_sheet(cards: dict[str, SourceCard]) -> None:
    wrong = dict(SHEETS) | {
        "Monthly Sector": [SHEETS["Monthly Sector"][0], ("2025", "01 October", "Narnia", "9")]
    }

    (fault,) = tidied(wrong, cards).faults
    assert (fault.what, fault.where) == (
        "“Narnia” is not known here", "made.xlsx, line 2, column “Sector”"
    )  # fmt: skip


def test_a_workbook_without_the_sheets_is_recognised_by_its_first(cards: dict[str, SourceCard]) -> None:
    with pytest.raises(EvidenceError, match="column “Month” is missing"):
        open_file(workbook({"Annual Count": SHEETS["Annual Count"]}), cards)
