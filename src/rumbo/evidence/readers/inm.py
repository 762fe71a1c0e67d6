# SPDX-License-Identifier: Apache-2.0
"""Foreigners presented to the migration authority of Mexico, by month, typed from public texts."""

from __future__ import annotations

import datetime as dt

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.transcribed import day_known
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_MONTH = r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$"


def tidy_presented(printed: Printed, card: SourceCard) -> Tidy:
    """Two definitions by month; years and spans of months or days are left out."""
    monthly = printed.frame.filter(pl.col("period").str.contains(_MONTH))
    opened = Printed(monthly, printed.name, printed.notes, printed.faults)
    if left_out := printed.frame.height - monthly.height:
        opened.notes.append(_("{n} rows that are not a month left out").format(n=left_out))
    days, precisions = _known(opened)
    frame = monthly.select(
        (pl.col("period") + "-01").str.to_date("%Y-%m-%d", strict=False).alias("period"),
        pl.lit("mx").alias("place"),
        opened.label("definition", card.keys["definition"]).alias("definition"),
        pl.lit("presentations").alias("measure"),
        opened.number("events", whole=True).alias("value"),
        pl.lit("").alias("status"),
        pl.lit(days).alias("released_on"),
        pl.lit(precisions).alias("precision"),
        "line",
    )
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))


def _known(opened: Printed) -> tuple[pl.Series, pl.Series]:
    """The day of the text that printed each figure, from its address or else its publisher's date."""
    found: list[tuple[dt.date | None, str | None]] = []
    for line, address, publisher in opened.frame.select("line", "source_url", "publisher").iter_rows():
        known = day_known(address, publisher)
        if known is None:
            opened.refuse(line, "source_url", _("nothing dates this figure"), expected="2020-01-28")
        found.append(known or (None, None))
    return (
        pl.Series([day for day, _how in found], dtype=pl.Date),
        pl.Series([how for _day, how in found], dtype=pl.String),
    )
