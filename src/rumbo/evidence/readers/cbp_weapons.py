# SPDX-License-Identifier: Apache-2.0
"""
CBP weapons and ammunition seizures: lines of single events, added up to counts.

The agency's event number serves to count events and goes no further: no tidy figure carries it.
"""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.fiscal import fiscal_month
from rumbo.evidence.readers.sums import refuse_negative
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_COLUMNS = {
    "component": "Component",
    "region": "Region",
    "area": "Area of Responsibility",
    "direction": "Inbound/Outbound",
    "transport": "Mode of Transportation",
    "kind_of_goods": "Seizure Type",
    "category": "Category",
}
_WHERE = ("period", "component", "region", "area", "direction", "transport")
_WHAT = ("kind_of_goods", "category")
_FIREARMS = ("handgun", "long_arm", "other_firearms")
_EVENT = "Event ID"
_QUANTITY = "Quantity Seized"
_NO_EVENT = "-2147483648"
"""The least whole number of 32 bits: what the export leaves of a number that it could not convert."""


def tidy_weapons(printed: Printed, card: SourceCard) -> Tidy:
    """
    Quantities by category, events by category, and events of any category.

    An event has a line per item, so lines of one event and category are added, those alike in every
    column too. Firearms are a measure of their own, because rounds and pieces do not add up with them.
    A cell with a line whose quantity is not stated has no value.

    Events with several categories are counted once in each, and once among the events of any category,
    whose figures stand without category.
    """
    event = _event(printed)
    quantity = printed.number(_QUANTITY, may_be_empty=True, whole=True)
    refuse_negative(printed, _QUANTITY, quantity)
    lines = printed.frame.select(
        fiscal_month(printed, "Fiscal Year", "Month (abbv)").alias("period"),
        *(printed.label(column, card.keys[key]).alias(key) for key, column in _COLUMNS.items()),
        event.alias("event"),
        quantity.alias("quantity"),
        "line",
    )
    _note_what_is_odd(printed, lines)
    if printed.faults:
        return Tidy(lines.clear(), tuple(printed.faults), tuple(printed.notes))
    by_category = [*_WHERE, *_WHAT]
    figures = [_quantities(lines, by_category)]
    for measure, by in (("category_events", by_category), ("events", list(_WHERE))):
        counted = lines.group_by(by).agg(
            pl.col("event").n_unique().cast(pl.Float64).alias("value"), pl.col("line").min()
        )
        figures.append(counted.with_columns(measure=pl.lit(measure), status=pl.lit("")))
    columns = [*by_category, "measure", "value", "status", "line"]
    whole = [
        frame.with_columns(
            pl.lit(None, pl.String).alias(key) for key in _WHAT if key not in frame.columns
        ).select(columns)
        for frame in figures
    ]
    return Tidy(pl.concat(whole), (), tuple(printed.notes))


def _event(printed: Printed) -> pl.Expr:
    """The event number as text; a spreadsheet has made a decimal number of it (“3460425857.0”)."""
    text = pl.col(_EVENT).str.strip_chars().str.strip_suffix(".0")
    is_number = text.str.contains(r"^-?\d+$").fill_null(value=False)
    for line, written in printed.frame.filter(~is_number).select("line", _EVENT).head(5).iter_rows():
        what = _("“{value}” is not an event number").format(value=written or "")
        printed.refuse(line, _EVENT, what, expected=_("digits"))
    return text


def _quantities(lines: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    quantity = pl.col("quantity")
    summed = lines.group_by(by).agg(
        pl.when(quantity.null_count() == 0).then(quantity.sum()).alias("value"), pl.col("line").min()
    )
    is_firearm = pl.col("category").is_in(_FIREARMS)
    return summed.with_columns(
        measure=pl.when(is_firearm).then(pl.lit("firearms")).otherwise(pl.lit("pieces")),
        status=pl.when(pl.col("value").is_null()).then(pl.lit("not_stated")).otherwise(pl.lit("")),
    )


def _note_what_is_odd(printed: Printed, lines: pl.DataFrame) -> None:
    cells = [c for c in lines.columns if c != "line"]
    repeated = lines.height - lines.select(cells).unique().height
    if repeated:
        printed.notes.append(
            _("{n} lines are like another in every column; they are counted, as further items").format(
                n=repeated
            )
        )
    if unstated := lines["quantity"].null_count():
        printed.notes.append(_("{n} lines state no quantity; their cells have no value").format(n=unstated))
    if unnumbered := lines.filter(pl.col("event") == _NO_EVENT).height:
        printed.notes.append(
            _("{n} lines have no event number; those of one month and place count as one event").format(
                n=unnumbered
            )
        )
