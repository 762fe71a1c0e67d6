# SPDX-License-Identifier: Apache-2.0
"""The page of one indicator: verdict, chart, figures, what was revised, and exactly what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rumbo.assess.results import Assessment, Verdict
from rumbo.plan.documents import Indicator, Target
from rumbo.plan.words import DIRECTIONS, LEVELS, STANDINGS
from rumbo.publish import figures, words
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.pages.chart import ChartBlock, chart_block
from rumbo.publish.pages.frame import Cited, Frame, Link, Said, cite, frame, loose_day, say
from rumbo.publish.pages.scorecard import VerdictWords, no_series_reason, verdict_words
from rumbo.publish.states import known_on
from rumbo.terms import Language, gettext as _, ngettext, use_language
from rumbo.terms.number import percent
from rumbo.terms.period import day_label


@dataclass(frozen=True)
class Fact:
    """A line of the margin: what it is about, what holds."""

    about: str
    says: Said
    page: PageRef | None = None


@dataclass(frozen=True)
class TargetRow:
    """One stated target with its document."""

    figure: str
    by: str
    change: str
    probability: str
    stated_by: Said
    document: Said
    page: str
    sources: tuple[Cited, ...]
    conflicts: bool
    other: Link | None


@dataclass(frozen=True)
class BaselineRow:
    """One value that progress is counted from."""

    figure: str
    period: str
    standing: str
    note: Said
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class EventRow:
    """A dated fact marked on the chart."""

    number: int
    on: str
    title: Said
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class IndicatorPage:
    """The page."""

    template: ClassVar[str] = "indicator.html"
    frame: Frame
    id: str
    goal: Said
    counts: Said
    verdict: VerdictWords
    pace: str
    caveats: tuple[Said, ...]
    method: Said
    missing: Said | None
    chart: ChartBlock | None
    definition: Said
    note: Said
    facts: tuple[Fact, ...]
    baselines: tuple[BaselineRow, ...]
    targets: tuple[TargetRow, ...]
    has_conflict: bool
    events: tuple[EventRow, ...]
    sources: tuple[Cited, ...]


def _outlook_of(target: Target, assessment: Assessment | None) -> str:
    """The probability of reaching this one target, where it could be computed."""
    outlooks = assessment.outlooks if assessment else ()
    found = next((one for one in outlooks if one.target == target.value and one.by == target.by), None)
    return (
        _("probability {probability}").format(probability=figures.probability(found.probability))
        if found
        else ""
    )


def _targets(inputs: EditionInputs, indicator: Indicator) -> list[Target]:
    """The indicator's own targets, then those of other indicators that they are in conflict with."""
    own = [target for target in inputs.plan.targets if target.indicator == indicator.id]
    against = {name for target in own for name in target.conflicts_with}
    against |= {t.id for t in inputs.plan.targets for name in t.conflicts_with if name in {o.id for o in own}}
    return own + [t for t in inputs.plan.targets if t.id in against and t.indicator != indicator.id]


def _other(target: Target, indicator: Indicator, inputs: EditionInputs, language: Language) -> Link | None:
    """The indicator a conflicting target belongs to, where it is another one."""
    found = next((i for i in inputs.plan.indicators if i.id == target.indicator), None)
    if found is None or found.id == indicator.id:
        return None
    return Link(found.title.said(language), PageRef("indicator", found.id))


def _target_row(
    target: Target, assessment: Assessment | None, other: Link | None, language: Language
) -> TargetRow:
    figure = "" if target.value is None else figures.with_unit(target.value, target.unit, language)
    change = ""
    if target.relative is not None:
        share = percent(target.relative, signed=True)
        change = (
            _("{change} against {period}").format(change=share, period=target.base_period.label(language))
            if target.base_period
            else _("{change}; base year not stated").format(change=share)
        )
    return TargetRow(
        figure=figure or _("no value stated"),
        by=_("by {period}").format(period=target.by.label(language)),
        change=change,
        probability=_outlook_of(target, assessment),
        stated_by=say(target.stated_by, language),
        document=say(target.document, language),
        page=_("page {page}").format(page=target.page) if target.page else _("page not known"),
        sources=tuple(cite(citation, language) for citation in target.sources),
        conflicts=bool(target.conflicts_with) or other is not None,
        other=other,
    )


