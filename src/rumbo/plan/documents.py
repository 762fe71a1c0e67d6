# SPDX-License-Identifier: Apache-2.0
"""
The documents a plan is made of: one small TOML file each, in English and Spanish.

Every document has an id, a standing (who says so) and its sources. `rumbo.plan.folder` reads them.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from rumbo.errors import InputError
from rumbo.terms import LANGUAGES, Period, Text, gettext as _
from rumbo.terms.period import parse_day

Standing = Literal["stated", "computed", "proposed", "not_found"]
PartyCode = Literal["us", "mx"]
Level = Literal["input", "output", "outcome", "impact"]
Direction = Literal["down", "up", "context"]
Completion = Literal["no_evidence_available", "not_started", "limited", "substantial", "complete"]


def _refusal(error: InputError) -> PydanticCustomError:
    """The error of a term as pydantic collects it, with what was expected."""
    fault = error.faults[0]
    return PydanticCustomError("rumbo", "{what}", {"what": fault.what, "expected": fault.expected})


def _text(value: object) -> object:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or not all(isinstance(said, str) for said in value.values()):
        raise PydanticCustomError("bilingual", "not a text in two languages")
    unknown = [name for name in value if name not in LANGUAGES]
    if unknown:
        raise PydanticCustomError("language", "no language {name}", {"name": str(unknown[0])})
    return Text(**value)


def _period(value: object) -> object:
    if isinstance(value, Period):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("period", "not a period")
    try:
        period = Period.parse(value)
    except InputError as error:
        raise _refusal(error) from None
    if not dt.MINYEAR < period.first // 12 < dt.MAXYEAR:  # else it has no first or last day
        raise PydanticCustomError("period", "not a period")
    return period


def _day(value: object) -> object:
    """A day as TOML or ISO writes it; nothing else (pydantic would read a number as seconds)."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError(
            "rumbo",
            "{what}",
            {
                "what": _('"{value}" is not a day').format(value=value),
                "expected": _("year-month-day, as 2020-01-31"),
            },
        )
    try:
        return parse_day(value)
    except InputError as error:
        raise _refusal(error) from None


BilingualText = Annotated[Text, BeforeValidator(_text)]
PeriodField = Annotated[Period, BeforeValidator(_period), PlainSerializer(str, return_type=str)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Figure = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Whole = Annotated[int, Field(strict=True)]
YesNo = Annotated[bool, Field(strict=True)]


class Part(BaseModel):
    """A part of a document; refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Citation(Part):
    """Where a fact was read: publication, and address, date or page where known."""

    text: str
    url: str | None = None
    page: str | None = None
    on: Day | None = None


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
    cadence_days: Whole | None = None


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

    number: Whole
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

    value: Figure
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
    value: Figure | None = None
    unit: str
    by: PeriodField
    base_period: PeriodField | None = None
    relative: Figure | None = None
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
    is_confounder: YesNo = False


class Clock(Part):
    """By when something is due, or the plain statement that no date was given."""

    kind: Literal["none", "immediate", "due", "recurring"]
    due: Day | None = None
    every_days: Whole | None = None
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
    standing: Standing = "proposed"
    note: BilingualText | None = None
    """What a reader has to know before anything else: who has agreed to this, and who has not."""
    parties: tuple[Party, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    bodies: tuple[Body, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    claims: tuple[Claim, ...] = Field(default=())
