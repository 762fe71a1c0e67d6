# SPDX-License-Identifier: Apache-2.0
"""
CBP encounters: at the southwest land border by component and kind, and nationwide by state.

“Month Grouping” says only whether the running year already has a month of that name; it changes with
every release and is not read.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.fiscal import fiscal_month
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _

_GROUPINGS = ("FYTD", "Remaining")
_TYPES = ("Apprehensions", "Expulsions", "Inadmissibles")
_SOUTHWEST = {
    "component": "Component",
    "demographic": "Demographic",
    "citizenship": "Citizenship Grouping",
    "authority": "Title of Authority",
}
_BY_STATE = {
    "border": "Land Border Region",
    "state": "State",
    "demographic": "Demographic",
    "citizenship": "Citizenship",
    "authority": "Title of Authority",
}


def tidy_southwest(printed: Printed, card: SourceCard) -> Tidy:
    """
    Encounters at the southwest land border, all of one place.

    The type of encounter follows from component and authority and is no key: the file of October 2022
    calls expulsions by the Border Patrol apprehensions, later ones expulsions.
    """
    printed.word("Encounter Type", _TYPES)
    place = pl.lit("us-southwest-border").alias("place")
    return _tidy(printed, card, _SOUTHWEST, (place,))


def tidy_by_state(printed: Printed, card: SourceCard) -> Tidy:
    """Encounters nationwide by state."""
    return _tidy(printed, card, _BY_STATE, ())


def _tidy(printed: Printed, card: SourceCard, columns: Mapping[str, str], more: tuple[pl.Expr, ...]) -> Tidy:
    """
    One row per figure; rows that say zero are left out, as later releases do.

    The card says that absence is zero, so the figures stay what they were.
    """
    printed.word("Month Grouping", _GROUPINGS)
    frame = printed.frame.select(
        fiscal_month(printed, "Fiscal Year", "Month (abbv)").alias("period"),
        *more,
        *(printed.label(column, card.keys[key]).alias(key) for key, column in columns.items()),
        pl.lit("encounters").alias("measure"),
        printed.number("Encounter Count", whole=True).alias("value"),
        pl.lit("").alias("status"),
        "line",
    )
    zeros = pl.col("value") == 0
    notes = list(printed.notes)
    if n := frame.filter(zeros).height:
        notes.append(_("{n} rows that say zero left out: an absent row is zero").format(n=n))
        frame = frame.filter(zeros.not_().fill_null(value=True))
    return Tidy(frame, tuple(printed.faults), tuple(notes))
