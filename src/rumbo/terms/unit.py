# SPDX-License-Identifier: Apache-2.0
"""
Units: what one of a figure is, in words, and whether figures of it may be added.

A month's count, a running twelve-month sum, a rate and a share are different kinds: only counts and
amounts of single periods may be summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rumbo.errors import InputError
from rumbo.terms.language import gettext as _
from rumbo.terms.text import Text

MeasureKind = Literal["count", "amount", "running_sum", "rate", "share", "index"]


@dataclass(frozen=True)
class Unit:
    """
    A unit of measure.

    Parameters
    ----------
    id : str
        As written in cards and documents.
    text : Text
        The noun after a figure ("deaths").
    kind : str
        ``count`` (whole things in a period), ``amount`` (weight or money in a period), ``running_sum``
        (the sum of the twelve months that end in the period), ``rate``, ``share`` (percent), ``index``.
    symbol : str
        Written straight after the figure when there is one ("lb", "%").
    """

    id: str
    text: Text
    kind: MeasureKind
    symbol: str = ""

    @property
    def is_additive(self) -> bool:
        """True when figures of separate periods or places may be summed."""
        return self.kind in ("count", "amount")


UNITS: dict[str, Unit] = {
    unit.id: unit
    for unit in (
        Unit("deaths", Text("deaths", "defunciones"), "count"),
        Unit("deaths_12_months", Text("deaths in twelve months", "defunciones en doce meses"), "running_sum"),
        Unit("victims", Text("victims", "víctimas"), "count"),
        Unit("case_files", Text("case files", "carpetas de investigación"), "count"),
        Unit("events", Text("seizure events", "eventos de aseguramiento"), "count"),
        Unit("lb", Text("pounds", "libras"), "amount", "lb"),
        Unit("kg", Text("kilograms", "kilogramos"), "amount", "kg"),
        Unit("apprehensions", Text("apprehensions", "aprehensiones"), "count"),
        Unit("encounters", Text("encounters", "encuentros"), "count"),
        Unit("persons", Text("persons", "personas"), "count"),
        Unit("inhabitants", Text("inhabitants", "habitantes"), "count"),
        Unit("firearms", Text("firearms", "armas de fuego"), "count"),
        Unit("pieces", Text("pieces", "piezas"), "count"),
        Unit("laboratory_reports", Text("laboratory reports", "resultados de laboratorio"), "count"),
        Unit("presentations", Text("persons presented (events)", "personas presentadas (eventos)"), "count"),
        Unit("extraditions", Text("extraditions", "extradiciones"), "count"),
        Unit("meetings", Text("meetings", "reuniones"), "count"),
        Unit("sites", Text("sites", "instalaciones"), "count"),
        Unit("percent", Text("percent", "por ciento"), "share", "%"),
        Unit("percent_12_months", Text("percent", "por ciento"), "share", "%"),
        Unit("per_100k", Text("per 100,000 inhabitants", "por cada 100,000 habitantes"), "rate"),
        Unit("per_100k_adults", Text("per 100,000 adults", "por cada 100,000 adultos"), "rate"),
        Unit("index_0_1", Text("points (0 to 1)", "puntos (de 0 a 1)"), "index"),
        Unit("usd", Text("US dollars", "dólares de los Estados Unidos"), "amount", "USD"),
        Unit("mxn", Text("Mexican pesos", "pesos mexicanos"), "amount", "MXN"),
        Unit("usd_per_pure_gram", Text("US dollars per pure gram", "dólares por gramo puro"), "index"),
    )
}


def unit(name: str) -> Unit:
    """The unit called `name`; `InputError` naming the known ones otherwise."""
    try:
        return UNITS[name]
    except KeyError:
        raise InputError(
            _('"{value}" is not a unit').format(value=name), expected=", ".join(sorted(UNITS))
        ) from None
