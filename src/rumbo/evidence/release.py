# SPDX-License-Identifier: Apache-2.0
"""A release: what one file says, tidied, with the day it came out and what it covers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from rumbo.errors import Fault
from rumbo.terms import Period

Precision = Literal["exact", "day", "inferred"]


@dataclass(frozen=True)
class Tidy:
    """
    Observations as a reader gives them.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns ``period`` (first day of the period, Date), one text column per key of the card (null
        where the file does not split by it), ``measure``, ``value`` (Float64, null = suppressed),
        ``status`` (the publisher's word or ""), ``line`` (1-based line in the file). A file that
        gathers several releases has also ``released_on`` (Date) and ``precision``.
    faults : tuple of Fault
        What could not be read, each with its line.
    notes : tuple of str
        What was seen and left as it is (encoding, empty rows, months dropped as not yet published).
    """

    frame: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """
    One release of one source, ready for the store.

    ``scope`` lists the combinations of the card's scope keys that it covers; ``None`` means all of them.
    """

    source: str
    frame: pl.DataFrame
    first: Period
    last: Period
    released_on: dt.date
    precision: Precision
    name: str
    layout: str
    citation: str
    snapshot: str
    scope: pl.DataFrame | None = None
    notes: tuple[str, ...] = field(default=())

    def noted(self, *notes: str) -> Release:
        """The same release with `notes` added."""
        return replace(self, notes=(*self.notes, *notes))


def empty_frame(keys: tuple[str, ...]) -> pl.DataFrame:
    """A tidy frame without rows, with the columns of a source whose keys are `keys`."""
    return pl.DataFrame(schema=tidy_schema(keys))


def tidy_schema(keys: tuple[str, ...]) -> dict[str, pl.DataType]:
    """Column → type of a tidy frame."""
    return {
        "period": pl.Date(),
        **{key: pl.String() for key in keys},
        "measure": pl.String(),
        "value": pl.Float64(),
        "status": pl.String(),
    }
