# SPDX-License-Identifier: Apache-2.0
"""
Numbers as they are printed in both languages.

Mexico writes 34,500.5 as the United States does, so one form serves both: thousands comma, decimal
point, a real minus sign and a narrow no-break space before the percent sign.
"""

from __future__ import annotations

THIN = "\u202f"  # narrow no-break space
MINUS = "\u2212"


def number(value: float, *, decimals: int | None = None, signed: bool = False) -> str:
    """
    `value` with thousands separators; by default as many decimals as its size deserves.

    Examples
    --------
    >>> number(34723), number(-15.64), number(0.4512), number(8.0, signed=True)
    ('34,723', '−15.6', '0.451', '+8')
    """
    if decimals is None:
        size = abs(value)
        decimals = (
            0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2 if size >= 1 else 3
        )
    text = f"{abs(value):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    if value < 0 and not is_zero:
        return MINUS + text
    return "+" + text if signed and not is_zero else text


def percent(share: float, *, decimals: int | None = None, signed: bool = False) -> str:
    """
    `share` (0.28) as a percentage.

    Examples
    --------
    >>> percent(0.2764), percent(-0.02, signed=True), percent(2.343, signed=True)
    ('27.6\u202f%', '−2.0\u202f%', '+234\u202f%')
    """
    value = 100 * share
    if decimals is None:
        decimals = 0 if abs(value) >= 100 else 1
    return number(value, decimals=decimals, signed=signed) + THIN + "%"
