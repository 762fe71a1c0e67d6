# SPDX-License-Identifier: Apache-2.0
"""Border Patrol encounters in the workbook of the Office of Homeland Security Statistics."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.fiscal import fiscal_month
from rumbo.evidence.release import Tidy
from rumbo.terms.period import MONTHS

_YEAR = "Fiscal\nYear"
"""The header holds a line break."""
_FISCAL_ORDER = {
    f"{(n - 10) % 12 + 1:02d} {name}".casefold(): n for n, name in enumerate(MONTHS["en"], start=1)
}
"""Months are numbered from October: “01 October” to “12 September”."""


def tidy_encounters(printed: Printed, card: SourceCard) -> Tidy:
    """The nation, the regions and the sectors, each as its own sheet prints it, rounded to ten."""
    region, sector = pl.col("Region").is_not_null(), pl.col("Sector").is_not_null()
    parts: list[pl.DataFrame] = []
    for rows, column in ((~region & ~sector, None), (region, "Region"), (sector, "Sector")):
        opened = Printed(printed.frame.filter(rows), printed.name, printed.notes, printed.faults)
        place = pl.lit("us") if column is None else opened.label(column, card.keys["place"])
        parts.append(
            opened.frame.select(
                fiscal_month(opened, _YEAR, "Month", names=_FISCAL_ORDER).alias("period"),
                place.alias("place"),
                pl.lit("encounters").alias("measure"),
                opened.number("Quantity", whole=True).alias("value"),
                pl.lit("rounded").alias("status"),
                "line",
            )
        )
    return Tidy(pl.concat(parts), tuple(printed.faults), tuple(printed.notes))
