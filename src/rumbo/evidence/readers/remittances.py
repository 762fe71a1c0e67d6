# SPDX-License-Identifier: Apache-2.0
"""Remittances by state and quarter, in dollars, as a public copy of Banco de México's table gives them."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import MOST_FAULTS, Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_QUARTER = r"^((?:19|20)\d\d)-Q([1-4])$"


def tidy_by_state(printed: Printed, card: SourceCard) -> Tidy:
    """State × quarter; the amounts are dollars, whatever a copy's notes say of millions."""
    quarter = pl.col("Quarter").str.strip_chars()
    year = quarter.str.extract(_QUARTER, 1).cast(pl.Int32)
    month = quarter.str.extract(_QUARTER, 2).cast(pl.Int8) * 3 - 2
    for line, written in (
        printed.frame.filter(year.is_null()).select("line", "Quarter").head(MOST_FAULTS).iter_rows()
    ):
        what = _("“{value}” is not a quarter").format(value=written or "")
        printed.refuse(line, "Quarter", what, expected="2019-Q2")
    frame = printed.frame.select(
        pl.date(year, month, 1).alias("period"),
        printed.label("State", card.keys["state"]).alias("state"),
        pl.lit("usd").alias("measure"),
        printed.number("Remittance Amount").alias("value"),
        pl.lit("").alias("status"),
        "line",
    )
    return Tidy(frame, tuple(printed.faults), tuple(printed.notes))
