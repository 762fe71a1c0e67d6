# SPDX-License-Identifier: Apache-2.0
"""CBP drug seizures: one row per month, component, region, land filter, area and drug."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.fiscal import fiscal_month
from rumbo.evidence.release import Tidy

_COLUMNS = {
    "component": "Component",
    "region": "Region",
    "land": "Land Filter",
    "area": "Area of Responsibility",
    "drug": "Drug Type",
}


def tidy_seizures(printed: Printed, card: SourceCard) -> Tidy:
    """Both measures of each row, by calendar month; the file's years are fiscal."""
    frame = printed.frame.select(
        fiscal_month(printed, "FY", "Month (abbv)").alias("period"),
        *(printed.label(column, card.keys[key]).alias(key) for key, column in _COLUMNS.items()),
        printed.number("Sum Qty (lbs)").alias("weight_lb"),
        printed.number("Count of Event", whole=True).alias("events"),
        "line",
    )
    long = frame.unpivot(
        ["weight_lb", "events"], index=["period", *_COLUMNS, "line"], variable_name="measure"
    ).with_columns(status=pl.lit(""))
    return Tidy(long, tuple(printed.faults), tuple(printed.notes))
