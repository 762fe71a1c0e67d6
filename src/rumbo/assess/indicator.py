# SPDX-License-Identifier: Apache-2.0
"""
From a question about an indicator to its assessment: what the other modules find, put together.

Start here. `assess_indicators` fits all monthly series of one kind in one call; `assess_indicator` is
the same for one. Each answer depends on its own question and the seed, not on what is asked beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import rumbo
from rumbo.assess.caveats import caveats_of
from rumbo.assess.digest import digest
from rumbo.assess.fitting import HORIZON, Found, fitted_together
from rumbo.assess.outlooks import DRAWS, Prospect, prospect, target_value
from rumbo.assess.question import Question, StatedTarget
from rumbo.assess.refusals import Refusal, in_words
from rumbo.assess.results import Assessment
from rumbo.assess.standing import comparable, is_worse, like_for_like
from rumbo.assess.verdicts import Findings, rule
from rumbo.terms import Text, both
from rumbo.terms.number import number
from rumbo.terms.unit import unit

__all__ = ["SEED", "assess_indicator", "assess_indicators"]

SEED = 20191120
MODEL = "structural-grid-1"


def assess_indicator(question: Question, *, seed: int = SEED) -> Assessment:
    """
    Assess one indicator as of one day.

    Parameters
    ----------
    question : Question
    seed : int
        Of the simulated paths; the same question and seed give the same answer to the last digit.

    Returns
    -------
    Assessment
    """
    return assess_indicators([question], seed=seed)[0]


def assess_indicators(questions: Sequence[Question], *, seed: int = SEED) -> list[Assessment]:
    """
    The assessment of each question, in their order, with all series fitted together.

    Parameters
    ----------
    questions : sequence of Question
    seed : int

    Returns
    -------
    list of Assessment
        Each the same as `assess_indicator` gives for its question alone.
    """
    digests = [digest(question) for question in questions]
    distinct = dict(zip(digests, questions, strict=True))
    found = fitted_together(distinct)
    answers = {name: assessed(one, found[name], name, seed) for name, one in distinct.items()}
    return [answers[name] for name in digests]


def assessed(question: Question, found: Found, inputs: str, seed: int) -> Assessment:
    """The assessment of one question, its fit at hand."""
    prospects = [prospect(question, target, found, seed) for target in question.targets]
    counts = counting(prospects)
    ruling = rule(
        Findings(
            direction=question.direction,
            unit=unit(question.unit).text,
            refusal=refusal_for(found, counts),
            conflicting=tuple(stated(question, t) for t in question.targets if t.is_conflicting),
            outlook=counts.outlook if counts else None,
            reported=counts.reported if counts else None,
            probability_rising=found.trend.probability_rising if found.trend else None,
            is_worse=is_worse(question),
        )
    )
    return Assessment(
        indicator=question.indicator,
        as_of=question.as_of,
        verdict=ruling.verdict,
        reason=ruling.reason,
        probability=ruling.probability,
        refusal=ruling.refusal,
        latest=question.complete[-1] if question.complete else None,
        open_figures=tuple(f for f in question.figures if f.is_open),
        comparison=like_for_like(question),
        trend=found.trend,
        outlook=counts.outlook if counts else None,
        outlooks=tuple(p.outlook for p in prospects if p.outlook is not None),
        fan=found.fan,
        caveats=caveats_of(question, found, prospects, counts),
        method=method_of(found, question),
        model=model_of(found, seed),
        inputs=inputs,
    )


def counting(prospects: Sequence[Prospect]) -> Prospect | None:
    """The target that counts now: the next one due that can be computed, else the last one settled."""

    def due(one: Prospect) -> int:
        return one.target.by.first + one.target.by.length

    ahead = [p for p in prospects if p.reported is None]
    computed = [p for p in ahead if p.outlook is not None]
    if ahead:
        return min(computed or ahead, key=due)
    return max(prospects, key=due, default=None)


def refusal_for(found: Found, counts: Prospect | None) -> Refusal | None:
    """Why nothing can be said about course, if nothing can."""
    if counts is None or (found.refusal is not None and found.refusal.code == "no_figures"):
        return found.refusal
    return None if counts.outlook is not None else counts.refusal or found.refusal


def stated(question: Question, target: StatedTarget) -> Text:
    """A target in numbers, with the document that states it."""
    value = target_value(question, target)
    is_attributed = bool(target.says.en or target.says.es)
    if value is None:
        return target.says if is_attributed else in_words(target.by)
    words = {"value": number(value), "unit": unit(question.unit).text, "by": in_words(target.by)}
    if is_attributed:
        return both("{value} {unit} for {by} ({document})", document=target.says, **words)
    return both("{value} {unit} for {by}", **words)


def method_of(found: Found, question: Question) -> Text:
    """How the figures were treated, in a sentence."""
    if found.fit is None or found.refusal is not None:
        return both("Published figures are compared as they are; no model was fitted.")
    figures = comparable(question)
    words = {
        "n": len(figures),
        "first": in_words(figures[0].period),
        "last": in_words(figures[-1].period),
        "points": number(len(found.fit.factors.points)),
    }
    if question.kind == "running_sum":
        return both(
            "Structural model (level, slope, irregular) of running twelve-month sums, averaged over {points} "
            "variance ratios; {n} figures, {first} to {last}.",
            **words,
        )
    if found.fit.scale[found.row] == "log":
        return both(
            "Structural model (level, slope, season, irregular) of the logarithms, averaged over {points} "
            "variance ratios; {n} figures, {first} to {last}.",
            **words,
        )
    return both(
        "Structural model (level, slope, season, irregular), averaged over {points} variance ratios; "
        "{n} figures, {first} to {last}.",
        **words,
    )


def model_of(found: Found, seed: int) -> dict[str, str | float]:
    """What a statistician needs to make the same numbers again; empty when nothing was fitted."""
    if found.fit is None or found.refusal is not None:
        return {"engine": rumbo.__version__}
    best = found.fit.best[found.row]
    irregular, level, slope, seasonal = (float(v) for v in found.fit.factors.points[best])
    return {
        "engine": rumbo.__version__,
        "model": MODEL,
        "scale": found.fit.scale[found.row],
        "points": float(len(found.fit.factors.points)),
        "degrees": float(found.fit.degrees[found.row]),
        "loglik": float(found.fit.loglik[found.row, best]),
        "edge_weight": float(found.fit.edge_weight[found.row]),
        "best_irregular": irregular,
        "best_level": level,
        "best_slope": slope,
        "best_seasonal": seasonal,
        "horizon": float(HORIZON),
        "draws": float(DRAWS),
        "seed": float(seed),
    }
