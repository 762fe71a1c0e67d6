# SPDX-License-Identifier: Apache-2.0
"""What has to be looked at before lines are added up, because the sum would hide it."""

from __future__ import annotations

import polars as pl

from rumbo.evidence.printed import MOST_FAULTS, Printed
from rumbo.terms.language import gettext as _


def refuse_negative(printed: Printed, column: str, value: pl.Expr) -> None:
    """Refuse every line whose `column`, read as the number `value`, is below zero."""
    below = printed.frame.filter(value < 0).select("line", column).head(MOST_FAULTS)
    for line, written in below.iter_rows():
        what = _("“{value}” is a negative figure").format(value=written)
        printed.refuse(line, column, what, expected=_("0 or more"))
