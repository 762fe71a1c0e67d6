# SPDX-License-Identifier: Apache-2.0
"""The sentence that says what a chart shows on one day; it is the chart's text alternative too."""

from __future__ import annotations

from dataclasses import dataclass

from rumbo.assess.results import Figure
from rumbo.plan.documents import Indicator, Target
from rumbo.publish import figures
from rumbo.publish.states import Stop, values_of
from rumbo.terms import Language, gettext as _, ngettext
from rumbo.terms.period import day_label


@dataclass(frozen=True)
class Shown:
    """What of a day's drawing its sentence has to explain."""

    has_fan: bool
    still_open: int
    has_gaps: bool
    is_earlier: bool


def sentence(
    indicator: Indicator,
    stop: Stop,
    latest: Figure | None,
    *,
    targets: tuple[Target, ...],
    shown: Shown,
    language: Language,
) -> str:
    """What the chart shows on one day, in whole sentences."""
    day = day_label(stop.on, language)
    if latest is None:
        return _("No release held had come out by {day}.").format(day=day)
    said = [
        _("{title}, {period}: {figure}, as known on {day}.").format(
            title=indicator.title.said(language),
            period=figures.window(latest.period, indicator, language),
            figure=figures.with_unit(latest.value, indicator.unit, language),
            day=day,
        )
    ]
    held = values_of(stop.vintage)
    before = held.get(latest.period.a_year_before())
    if before is not None:
        said.append(
            _("A year before it was {figure}.").format(
                figure=figures.with_unit(before, indicator.unit, language)
            )
        )
    if shown.still_open:
        said.append(
            ngettext(
                "The last period is dashed: it may still fill up.",
                "The last {n} periods are dashed: they may still fill up.",
                shown.still_open,
            ).format(n=shown.still_open)
        )
    said += [
        _("The target is {figure} by {period}.").format(
            figure=figures.with_unit(target.value or 0.0, target.unit, language),
            period=target.by.label(language),
        )
        for target in targets
    ]
    if shown.has_fan:
        said.append(_("The shaded bands hold half and eight tenths of the likely paths."))
    if shown.has_gaps:
        said.append(_("Where the line breaks, no figure was published."))
    if shown.is_earlier:
        said.append(_("The thin dotted line is what became known later."))
    return " ".join(said)
