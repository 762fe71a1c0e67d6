# SPDX-License-Identifier: Apache-2.0
"""
The scale: from findings to one of seven verdicts, with the reason in words.

A pure function of what was found, so that anyone can check which rule fired. ``docs/assess.md``
explains each threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rumbo.assess.question import Direction
from rumbo.assess.refusals import Refusal, in_words
from rumbo.assess.results import Outlook, Verdict
from rumbo.terms import Text, both
from rumbo.terms.number import number, percent

__all__ = [
    "OFF_COURSE_AT_MOST",
    "ON_COURSE_AT_LEAST",
    "SURE_OF_DIRECTION",
    "Findings",
    "Ruling",
    "chance",
    "rule",
]

ON_COURSE_AT_LEAST = 0.8
OFF_COURSE_AT_MOST = 0.2
SURE_OF_DIRECTION = 0.9


@dataclass(frozen=True)
class Findings:
    """
    What the verdict rests on.

    Parameters
    ----------
    direction : str
        The way that is wanted.
    unit : Text
        The noun after a figure.
    refusal : Refusal, optional
        Why nothing can be said, when nothing can.
    conflicting : tuple of Text
        The official targets that contradict each other, in words.
    outlook : Outlook, optional
        For the target that counts now.
    reported : float, optional
        The figure that settled it, when its period is completely reported.
    probability_rising : float, optional
        Of the underlying slope.
    is_worse : bool
        True when the latest figure is worse than the baseline or than a year before.
    """

    direction: Direction
    unit: Text = field(default_factory=Text)
    refusal: Refusal | None = None
    conflicting: tuple[Text, ...] = ()
    outlook: Outlook | None = None
    reported: float | None = None
    probability_rising: float | None = None
    is_worse: bool = False

    @property
    def probability_wrong_way(self) -> float | None:
        """Probability that the underlying level moves away from what is wanted."""
        if self.probability_rising is None:
            return None
        return self.probability_rising if self.direction == "down" else 1 - self.probability_rising


@dataclass(frozen=True)
class Ruling:
    """A verdict with its reason, the probability it rests on, and the code of a refusal."""

    verdict: Verdict
    reason: Text
    probability: float | None = None
    refusal: str | None = None


def rule(findings: Findings) -> Ruling:
    """
    The verdict on `findings`.

    Examples
    --------
    >>> rule(Findings("context")).verdict
    'context'
    >>> rule(Findings("down", probability_rising=0.95)).verdict
    'worsening'
    """
    if findings.direction == "context":
        reason = both("This measure mixes effort with what it is aimed at: it is shown, never judged.")
        return Ruling("context", reason)
    refusal, outlook = findings.refusal, findings.outlook
    is_settled = outlook is not None and findings.reported is not None
    speaks_first = refusal is not None and refusal.code == "no_figures"
    if refusal is not None and (speaks_first or not (findings.conflicting or is_settled)):
        return Ruling("cannot_assess", refusal.text, refusal=refusal.code)
    if findings.conflicting:
        return conflict(findings.conflicting)
    if outlook is not None and findings.reported is not None:
        return settled(findings, outlook, findings.reported)
    if outlook is not None:
        return towards(findings, outlook)
    return without_target(findings)


def conflict(targets: tuple[Text, ...]) -> Ruling:
    """Refuse one light where official targets contradict each other."""
    listed = Text(en="; ".join(t.said("en") for t in targets), es="; ".join(t.said("es") for t in targets))
    reason = both(
        "Official targets contradict each other, so one light would take sides: {targets}.", targets=listed
    )
    return Ruling("cannot_assess", reason, refusal="conflicting_targets")


def settled(findings: Findings, outlook: Outlook, reported: float) -> Ruling:
    """The target's own period is completely reported: met, or missed."""
    reason = settlement(outlook, reported, findings.unit)
    return Ruling("met", reason, 1.0) if outlook.probability == 1 else Ruling("off_course", reason, 0.0)


