# SPDX-License-Identifier: Apache-2.0
"""United States foreign assistance by country, fiscal year and stage of the money."""

from __future__ import annotations

import polars as pl

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import spelling

_TRANSITION_QUARTER = "1976tq"


def tidy_by_country(printed: Printed, card: SourceCard) -> Tidy:
    """
    Amounts in dollars of the year, for the countries of the place register.

    Dollars of constant purchasing power are not read: their base year moves with every release and is
    not printed. The quarter between the fiscal years 1976 and 1977 is no fiscal year and is left out.
    """
    names = {column.casefold().replace(" ", "_"): column for column in printed.frame.columns}
    country, year = names["country_code"], names["fiscal_year"]
    known = list(card.keys["country"].slugs)
    ours = printed.frame.filter(pl.col(country).map_elements(spelling, pl.String).is_in(known))
    if not ours.height:
        raise EvidenceError(
            _("no row is about a country held here"), where=printed.name, expected=", ".join(known)
        )
    yearly = ours.filter(pl.col(year) != _TRANSITION_QUARTER)
    opened = Printed(yearly, printed.name, printed.notes, printed.faults)
    for note, n in (
        (_("{n} rows of other countries left out"), printed.frame.height - ours.height),
        (_("{n} rows of the transition quarter of 1976 left out"), ours.height - yearly.height),
    ):
        if n:
            opened.notes.append(note.format(n=n))
    frame = yearly.select(
        pl.date(opened.year(year) - 1, 10, 1).alias("period"),
        opened.label(country, card.keys["country"]).alias("country"),
        opened.label(names["transaction_type_name"], card.keys["stage"]).alias("stage"),
        pl.lit("amount_usd_nominal").alias("measure"),
        opened.number(names["current_amount"]).alias("value"),
        pl.lit("").alias("status"),
        "line",
    )
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))
