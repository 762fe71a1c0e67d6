# SPDX-License-Identifier: Apache-2.0
"""CDC WONDER: deaths by state and month, exported without the cells that are kept back."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_TOTAL = "Total"
_KEPT_BACK = "Suppressed"
_PROVISIONAL = "(provisional"


def tidy_final(printed: Printed, card: SourceCard) -> Tidy:
    """The databases of closed years; labels of years may carry a trailing blank."""
    return _tidy(printed, card, "State", "final")


def tidy_provisional(printed: Printed, card: SourceCard) -> Tidy:
    """The database that also has the years still open, by state of residence."""
    return _tidy(printed, card, "Residence State", "provisional")


def _tidy(printed: Printed, card: SourceCard, state: str, edition: str) -> Tidy:
    """
    Visible cells only: a month of a state that is not there had 0 to 9 deaths, never none.

    A year says in its own label whether it is still provisional.
    """
    opened = _without_totals(printed)
    code = f"{state} Code"
    month = pl.col("Month Code").str.to_date("%Y/%m", strict=False)
    for line, written in (
        opened.frame.filter(month.is_null()).select("line", "Month Code").head(5).iter_rows()
    ):
        what = _("“{value}” is not a month").format(value=written or "")
        opened.refuse(line, "Month Code", what, expected="2019/05")
    value = opened.number("Deaths", may_be_empty=True, whole=True, empty=_KEPT_BACK)
    status = (
        pl.when(value.is_null())
        .then(pl.lit("suppressed"))
        .when(pl.col("Month").str.contains(_PROVISIONAL, literal=True))
        .then(pl.lit("provisional"))
        .otherwise(pl.lit("final"))
    )
    frame = opened.frame.select(
        month.alias("period"),
        pl.lit(edition).alias("edition"),
        opened.label(code, card.keys["state"]).alias("state"),
        opened.label("Multiple Cause of death Code", card.keys["cause"]).alias("cause"),
        pl.lit("deaths").alias("measure"),
        value.alias("value"),
        status.alias("status"),
        "line",
    )
    return Tidy(frame, tuple(opened.faults), tuple(opened.notes))


def _without_totals(printed: Printed) -> Printed:
    is_total = pl.col("Notes").fill_null("").str.strip_chars() == _TOTAL
    rows = printed.frame.filter(~is_total)
    opened = Printed(rows, printed.name, printed.notes, printed.faults)
    if n := printed.frame.height - rows.height:
        opened.notes.append(_("{n} rows of totals of the visible cells left out").format(n=n))
    return opened
