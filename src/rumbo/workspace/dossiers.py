# SPDX-License-Identifier: Apache-2.0
"""Everything an edition says, gathered: plan, series in every vintage, assessments, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from rumbo import __version__
from rumbo.assess.indicator import assess_indicators
from rumbo.assess.results import Assessment
from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Step
from rumbo.evidence.series import Evidence, periods_of
from rumbo.evidence.store import Vintage
from rumbo.plan.documents import Plan
from rumbo.publish.dossier import Datum, Dossier, EditionInputs, SourceSheet, VintageSeries
from rumbo.terms import Period, Text
from rumbo.terms.language import gettext as _
from rumbo.workspace.folder import Workspace
from rumbo.workspace.questions import HeldSeries, held_series, questions


def assess(
    workspace: Workspace, days: Sequence[dt.date], *, step: Step | None = None
) -> tuple[dict[str, HeldSeries | None], dict[str, dict[dt.date, Assessment]]]:
    """Each indicator's series, and its assessment as of each of `days`."""
    say = step or (lambda _what, _done, _of: None)
    plan, evidence = workspace.plan, workspace.evidence
    held: dict[str, HeldSeries | None] = {}
    for n, indicator in enumerate(plan.indicators):
        say(_("reading series"), n, len(plan.indicators))
        held[indicator.id] = held_series(evidence, indicator)
    asked = questions(plan, held, days)
    say(_("fitting"), 0, len(asked))
    answers: dict[str, dict[dt.date, Assessment]] = {i.id: {} for i in plan.indicators}
    for answer in assess_indicators(asked):
        answers[answer.indicator][answer.as_of] = answer
    say(_("fitting"), len(asked), len(asked))
    return held, answers


def edition_inputs(
    workspace: Workspace,
    *,
    days: Sequence[dt.date] | None = None,
    signed: bool = True,
    step: Step | None = None,
) -> EditionInputs:
    """
    What the workspace's next edition is made from.

    Parameters
    ----------
    workspace : Workspace
    days : sequence of datetime.date, optional
        The days whose knowledge is shown, oldest first; by default those of the settings.
    signed : bool
        False for pages that no party's log will hold.
    step : callable, optional
        Called with (what, done, of).
    """
    days = tuple(days or workspace.as_of_days)
    held, answers = assess(workspace, days, step=step)
    return EditionInputs(
        plan=workspace.plan,
        as_of_days=days,
        dossiers=_dossiers(workspace.plan, held, answers),
        sources=_sources(workspace.evidence),
        parties=tuple(workspace.settings["parties"]),
        generator=f"rumbo {__version__}",
        signed_by=workspace.signatures if signed else (),
    )


def _dossiers(
    plan: Plan, held: dict[str, HeldSeries | None], answers: dict[str, dict[dt.date, Assessment]]
) -> tuple[Dossier, ...]:
    made: list[Dossier] = []
    for indicator in plan.indicators:
        series = held[indicator.id]
        made.append(
            Dossier(
                indicator=indicator,
                source=series.card.id if series else None,
                vintages=_vintages(series) if series else (),
                assessments=answers[indicator.id],
                open_months=series.card.open_periods if series else 0,
            )
        )
    return tuple(made)


def _vintages(held: HeldSeries) -> tuple[VintageSeries, ...]:
    return tuple(
        VintageSeries(v.released_on, v.precision, v.citation, _data(frame, held.card))
        for v, frame in held.vintages
    )


def _data(frame: pl.DataFrame, card: SourceCard) -> tuple[Datum, ...]:
    rows = zip(periods_of(frame, card), frame["value"], frame["status"], strict=True)
    return tuple(Datum(period, value, status) for period, value, status in rows)


def _sources(evidence: Evidence) -> tuple[SourceSheet, ...]:
    sheets = [_sheet(card, evidence.store(name).vintages()) for name, card in evidence.cards.items()]
    return tuple(sheet for sheet in sheets if sheet.vintages)


def _sheet(card: SourceCard, held: Sequence[Vintage]) -> SourceSheet:
    return SourceSheet(
        id=card.id,
        title=card.title,
        publisher=card.publisher,
        country=card.country,
        counts=card.counts,
        licence=card.licence,
        citation=card.citation,
        pages=card.pages,
        calendar=card.calendar.says,
        revision_policy=card.revision_policy,
        traps=tuple(Text(t.en, t.es) for t in card.traps),
        series=len(list(card.describe())),
        vintages=tuple((v.released_on, v.precision, v.name) for v in held),
        first_period=min((Period(v.first.first, card.frequency) for v in held), default=None),
        last_period=max((Period(v.last.first, card.frequency) for v in held), default=None),
        expected_every_days=card.calendar.every_days,
    )
