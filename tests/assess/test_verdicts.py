# SPDX-License-Identifier: Apache-2.0
import pytest

from rumbo.assess.question import Direction
from rumbo.assess.refusals import Refusal
from rumbo.assess.results import VERDICTS, Outlook
from rumbo.assess.verdicts import Findings, Ruling, chance, rule
from rumbo.terms import Period, Text

YEAR = Period.parse("2024")


def towards(
    probability: float,
    *,
    rising: float | None = None,
    is_worse: bool = False,
    direction: Direction = "down",
    reported: float | None = None,
) -> Ruling:
    return rule(
        Findings(
            direction,
            unit=Text("victims", "víctimas"),
            outlook=Outlook(18343.0, YEAR, probability),
            reported=reported,
            probability_rising=rising,
            is_worse=is_worse,
        )
    )


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [(0.0, "off_course"), (0.2, "off_course"), (0.21, "uncertain"), (0.79, "uncertain"),
     (0.8, "on_course"), (1.0, "on_course")],
)  # fmt: skip
def test_chance_of_reaching_the_target_decides(probability: float, verdict: str) -> None:
    ruling = towards(probability)

    assert (ruling.verdict, ruling.probability, ruling.refusal) == (verdict, probability, None)
    assert "18,343 victims" in ruling.reason.en


@pytest.mark.parametrize(
    ("rising", "is_worse", "direction", "verdict"),
    [
        (0.9, True, "down", "worsening"),
        (0.89, True, "down", "off_course"),
        (0.95, False, "down", "off_course"),
        (0.1, True, "up", "worsening"),
        (0.95, True, "up", "off_course"),
        (None, True, "down", "off_course"),
    ],
)
def test_worsening_needs_the_wrong_way_and_a_worse_figure(
    rising: float | None, is_worse: bool, direction: Direction, verdict: str
) -> None:
    assert towards(0.1, rising=rising, is_worse=is_worse, direction=direction).verdict == verdict


def test_on_course_stays_so_whatever_the_slope() -> None:
    assert towards(0.85, rising=0.99, is_worse=True).verdict == "on_course"


def test_a_completely_reported_target_is_met_or_missed() -> None:
    met, missed = towards(1.0, reported=18000.0), towards(0.0, reported=29000.0)

    assert (met.verdict, met.probability) == ("met", 1.0)
    assert (missed.verdict, missed.probability) == ("off_course", 0.0)
    assert missed.reason.en == "The target of 18,343 victims for 2024 was missed: the figure is 29,000."


def test_context_is_never_lit_even_with_a_target_met() -> None:
    findings = Findings("context", outlook=Outlook(1.0, YEAR, 1.0), reported=1.0, probability_rising=0.99)

    assert rule(findings).verdict == "context"


def test_contradicting_targets_get_no_light_and_are_both_named() -> None:
    ruling = rule(
        Findings(
            "down",
            conflicting=(
                Text("-50 % by 2024", "-50 % para 2024"),
                Text("-15.6 % by 2024", "-15.6 % para 2024"),
            ),
            outlook=Outlook(18343.0, YEAR, 0.9),
        )
    )

    assert (ruling.verdict, ruling.refusal) == ("cannot_assess", "conflicting_targets")
    assert "-50 % by 2024; -15.6 % by 2024" in ruling.reason.en
    assert "-50 % para 2024; -15.6 % para 2024" in ruling.reason.es


def test_refusal_gives_its_own_words() -> None:
    refusal = Refusal("no_figures", Text("There are no figures.", "No hay cifras."))

    ruling = rule(Findings("down", refusal=refusal))

    assert (ruling.verdict, ruling.refusal, ruling.reason) == ("cannot_assess", "no_figures", refusal.text)


@pytest.mark.parametrize(
    ("direction", "rising", "verdict", "probability"),
    [
        ("down", 0.9, "worsening", 0.9),
        ("down", 0.5, "uncertain", 0.5),
        ("down", 0.1, "cannot_assess", 0.9),
        ("up", 0.03, "worsening", 0.97),
        ("up", 0.97, "cannot_assess", 0.97),
    ],
)
def test_without_a_target_only_worsening_can_be_seen(
    direction: Direction, rising: float | None, verdict: str, probability: float
) -> None:
    ruling = rule(Findings(direction, probability_rising=rising))

    assert ruling.verdict == verdict
    assert ruling.probability == pytest.approx(probability)
    assert ruling.refusal == ("no_target" if verdict == "cannot_assess" else None)


def test_improving_without_a_target_says_so_and_how_surely() -> None:
    ruling = rule(Findings("down", probability_rising=0.03))

    assert ruling.reason.en == "No target was agreed; it is falling (97\u202f%)."


def test_without_target_and_trend_nothing_is_said() -> None:
    assert rule(Findings("up")).refusal == "no_target"


def test_every_verdict_of_the_scale_can_be_reached() -> None:
    reached = {
        towards(1.0, reported=1.0).verdict,
        *(towards(p).verdict for p in (0.9, 0.5, 0.1)),
        towards(0.1, rising=0.99, is_worse=True).verdict,
        rule(Findings("up")).verdict,
        rule(Findings("context")).verdict,
    }

    assert reached == set(VERDICTS)


@pytest.mark.parametrize(
    ("probability", "said"),
    [(1.0, ">99\u202f%"), (0.99, "99\u202f%"), (0.005, "<1\u202f%"), (0.014, "1\u202f%")],
)
def test_chance_is_never_a_certainty(probability: float, said: str) -> None:
    assert chance(probability) == said
