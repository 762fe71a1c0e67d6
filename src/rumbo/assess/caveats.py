# SPDX-License-Identifier: Apache-2.0
"""The doubts that go with an assessment: first those of source and plan, then those found here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rumbo.assess.change import extreme_column
from rumbo.assess.fitting import Found
from rumbo.assess.outlooks import Prospect
from rumbo.assess.question import Question
from rumbo.assess.refusals import day_in_words, differencing_of, in_words, trimmed
from rumbo.assess.results import Caveat
from rumbo.assess.standing import comparable, like_for_like
from rumbo.assess.verdicts import settlement
from rumbo.terms import both
from rumbo.terms.number import number
from rumbo.terms.unit import unit

__all__ = ["caveats_of"]

HEAVY_EDGE = 0.25
"""Posterior probability of the grid's edge from which on the answer may depend on where the grid ends."""
SHORT_SERIES = 60
"""Figures below which a trend gets a caveat for being short: five seen of each calendar month."""


def caveats_of(
    question: Question, found: Found, prospects: Sequence[Prospect], counts: Prospect | None
) -> tuple[Caveat, ...]:
    """Every caveat of an assessment, the source's own first; `counts` is the target the verdict is about."""
    return (
        *question.caveats,
        *of_release(question),
        *of_periods(question),
        *of_trend(question, found),
        *of_targets(question, found, prospects, counts),
    )


def of_targets(
    question: Question, found: Found, prospects: Sequence[Prospect], counts: Prospect | None
) -> Iterator[Caveat]:
    """The other targets: those that could not be computed, and those whose day has passed."""
    for one in prospects:
        if one is counts:
            continue
        if one.refusal is not None and one.refusal != found.refusal:
            yield Caveat(one.refusal.code, one.refusal.text)
        if one.reported is not None and one.outlook is not None:
            said = settlement(one.outlook, one.reported, unit(question.unit).text)
            yield Caveat("target_settled", said)


def of_release(question: Question) -> Iterator[Caveat]:
    """How sure it is that these figures were known on the day."""
    if question.is_reconstructed:
        yield Caveat(
            "reconstructed",
            both(
                "No release as old as {day} is held: a later one, cut off, stands in for it and may hold "
                "revisions made since.",
                day=day_in_words(question.as_of),
            ),
        )
    elif question.is_release_inferred and question.released_on is not None:
        yield Caveat(
            "release_inferred",
            both(
                "The day of release, {day}, is inferred and not printed by the publisher.",
                day=day_in_words(question.released_on),
            ),
        )
    if question.is_survey:
        yield Caveat(
            "no_sampling_error",
            both(
                "These are survey estimates without a published sampling error: small changes may be chance."
            ),
        )


def of_periods(question: Question) -> Iterator[Caveat]:
    """Figures that may still change, and breaks that were not crossed."""
    open_ones = [f for f in question.figures if f.is_open]
    if open_ones:
        yield Caveat(
            "open_periods",
            both(
                "Figures from {first} on may still change; they are shown but enter no comparison and no "
                "trend.",
                first=in_words(open_ones[0].period),
            ),
        )
    for one in question.breaks:
        yield Caveat(
            "break",
            both(
                "Figures from {period} on are not comparable with earlier ones ({change}); nothing here "
                "crosses that line.",
                period=in_words(one.period),
                change=one.text,
            ),
        )
    if question.complete and like_for_like(question) is None:
        yield Caveat(
            "no_comparison",
            both("There is no comparable figure from a year before the latest complete one."),
        )


def of_trend(question: Question, found: Found) -> Iterator[Caveat]:
    """Why there is no trend, or what weakens the one there is."""
    if found.fit is None or found.refusal is not None:
        if found.refusal is not None and question.complete:
            yield Caveat("no_trend", found.refusal.text)
        return
    first, span = trimmed(found.fit.panel.values[found.row])
    gaps = int(np.isnan(span).sum())
    if gaps:
        yield Caveat(
            "gaps",
            both(
                "Months without a figure: {gaps} of {months}; the uncertainty this adds is included.",
                gaps=gaps,
                months=len(span),
            ),
        )
    values = np.log(span) if found.fit.scale[found.row] == "log" else span
    extreme = extreme_column(values, differencing_of(question.kind))
    if extreme is not None:
        yield Caveat(
            "extreme_figure",
            both(
                "The figure for {period}, {value}, is far from what the months around it suggest; it "
                "widens every interval.",
                period=in_words(found.fit.panel.first.shift(first + extreme)),
                value=number(float(span[extreme])),
            ),
        )
    if found.fit.edge_weight[found.row] >= HEAVY_EDGE:
        yield Caveat(
            "grid_edge",
            both(
                "Trend or season move faster than the model's grid allows for; intervals may be too narrow."
            ),
        )
    if len(comparable(question)) < SHORT_SERIES:
        yield Caveat(
            "short_series",
            both(
                "The series is short ({n} monthly figures) for telling trend from season; a longer one may "
                "say otherwise.",
                n=len(comparable(question)),
            ),
        )
