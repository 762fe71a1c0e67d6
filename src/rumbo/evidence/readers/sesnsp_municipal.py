# SPDX-License-Identifier: Apache-2.0
"""
SESNSP investigation files by municipality, from a copy that has names and no codes.

A name gets a code only where the register of INEGI has it exactly once in that state. The other
figures stay with their state, and the names are said: no municipality gets what may be another's.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import MOST_FAULTS, Printed
from rumbo.evidence.readers.months import SPANISH
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places, spelling

_OFFENCES = {
    "Feminicidio": "femicide",
    "Homicidio culposo": "homicide_negligent",
    "Homicidio doloso": "homicide_intentional",
    "Otros delitos que atentan contra la vida y la integridad corporal": "other_against_life",
}
_MONTHS = {name.casefold(): n for n, name in enumerate(SPANISH, start=1)}
_NO_MUNICIPALITY = ("no especificado", "otros municipios")


def tidy_by_name(printed: Printed, card: SourceCard) -> Tidy:
    """State × municipality × offence × month; the copy's own total is left out."""
    rows = printed.frame.select(
        pl.date(printed.year("Año"), printed.month_name("Mes", _MONTHS), 1).alias("period"),
        printed.label("Entidad", card.keys["state"]).alias("state"),
        pl.col("Municipio").fill_null("").alias("name"),
        *(printed.number(column, whole=True).alias(slug) for column, slug in _OFFENCES.items()),
        "line",
    )
    _refuse_repeated(printed, rows)
    long = (
        rows.with_columns(municipality=_municipalities(printed, rows))
        .unpivot(
            list(_OFFENCES.values()),
            index=["period", "state", "municipality", "line"],
            variable_name="offence",
        )
        .group_by("period", "state", "municipality", "offence", maintain_order=True)
        .agg(pl.col("value").sum(), pl.col("value").min().alias("least"), pl.col("line").min())
    )
    for line, offence, least in (
        long.filter(pl.col("least") < 0).select("line", "offence", "least").iter_rows()
    ):
        printed.refuse(
            line, offence, _("“{value}” is a negative figure").format(value=least), expected=_("0 or more")
        )
    told = long.drop("least").with_columns(measure=pl.lit("case_files"), status=pl.lit(""))
    return Tidy(told, tuple(printed.faults), tuple(printed.notes))


def _refuse_repeated(printed: Printed, rows: pl.DataFrame) -> None:
    """A row that stands twice would count twice where its municipality has no code."""
    twice = rows.filter(pl.struct("period", "state", "name").is_duplicated()).sort("line")
    for line, name in twice.select("line", "name").head(MOST_FAULTS).iter_rows():
        what = _("“{value}” stands twice in its month").format(value=name)
        printed.refuse(line, "Municipio", what, expected=_("one row per figure"))


def _municipalities(printed: Printed, rows: pl.DataFrame) -> pl.Series:
    """The code of each row's municipality, null where the name does not give it away."""
    register = [p for p in places().values() if p.group == "mx-municipalities"]
    names = Counter((p.parent, spelling(p.name.es)) for p in register)
    known = {key: p.id for p in register if names[key := (p.parent, spelling(p.name.es))] == 1}
    found = [known.get((state, spelling(name))) for state, name in rows.select("state", "name").iter_rows()]
    unknown = {
        name
        for (name,), municipality in zip(rows.select("name").iter_rows(), found, strict=True)
        if municipality is None and spelling(name) not in _NO_MUNICIPALITY
    }
    if unknown:
        printed.notes.append(
            _("{n} names that are not exactly one municipality count for their state alone: {names}").format(
                n=len(unknown), names=", ".join(sorted(unknown))
            )
        )
    return pl.Series(found, dtype=pl.String)
