# SPDX-License-Identifier: Apache-2.0
"""
What an edition is made from: everything known about each indicator and source, already computed.

The workspace fills these in; `rumbo.publish.pages` turns them into page models and never looks further.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rumbo.assess.results import Assessment
from rumbo.plan.documents import Indicator, Plan
from rumbo.terms import Period, Text

Precision = Literal["exact", "day", "inferred"]


@dataclass(frozen=True)
class Datum:
    """One value of a series in one vintage; `status` is the publisher's own word (final, provisional…)."""

    period: Period
    value: float | None
    status: str = ""


@dataclass(frozen=True)
class VintageSeries:
    """A whole series as one release left it: every figure known then, new or not."""

    released_on: dt.date
    precision: Precision
    citation: str
    data: tuple[Datum, ...]


@dataclass(frozen=True)
class Dossier:
    """
    One indicator: its document, its series in every vintage (oldest first), its assessments.

    ``assessments`` is keyed by as-of day; ``vintages`` is empty where no public series is held.
    ``open_months`` is how many of the latest months of a vintage may still fill up.
    """

    indicator: Indicator
    source: str | None
    vintages: tuple[VintageSeries, ...]
    assessments: dict[dt.date, Assessment]
    open_months: int = 0


@dataclass(frozen=True)
class SourceSheet:
    """A source as its page shows it: the card's words plus what is held."""

    id: str
    title: Text
    publisher: Text
    country: Literal["us", "mx"]
    counts: Text
    licence: str
    citation: str
    pages: tuple[str, ...]
    calendar: Text
    revision_policy: Text
    traps: tuple[Text, ...]
    series: int
    vintages: tuple[tuple[dt.date, Precision, str], ...]
    """(released on, how precisely known, file or release name), oldest first."""
    first_period: Period | None
    last_period: Period | None
    expected_every_days: int | None = None


@dataclass(frozen=True)
class EditionInputs:
    """Everything one edition says, in plain data."""

    plan: Plan
    as_of_days: tuple[dt.date, ...]
    """The days whose knowledge is shown, oldest first; the last is the edition's own."""
    dossiers: tuple[Dossier, ...]
    sources: tuple[SourceSheet, ...]
    parties: tuple[str, ...] = ("us", "mx")
    generator: str = ""
    signed_by: tuple[Text, ...] = ()
    edition: str = ""
    """The edition's name; made from the plan and the day where none is given."""
