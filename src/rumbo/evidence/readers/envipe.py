# SPDX-License-Identifier: Apache-2.0
"""INEGI's yearly victimisation survey (ENVIPE) by state, as a table of México Evalúa gathers four rounds."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.columns import states_by_code_and_name
from rumbo.evidence.release import Tidy

_MEASURES = {"pre": "victims_rate", "inc": "offences_rate", "ins": "unsafe_percent"}


def tidy_rounds(printed: Printed, card: SourceCard) -> Tidy:
    """
    Place × year.

    The year in a column's name is that of the survey for the percentage who feel unsafe, and the year
    asked about, which is the one before, for prevalence and incidence.
    """
    place = states_by_code_and_name(printed, code="codigo", name="estado", key=card.keys["place"])
    columns = [c for c in printed.frame.columns if c[:3] in _MEASURES and c[3:].isdigit()]
    frame = printed.frame.select(
        place.alias("place"), *(printed.number(column).alias(column) for column in columns), "line"
    )
    named = pl.col("column")
    long = (
        frame.unpivot(columns, index=["place", "line"], variable_name="column")
        .with_columns(
            period=pl.date(named.str.slice(3).cast(pl.Int32), 1, 1),
            measure=named.str.head(3).replace_strict(_MEASURES, return_dtype=pl.String),
            status=pl.lit(""),
        )
        .drop("column")
    )
    return Tidy(long, tuple(printed.faults), tuple(printed.notes))