def settlement(outlook: Outlook, reported: float, unit: Text) -> Text:
    """Whether a target whose period is completely reported was met, in words."""
    words = {
        "target": number(outlook.target),
        "unit": unit,
        "by": in_words(outlook.by),
        "reported": number(reported),
    }
    if outlook.probability == 1:
        return both("The target of {target} {unit} for {by} was met: the figure is {reported}.", **words)
    return both("The target of {target} {unit} for {by} was missed: the figure is {reported}.", **words)


def towards(findings: Findings, outlook: Outlook) -> Ruling:
    """A target still ahead: the chance of reaching it decides."""
    p = outlook.probability
    words = {
        "target": number(outlook.target),
        "unit": findings.unit,
        "by": in_words(outlook.by),
        "chance": chance(p),
        "on": percent(ON_COURSE_AT_LEAST, decimals=0),
        "off": percent(OFF_COURSE_AT_MOST, decimals=0),
    }
    if p >= ON_COURSE_AT_LEAST:
        reason = both(
            "The chance of reaching {target} {unit} for {by} is {chance}; {on} or more is on course.", **words
        )
        return Ruling("on_course", reason, p)
    if p > OFF_COURSE_AT_MOST:
        reason = both(
            "The chance of reaching {target} {unit} for {by} is {chance}; between {off} and {on} the "
            "figures do not decide.",
            **words,
        )
        return Ruling("uncertain", reason, p)
    wrong = findings.probability_wrong_way
    if wrong is not None and wrong >= SURE_OF_DIRECTION and findings.is_worse:
        words["wrong"] = chance(wrong)
        reason = (
            both(
                "The chance of reaching {target} {unit} for {by} is {chance}, the underlying level is "
                "rising ({wrong}), and it is already higher than it was.",
                **words,
            )
            if findings.direction == "down"
            else both(
                "The chance of reaching {target} {unit} for {by} is {chance}, the underlying level is "
                "falling ({wrong}), and it is already lower than it was.",
                **words,
            )
        )
        return Ruling("worsening", reason, p)
    reason = both(
        "The chance of reaching {target} {unit} for {by} is {chance}; {off} or less is off course.", **words
    )
    return Ruling("off_course", reason, p)


def without_target(findings: Findings) -> Ruling:
    """No target: it can be seen to worsen, but course needs somewhere to go."""
    wrong = findings.probability_wrong_way
    if wrong is None:
        reason = both("No target was agreed, and the figures do not allow a trend.")
        return Ruling("cannot_assess", reason, refusal="no_target")
    is_down = findings.direction == "down"
    if wrong >= SURE_OF_DIRECTION:
        reason = (
            both("No target was agreed; the underlying level is rising ({chance}).", chance=chance(wrong))
            if is_down
            else both(
                "No target was agreed; the underlying level is falling ({chance}).", chance=chance(wrong)
            )
        )
        return Ruling("worsening", reason, wrong)
    right = 1 - wrong
    if right >= SURE_OF_DIRECTION:
        reason = (
            both("No target was agreed; it is falling ({chance}).", chance=chance(right))
            if is_down
            else both("No target was agreed; it is rising ({chance}).", chance=chance(right))
        )
        return Ruling("cannot_assess", reason, right, refusal="no_target")
    rising = wrong if is_down else right
    reason = both(
        "No target was agreed, and the direction is not clear: the chance that it is rising is {chance}.",
        chance=chance(rising),
    )
    return Ruling("uncertain", reason, wrong)


def chance(probability: float) -> str:
    """
    A probability as a whole percentage, never as a certainty.

    Examples
    --------
    >>> chance(0.42), chance(0.9991), chance(0.0004)
    ('42\u202f%', '>99\u202f%', '<1\u202f%')
    """
    if probability > 0.99:
        return ">" + percent(0.99, decimals=0)
    return "<" + percent(0.01, decimals=0) if probability < 0.01 else percent(probability, decimals=0)
