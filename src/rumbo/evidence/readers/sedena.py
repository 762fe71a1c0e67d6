# SPDX-License-Identifier: Apache-2.0
"""
Weapons handed in for exchange, from two answers of SEDENA: by state and month, and event by event.

Both are brought to state × kind of weapon × month. Months without an event are not in the files.
"""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import MOST_FAULTS, Printed
from rumbo.evidence.readers.months import SPANISH
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_MONTHS = {name.casefold(): n for n, name in enumerate(SPANISH, start=1)}
_MONTH = r"^(\p{L}+) ((?:19|20)\d\d)$"


def tidy_by_month(printed: Printed, card: SourceCard) -> Tidy:
    """The month stands on the first row of each month only; an empty cell means no weapon of that kind."""
    label = "Mes y Año"
    filled = printed.frame.sort("line").with_columns(pl.col(label).str.strip_chars().forward_fill())
    opened = Printed(filled, printed.name, printed.notes, printed.faults)
    name = pl.col(label).str.extract(_MONTH, 1).str.to_lowercase()
    number = name.replace_strict(list(_MONTHS), list(_MONTHS.values()), default=None, return_dtype=pl.Int8)
    year = pl.col(label).str.extract(_MONTH, 2).cast(pl.Int32)
    _refuse_dates(opened, label, pl.date(year, number, 1), _("“{value}” is not a month"), "enero 2013")
    frame = filled.select(
        pl.date(year, number, 1).alias("period"),
        opened.label("Estado", card.keys["state"]).alias("state"),
        opened.number("Cortas", may_be_empty=True, whole=True).alias("short"),
        opened.number("Largas", may_be_empty=True, whole=True).alias("long"),
        opened.number("Total", whole=True).alias("total"),
        "line",
    )
    return _weapons(opened, frame, total="Total")


def tidy_by_event(printed: Printed, card: SourceCard) -> Tidy:
    """One row per event, added up; magazines, grenades and cartridges are left out."""
    label = "FECHA EVENTO"
    opened = Printed(printed.frame, printed.name, printed.notes, printed.faults)
    day = pl.col(label).str.strip_chars().str.to_date("%d/%m/%Y", strict=False)
    _refuse_dates(opened, label, day, _("“{value}” is not a day"), "28/06/2024")
    opened.notes.append(_("magazines, grenades and cartridges left out"))
    frame = printed.frame.select(
        day.dt.truncate("1mo").alias("period"),
        opened.label("ESTADO", card.keys["state"]).alias("state"),
        opened.number("CORTA", whole=True).alias("short"),
        opened.number("LARGA", whole=True).alias("long"),
        opened.number("TOTAL", whole=True).alias("total"),
        "line",
    )
    return _weapons(opened, frame, total="TOTAL")


def _refuse_dates(printed: Printed, column: str, date: pl.Expr, what: str, expected: str) -> None:
    for line, written in (
        printed.frame.filter(date.is_null()).select("line", column).head(MOST_FAULTS).iter_rows()
    ):
        printed.refuse(line, column, what.format(value=written or ""), expected=expected)


def _weapons(printed: Printed, frame: pl.DataFrame, *, total: str) -> Tidy:
    """Checked row by row before the sum, which would hide what is wrong."""
    short, long = pl.col("short").fill_null(0), pl.col("long").fill_null(0)
    wrong = frame.filter((short + long != pl.col("total")) | (short < 0) | (long < 0))
    for row in wrong.head(MOST_FAULTS).to_dicts():
        printed.refuse(
            row["line"],
            total,
            _("{short} short and {long} long weapons are not {total}").format(
                **{name: f"{row[name] or 0:,.0f}" for name in ("short", "long", "total")}
            ),
            expected=_("two counts and their sum"),
        )
    summed = (
        frame.unpivot(["short", "long"], index=["period", "state", "line"], variable_name="weapon")
        .filter(pl.col("value") > 0)
        .group_by("period", "state", "weapon", maintain_order=True)
        .agg(pl.col("value").sum(), pl.col("line").min())
        .with_columns(measure=pl.lit("firearms"), status=pl.lit(""))
    )
    return Tidy(summed, tuple(printed.faults), tuple(printed.notes))
