# SPDX-License-Identifier: Apache-2.0
"""
Bad files, one a row: what the command line says of each, with file, line and column; and the store after it.

A row edits an excerpt the way publishers, portals and spreadsheets have been seen to spoil their files.
"""

import bz2
import contextvars
import csv
import datetime as dt
import gzip
import io
import lzma
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rumbo.cli import main
from rumbo.evidence.intake import Dated
from rumbo.workspace import Workspace

Tree = Callable[[Path], dict[str, str]]
Change = Callable[[bytes], bytes]
NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Bad:
    """A spoilt file: the excerpt it comes from, how it is spoilt, and what has to be said of it."""

    excerpt: str
    spoil: Change
    says: tuple[str, ...]
    name: str = "spoilt.csv"
    is_quarantined: bool = True


def swap(old: str, new: str, times: int = 1, *, encoding: str = "utf-8") -> Change:
    def spoilt(data: bytes) -> bytes:
        assert old.encode(encoding) in data, old
        return data.replace(old.encode(encoding), new.encode(encoding), times)

    return spoilt


def instead(data: bytes) -> Change:
    return lambda _data: data


def rows(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    """Change the rows below the header."""

    def spoilt(data: bytes) -> bytes:
        header, *below = data.splitlines(keepends=True)
        return b"".join([header, *change(below)])

    return spoilt


def columns_swapped(one: int, other: int) -> Change:
    """Swap the cells of two columns and leave the header as it is."""

    def spoilt(data: bytes) -> bytes:
        header, *below = csv.reader(io.StringIO(data.decode(), newline=""))
        for row in below:
            row[one], row[other] = row[other], row[one]
        made = io.StringIO()
        csv.writer(made).writerows([header, *below])
        return made.getvalue().encode()

    return spoilt


def workbook_of_many_parts(_data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(300):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", b"<x/>")
    return made.getvalue()


def not_containing(*words: str) -> Change:
    return rows(lambda below: [line for line in below if not all(w.encode() in line for w in words)])


FETCH = "try: the file looks cut off: fetch it again"
SHIFTED = "try: the file looks cut off or shifted: fetch it again"
CBP, CDC, WIDE, SERIES, LONG = (
    "cbp-drugs-later.csv", "cdc-from-2019.csv", "sesnsp-wide.csv", "sesnsp-series.csv", "sesnsp-long.csv"
)  # fmt: skip

BAD: dict[str, Bad] = {
    # -- no file of figures at all
    "an error page of the server": Bad(
        CBP, instead(b"<!DOCTYPE html>\n<html><title>Access Denied</title></html>"),
        ("this is a web page, not a file of figures", "in spoilt.csv, line 1", "download it again"),
    ),
    "an error message in XML": Bad(CBP, instead(b"<?xml version='1.0'?><Error/>"), ("this is a web page",)),
    "an error message in JSON": Bad(
        CBP, instead(b'{"error": "not found"}\n'), ("no source has these columns", "rumbo evidence list")
    ),
    "an empty file": Bad(CBP, instead(b""), ("the file is empty", "try: fetch it again")),
    "blanks only": Bad(CBP, instead(b" \r\n \r\n"), ("the file is empty",)),
    "a header without rows": Bad(
        CBP, rows(lambda _below: []), ("there is no row of figures below the header", "in spoilt.csv, line 1")
    ),
    "a PDF": Bad(
        CBP, instead(b"%PDF-1.7\n\x00\xff"), ("it holds NUL bytes", "expected: CSV in UTF-8 or Latin-1"),
    ),
    "a table of something else": Bad(
        CBP, instead(b"date,cases\n2020-01-01,3\n"), ("no source has these columns: date, cases",)
    ),
    # -- encodings
    "UTF-16, as spreadsheets save “Unicode text”": Bad(
        SERIES, lambda data: data.decode().encode("utf-16"), ("it holds NUL bytes",)
    ),
    "decoded as Latin-1 and saved as UTF-8": Bad(
        SERIES, lambda data: data.decode("latin-1").encode(),
        ("decoded with the wrong encoding before: “", "in spoilt.csv, line", "instead of a re-saved copy"),
    ),
    "decoded as Mac Roman and saved as UTF-8": Bad(
        WIDE, lambda data: data.decode("mac_roman").encode("utf-8-sig"),
        ("decoded with the wrong encoding before: “AÒo", "in spoilt.csv, line 1"),
    ),
    "letters replaced by question marks": Bad(
        SERIES, lambda data: data.decode().encode("ascii", "replace"),
        ("“Ciudad de M?xico” is not known here", "column “entidad”", "nearest: ciudad de méxico"),
    ),
    # -- columns
    "a column renamed": Bad(
        CBP, swap("Drug Type", "Drug"),
        ("column “Drug Type” is missing", "in spoilt.csv, line 1", "was it renamed to “Drug”?"),
    ),
    "a column more": Bad(
        SERIES, lambda data: data.replace(b"\n", b",x\n"), ("column “x” is not in the card",)
    ),
    "a column less": Bad(
        CBP, lambda data: b"\r\n".join(line.rpartition(b",")[0] for line in data.split(b"\r\n")),
        ("column “Sum Qty (lbs)” is missing",),
    ),
    "a header with an explanation in it": Bad(
        SERIES, swap("total", "total (víctimas)"), ("was it renamed to “total (víctimas)”?",)
    ),
    "headers in capitals": Bad(
        CBP, swap("Land Filter", "LAND FILTER"), ("was it renamed to “LAND FILTER”?",),
    ),
    "semicolons for commas": Bad(
        SERIES, lambda data: data.replace(b",", b";"), ("no source has these columns: isodate;entidad",)
    ),
    "a title line above the header": Bad(
        SERIES, lambda data: b"Incidencia delictiva,,,\n" + data, ("no source has these columns",)
    ),
    "cells shifted by one to the right": Bad(
        CBP, rows(lambda below: [below[0], b"x," + below[1], *below[2:]]),
        ("the row has 10 fields", "in spoilt.csv, line 3", "expected: 9 fields, as in the header", SHIFTED),
    ),
    "weight and events swapped": Bad(
        CBP, columns_swapped(7, 8),
        ("“101.5” is not a whole number", "in spoilt.csv, line 2, column “Count of Event”"),
    ),
    "region and component swapped": Bad(
        CBP, columns_swapped(2, 3),
        ("“Southwest Border” is not known here", "in spoilt.csv, line 2, column “Component”"),
    ),
    "state and offence swapped": Bad(
        SERIES, columns_swapped(1, 2), ("“Homicidio doloso” is not known here", "column “entidad”")
    ),
    # -- cut off
    "cut off in the middle of a row": Bad(
        CBP, lambda data: data[: data.rindex(b",") - 3],
        ("the row has 8 fields", "in spoilt.csv, line 20", SHIFTED)
    ),
    "cut off between two rows, months lost": Bad(
        CBP, rows(lambda below: [line for line in below if b"OCT" not in line and b"NOV" not in line]),
        ("no figure for 2024-10, 2024-11 inside the coverage", "every month from 2024-08 to 2024-12", FETCH),
    ),
    "cut off between two rows, a state lost": Bad(
        WIDE, rows(lambda below: below[:-6]),
        ("2019-01 lacks 1 of 32 places: mx-zac", "expected: every place in every period"),
    ),
    "cut off between two rows of one state": Bad(
        WIDE, rows(lambda below: below[:-2]),
        ("Zacatecas has 4 rows for 2019-01, others have 6", "in spoilt.csv, line 191", FETCH),
    ),
    "a gzip archive cut off": Bad(
        SERIES, lambda data: gzip.compress(data)[:-400],
        ("the gzip archive is cut off", "fetch the file again")
    ),
    "a bzip2 archive cut off": Bad(
        SERIES, lambda data: bz2.compress(data)[:-200], ("the bzip2 archive is cut off",),
    ),
    "an xz archive cut off": Bad(
        SERIES, lambda data: lzma.compress(data)[:-200], ("the xz archive is cut off",),
    ),
    "a gzip archive damaged": Bad(
        SERIES, lambda data: gzip.compress(data)[:60] + b"\x00" * 9 + gzip.compress(data)[69:],
        ("the gzip archive is cut off or damaged",),
    ),
    "a workbook cut off": Bad(
        SERIES, lambda data: workbook_of_many_parts(data)[:900], ("the workbook is cut off or damaged",),
        name="spoilt.xlsx",
    ),
    "a workbook that is a bomb": Bad(
        SERIES, workbook_of_many_parts,
        ("unpacks to more than a workbook of statistics would",), name="spoilt.xlsx"
    ),
    "an archive of something else": Bad(
        SERIES, lambda _data: gzip.compress(b"\x00" * 100), ("it holds NUL bytes",)
    ),
    "the rows an old workbook can hold": Bad(
        SERIES, lambda data: b"".join((data.splitlines(keepends=True) * 200)[:65_536]),
        ("the table has 65,536 rows, the most a workbook can hold", "ask the publisher for a CSV"),
    ),
    # -- cells
    "a decimal comma": Bad(
        CBP, swap(",101.5", ',"101,5"'), ("“101,5” is not a number", "line 2, column “Sum Qty (lbs)”")
    ),
    "a decimal comma with three decimals": Bad(CBP, swap(",101.5", ',"0,125"'), ("“0,125” is not a number",)),
    "a word for a number": Bad(
        CBP, swap(",101.5", ",n/a"), ("“n/a” is not a number", "column “Sum Qty (lbs)”"),
    ),
    "not a number": Bad(CBP, swap(",101.5", ",NaN"), ("“NaN” is not a number",)),
    "an infinity": Bad(CBP, swap(",101.5", ",inf"), ("“inf” is not a number",)),
    "an empty cell": Bad(
        CBP, swap(",101.5", ","), ("an empty cell", "line 2, column “Sum Qty (lbs)”", "a number"),
    ),
    "half an event": Bad(CBP, swap(",11,101.5", ",11.5,101.5"), ("“11.5” is not a whole number",)),
    "a negative weight": Bad(
        CBP, swap(",101.5", ",-101.5"),
        ("a negative figure, -101.5: 2024-08 · ports", "in spoilt.csv, line 2")
    ),
    "a negative count hidden in a sum": Bad(
        WIDE, swap("Hombre,Adultos (18 y más),30,", "Hombre,Adultos (18 y más),-30,", encoding="latin-1"),
        ("a negative figure, -30.0: 2019-01 · mx-ver · homicide_intentional", "in spoilt.csv, line"),
    ),
    "an unknown drug": Bad(
        CBP, swap("Fentanyl", "Fentanil"),
        ("“Fentanil” is not known here", "line 2, column “Drug Type”", "nearest: fentanyl"),
    ),
    "an unknown state": Bad(
        LONG, swap("2019-01-15,2019,1,7,", "2019-01-15,2019,1,33,"),
        ("“33” is not known here", "column “cve_ent”")
    ),
    "an unknown offence": Bad(
        SERIES, swap("Homicidio culposo", "Homicidio culposo agravado"),
        ("“Homicidio culposo agravado” is not known here", "column “delito”", "nearest: homicidio culposo"),
    ),
    "attempted homicide, new in 2026": Bad(
        WIDE, swap("Homicidio doloso", "Tentativa de homicidio doloso", encoding="latin-1"),
        ("“Tentativa de homicidio doloso” is not known here", "column “Subtipo de delito”"),
    ),
    "an empty cell before the cut": Bad(
        WIDE, swap("Adultos (18 y más),30,30,30", "Adultos (18 y más),30,,30", encoding="latin-1"),
        ("an empty cell before the last month published", "column “Febrero”",
        "a count, 0 where there was none"),
    ),
    "a year that is none": Bad(CBP, swap("\n2024,", "\n24,"), ("“24” is not a year", "line 2, column “FY”")),
    "a month that is none": Bad(
        CBP, swap(",AUG,", ",AGO,"), ("“AGO” is not a month", "column “Month (abbv)”"),
    ),
    "a thirteenth month": Bad(
        LONG, swap("2019-02-15,2019,2,", "2019-02-15,2019,13,"), ("“13” is not a month",),
    ),
    "a day that is none": Bad(SERIES, swap("2019-02-01", "2019-02-31"), ("“2019-02-31” is not a day",)),
    # -- the table as a whole
    "a date in 2099": Bad(
        CBP, swap("2025 (FYTD),DEC", "2099,DEC", 4), ("figures for 2098-12, which has not begun", "up to 20")
    ),
    "a row twice": Bad(
        CBP, rows(lambda below: [*below, below[0]]),
        ("the same figure stands on more than one line: 2024-08", "in spoilt.csv, lines 2, 21"),
    ),
    "the whole table twice": Bad(
        WIDE, rows(lambda below: below * 2),
        ("the same row stands on more than one line", "in spoilt.csv, lines 2, 194", "one row per figure"),
    ),
    "a month missing": Bad(
        SERIES, not_containing("2019-02"), ("no figure for 2019-02 inside the coverage", FETCH),
    ),
    "a state missing": Bad(LONG, not_containing(",30,Veracruz,"), ("lacks 1 of 32 places: mx-ver",)),
    "a state missing in one month": Bad(
        LONG, not_containing("2019-02", ",30,Veracruz,"), ("2019-02 lacks 1 of 32 places: mx-ver",)
    ),
    "a US total that does not add up": Bad(
        CDC, swap('"13,832"', '"13,932"'),
        ("the total for us says 13,932, its parts add up to 13,832 (2019-01)", "in spoilt.csv, line 54"),
    ),
    "a state of the US changed, the total not": Bad(
        CDC, swap("OH,2019,January,12 month-ending,Number of Drug Overdose Deaths,361",
                  "OH,2019,January,12 month-ending,Number of Drug Overdose Deaths,316"),
        ("the total for us says 13,832, its parts add up to 13,787",),
    ),
    "a national row that does not add up": Bad(
        SERIES, swap("Nacional,Homicidio doloso,528", "Nacional,Homicidio doloso,529"),
        ("the national row says 529, the states add up to 528", "(homicide_intentional, 2019-01)",
        "equal figures"),
    ),
    "no national row": Bad(
        SERIES, not_containing("Nacional"), ("there is no national row for", "expected: the row “Nacional”")
    ),
    "a border total that does not add up": Bad(
        "usbp.csv", swap("southwest border,2019,october,45", "southwest border,2019,october,54"),
        ("the total for us-southwest-border says 54, its parts add up to 45 (2018-10)",),
    ),
    "a figure that nothing dates": Bad(
        "inegi-homicides.csv", swap("2020-09-23", "soon"),
        ("nothing dates this figure", "column “release_date”")
    ),
    "an unknown word for a status": Bad(
        "inegi-homicides.csv", swap("preliminary", "prelim."),
        ("“prelim.” is not known here", "column “status”")
    ),
    # -- nothing to learn
    "a file already held": Bad(
        "cbp-drugs.csv", lambda data: data, ("is already held: us.cbp.seizures, released 2024-12-20",),
        is_quarantined=False,
    ),
    "no new period and no change": Bad(
        "cbp-drugs.csv", lambda data: data.replace(b"\r\n", b"\n"),
        ("brings no new period and changes no figure", "try: rumbo evidence list us.cbp.seizures"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, excerpts: Path) -> Workspace:
    """A workspace that holds one release; refused files leave it so."""
    made = Workspace.found(tmp_path_factory.mktemp("refusals") / "workspace", "us-mexico", now=NOW)
    made.intake.add(excerpts / "cbp-drugs.csv", now=NOW, dated=Dated(dt.date(2024, 12, 20)))
    return made


def run(arguments: list[str]) -> int:
    """The command line's own entry, in a context of its own: it sets the language."""
    with pytest.raises(SystemExit) as ended:
        contextvars.copy_context().run(main, arguments)
    return int(ended.value.code or 0)


@pytest.mark.parametrize("how", BAD)
def test_a_spoilt_file_is_refused_with_its_reason_and_the_store_stays(
    *, how: str, workspace: Workspace, excerpts: Path, tmp_path: Path, tree: Tree,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    bad = BAD[how]
    path = tmp_path / bad.name
    path.write_bytes(bad.spoil((excerpts / bad.excerpt).read_bytes()))
    evidence = workspace.root / "evidence"
    before, quarantined = tree(evidence / "tables"), set((evidence / "quarantine").glob("*"))

    status = run(["--lang", "en", "-w", str(workspace.root), "evidence", "add", str(path)])

    said = capsys.readouterr()
    assert status == 1
    assert said.out == ""
    assert said.err.startswith("error[evidence]: ")
    for words in bad.says:
        assert words in said.err
    assert tree(evidence / "tables") == before
    new = set((evidence / "quarantine").glob("*")) - quarantined
    assert len(new) == (1 if bad.is_quarantined else 0)


GOOD: dict[str, tuple[str, Change, str]] = {
    "a running year marked in another way": (CBP, swap("2025 (FYTD)", "2025 FYTD", 99), "8 new, 1 revised"),
    "months not yet published filled with zeros": (
        WIDE, lambda data: data.replace(b",,,,,,,,,\r\n", b",0,0,0,0,0,0,0,0,0\r\n"),
        "9 months after 2019-03 hold only zeros and are not yet published",
    ),
    "empty rows at the end": (SERIES, lambda data: data + b",,,\n" * 599, "599 empty rows left out"),
    "a byte-order mark": (SERIES, lambda data: b"\xef\xbb\xbf" + data, "288 new"),
    "Latin-1": (SERIES, lambda data: data.decode().encode("latin-1"), "read as Latin-1"),
    "gzip under a name that does not say so": (SERIES, gzip.compress, "288 new"),
    "rows in another order": (SERIES, rows(lambda below: below[::-1]), "288 new"),
    "a place fewer in a table that is a sample of places": (
        CDC, not_containing("YC,"), "totals not checked: there are no figures for us-nyc"
    ),
}  # fmt: skip


@pytest.mark.parametrize("how", GOOD)
def test_what_is_odd_but_possible_is_accepted_and_said(
    *, how: str, workspace: Workspace, excerpts: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    excerpt, change, says = GOOD[how]
    fresh = Workspace.found(tmp_path / "workspace", "us-mexico", now=NOW)
    fresh.intake.add(excerpts / "cbp-drugs.csv", now=NOW, dated=Dated(dt.date(2024, 12, 20)))
    path = tmp_path / "odd.csv"
    path.write_bytes(change((excerpts / excerpt).read_bytes()))

    status = run(["--lang", "en", "-w", str(fresh.root), "evidence", "add", str(path)])

    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert says in " ".join(said.out.split())


def rumbo(*arguments: str | bytes) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": ""}
    return subprocess.run(
        [sys.executable, "-c", "from rumbo.cli import main; main()", "--lang", "en", *arguments],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip


@pytest.mark.parametrize("content", ["good", "bad", "none"])
def test_a_name_that_is_no_text_does_no_harm(
    content: str, workspace: Workspace, excerpts: Path, tmp_path: Path
) -> None:
    fresh = Workspace.found(tmp_path / "workspace", "us-mexico", now=NOW)
    path = os.fsencode(tmp_path) + b"/v\xedctimas.csv"
    data = (excerpts / SERIES).read_bytes()
    if content != "none":
        Path(os.fsdecode(path)).write_bytes(data if content == "good" else data.replace(b"Colima", b"Kolima"))

    done = rumbo("-w", str(fresh.root), "evidence", "add", path)

    assert done.returncode == (0 if content == "good" else 1)
    assert "v�ctimas.csv" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_files_before_a_bad_one_are_added_and_the_bad_one_is_named(
    workspace: Workspace, excerpts: Path, tmp_path: Path
) -> None:
    fresh = Workspace.found(tmp_path / "workspace", "us-mexico", now=NOW)
    page = tmp_path / "page.csv"
    page.write_text("<html>", "utf-8")

    done = rumbo("-w", str(fresh.root), "evidence", "add", str(excerpts / SERIES), str(page))

    assert done.returncode == 1
    assert done.stdout.startswith("sesnsp-series.csv: released 2019-04-20 (inferred)")
    assert done.stderr.startswith("error[evidence]: this is a web page")
    assert len(fresh.evidence.store("mx.sesnsp").vintages()) == 1
