# SPDX-License-Identifier: Apache-2.0
"""The fiscal calendar of the United States, October to September, as CBP and its department print it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.months import ENGLISH_SHORT


def fiscal_month(
    printed: Printed, year: str, month: str, *, names: Mapping[str, int] = ENGLISH_SHORT
) -> pl.Expr:
    """
    The first day of the month that the columns `year` (fiscal) and `month` name.

    The running year says “2026 (FYTD)”; October to December belong to the calendar year before.
    """
    fiscal_year = printed.year(year, suffixes=("(FYTD)", "FYTD"))
    number = printed.month_name(month, names)
    return pl.date(pl.when(number >= 10).then(fiscal_year - 1).otherwise(fiscal_year), number, 1)
