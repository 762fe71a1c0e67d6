# SPDX-License-Identifier: Apache-2.0
"""Every figure of every release, to take away: as CSV for a spreadsheet, as JSON for a program."""

from __future__ import annotations

import csv
import io
from typing import Any

import rfc8785

from rumbo.plan.documents import Definition
from rumbo.publish.dossier import Dossier, VintageSeries
from rumbo.terms import Text

COLUMNS = ("indicator", "unit", "period", "value", "status", "released_on", "release_precision", "citation")
# A spreadsheet reads a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def text_cell(words: str) -> str:
    """
    `words` as a cell that no spreadsheet takes for a formula.

    Examples
    --------
    >>> text_cell("provisional"), text_cell("=1+1")
    ('provisional', "'=1+1")
    """
    return "'" + words if words.startswith(_FORMULA_STARTS) else words


def number_cell(value: float | None) -> str:
    """
    A figure as a plain number: no thousands comma, no more digits than it has.

    Examples
    --------
    >>> number_cell(70237.0), number_cell(72.9), number_cell(-0.5), number_cell(None)
    ('70237', '72.9', '-0.5', '')
    """
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 2**53 else repr(float(value))


def vintages_csv(dossier: Dossier) -> bytes:
    """One row per figure and release, oldest release first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for vintage in dossier.vintages:
        for datum in vintage.data:
            writer.writerow(
                (
                    text_cell(dossier.indicator.id),
                    text_cell(dossier.indicator.unit),
                    str(datum.period),
                    number_cell(datum.value),
                    text_cell(datum.status),
                    vintage.released_on.isoformat(),
                    vintage.precision,
                    text_cell(vintage.citation),
                )
            )
    return out.getvalue().encode("utf-8")


def _both(text: Text) -> dict[str, str]:
    return {"en": text.en, "es": text.es}


def _definition(definition: Definition | None) -> dict[str, Any] | None:
    if definition is None:
        return None
    return {
        "series": definition.series,
        "place": definition.place,
        "window": definition.window,
        "aggregation": definition.aggregation,
        "says": _both(definition.says),
    }


def _vintage(vintage: VintageSeries) -> dict[str, Any]:
    return {
        "released_on": vintage.released_on.isoformat(),
        "precision": vintage.precision,
        "citation": vintage.citation,
        "data": [
            {"period": str(datum.period), "value": datum.value, "status": datum.status}
            for datum in vintage.data
        ],
    }


def vintages_json(dossier: Dossier) -> bytes:
    """The same as canonical JSON (RFC 8785), with the definition."""
    indicator = dossier.indicator
    return rfc8785.dumps(
        {
            "indicator": indicator.id,
            "title": _both(indicator.title),
            "counts": _both(indicator.counts),
            "unit": indicator.unit,
            "definition": _definition(indicator.definition),
            "open_months": dossier.open_months,
            "vintages": [_vintage(vintage) for vintage in dossier.vintages],
        }
    )
