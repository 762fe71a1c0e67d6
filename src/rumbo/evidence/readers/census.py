# SPDX-License-Identifier: Apache-2.0
"""Population of the states: yearly estimates of the Census Bureau, and five-year survey averages."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import Key, SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_STATE_LEVEL = "040"
_COUNTY_LEVEL = "050"
_ESTIMATE = "POPESTIMATE"
_FIVE_YEARS = ("ACS 5-Year Estimate",)


def tidy_estimates(printed: Printed, card: SourceCard) -> Tidy:
    """The estimates of 1 July of each year; counties stand in the same file and are left out."""
    printed.word("SUMLEV", (_STATE_LEVEL, _COUNTY_LEVEL))
    states = printed.frame.filter(pl.col("SUMLEV") == _STATE_LEVEL)
    opened = Printed(states, printed.name, printed.notes, printed.faults)
    if n := printed.frame.height - states.height:
        opened.notes.append(_("{n} rows of counties left out").format(n=n))
    columns = [c for c in states.columns if c.startswith(_ESTIMATE)]
    frame = states.select(
        opened.label("STATE", card.keys["state"]).alias("state"),
        *(opened.number(column, whole=True).alias(column) for column in columns),
        "line",
    )
    long = frame.unpivot(columns, index=["state", "line"], variable_name="year").select(
        pl.date(pl.col("year").str.strip_prefix(_ESTIMATE).cast(pl.Int32), 1, 1).alias("period"),
        *_about("july_1"),
        "state", "value", "line",
    )  # fmt: skip
    return Tidy(long, tuple(opened.faults), tuple(opened.notes))


def tidy_five_year_averages(printed: Printed, card: SourceCard) -> Tidy:
    """Averages of five years, under the last of them; codes of states have lost their leading zero."""
    padded = printed.frame.with_columns(pl.col("state_code").str.strip_chars().str.zfill(2))
    opened = Printed(padded, printed.name, printed.notes, printed.faults)
    opened.word("date_description", _FIVE_YEARS)
    state: Key = card.keys["state"]
    frame = padded.select(
        pl.date(opened.year("year"), 1, 1).alias("period"),
        *_about("five_years"),
        opened.label("state_code", state).alias("state"),
        opened.number("population", whole=True).alias("value"),
        "line",
    )
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))


def _about(estimate: str) -> tuple[pl.Expr, ...]:
    return (
        pl.lit(estimate).alias("estimate"),
        pl.lit("population").alias("measure"),
        pl.lit("").alias("status"),
    )
