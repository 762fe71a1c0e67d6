# SPDX-License-Identifier: Apache-2.0
"""
Tables typed from public releases and press texts, one address a row, several releases a file.

They stand in for publications that exist only as pages. The day a figure became known is taken from
the row; where only a month or year is given, its last day is used and marked as inferred, so that
nothing is said to have been known too early.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_DAY = re.compile(r"(?<!\d)(20\d\d)[-/](0[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(?!\d)")
_NAMED = re.compile(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* (20\d\d)\b")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT = {name: n for n, name in enumerate(calendar.month_abbr) if name}
_ENSU_LAG_DAYS = 17


def day_known(*texts: str | None) -> tuple[dt.date, str] | None:
    """
    The day a figure became known and how precisely, from the first of `texts` that dates it.

    Examples
    --------
    >>> day_known("2020-09-23"), day_known("2021-07")
    ((datetime.date(2020, 9, 23), 'day'), (datetime.date(2021, 7, 31), 'inferred'))
    >>> day_known("the attorney general's office via press, Feb 2020")
    (datetime.date(2020, 2, 29), 'inferred')
    """
    for text in texts:
        if not text:
            continue
        if found := _DAY.search(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3])), "day"
        year_month = (int(found[1]), int(found[2])) if (found := _MONTH.search(text)) else None
        if found := _NAMED.search(text):
            year_month = (int(found[2]), _SHORT[found[1]])
        if year_month is None and (found := _YEAR.search(text)):
            year_month = (int(found[1]), 12)
        if year_month:
            year, month = year_month
            return dt.date(year, month, calendar.monthrange(year, month)[1]), "inferred"
    return None


def tidy_homicides(printed: Printed, _card: SourceCard) -> Tidy:
    """INEGI's yearly homicide deaths, preliminary and definitive; half-years are left out."""
    yearly = printed.frame.filter(pl.col("reference_period").str.contains(r"^\d{4}$"))
    opened = _opened(printed, yearly, _("{n} rows of half-years left out"))
    frame = yearly.select(
        pl.date(opened.year("reference_period"), 1, 1).alias("period"),
        pl.lit("mx").alias("place"),
        pl.lit("deaths").alias("measure"),
        opened.number("homicides", whole=True).alias("value"),
        opened.word("status", ("preliminary", "definitive")).alias("status"),
        *_known(opened, "release_date"),
        "line",
    )
    return _tidy(frame, opened)


def tidy_perception(printed: Printed, _card: SourceCard) -> Tidy:
    """INEGI's quarterly urban survey: percent of adults who say living in their city is unsafe."""
    held = printed.frame.filter(pl.col("pct_unsafe_city").is_not_null())
    opened = _opened(printed, held, _("{n} quarters without a survey left out"))
    month = pl.col("survey_month").str.to_date("%Y-%m", strict=False)
    for line, written in held.filter(month.is_null()).select("line", "survey_month").iter_rows():
        what = _("“{value}” is not a month").format(value=written)
        opened.refuse(line, "survey_month", what, expected="2019-12")
    frame = held.select(
        month.dt.truncate("1q").alias("period"),
        pl.lit("mx-ensu-cities").alias("place"),
        opened.number("pct_unsafe_city").alias("percent"),
        opened.number("pct_women", may_be_empty=True).alias("percent_women"),
        opened.number("pct_men", may_be_empty=True).alias("percent_men"),
        (month.dt.month_end() + pl.duration(days=_ENSU_LAG_DAYS)).alias("released_on"),
        pl.lit("inferred").alias("precision"),
        "line",
    )
    kept = ["period", "place", "released_on", "precision", "line"]
    long = frame.unpivot(["percent", "percent_women", "percent_men"], index=kept, variable_name="measure")
    return _tidy(long.drop_nulls("value").with_columns(status=pl.lit("")), opened)


def tidy_extraditions(printed: Printed, card: SourceCard) -> Tidy:
    """Persons extradited from Mexico to the United States a year; spans of years are left out."""
    wanted = pl.col("year").str.contains(r"^\d{4}$")
    yearly = printed.frame.filter(wanted).with_columns(
        pl.col("definition").str.extract(r"^(all persons|Mexican nationals only)").alias("definition")
    )
    opened = _opened(printed, yearly, _("{n} rows that are not a calendar year left out"))
    frame = yearly.select(
        pl.date(opened.year("year"), 1, 1).alias("period"),
        pl.lit("mx").alias("place"),
        opened.label("definition", card.keys["persons"]).alias("persons"),
        pl.lit("extraditions").alias("measure"),
        opened.number("persons", whole=True).alias("value"),
        pl.lit("").alias("status"),
        *_known(opened, "source", "source_url"),
        "line",
    )
    return _tidy(frame, opened)


def _opened(printed: Printed, rows: pl.DataFrame, left_out: str) -> Printed:
    opened = Printed(rows, printed.name, printed.notes, printed.faults)
    if printed.frame.height > rows.height:
        opened.notes.append(left_out.format(n=printed.frame.height - rows.height))
    return opened


def _known(opened: Printed, *columns: str) -> tuple[pl.Expr, pl.Expr]:
    """Expressions for ``released_on`` and ``precision``; a row that nothing dates is refused."""
    days: list[dt.date | None] = []
    precisions: list[str | None] = []
    for row in opened.frame.select("line", *columns).iter_rows():
        found = day_known(*row[1:])
        if found is None:
            opened.refuse(row[0], columns[0], _("nothing dates this figure"), expected="2020-01-28")
        days.append(found[0] if found else None)
        precisions.append(found[1] if found else None)
    return (
        pl.lit(pl.Series(days, dtype=pl.Date)).alias("released_on"),
        pl.lit(pl.Series(precisions, dtype=pl.String)).alias("precision"),
    )


def _tidy(frame: pl.DataFrame, opened: Printed) -> Tidy:
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))
