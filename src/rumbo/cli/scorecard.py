# SPDX-License-Identifier: Apache-2.0
"""The scorecard as a terminal shows it: the same words and icons as the page, in 80 columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text as Styled

from rumbo.assess.results import Assessment, Verdict
from rumbo.cli.console import table
from rumbo.plan.documents import Indicator, Plan
from rumbo.publish import words
from rumbo.terms.language import Language, gettext as _
from rumbo.terms.number import number, percent
from rumbo.terms.period import day_label
from rumbo.terms.unit import unit

_ICONS: dict[Verdict, tuple[str, str]] = {
    "met": ("●", "green"),
    "on_course": ("▲", "cyan"),
    "uncertain": ("~", "yellow"),
    "off_course": ("△", "dark_orange"),
    "worsening": ("▼", "red"),
    "cannot_assess": ("○", "dim"),
    "context": ("▫", "blue"),
}


def verdict_word(verdict: Verdict) -> str:
    """The page's word for `verdict`, as it stands inside a line."""
    word = words.verdict(verdict)
    return word[:1].lower() + word[1:]


def scorecard(
    plan: Plan, answers: Mapping[str, Assessment], *, day: dt.date, language: Language
) -> tuple[Table, list[str]]:
    """
    The scorecard of one day.

    Returns
    -------
    (Table, list of str)
        Indicators for which figures are held, by goal and then the context ones; and the titles of
        those for which no public series is held.
    """
    shown = table(
        _("measure and latest complete figure"),
        _("verdict"),
        title=_("As known on {day}").format(day=day_label(day, language)),
    )
    shown.columns[0].ratio, shown.columns[1].ratio = 11, 9
    held = [i for i in plan.indicators if i.definition]
    for goal in plan.goals:
        judged = [i for i in held if i.goal == goal.id and i.direction != "context"]
        _add_section(shown, goal.title.said(language), judged, answers, language)
    context = [i for i in held if i.direction == "context"]
    _add_section(shown, _("Shown, never judged"), context, answers, language)
    return shown, [i.title.said(language) for i in plan.indicators if i not in held]


def _add_section(
    shown: Table,
    title: str,
    indicators: Sequence[Indicator],
    answers: Mapping[str, Assessment],
    language: Language,
) -> None:
    if not indicators:
        return
    shown.add_row(Styled(title, style="bold"))
    for n, indicator in enumerate(indicators):
        answer = answers[indicator.id]
        measure = Styled(f"{indicator.title.said(language)}\n")
        measure.append(_figure(indicator, answer, language), style="dim")
        is_last = n == len(indicators) - 1
        shown.add_row(measure, _verdict(answer, language), end_section=is_last)


def _figure(indicator: Indicator, answer: Assessment, language: Language) -> str:
    if answer.latest is None:
        return _("no complete figure")
    of = unit(indicator.unit)
    if of.symbol == "%":
        figure = percent(answer.latest.value / 100)
    else:
        figure = f"{number(answer.latest.value)} {of.text.said(language)}"
    said = f"{figure}, {answer.latest.period.label(language)}"
    change = _change(answer)
    return said if not change else _("{figure}; {change} in a year").format(figure=said, change=change)


def _verdict(answer: Assessment, language: Language) -> Styled:
    icon, style = _ICONS[answer.verdict]
    word = f"{icon} {verdict_word(answer.verdict)}"
    styled = Styled(word, style=style)
    if answer.verdict != "context":
        styled.append(f"\n{answer.reason.said(language)}", style="dim")
    return styled


def _change(answer: Assessment) -> str:
    if answer.comparison is None:
        return ""
    if answer.comparison.share is None:
        points = number(answer.comparison.difference, decimals=1, signed=True)
        return _("{points} points").format(points=points)
    return percent(answer.comparison.share, signed=True)
