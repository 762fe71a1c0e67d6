# SPDX-License-Identifier: Apache-2.0
"""Border Patrol apprehensions by sector and month, from the yearly tables of fiscal years 2000 to 2019."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.months import ENGLISH
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_MEASURES = {
    "total_apprehensions": "apprehensions",
    "unaccompanied_child_apprehension": "unaccompanied_children",
    "family_apprehensions": "family_members",
}
_WHOLE_YEAR = "yearly total"


def tidy_apprehensions(printed: Printed, card: SourceCard) -> Tidy:
    """
    Sectors, and the aggregates that the publisher prints among them, by calendar month.

    The thirteenth “month” is the year's total and is left out; an empty cell was not published.
    """
    monthly = printed.frame.filter(pl.col("month") != _WHOLE_YEAR)
    left_out = printed.frame.height - monthly.height
    opened = Printed(monthly, printed.name, printed.notes, printed.faults)
    if left_out:
        opened.notes.append(_("{n} rows of yearly totals left out").format(n=left_out))
    fiscal_year = opened.year("fiscal_year")
    month = opened.month_name("month", ENGLISH)
    year = pl.when(month >= 10).then(fiscal_year - 1).otherwise(fiscal_year)
    frame = monthly.select(
        pl.date(year, month, 1).alias("period"),
        opened.label("sector", card.keys["sector"]).alias("sector"),
        *(
            opened.number(column, may_be_empty=True, whole=True, empty="NA").alias(measure)
            for column, measure in _MEASURES.items()
        ),
        "line",
    )
    long = frame.unpivot(
        list(_MEASURES.values()), index=["period", "sector", "line"], variable_name="measure"
    ).with_columns(status=pl.lit("final"))
    return Tidy(long.drop_nulls("value"), tuple(opened.faults), tuple(opened.notes))
