# SPDX-License-Identifier: Apache-2.0
"""Many monthly series as one array: what the structural model is given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rumbo.errors import Fault, InputError
from rumbo.terms import Period
from rumbo.terms.language import gettext as _
from rumbo.terms.unit import MeasureKind

__all__ = ["Panel", "impossible"]

NEVER_NEGATIVE: tuple[MeasureKind, ...] = ("count", "amount", "running_sum", "rate", "share")
LARGEST, SMALLEST = 1e100, 1e-100
"""Beyond these sizes squares overflow or vanish; no statistic is that large, and none but zero that small."""


@dataclass(frozen=True, eq=False)
class Panel:
    """
    Monthly series of one kind, side by side.

    Parameters
    ----------
    values : (S, T) float64
        One row per series, one column per month; ``nan`` marks a month without a figure. Copied, and
        not to be written to afterwards.
    first : Period
        The month of the first column.
    keys : tuple of str
        One name per row, all different; they seed the simulations, so that a series gets the same
        paths whatever stands beside it.
    kind : str
        What one figure is (`rumbo.terms.unit`): ``count``, ``amount``, ``running_sum``, ``rate``,
        ``share`` (percent) or ``index``.
    vintage : str
        The release the figures come from, in words.

    Raises
    ------
    InputError
        If `values` is not two-dimensional, is infinite somewhere, is negative where the kind cannot be,
        if keys are missing or repeated, or if `first` is not a month. All faults are listed together.

    Examples
    --------
    >>> Panel(np.array([[4.0, np.nan, 6.0]]), Period.parse("2019-01"), ("a",), "count").last
    Period(first=24230, kind='month')
    """

    values: NDArray[np.float64]
    first: Period
    keys: tuple[str, ...]
    kind: MeasureKind
    vintage: str = ""

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64, order="C")
        if values.ndim != 2:
            raise InputError(
                _("the figures have {n} dimensions").format(n=values.ndim),
                expected=_("two: one row per series, one column per month"),
            )
        faults = list(self._faults(values))
        if faults:
            raise InputError.of(faults)
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def _faults(self, values: NDArray[np.float64]) -> list[Fault]:
        faults = []
        if self.first.kind != "month":
            faults.append(
                Fault(_('the first column is "{period}"').format(period=self.first), expected=_("a month"))
            )
        if len(self.keys) != len(values) or len(set(self.keys)) != len(self.keys):
            faults.append(
                Fault(
                    _("{keys} different keys for {rows} series").format(
                        keys=len(set(self.keys)), rows=len(values)
                    ),
                    expected=_("one key for each series, all different"),
                )
            )
            return faults
        for row, column in np.argwhere(impossible(values, self.kind) & ~np.isnan(values)):
            faults.append(
                Fault(
                    _("{value} is not a figure of this kind").format(value=values[row, column]),
                    where=f"{self.keys[row]}, {self.first.shift(int(column))}",
                    expected=_("a number of ordinary size, not below zero where things are counted"),
                )
            )
        return faults

    @property
    def last(self) -> Period:
        """The month of the last column."""
        return self.first.shift(self.values.shape[1] - 1)


def impossible(values: NDArray[np.float64], kind: MeasureKind) -> NDArray[np.bool_]:
    """
    Which of `values` cannot be figures of `kind`.

    Those that are not finite, of absurd size, or negative where things are counted.

    Examples
    --------
    >>> impossible(np.array([3.0, -1.0, np.inf, 1e200]), "count")
    array([False,  True,  True,  True])
    """
    size = np.abs(values)
    refused: NDArray[np.bool_] = ~np.isfinite(values) | (size > LARGEST) | ((size > 0) & (size < SMALLEST))
    return refused | (values < 0) if kind in NEVER_NEGATIVE else refused
