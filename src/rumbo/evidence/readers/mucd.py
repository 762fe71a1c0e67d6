# SPDX-License-Identifier: Apache-2.0
"""
Marijuana seized by municipality and month, as MUCD compiled it from federal answers.

The files have a title above the column names, and every row ends in a comma that the names lack; a
reader that takes the first column for a row number shifts all the others by one.
"""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import MOST_FAULTS, Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places

_MEASURES = {"Aseguramientode_marihuana": "kg", "Aseguramientode_semillademarihuana": "seed_kg"}
_BEHIND_THE_COMMA = "#10"


def tidy_marijuana(printed: Printed, card: SourceCard) -> Tidy:
    """State × municipality × month in kilograms; destroyed crops, whose unit is not stated, are left out."""
    shifted = printed.frame.filter(pl.col(_BEHIND_THE_COMMA).is_not_null())
    for line, written in shifted.select("line", _BEHIND_THE_COMMA).head(MOST_FAULTS).iter_rows():
        printed.refuse(
            line,
            _BEHIND_THE_COMMA,
            _("“{value}” stands behind the last column").format(value=written),
            expected=_("nothing"),
        )
    frame = printed.frame.select(
        pl.date(printed.year("Anio"), printed.month_number("Mes"), 1).alias("period"),
        printed.label("nombreEntidad", card.keys["state"]).alias("state"),
        printed.label("idMunicipio", card.keys["municipality"]).alias("municipality"),
        *(printed.number(column).alias(measure) for column, measure in _MEASURES.items()),
        "line",
    )
    _refuse_other_state(printed, frame)
    printed.notes.append(_("destroyed crops left out: their unit is not stated"))
    long = frame.unpivot(
        list(_MEASURES.values()), index=["period", "state", "municipality", "line"], variable_name="measure"
    )
    told = long.with_columns(status=pl.lit(""))
    return Tidy(told, tuple(printed.faults), tuple(printed.notes))


def _refuse_other_state(printed: Printed, frame: pl.DataFrame) -> None:
    listed = places()
    for state, municipality, line in frame.drop_nulls().select("state", "municipality", "line").iter_rows():
        if listed[municipality].parent != state:
            printed.refuse(
                line,
                "idMunicipio",
                _("the code {code} is not that of {name}").format(
                    code=listed[municipality].codes["inegi"], name=listed[state].name.es
                ),
                expected=_("the code of INEGI for the state"),
            )
