# SPDX-License-Identifier: Apache-2.0
"""CDC provisional overdose deaths: one row per state, month and cause, running twelve-month sums."""

from __future__ import annotations

from collections.abc import Mapping

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
    value = printed.number(names["data_value"], may_be_empty=True)
    predicted = pl.lit(None, pl.Float64)
    if "predicted_value" in names:
        predicted = printed.number(names["predicted_value"], may_be_empty=True)
    frame = printed.frame.select(
        pl.date(printed.year(names["year"]), printed.month_name(names["month"], ENGLISH), 1).alias("period"),
        printed.label(names["state"], card.keys["state"]).alias("state"),
        printed.label(names["indicator"], card.keys["indicator"]).alias("indicator"),
        value.alias("reported"),
        predicted.alias("predicted"),
        _status(value, names).alias("status"),
        "line",
    )
    is_percent = pl.col("indicator") == "specified"
    measure = pl.when(is_percent).then(pl.lit("percent")).otherwise(pl.lit("deaths_12_months"))
    reported = frame.with_columns(measure.alias("measure"), value="reported")
    forecast = frame.filter(pl.col("predicted").is_not_null() & ~is_percent).with_columns(
        pl.lit("predicted_12_months").alias("measure"), pl.lit("predicted").alias("status"), value="predicted"
    )
    columns = ["period", "state", "indicator", "measure", "value", "status", "line"]
    both = pl.concat([reported.select(columns), forecast.select(columns)])
    return Tidy(both, tuple(printed.faults), tuple(printed.notes))


def _status(value: pl.Expr, names: Mapping[str, str]) -> pl.Expr:
    """What the publisher says about a reported count: in the footnote's words, or by its symbol."""
    footnote = pl.col(names["footnote"]).fill_null("")
    symbol = pl.col(names["footnote_symbol"]) if "footnote_symbol" in names else pl.lit(None, pl.String)
    return (
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
