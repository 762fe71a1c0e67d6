# SPDX-License-Identifier: Apache-2.0
"""One fingerprint for everything an assessment was made from."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json

from rumbo.assess.question import Question
from rumbo.terms import Period

__all__ = ["digest"]


def digest(question: Question) -> str:
    """
    SHA-256 over the whole question: figures, dates, targets, breaks and caveats.

    Two assessments with the same digest and the same engine version say the same. The text hashed is
    JSON with sorted keys, no spaces, and numbers in their shortest exact form.
    """
    text = json.dumps(
        plain(question), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> object:
    """`value` as JSON can hold it: whole numbers as floats, so that 5 and 5.0 are the same figure."""
    match value:
        case Period() | dt.date():
            return str(value)
        case bool() | str() | None:
            return value
        case int() | float():
            return float(value)
        case tuple():
            return [plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    raise TypeError(type(value).__name__)
