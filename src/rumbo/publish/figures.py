# SPDX-License-Identifier: Apache-2.0
"""
Figures in words: every number with its unit and period, in the reader's language.

All functions answer in the language set by `rumbo.terms.use_language`.
"""

from __future__ import annotations

import datetime as dt

from rumbo.assess.results import Comparison
from rumbo.plan.documents import Indicator
from rumbo.terms import Language, Period, gettext as _
from rumbo.terms.number import THIN, number, percent
from rumbo.terms.unit import UNITS, Unit

DECIMALS = {"count": 0, "running_sum": 0, "rate": 1, "share": 1, "index": 2}
NO_BREAK = "\u00a0"


def unit_of(name: str) -> Unit | None:
    """The unit called `name`, or None for one the shared list does not know."""
    return UNITS.get(name)


def bare(value: float, unit: str, *, signed: bool = False, like: float | None = None) -> str:
    """
    `value` with as many digits as a figure of `unit` deserves, without the unit.

    A difference takes the digits of the figure it is a difference of: `like`.

    Examples
    --------
    >>> bare(70237, "deaths"), bare(72.94, "percent"), bare(-3.0, "deaths", signed=True)
    ('70,237', '72.9', '−3')
    """
    known = unit_of(unit)
    size = abs(value if like is None else like)
    decimals = DECIMALS.get(known.kind) if known else None
    if decimals is None:
        decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    elif size >= 1000:
        decimals = 0
    return number(value, decimals=decimals, signed=signed)


def with_unit(value: float, unit: str, language: Language) -> str:
    r"""
    `value` with its unit: the symbol where there is one, else the noun.

    Examples
    --------
    >>> with_unit(4791.2, "lb", "en"), with_unit(36661, "deaths", "es")
    ('4,791\xa0lb', '36,661\xa0defunciones')
    """
    known = unit_of(unit)
    if known is None:
        return f"{bare(value, unit)}{NO_BREAK}{unit}"
    if known.symbol == "%":
        return f"{bare(value, unit)}{THIN}%"
    return f"{bare(value, unit)}{NO_BREAK}{known.symbol or known.text.said(language)}"


def amount(value: float, unit: str) -> str:
    """`value` with the unit's symbol where it has one; `unit_after` gives the words that follow."""
    known = unit_of(unit)
    if known and known.symbol == "%":
        return f"{bare(value, unit)}{THIN}%"
    return f"{bare(value, unit)}{NO_BREAK}{known.symbol}" if known and known.symbol else bare(value, unit)


def unit_after(unit: str, language: Language) -> str:
    """The unit in words, empty where a symbol already says it."""
    known = unit_of(unit)
    return "" if known and known.symbol else unit_words(unit, language)


def unit_words(unit: str, language: Language) -> str:
    """The unit as a noun, for an axis or the head of a column."""
    known = unit_of(unit)
    return known.text.said(language) if known else unit


def change(comparison: Comparison, unit: str) -> str:
    """The change against a year before: relative, or in points for shares, rates and indices."""
    if comparison.share is not None:
        return percent(comparison.share, signed=True)
    return difference(comparison.difference, unit)


def difference(value: float, unit: str) -> str:
    """A signed difference of two figures of `unit`."""
    known = unit_of(unit)
    figure = bare(value, unit, signed=True)
    if known and known.kind == "share":
        return _("{figure} points").format(figure=figure)
    if known and known.symbol:
        return f"{figure}{NO_BREAK}{known.symbol}"
    return figure


def probability(value: float) -> str:
    """
    A probability as a whole percentage; never 0 or 100, which no model earns.

    Examples
    --------
    >>> probability(0.4149), probability(0.999)
    ('41\u202f%', '>\u202f99\u202f%')
    """
    if value < 0.01:
        return f"<{THIN}1{THIN}%"
    if value > 0.99:
        return f">{THIN}99{THIN}%"
    return percent(value, decimals=0)


def window(period: Period, indicator: Indicator, language: Language) -> str:
    """What one figure covers, in words: ``twelve months ending May 2019``."""
    label = period.label(language)
    definition = indicator.definition
    if definition and definition.window == "twelve_months_ending" and period.kind == "month":
        return _("twelve months ending {month}").format(month=label)
    return label


def covered(period: Period, indicator: Indicator, language: Language) -> str:
    """Unit and period together, for the line under a figure: ``deaths in twelve months to May 2019``."""
    unit, known = unit_after(indicator.unit, language), unit_of(indicator.unit)
    if known and known.kind == "running_sum":
        return _("{unit} to {month}").format(unit=unit, month=period.label(language))
    words = window(period, indicator, language)
    return _("{unit}, {period}").format(unit=unit, period=words) if unit else words


def days_between(earlier: dt.date, later: dt.date) -> int:
    """Days from `earlier` to `later`."""
    return (later - earlier).days