def _facts(inputs: EditionInputs, dossier: Dossier, language: Language) -> tuple[Fact, ...]:
    indicator = dossier.indicator
    own = inputs.as_of_days[-1]
    held = [vintage for vintage in dossier.vintages if vintage.released_on <= own]
    facts = [
        Fact(_("Direction"), Said(DIRECTIONS[indicator.direction].said(language))),
        Fact(_("Level"), Said(LEVELS[indicator.level].said(language))),
        Fact(_("Standing"), Said(STANDINGS[indicator.standing].said(language))),
    ]
    if held:
        latest = held[-1]
        age = figures.days_between(latest.released_on, own)
        facts.append(
            Fact(
                _("Latest release"),
                Said(
                    ngettext(
                        "{day}, {n} day before this edition ({precision})",
                        "{day}, {n} days before this edition ({precision})",
                        age,
                    ).format(
                        day=day_label(latest.released_on, language),
                        n=f"{age:,}",
                        precision=words.precision(latest.precision),
                    )
                ),
            )
        )
        facts.append(
            Fact(
                _("Releases held"),
                Said(
                    ngettext("{n}, of {first}", "{n}, from {first}", len(held)).format(
                        n=len(held), first=day_label(held[0].released_on, language)
                    )
                ),
            )
        )
    source = next((sheet for sheet in inputs.sources if sheet.id == dossier.source), None)
    if source:
        facts.append(Fact(_("Source"), say(source.title, language), PageRef("source", source.id)))
        facts.append(Fact(_("Licence"), Said(source.licence)))
        facts.append(Fact(_("Cite as"), Said(source.citation)))
    return tuple(facts)


def _pace(dossier: Dossier, inputs: EditionInputs, language: Language) -> str:
    assessment = dossier.assessments.get(inputs.as_of_days[-1])
    if assessment is None or assessment.outlook is None or assessment.verdict in ("cannot_assess", "context"):
        return ""
    outlook = assessment.outlook
    said = _("The probability of reaching {target} by {period} is {probability}.").format(
        target=figures.with_unit(outlook.target, dossier.indicator.unit, language),
        period=outlook.by.label(language),
        probability=figures.probability(outlook.probability),
    )
    if outlook.needed_per_year is None:
        return said
    return (
        said
        + " "
        + _("From now on it would take {change} a year.").format(
            change=percent(outlook.needed_per_year, signed=True)
        )
    )


def _without_series(indicator: Indicator, missing: Said) -> VerdictWords:
    """The verdict where there is nothing to judge: the reason it is missing, and no guess."""
    code: Verdict = "context" if indicator.direction == "context" else "cannot_assess"
    return VerdictWords(code, words.verdict(code), "", missing)


def _definition(indicator: Indicator, language: Language) -> Said:
    if indicator.definition:
        return say(indicator.definition.says, language)
    return Said(_("None agreed: without a public series there is nothing to define exactly."))


def indicator_page(inputs: EditionInputs, dossier: Dossier, language: Language) -> IndicatorPage:
    """The page of `dossier` on the edition's own day."""
    indicator, own = dossier.indicator, inputs.as_of_days[-1]
    with use_language(language):
        block = chart_block(inputs, dossier, language)
        assessment = dossier.assessments.get(own)
        goal = next((g for g in inputs.plan.goals if g.id == indicator.goal), None)
        mine = _targets(inputs, indicator)
        missing = None if known_on(dossier, own)[0] else no_series_reason(indicator, language)
        return IndicatorPage(
            frame=frame(
                inputs,
                language,
                PageRef("indicator", indicator.id),
                indicator.title.said(language),
                description=block.sentence if block else indicator.counts.said(language),
                crumbs=(Link(_("Scorecard"), PageRef("scorecard")),),
            ),
            id=indicator.id,
            goal=say(goal.title, language) if goal else Said(""),
            counts=say(indicator.counts, language),
            verdict=_without_series(indicator, missing) if missing else verdict_words(assessment, language),
            pace=_pace(dossier, inputs, language),
            caveats=tuple(say(caveat.text, language) for caveat in assessment.caveats) if assessment else (),
            method=say(assessment.method, language)
            if assessment and (assessment.method.en or assessment.method.es)
            else Said(""),
            missing=missing,
            chart=block,
            definition=_definition(indicator, language),
            note=say(indicator.note, language) if indicator.note and not missing else Said(""),
            facts=_facts(inputs, dossier, language),
            baselines=tuple(
                BaselineRow(
                    figures.with_unit(baseline.value, indicator.unit, language),
                    figures.window(baseline.period, indicator, language),
                    STANDINGS[baseline.standing].said(language),
                    say(baseline.note, language) if baseline.note else Said(""),
                    tuple(cite(citation, language) for citation in baseline.sources),
                )
                for baseline in indicator.baselines
            ),
            targets=tuple(
                _target_row(target, assessment, _other(target, indicator, inputs, language), language)
                for target in mine
            ),
            has_conflict=any(target.conflicts_with for target in mine),
            events=tuple(
                EventRow(
                    i,
                    loose_day(event.date, language),
                    say(event.title, language),
                    tuple(cite(citation, language) for citation in event.sources[:1]),
                )
                for i, event in enumerate(block.events, start=1)
            )
            if block
            else (),
            sources=tuple(cite(citation, language) for citation in indicator.sources),
        )
