# SPDX-License-Identifier: Apache-2.0
"""The scorecard: every measure of the plan at a glance, as known on one day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from rumbo.assess.results import Assessment, Verdict
from rumbo.plan.clocks import clocks
from rumbo.plan.documents import Indicator
from rumbo.publish import figures, words
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.pages.frame import Frame, Link, Said, frame, say
from rumbo.publish.sparkline import Sparkline, sparkline
from rumbo.publish.states import known_on, revised_periods, values_of
from rumbo.terms import Language, Text, gettext as _, ngettext, use_language
from rumbo.terms.period import day_label


@dataclass(frozen=True)
class Headline:
    """A figure in large type and the sentence it begins."""

    figure: str
    sentence: str
    link: PageRef | None = None


@dataclass(frozen=True)
class VerdictWords:
    """A verdict as it is shown: word and icon, the probability beside it, the reason under it."""

    code: Verdict
    word: str
    beside: str
    reason: Said


@dataclass(frozen=True)
class MeasureRow:
    """One measure in the table."""

    title: Said
    page: PageRef
    covers: str
    figure: str
    change: str
    change_note: str
    freshness: str
    spark: Sparkline | None
    verdict: VerdictWords


@dataclass(frozen=True)
class GoalRows:
    """A goal and its measures."""

    number: int
    title: Said
    rows: tuple[MeasureRow, ...]


@dataclass(frozen=True)
class MissingRow:
    """A measure for which no public series is held, with the reason."""

    title: Said
    page: PageRef
    reason: Said


@dataclass(frozen=True)
class Scorecard:
    """The page."""

    template: ClassVar[str] = "scorecard.html"
    frame: Frame
    lead: str
    headlines: tuple[Headline, ...]
    days: tuple[Link, ...]
    goals: tuple[GoalRows, ...]
    context: tuple[MeasureRow, ...]
    missing: tuple[MissingRow, ...]


def verdict_words(assessment: Assessment | None, language: Language) -> VerdictWords:
    """The verdict of an assessment in words; never without its reason."""
    if assessment is None:
        return VerdictWords(
            "cannot_assess",
            words.verdict("cannot_assess"),
            "",
            Said(_("No assessment was made as of this day.")),
        )
    return VerdictWords(
        assessment.verdict,
        words.verdict(assessment.verdict),
        _beside(assessment),
        say(assessment.reason, language),
    )


def _beside(assessment: Assessment) -> str:
    if assessment.verdict in ("met", "cannot_assess", "context"):
        return ""
    if assessment.outlook:
        return _("target by {period}: {probability}").format(
            period=str(assessment.outlook.by), probability=figures.probability(assessment.outlook.probability)
        )
    if assessment.probability is None:
        return ""
    if assessment.verdict == "worsening":
        return _("{probability} sure").format(probability=figures.probability(assessment.probability))
    return _("probability {probability}").format(probability=figures.probability(assessment.probability))


def no_series_reason(indicator: Indicator, language: Language) -> Said:
    """What is to be said of an indicator of which no series is held: its note, else just that."""
    if indicator.note:
        return say(indicator.note, language)
    return Said(_("No public series of it is held yet."))


def _reconstructed(assessment: Assessment | None) -> Text | None:
    """What the assessment says where it looked at a later release, cut back to the day."""
    caveats = assessment.caveats if assessment else ()
    return next((caveat.text for caveat in caveats if caveat.code == "reconstructed"), None)


def _row(dossier: Dossier, day: dt.date, language: Language, page: PageRef) -> MeasureRow:
    indicator = dossier.indicator
    assessment = dossier.assessments.get(day)
    vintage, _previous = known_on(dossier, day)
    latest = assessment.latest if assessment else None
    comparison = assessment.comparison if assessment else None
    reconstructed = _reconstructed(assessment)
    freshness = say(reconstructed, language).words if reconstructed else ""
    if vintage is not None:
        age = figures.days_between(vintage.released_on, day)
        freshness = ngettext("released {day}, {n} day before", "released {day}, {n} days before", age).format(
            day=day_label(vintage.released_on, language), n=f"{age:,}"
        )
    return MeasureRow(
        title=say(indicator.title, language),
        page=page,
        covers=figures.covered(latest.period, indicator, language) if latest else "",
        figure=figures.amount(latest.value, indicator.unit) if latest else "",
        change=figures.change(comparison, indicator.unit) if comparison else "",
        change_note=_("against {period}").format(period=comparison.before.period.label(language))
        if comparison
        else _("no figure a year before")
        if latest
        else "",
        freshness=freshness,
        spark=sparkline(values_of(vintage), dossier.open_months),
        verdict=verdict_words(assessment, language),
    )


def _revised(inputs: EditionInputs, day: dt.date, before: dt.date) -> int:
    """How many published figures changed or were withdrawn between two days."""
    return sum(
        len(revised_periods(known_on(dossier, day)[0], known_on(dossier, before)[0]))
        for dossier in inputs.dossiers
    )


def _judged_sentence(count: int, refused: int) -> str:
    if refused == 0:
        return ngettext(
            "measure with a stated target is met or on course.",
            "measures with a stated target are met or on course.",
            count,
        )
    return ngettext(
        "measures with a stated target are met or on course; {n} cannot be assessed.",
        "measures with a stated target are met or on course; {n} cannot be assessed.",
        refused,
    ).format(n=refused)


def headlines(inputs: EditionInputs, day: dt.date, language: Language) -> tuple[Headline, ...]:
    """
    The figures in large type, all counted from the inputs.

    On an earlier day only commitments made by then count; the edition's own day counts the whole plan.
    """
    targeted = {target.indicator for target in inputs.plan.targets}
    judged = [d for d in inputs.dossiers if d.indicator.direction != "context" and d.indicator.id in targeted]
    verdicts = [d.assessments[day].verdict if day in d.assessments else "cannot_assess" for d in judged]
    good = sum(verdict in ("met", "on_course") for verdict in verdicts)
    made = [
        Headline(
            _("{n} of {total}").format(n=good, total=len(judged)),
            _judged_sentence(len(judged), verdicts.count("cannot_assess")),
        ),
    ]
    promised = clocks(inputs.plan.commitments, day if day != inputs.as_of_days[-1] else dt.date.max)
    if promised.made:
        made.append(
            Headline(
                _("{n} of {total}").format(n=len(promised.undated), total=len(promised.made)),
                ngettext("commitment carries no date.", "commitments carry no date.", len(promised.made)),
                PageRef("commitments"),
            )
        )
    held = sum(bool(known_on(d, day)[0]) for d in inputs.dossiers)
    made.append(
        Headline(
            _("{n} of {total}").format(n=held, total=len(inputs.dossiers)),
            _("measures rest on a public series held here."),
            PageRef("sources"),
        )
    )
    earlier = [other for other in inputs.as_of_days if other < day]
    if earlier:
        count = _revised(inputs, day, earlier[-1])
        made.append(
            Headline(
                f"{count:,}",
                ngettext(
                    "published figure was revised since {day}.",
                    "published figures were revised since {day}.",
                    count,
                ).format(day=day_label(earlier[-1], language)),
            )
        )
    return tuple(made)


def scorecard(inputs: EditionInputs, language: Language, day: dt.date | None = None) -> Scorecard:
    """The scorecard as known on `day`; on the edition's own day by default."""
    own = inputs.as_of_days[-1]
    on = day or own
    here = PageRef("scorecard", "" if on == own else on.isoformat())
    with use_language(language):
        rows: dict[str, list[MeasureRow]] = {}
        context, missing = [], []
        for dossier in inputs.dossiers:
            indicator = dossier.indicator
            page = PageRef("indicator", indicator.id)
            if not dossier.vintages:
                missing.append(
                    MissingRow(
                        say(indicator.title, language),
                        page,
                        no_series_reason(indicator, language),
                    )
                )
            elif indicator.direction == "context":
                context.append(_row(dossier, on, language, page))
            else:
                rows.setdefault(indicator.goal, []).append(_row(dossier, on, language, page))
        title = _("Where the common plan stands")
        return Scorecard(
            frame=frame(
                inputs,
                language,
                here,
                title,
                description=_("Every measure of the plan with its verdict, as known on {day}.").format(
                    day=day_label(on, language)
                ),
                day=on,
                crumbs=() if on == own else (Link(_("Scorecard"), PageRef("scorecard")),),
            ),
            lead=_("What can be said about each measure, with what certainty, and what cannot."),
            headlines=headlines(inputs, on, language),
            days=tuple(
                Link(day_label(d, language), PageRef("scorecard", "" if d == own else d.isoformat()), d == on)
                for d in inputs.as_of_days
            ),
            goals=tuple(
                GoalRows(goal.number, say(goal.title, language), tuple(rows[goal.id]))
                for goal in inputs.plan.goals
                if goal.id in rows
            ),
            context=tuple(context),
            missing=tuple(missing),
        )
