# SPDX-License-Identifier: Apache-2.0
"""
The fixed words of the pages: verdicts, precisions, statuses, in the reader's language.

The words of the plan (standings, levels, completion) are in `rumbo.plan.words`.
"""

from __future__ import annotations

from rumbo.assess.results import Verdict
from rumbo.publish.dossier import Precision
from rumbo.terms import gettext as _


def verdict(verdict: Verdict) -> str:
    """The word of a verdict."""
    return {
        "met": _("Met"),
        "on_course": _("On course"),
        "uncertain": _("Uncertain"),
        "off_course": _("Off course"),
        "worsening": _("Worsening"),
        "cannot_assess": _("Cannot assess"),
        "context": _("Context"),
    }[verdict]


def precision(precision: Precision) -> str:
    """How well a release day is known."""
    return {
        "exact": _("to the hour, from the publisher"),
        "day": _("to the day"),
        "inferred": _("inferred from the publisher’s calendar"),
    }[precision]


def status(status: str) -> str:
    """The publisher's word for a figure, translated where it is a usual one."""
    usual = {
        "final": _("final"),
        "definitive": _("final"),
        "underreported": _("underreported"),
        "provisional": _("provisional"),
        "preliminary": _("preliminary"),
        "revised": _("revised"),
        "predicted": _("predicted"),
        "estimated": _("estimated"),
        "suppressed": _("suppressed by the publisher"),
        "withdrawn": _("withdrawn"),
    }
    return usual.get(status.strip().lower(), status) if status.strip() else _("as published")


def started(words: str) -> str:
    """`words` with a capital first letter, where they begin a line of their own."""
    return words[:1].upper() + words[1:]
