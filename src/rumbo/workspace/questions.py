# SPDX-License-Identifier: Apache-2.0
"""From plan and evidence to questions: what is asked of the figures about each indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from rumbo.assess.question import Base, Break, Observation, Question, StatedTarget
from rumbo.assess.results import Caveat
from rumbo.evidence.card import SourceCard
from rumbo.evidence.series import Evidence, periods_of
from rumbo.evidence.store import Vintage
from rumbo.plan.conflicts import targets_of
from rumbo.plan.documents import Indicator, Plan, Target
from rumbo.terms import Period, both


@dataclass(frozen=True)
class HeldSeries:
    """The series of an indicator in every vintage held, and its source."""

    card: SourceCard
    vintages: tuple[tuple[Vintage, pl.DataFrame], ...]

    def known(self, day: dt.date) -> tuple[Vintage, pl.DataFrame, bool] | None:
        """
        The series on `day`: its vintage, its figures, and whether they were reconstructed.

        Where no release as old as `day` is held, the oldest one stands in, cut to the periods whose
        release was due by then; that is a reconstruction and is always said.
        """
        if not self.vintages:
            return None
        known = [pair for pair in self.vintages if pair[0].released_on <= day]
        if known:
            return known[-1][0], known[-1][1], False
        vintage, frame = self.vintages[0]
        lag = dt.timedelta(days=self.card.calendar.lag_days)
        cut = [p.end + lag <= day for p in periods_of(frame, self.card)]
        return vintage, frame.filter(pl.Series(cut, dtype=pl.Boolean)), True


def held_series(evidence: Evidence, indicator: Indicator) -> HeldSeries | None:
    """The series an indicator's definition names, or ``None`` where none is named or held."""
    if indicator.definition is None or indicator.definition.series not in evidence.offered:
        return None
    name, place = indicator.definition.series, indicator.definition.place
    card = evidence.cards[evidence.series(name).source]
    vintages = tuple(evidence.vintage_series(name, place=place))
    return HeldSeries(card, vintages) if vintages else None


def question(plan: Plan, indicator: Indicator, held: HeldSeries | None, day: dt.date) -> Question:
    """What is asked about `indicator` as of `day`."""
    definition = indicator.definition
    base = next(iter(indicator.baselines), None)
    common = {
        "indicator": indicator.id,
        "as_of": day,
        "direction": indicator.direction,
        "unit": indicator.unit,
        "window": definition.window if definition else "month",
        "targets": tuple(_stated(t, plan) for t in targets_of(plan, indicator.id)),
        "baseline": Base(base.value, base.period) if base else None,
    }
    found = held.known(day) if held else None
    if held is None or found is None or not found[1].height:
        return Question(series=(), **common)  # type: ignore[arg-type]
    vintage, frame, is_reconstructed = found
    return Question(
        series=_observations(frame, held.card),
        # a reconstruction comes from a later release, in which these months had long been closed
        open_months=0 if is_reconstructed or held.card.frequency != "month" else held.card.open_periods,
        breaks=_breaks(held.card, indicator),
        caveats=_caveats(held.card),
        released_on=vintage.released_on,
        is_release_inferred=vintage.precision == "inferred",
        is_reconstructed=is_reconstructed,
        is_survey=indicator.unit == "percent" and held.card.frequency == "quarter",
        vintage=vintage.name,
        **common,  # type: ignore[arg-type]
    )


def _observations(frame: pl.DataFrame, card: SourceCard) -> tuple[Observation, ...]:
    rows = zip(periods_of(frame, card), frame["value"], frame["status"], strict=True)
    return tuple(Observation(period, value, status) for period, value, status in rows)


def _breaks(card: SourceCard, indicator: Indicator) -> tuple[Break, ...]:
    name = indicator.definition.series if indicator.definition else ""
    return tuple(
        Break(Period.parse(b.period), b.text) for b in card.breaks if not b.series or name in b.series
    )


def _caveats(card: SourceCard) -> tuple[Caveat, ...]:
    return tuple(Caveat(f"{card.id}.{n}", trap) for n, trap in enumerate(card.traps, start=1))


def _stated(target: Target, plan: Plan) -> StatedTarget:
    own = {t.id for t in targets_of(plan, target.indicator)}
    against = {t.id: t.document for t in plan.targets if t.id in target.conflicts_with and t.id not in own}
    says = target.document
    for other in dict.fromkeys(against.values()):
        says = both("{one}; against it: {other}", one=says, other=other)
    return StatedTarget(
        by=target.by,
        value=target.value,
        # a percentage without its base year gives no value: none is guessed from the baseline
        relative=target.relative if target.base_period else None,
        base=target.base_period,
        is_conflicting=bool(target.conflicts_with),
        says=says,
    )


def questions(plan: Plan, held: dict[str, HeldSeries | None], days: Sequence[dt.date]) -> list[Question]:
    """Every indicator on every day, in the order of the plan and then of the days."""
    return [question(plan, i, held[i.id], day) for i in plan.indicators for day in days]
