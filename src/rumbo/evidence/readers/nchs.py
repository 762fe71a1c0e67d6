# SPDX-License-Identifier: Apache-2.0
"""NCHS drug poisoning mortality: one row per year, state, sex, age and race, with counts and rates."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Tidy

_KEYS = {"state": "State", "sex": "Sex", "age": "Age", "race": "Race and Hispanic Origin"}
_RATES = {"crude_rate": "Crude Death Rate", "age_adjusted_rate": "Age-adjusted Rate"}


def tidy_drug_poisoning(printed: Printed, card: SourceCard) -> Tidy:
    """
    Deaths, crude rate and age-adjusted rate; a rate that the publisher leaves out is not a figure.

    Ranges of rates and the confidence limits are not read: the counts give both.
    """
    frame = printed.frame.select(
        pl.date(printed.year("Year"), 1, 1).alias("period"),
        *(printed.label(column, card.keys[key]).alias(key) for key, column in _KEYS.items()),
        printed.number("Deaths", may_be_empty=True, whole=True).alias("deaths"),
        *(printed.number(column, may_be_empty=True).alias(name) for name, column in _RATES.items()),
        "line",
    )
    long = frame.unpivot(["deaths", *_RATES], index=["period", *_KEYS, "line"], variable_name="measure")
    tidy = long.drop_nulls("value").with_columns(status=pl.lit("final"))
    return Tidy(tidy, tuple(printed.faults), tuple(printed.notes))
