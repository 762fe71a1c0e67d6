# SPDX-License-Identifier: Apache-2.0
"""A plan and its documents as plain lines of text in one language, for terminals and letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch

from rumbo.plan import words
from rumbo.plan.checks import stated_day
from rumbo.plan.documents import (
    Baseline,
    Body,
    Citation,
    Claim,
    Clock,
    Commitment,
    Definition,
    Document,
    Event,
    Framework,
    FrameworkName,
    Indicator,
    Party,
    Plan,
    Target,
)
from rumbo.plan.folder import documents_of
from rumbo.terms import Language, Period, Text
from rumbo.terms.number import THIN, number, percent
from rumbo.terms.period import day_label
from rumbo.terms.unit import UNITS

_DATES = ("begins", "ends", "date", "made_on", "said_on")
_NAMED = (
    "lead",
    "predecessor",
    "successor",
    "goal",
    "indicator",
    "conflicts_with",
    "checked_by",
    "indicators",
)
_TITLES: dict[type[Document], str] = {
    Party: "name",
    Body: "name",
    Target: "document",
    Commitment: "text",
    Claim: "sentence",
}
_TABLES: dict[str, Mapping[str, Text]] = {
    "standing": dict(words.STANDINGS.items()),
    "kind": words.BODY_KINDS,
    "party": dict(words.PARTIES.items()) | words.BODY_KINDS,
    "actors": dict(words.PARTIES.items()),
    "direction": dict(words.DIRECTIONS.items()),
    "level": dict(words.LEVELS.items()),
    "completion": dict(words.COMPLETIONS.items()),
    "original": {"en": Text("English", "inglés"), "es": Text("Spanish", "español")},
}
_YES = Text("yes", "sí")


def title_of(document: Document) -> Text:
    """What a document is called: its title, its name, its sentence, or the words of its undertaking."""
    if isinstance(document, Framework):
        return document.names[0].name if document.names else Text(en=document.id, es=document.id)
    said: Text = getattr(document, _title_key(document))
    return said


def _title_key(document: Document) -> str:
    return _TITLES.get(type(document), "title")


def line_of(document: Document, language: Language) -> str:
    """A document on one line of a list: its date or figure where it has one, and its title."""
    title = title_of(document).said(language)
    match document:
        case Target():
            return f"{document.indicator}: {short_target(document)}. {title}"
        case Event():
            return f"{date_label(document.date, language)}. {title}"
        case _:
            return title


def date_label(written: str, language: Language) -> str:
    """
    A day, month, year or fiscal year as documents state it, in words.

    Examples
    --------
    >>> date_label("2019-06-07", "es"), date_label("2020-02", "en"), date_label("FY2008", "en")
    ('7 de junio de 2019', 'February 2020', 'fiscal year 2008')
    """
    if len(written) == len("2019-06-07") and (day := stated_day(written)):
        return day_label(day, language)
    return Period.parse(written).label(language)


def as_stated(value: float) -> str:
    """
    `value` with the digits it was stated with, no more and no fewer.

    Examples
    --------
    >>> as_stated(0.45), as_stated(59701.0), as_stated(72.9)
    ('0.45', '59,701', '72.9')
    """
    exponent = Decimal(str(value)).normalize().as_tuple().exponent
    return number(value, decimals=max(0, -exponent) if isinstance(exponent, int) else None)


def change(share: float) -> str:
    """
    A relative change as a percentage, with the digits it was stated with.

    Examples
    --------
    >>> change(-0.15), change(-0.156)
    ('−15\u202f%', '−15.6\u202f%')
    """
    exponent = (100 * Decimal(str(share))).normalize().as_tuple().exponent
    return percent(share, decimals=max(0, -exponent) if isinstance(exponent, int) else None, signed=True)


def amount(value: float, unit: str, language: Language) -> str:
    """`value` with its unit in words: "70,237 deaths in twelve months"."""
    known = UNITS[unit]
    if known.symbol == "%":
        return as_stated(value) + THIN + "%"
    return f"{as_stated(value)} {known.symbol or known.text.said(language)}"


def short_amount(value: float, unit: str) -> str:
    """`value` with the symbol of its unit, if it has one: "72.9 %", "2,804 lb", "70,237"."""
    symbol = UNITS[unit].symbol
    if symbol == "%":
        return as_stated(value) + THIN + "%"
    return f"{as_stated(value)} {symbol}".rstrip()


def short_baseline(indicator: Indicator) -> str:
    """The first baseline of `indicator` with its period, or nothing."""
    if not indicator.baselines:
        return ""
    first = indicator.baselines[0]
    return f"{short_amount(first.value, indicator.unit)} ({first.period})"


def short_target(target: Target) -> str:
    """A target with its date; ``?`` for one without a number, ``≠`` for one that another contradicts."""
    stated = "?"
    if target.value is not None:
        stated = short_amount(target.value, target.unit)
    elif target.relative is not None:
        stated = change(target.relative)
    return f"{stated} ({target.by})" + (" ≠" if target.conflicts_with else "")


@dataclass(frozen=True)
class _Place:
    """Where a value stands: under which key of which document, for a reader of which language."""

    key: str
    document: Document
    called: dict[str, str]
    language: Language

    @property
    def unit(self) -> str:
        return self.document.unit if isinstance(self.document, (Indicator, Target)) else ""


def rows(document: Document, plan: Plan, language: Language) -> Iterator[tuple[str, str]]:
    """Every key of `document` beyond its title that says something: (label, text), one row per item."""
    called = {item.id: title_of(item).said(language) for item in documents_of(plan)}
    last = ("note", "standing", "sources")
    elsewhere = ("id", _title_key(document), *last)
    for key in (*(k for k in type(document).model_fields if k not in elsewhere), *last):
        value = getattr(document, key)
        label = words.FIELDS[key].said(language)
        for item in value if isinstance(value, tuple) else (value,):
            said = _said(item, _Place(key, document, called, language))
            if said:
                yield label, said
                label = ""


@singledispatch
def _said(item: object, place: _Place) -> str:  # noqa: ARG001 -- the kinds below need it
    """One value in words; empty where there is nothing to say."""
    return "" if item is None else str(item)


@_said.register
def _(item: bool, place: _Place) -> str:
    return _YES.said(place.language) if item else ""


@_said.register
def _(item: str, place: _Place) -> str:
    if place.key in _DATES:
        return date_label(item, place.language)
    if place.key in _NAMED:
        return f"{item}  {place.called.get(item, '')}".rstrip()
    if place.key in _TABLES:
        return _TABLES[place.key][item].said(place.language)
    return UNITS[item].text.said(place.language) if place.key == "unit" else item


@_said.register
def _(item: Text, place: _Place) -> str:
    return item.said(place.language)


@_said.register
def _(item: Period, place: _Place) -> str:
    return item.label(place.language)


@_said.register
def _(item: float, place: _Place) -> str:
    return change(item) if place.key == "relative" else amount(item, place.unit, place.language)


@_said.register
def _(item: int, place: _Place) -> str:
    return _days(item).said(place.language) if place.key == "cadence_days" else str(item)


@_said.register
def _(item: Citation, place: _Place) -> str:  # noqa: ARG001 -- dispatched on
    day = item.on.isoformat() if item.on else None
    return ", ".join(part for part in (item.text, item.page, day, item.url) if part)


@_said.register
def _(item: Baseline, place: _Place) -> str:
    said = f"{amount(item.value, place.unit, place.language)}, {item.period.label(place.language)}"
    return f"{said}. {item.note.said(place.language)}" if item.note else said


@_said.register
def _(item: Definition, place: _Place) -> str:
    window = words.WINDOWS[item.window].said(place.language)
    return f"{item.says.said(place.language)} [{item.series}; {item.place}; {window}]"


@_said.register
def _(item: FrameworkName, place: _Place) -> str:
    return f"{item.name.said(place.language)} [{item.authority.upper()}]"


@_said.register
def _(item: Clock, place: _Place) -> str:
    if item.says:
        return item.says.said(place.language)
    if item.due:
        return f"{words.CLOCKS['due'].said(place.language)} {day_label(item.due, place.language)}"
    if item.every_days:
        return _days(item.every_days).said(place.language)
    return words.CLOCKS[item.kind].said(place.language)


def _days(n: int) -> Text:
    return Text(f"every {n} days", f"cada {n} días")
