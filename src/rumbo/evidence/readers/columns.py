# SPDX-License-Identifier: Apache-2.0
"""Tables with one row per year, place and kind, and the months in columns, as SESNSP publishes them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from rumbo.errors import Fault
from rumbo.evidence.card import Key
from rumbo.evidence.printed import Printed
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places

MOST_SHOWN = 5


def months_in_columns(
    printed: Printed, *, year: str, months: Sequence[str], index: dict[str, pl.Expr]
) -> pl.DataFrame:
    """
    The table with one row per month, up to the last month that has any figure.

    Parameters
    ----------
    printed : Printed
        The table as printed; what is wrong in it is listed there.
    year : str
        The column of the year.
    months : sequence of str
        The twelve columns, January first.
    index : dict of str to polars.Expr
        The key columns to keep, by the name they get.

    Returns
    -------
    polars.DataFrame
        ``period``, the columns of `index`, ``value`` and ``line``. Months after the last one with a
        figure are not yet published and are left out; an empty cell before it is a fault.
    """
    numbers = {
        str(n): printed.number(name, may_be_empty=True, whole=True) for n, name in enumerate(months, 1)
    }
    wide = printed.frame.select(
        printed.year(year).alias("year"),
        *(expression.alias(name) for name, expression in index.items()),
        *(expression.alias(n) for n, expression in numbers.items()),
        "line",
    )
    long = wide.unpivot(list(numbers), index=["year", *index, "line"], variable_name="month").select(
        pl.date("year", pl.col("month").cast(pl.Int8), 1).alias("period"), *index, "value", "line"
    )
    last = long.filter(pl.col("value").is_not_null())["period"].max()
    if last is None:
        return long.clear()
    published = long.filter(pl.col("period") <= last)
    holes = published.filter(pl.col("value").is_null()).sort("period", "line")
    for period, line in holes.select("period", "line").head(MOST_SHOWN).iter_rows():
        printed.refuse(
            line,
            months[period.month - 1],
            _("an empty cell before the last month published"),
            expected=_("a count, 0 where there was none"),
        )
    return published


def states_by_code_and_name(
    printed: Printed, *, code: str, name: str, key: Key, uncoded: Sequence[str] = ()
) -> pl.Expr:
    """
    The states of a table that prints both code and name; a row where they disagree is refused.

    Parameters
    ----------
    code, name : str
        The columns. Codes may lack the leading zero or end in “.0”, as re-saved copies write them.
    key : Key
        The card's key for the places, by name.
    uncoded : sequence of str
        Places that the publisher prints without a code.
    """
    by_name = printed.label(name, key)
    known = {
        p.codes["inegi"]: p.id for p in places().values() if p.group in key.places and "inegi" in p.codes
    }
    written = pl.col(code).str.strip_chars().str.strip_suffix(".0").str.zfill(2)
    by_code = written.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String)
    differ = printed.frame.filter(by_code.ne_missing(by_name) & ~by_name.is_in(list(uncoded)))
    rows = differ.filter(by_name.is_not_null()).group_by(code, name).agg(pl.col("line").min()).sort("line")
    for found, said, line in rows.head(MOST_SHOWN).iter_rows():
        printed.refuse(
            line,
            code,
            _("the code {code} is not that of {name}").format(code=found or "—", name=said),
            expected=_("the code of INEGI for the state"),
        )
    return by_name


def refuse_uneven(printed: Printed, frame: pl.DataFrame) -> None:
    """Every state has as many rows as the others of its month: fewer means a file that is cut off."""
    # a row that stands twice counts once: it is another fault, and the contract's to find
    figures = frame.drop_nulls(["period", "state"]).unique(pl.exclude("value", "line"))
    rows = figures.group_by("period", "state").agg(pl.len().alias("rows"), pl.col("line").max())
    most = pl.col("rows").max().over("period")
    short = rows.with_columns(most.alias("most")).filter(pl.col("rows") < pl.col("most"))
    for row in short.sort("line", "period", "state").head(MOST_SHOWN).to_dicts():
        printed.faults.append(
            Fault(
                _("{state} has {n} rows for {period}, others have {most}").format(
                    state=places()[row["state"]].name.es,
                    n=row["rows"],
                    period=f"{row['period']:%Y-%m}",
                    most=row["most"],
                ),
                _("{name}, line {line}").format(name=printed.name, line=row["line"]),
                _("as many rows for every state and month"),
                _("the file looks cut off: fetch it again"),
            )
        )
