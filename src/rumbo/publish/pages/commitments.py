# SPDX-License-Identifier: Apache-2.0
"""The commitments: who undertook what, when, by which clock, and how anyone could check it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rumbo.plan.clocks import clock_state, is_made, undated
from rumbo.plan.documents import Commitment, Indicator
from rumbo.plan.words import COMPLETIONS, PARTIES
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.pages.frame import Cited, Frame, Said, cite, frame, loose_day, say
from rumbo.publish.words import started
from rumbo.terms import Language, gettext as _, ngettext, use_language
from rumbo.terms.period import day_label


@dataclass(frozen=True)
class CheckedBy:
    """An indicator that a commitment can be checked with."""

    title: Said
    page: PageRef


@dataclass(frozen=True)
class CommitmentEntry:
    """One commitment."""

    id: str
    made_on: str
    actors: str
    text: Said
    wordings: tuple[Said, ...]
    clock: str
    clock_quoted: Said
    is_undated: bool
    check: Said
    checked_by: tuple[CheckedBy, ...]
    note: Said
    completion: str
    completion_code: str
    completion_reason: Said
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class CommitmentsPage:
    """The page."""

    template: ClassVar[str] = "commitments.html"
    frame: Frame
    headline: str
    unchecked: str
    later: str
    entries: tuple[CommitmentEntry, ...]
    has_none: bool


def _actors(commitment: Commitment, language: Language) -> str:
    names = [PARTIES[code].said(language) for code in commitment.actors]
    return names[0] if len(names) == 1 else _("{first} and {second}").format(first=names[0], second=names[1])


def _entry(
    commitment: Commitment, inputs: EditionInputs, indicators: dict[str, Indicator], language: Language
) -> CommitmentEntry:
    state, says = clock_state(commitment, inputs.as_of_days[-1])
    quoted = commitment.clock.says
    return CommitmentEntry(
        id=commitment.id.upper(),
        made_on=loose_day(commitment.made_on, language),
        actors=_actors(commitment, language),
        text=say(commitment.text, language),
        wordings=tuple(say(wording, language) for wording in commitment.wordings),
        clock=started(says.said(language)),
        clock_quoted=say(quoted, language) if quoted else Said(""),
        is_undated=state == "no_date",
        note=say(commitment.note, language) if commitment.note else Said(""),
        check=say(commitment.check, language),
        checked_by=tuple(
            CheckedBy(say(indicators[name].title, language), PageRef("indicator", name))
            for name in commitment.checked_by
            if name in indicators
        ),
        completion=started(COMPLETIONS[commitment.completion].said(language)),
        completion_code=commitment.completion.replace("_", "-"),
        completion_reason=say(commitment.completion_reason, language)
        if commitment.completion_reason
        else Said(""),
        sources=tuple(cite(citation, language) for citation in commitment.sources),
    )


def commitments_page(inputs: EditionInputs, language: Language) -> CommitmentsPage:
    """The page, as of the edition's own day."""
    made = inputs.plan.commitments
    with use_language(language):
        count = len(undated(inputs.plan))
        headline = ngettext(
            "{n} of {total} commitments carries no date", "{n} of {total} commitments carry no date", count
        ).format(n=count, total=len(made))
        unchecked = sum(not commitment.checked_by for commitment in made)
        later = sum(not is_made(commitment, inputs.as_of_days[-1]) for commitment in made)
        indicators = {indicator.id: indicator for indicator in inputs.plan.indicators}
        with_page = {dossier.indicator.id for dossier in inputs.dossiers}
        shown = {name: indicator for name, indicator in indicators.items() if name in with_page}
        return CommitmentsPage(
            frame=frame(
                inputs,
                language,
                PageRef("commitments"),
                headline if made else _("Commitments"),
                description=_(
                    "Each public commitment, with who made it, by when, and how it could be checked."
                ),
            ),
            headline=headline,
            unchecked=ngettext(
                "{n} names no measure it could be checked with.",
                "{n} name no measure they could be checked with.",
                unchecked,
            ).format(n=unchecked),
            later=ngettext(
                "{n} of them was made after {day}.", "{n} of them were made after {day}.", later
            ).format(n=later, day=day_label(inputs.as_of_days[-1], language))
            if later
            else "",
            entries=tuple(_entry(commitment, inputs, shown, language) for commitment in made),
            has_none=not made,
        )
