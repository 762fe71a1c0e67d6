# SPDX-License-Identifier: Apache-2.0
"""CDC provisional overdose deaths: one row per state, month and cause, running twelve-month sums."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.months import ENGLISH
from rumbo.evidence.release import Tidy


def tidy_overdose(printed: Printed, card: SourceCard) -> Tidy:
    """
    Reported and, where given, predicted counts.

    A cell that the publisher left empty is kept without a value and with the reason from the
    footnote: it is not zero. The interface of the portal writes its column names in lower case.
    """
    names = {column.casefold().replace(" ", "_"): column for column in printed.frame.columns}
    year = printed.year(names["year"])
    month = printed.month_name(names["month"], ENGLISH)
    footnote = pl.col(names["footnote"]).fill_null("")
    value = printed.number(names["data_value"], may_be_empty=True)
    indicator = printed.label(names["indicator"], card.keys["indicator"])
    symbol = pl.col(names["footnote_symbol"]) if "footnote_symbol" in names else pl.lit(None, pl.String)
    status = (
        pl.when(value.is_null() & footnote.str.contains("<10"))
        .then(pl.lit("suppressed"))
        .when(value.is_null())
        .then(pl.lit("low_quality"))
        .when(symbol == "**")
        .then(pl.lit("final"))
        .when(footnote.str.contains("(?i)underreported"))
        .then(pl.lit("underreported"))
        .otherwise(pl.lit("provisional"))
    )
    columns = [
        pl.date(year, month, 1).alias("period"),
        printed.label(names["state"], card.keys["state"]).alias("state"),
        indicator.alias("indicator"),
        value.alias("reported"),
        status.alias("status"),
        pl.col("line"),
    ]
    if "predicted_value" in names:
        columns.append(printed.number(names["predicted_value"], may_be_empty=True).alias("predicted"))
    frame = printed.frame.select(columns)
    is_percent = pl.col("indicator") == "specified"
    reported = frame.select(
        "period", "state", "indicator",
        pl.when(is_percent).then(pl.lit("percent")).otherwise(pl.lit("deaths_12_months")).alias("measure"),
        pl.col("reported").alias("value"), "status", "line",
    )  # fmt: skip
    parts = [reported]
    if "predicted" in frame.columns:
        parts.append(
            frame.filter(pl.col("predicted").is_not_null() & ~is_percent).select(
                "period", "state", "indicator", pl.lit("predicted_12_months").alias("measure"),
                pl.col("predicted").alias("value"), pl.lit("predicted").alias("status"), "line",
            )
        )  # fmt: skip
    return Tidy(pl.concat(parts), tuple(printed.faults), tuple(printed.notes))
