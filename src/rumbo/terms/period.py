# SPDX-License-Identifier: Apache-2.0
"""Months, quarters, half-years, years and United States fiscal years, as one kind of value."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from rumbo.errors import InputError
from rumbo.terms.language import Language, gettext as _

Kind = Literal["month", "quarter", "half_year", "year", "fiscal_year"]

_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half_year", re.compile(r"(\d{4})-H([12])")),
    ("fiscal_year", re.compile(r"FY(\d{4})")),
    ("year", re.compile(r"(\d{4})")),
)
_LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "fiscal_year": 12}

MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
           "octubre", "noviembre", "diciembre"),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Period:
    """
    A stretch of whole months with a name: ``2019``, ``2019-05``, ``2019-Q2``, ``2019-H1`` or ``FY2019``.

    Parameters
    ----------
    first : int
        The first month, counted from January of year 0 (year × 12 + month − 1).
    kind : str
        ``month``, ``quarter``, ``half_year``, ``year`` or ``fiscal_year`` (US federal: October to September).

    Examples
    --------
    >>> Period.parse("FY2020").start, Period.parse("FY2020").end
    (datetime.date(2019, 10, 1), datetime.date(2020, 9, 30))
    >>> str(Period.parse("2019-12").shift(1)), str(Period.parse("2019-Q2").a_year_before())
    ('2020-01', '2018-Q2')
    """

    first: int
    kind: Kind = "month"

    @classmethod
    def parse(cls, written: str) -> Period:
        """Read a period as people write it; `InputError` if it is none."""
        for kind, form in _FORMS:
            if match := form.fullmatch(written):
                year = int(match[1])
                part = int(match[2]) - 1 if form.groups == 2 else 0
                month = -3 if kind == "fiscal_year" else part * _LENGTH[kind]
                return cls(12 * year + month, kind)
        raise InputError(
            _('"{value}" is not a period').format(value=written),
            expected=_("2019, 2019-05, 2019-Q2 or FY2019"),
        )

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """The month `month` (1 to 12) of `year`."""
        return cls(12 * year + month - 1)

    @classmethod
    def month_of(cls, day: dt.date) -> Period:
        """The month that holds `day`."""
        return cls.month(day.year, day.month)

    @property
    def length(self) -> int:
        """Number of months."""
        return _LENGTH[self.kind]

    @property
    def start(self) -> dt.date:
        """First day."""
        return dt.date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def end(self) -> dt.date:
        """Last day."""
        after = self.first + self.length
        return dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)

    @property
    def months(self) -> tuple[Period, ...]:
        """The months it is made of."""
        return tuple(Period(self.first + i) for i in range(self.length))

    def shift(self, steps: int) -> Period:
        """The period `steps` of its own kind later (earlier if negative)."""
        return Period(self.first + steps * self.length, self.kind)

    def a_year_before(self) -> Period:
        """The like-for-like period twelve months earlier."""
        return Period(self.first - 12, self.kind)

    def __str__(self) -> str:
        year, month = divmod(self.first, 12)
        match self.kind:
            case "month":
                return f"{year}-{month + 1:02d}"
            case "quarter":
                return f"{year}-Q{month // 3 + 1}"
            case "half_year":
                return f"{year}-H{month // 6 + 1}"
            case "year":
                return f"{year}"
            case _:
                return f"FY{year + 1}"

    def label(self, language: Language) -> str:
        """
        The period in words.

        Examples
        --------
        >>> Period.parse("2019-05").label("es"), Period.parse("2019-Q2").label("en")
        ('mayo de 2019', 'second quarter of 2019')
        """
        year, month = divmod(self.first, 12)
        match self.kind:
            case "month":
                return f"{MONTHS[language][month]} {'de ' if language == 'es' else ''}{year}"
            case "quarter":
                names = {"en": ("first", "second", "third", "fourth"),
                         "es": ("primer", "segundo", "tercer", "cuarto")}[language]  # fmt: skip
                name = names[month // 3]
                return f"{name} trimestre de {year}" if language == "es" else f"{name} quarter of {year}"
            case "half_year":
                name = {"en": ("first", "second"), "es": ("primer", "segundo")}[language][month // 6]
                return f"{name} semestre de {year}" if language == "es" else f"{name} half of {year}"
            case "year":
                return f"{year}"
            case _:
                return f"{'año fiscal' if language == 'es' else 'fiscal year'} {year + 1}"


def day_label(day: dt.date, language: Language) -> str:
    """
    A day in words.

    Examples
    --------
    >>> day_label(dt.date(2020, 1, 31), "en"), day_label(dt.date(2020, 1, 1), "es")
    ('31 January 2020', '1 de enero de 2020')
    """
    name = MONTHS[language][day.month - 1]
    if language == "es":
        return f"{day.day} de {name} de {day.year}"
    return f"{day.day} {name} {day.year}"


def parse_day(written: str) -> dt.date:
    """A day as ISO writes it (2020-01-31); `InputError` if it is none."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise InputError(
            _('"{value}" is not a day').format(value=written), expected=_("year-month-day, as 2020-01-31")
        ) from None
