# SPDX-License-Identifier: Apache-2.0
"""CONAPO's population by state and sex, reconstructed to 2019 and projected from 2020 on."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.columns import MOST_SHOWN
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_MEASURES = {"pob_mid_year": "mid_year", "pob_start_year": "start_of_year"}
_PARTS = ("women", "men")
_LAST_RECONSTRUCTED = 2019


def tidy_population(printed: Printed, card: SourceCard) -> Tidy:
    """Place × sex × year, at the start and in the middle of the year; the sexes have to add up."""
    padded = printed.frame.with_columns(pl.col("cve_ent").str.zfill(2))
    opened = Printed(padded, printed.name, printed.notes, printed.faults)
    year = opened.year("n_year")
    projected = year > _LAST_RECONSTRUCTED
    frame = padded.select(
        pl.date(year, 1, 1).alias("period"),
        opened.label("cve_ent", card.keys["place"]).alias("place"),
        opened.label("genero", card.keys["sex"]).alias("sex"),
        *(opened.number(column, whole=True).alias(measure) for column, measure in _MEASURES.items()),
        pl.when(projected).then(pl.lit("projected")).otherwise(pl.lit("reconstructed")).alias("status"),
        "line",
    )
    if not opened.faults:
        _check_sexes(opened, frame)
    kept = ["period", "place", "sex", "status", "line"]
    long = frame.unpivot(list(_MEASURES.values()), index=kept, variable_name="measure")
    return Tidy(long, tuple(opened.faults), tuple(opened.notes))


def _check_sexes(printed: Printed, frame: pl.DataFrame) -> None:
    is_part = pl.col("sex").is_in(_PARTS)
    for column, measure in _MEASURES.items():
        parts, total = (pl.col(measure).filter(which).sum() for which in (is_part, ~is_part))
        by_place = frame.group_by("period", "place").agg(
            parts.alias("parts"), total.alias("total"), pl.col("line").min()
        )
        wrong = by_place.filter(pl.col("parts") != pl.col("total")).sort("line").head(MOST_SHOWN)
        for row in wrong.to_dicts():
            printed.refuse(
                row["line"],
                column,
                _("the total says {total}, its parts add up to {value}").format(
                    total=f"{row['total']:,.0f}", value=f"{row['parts']:,.0f}"
                ),
                expected=_("equal figures"),
            )
