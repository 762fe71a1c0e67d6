# SPDX-License-Identifier: Apache-2.0
"""What the record refuses, said in both languages so that a verification report can carry it."""

from __future__ import annotations

import base64
import binascii

from rumbo.errors import RecordError
from rumbo.terms.language import both, current_language
from rumbo.terms.text import Text

__all__ = ["ForkError", "RefusedError", "from_base64", "shown", "to_base64"]

_LONGEST_SHOWN = 120


class RefusedError(RecordError):
    """
    A `RecordError` that keeps its words in both languages in `text`.

    Parameters
    ----------
    what : Text or str
        What was refused, with the value shown.
    where, expected, hint : str, optional
        As in `RumboError`.
    """

    def __init__(
        self,
        what: Text | str,
        *,
        where: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.text = what if isinstance(what, Text) else Text(en=what, es=what)
        super().__init__(self.text.said(current_language()), where=where, expected=expected, hint=hint)


class ForkError(RefusedError):
    """Two checkpoints, both signed by one log, that cannot belong to one history."""

    def __init__(self, what: Text | str, *, held: bytes = b"", offered: bytes = b"") -> None:
        super().__init__(what)
        self.held = held
        self.offered = offered


def shown(value: object) -> str:
    r"""
    `value` fit to print: control and direction characters escaped, cut to a line.

    Examples
    --------
    >>> shown("a\x1b[2Jb"), shown(b"\xff!")
    ('a\\x1b[2Jb', '\\xff!')
    """
    text = value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    cut = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def to_base64(value: bytes) -> str:
    """`value` in standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(value).decode("ascii")


def from_base64(written: str) -> bytes:
    r"""
    The bytes that `written` stands for; `RefusedError` unless it is their one canonical spelling.

    Examples
    --------
    >>> from_base64("AQI=")
    b'\x01\x02'
    """
    try:
        value = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if not value or to_base64(value) != written:
        raise RefusedError(both('"{value}" is not canonical base64', value=shown(written)))
    return value
