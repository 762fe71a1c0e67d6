# SPDX-License-Identifier: Apache-2.0
"""INEGI's tabulation of homicide deaths by municipality of occurrence and month of registration."""

from __future__ import annotations

import re

import polars as pl

from rumbo.errors import Fault
from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.columns import MOST_SHOWN
from rumbo.evidence.readers.months import SPANISH
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places

_CODE, _NAME, _TOTAL = "#1", "#2", "Total"
_YEAR = re.compile(r"Año de registro\s*:\s*((?:19|20)\d\d)")
_STATE_ROW = "CONCATENAR"
_UNSPECIFIED = "999"
_ABROAD = ("33", "34", "35")


def tidy_deaths(printed: Printed, _card: SourceCard) -> Tidy:
    """
    State × municipality × month; a death whose municipality is not known has its state alone.

    Rows of states (printed as a spreadsheet formula) and of the nation are checked and left out. An
    empty cell is a zero, which the card says of every figure that is absent.
    """
    year = _year(printed)
    if year is None:
        return Tidy(printed.frame.clear(), tuple(printed.faults), tuple(printed.notes))
    table = printed.frame.with_columns(pl.col(_CODE).str.strip_chars().str.replace(r"\s+", ""))
    opened = Printed(table, printed.name, printed.notes, printed.faults, printed.above)
    counts = {name: opened.number(name, may_be_empty=True, whole=True).fill_null(0) for name in SPANISH}
    read = table.select(
        pl.col(_CODE),
        pl.col(_NAME),
        *(values.alias(str(n)) for n, values in enumerate(counts.values(), start=1)),
        opened.number(_TOTAL, whole=True).alias("total"),
        "line",
    )
    nation = read.filter((pl.col(_CODE) == "") & (pl.col(_NAME) == _TOTAL))
    rows = read.filter(~pl.col(_CODE).str.contains(_STATE_ROW) & (pl.col(_CODE) != ""))
    located = rows.with_columns(state=_state(opened, rows), municipality=_municipality(opened, rows))
    if not opened.faults:
        _check_totals(opened, rows, nation)
    months = [str(n) for n in range(1, 13)]
    long = located.unpivot(months, index=["state", "municipality", "line"], variable_name="month")
    frame = (
        long.filter(pl.col("value") > 0)
        .with_columns(period=pl.date(year, pl.col("month").cast(pl.Int8), 1))
        .group_by("period", "state", "municipality", maintain_order=True)
        .agg(pl.col("value").sum(), pl.col("line").min())
        .with_columns(measure=pl.lit("deaths"), status=pl.lit(""))
    )
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))


def _year(printed: Printed) -> int | None:
    for line in printed.above:
        if found := _YEAR.search(line):
            return int(found[1])
    printed.faults.append(
        Fault(
            _("the title does not say the year"),
            _("{name}, line {line}").format(name=printed.name, line=2),
            "Año de registro : 2010",
        )
    )
    return None


def _state(printed: Printed, rows: pl.DataFrame) -> pl.Series:
    known = {p.codes["inegi"]: p.id for p in places().values() if p.group == "mx-states"}
    known |= dict.fromkeys(_ABROAD, "mx-abroad")
    return _coded(printed, rows, rows[_CODE].str.head(2), known)


def _municipality(printed: Printed, rows: pl.DataFrame) -> pl.Series:
    """Null where the municipality is not specified."""
    known: dict[str, str | None] = {
        p.codes["inegi"]: p.id for p in places().values() if p.group == "mx-municipalities"
    }
    known |= {code: None for code in rows[_CODE] if code.endswith(_UNSPECIFIED)}
    return _coded(printed, rows, rows[_CODE], known)


def _coded(
    printed: Printed, rows: pl.DataFrame, codes: pl.Series, known: dict[str, str] | dict[str, str | None]
) -> pl.Series:
    for line, code in zip(rows["line"], codes, strict=True):
        if code not in known:
            printed.refuse(line, _CODE, _("“{value}” is not known here").format(value=code), expected="01001")
    return pl.Series([known.get(code) for code in codes], dtype=pl.String)


def _check_totals(printed: Printed, rows: pl.DataFrame, nation: pl.DataFrame) -> None:
    """The nation's row is the sum of the municipalities in every month, and every row that of its months."""
    if not nation.height:
        printed.faults.append(
            Fault(
                _("there is no row “{row}”").format(row=_TOTAL),
                printed.name,
                None,
                _("the file looks cut off or shifted: fetch it again"),
            )
        )
        return
    months = [str(n) for n in range(1, 13)]
    both = pl.concat([rows, nation]).with_columns(pl.sum_horizontal(months).alias("sum"))
    wrong = [
        (line, total, added)
        for line, total, added in both.filter(pl.col("total") != pl.col("sum"))
        .select("line", "total", "sum")
        .iter_rows()
    ]
    line = nation["line"][0]
    wrong += [
        (line, nation[month][0], rows[month].sum())
        for month in months
        if nation[month][0] != rows[month].sum()
    ]
    for line, total, added in wrong[:MOST_SHOWN]:
        printed.faults.append(
            Fault(
                _("the total says {total}, its parts add up to {value}").format(
                    total=f"{total:,.0f}", value=f"{added:,.0f}"
                ),
                _("{name}, line {line}").format(name=printed.name, line=line),
                _("equal figures"),
            )
        )
