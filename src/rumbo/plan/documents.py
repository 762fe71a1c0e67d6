# SPDX-License-Identifier: Apache-2.0
"""
The documents a plan is made of: one small TOML file each, in English and Spanish.

Every document has an id, a standing (who says so) and its sources. `rumbo.plan.folder` reads them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rumbo.terms import Period, Text

Standing = Literal["stated", "computed", "proposed", "not_found"]
PartyCode = Literal["us", "mx"]
Level = Literal["input", "output", "outcome", "impact"]
Direction = Literal["down", "up", "context"]
Completion = Literal["no_evidence_available", "not_started", "limited", "substantial", "complete"]


def _text(value: object) -> object:
    return Text(**value) if isinstance(value, dict) else value


def _period(value: object) -> object:
    return Period.parse(value) if isinstance(value, str) else value


BilingualText = Annotated[Text, BeforeValidator(_text)]
PeriodField = Annotated[Period, BeforeValidator(_period)]


class Part(BaseModel):
    """A part of a document; refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Citation(Part):
    """Where a fact was read: publication, and address, date or page where known."""

    text: str
    url: str | None = None
    page: str | None = None
    on: dt.date | None = None


class Document(Part):
    """What every document carries."""

    id: str
    standing: Standing
    sources: tuple[Citation, ...] = ()
    note: BilingualText | None = None


class Party(Document):
    """One of the two governments, or an observer, with the office that leads for it."""

    party: PartyCode
    name: BilingualText
    lead: str
    """Id of the body that speaks for the party."""


class Body(Document):
    """An institution of one side, an observer, or a working group of both."""

    kind: Literal["institution", "observer", "working_group"]
    party: Literal["us", "mx", "both", "observer"]
    name: BilingualText
    role: BilingualText
    cadence_days: int | None = None


class FrameworkName(Part):
    """The name one authority gives a framework."""

    authority: str
    name: BilingualText


class Framework(Document):
    """An initiative under which the two sides work; succeeds another, is succeeded by another."""

    names: tuple[FrameworkName, ...]
    begins: str
    ends: str | None = None
    predecessor: str | None = None
    successor: str | None = None
    structure: BilingualText


class Goal(Document):
    """What both want; with the risks and assumptions that auditors ask for."""

    number: int
    title: BilingualText
    framework_goal: BilingualText
    risks: tuple[BilingualText, ...] = ()
    assumptions: tuple[BilingualText, ...] = ()


class Definition(Part):
    """
    The recipe of an indicator's agreed figure.

    ``window`` says what one figure covers; ``aggregation`` how months become it. Declared, never guessed.
    """

    series: str
    place: str
    window: Literal["month", "quarter", "calendar_year", "fiscal_year", "twelve_months_ending"]
    aggregation: Literal["as_published", "sum", "mean", "last"]
    says: BilingualText


class Baseline(Part):
    """The value progress is counted from."""

    value: float
    period: PeriodField
    standing: Standing
    sources: tuple[Citation, ...] = ()
    note: BilingualText | None = None


class Indicator(Document):
    """A measure of a goal. ``context`` indicators mix effort with flow: shown, never judged."""

    goal: str
    title: BilingualText
    counts: BilingualText
    """Exactly what is counted, in words."""
    unit: str
    direction: Direction
    level: Level
    definition: Definition | None = None
    """Absent where no public series is held."""
    baselines: tuple[Baseline, ...] = ()


class Target(Document):
    """A value somebody stated, by when, in which document; official targets may contradict each other."""

    indicator: str
    value: float | None = None
    unit: str
    by: PeriodField
    base_period: PeriodField | None = None
    relative: float | None = None
    """The change as stated (-0.15), where the document gives a percentage."""
    stated_by: BilingualText
    document: BilingualText
    page: str | None = None
    conflicts_with: tuple[str, ...] = ()


class Event(Document):
    """A dated fact that may explain or confound what the figures show."""

    date: str
    """A day, or a month where only that is known."""
    title: BilingualText
    is_confounder: bool = False


class Clock(Part):
    """By when something is due, or the plain statement that no date was given."""

    kind: Literal["none", "immediate", "due", "recurring"]
    due: dt.date | None = None
    every_days: int | None = None
    says: BilingualText | None = None


class Commitment(Document):
    """An undertaking by one side or both, as worded, with its clock and how it could be checked."""

    made_on: str
    actors: tuple[PartyCode, ...]
    text: BilingualText
    wordings: tuple[BilingualText, ...] = ()
    """Other wordings of the same undertaking, where it was announced more than once."""
    clock: Clock
    checked_by: tuple[str, ...] = ()
    """Ids of indicators; empty when it cannot be checked as worded."""
    check: BilingualText
    completion: Completion = "no_evidence_available"
    completion_reason: BilingualText | None = None


class Claim(Document):
    """A public sentence about a figure, with who said it and what stood behind it."""

    sentence: BilingualText
    original: Literal["en", "es"]
    said_by: BilingualText
    said_on: str
    behind: BilingualText
    indicators: tuple[str, ...] = ()


class Plan(Part):
    """All documents of a plan, each list in the order of its ids."""

    id: str
    title: BilingualText
    parties: tuple[Party, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    bodies: tuple[Body, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    claims: tuple[Claim, ...] = Field(default=())
