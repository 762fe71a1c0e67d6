# SPDX-License-Identifier: Apache-2.0
import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pytest
from numpy.typing import NDArray

from rumbo.assess.indicator import assess_indicator, assess_indicators
from rumbo.assess.question import Base, Break, Observation, Question, StatedTarget
from rumbo.assess.results import Assessment, Caveat
from rumbo.terms import Period, Text

Ask = Callable[..., Question]
Noisy = Callable[..., NDArray[np.float64]]
BY_2022 = Period.parse("2022")

T = TypeVar("T")


def there(value: T | None) -> T:
    assert value is not None
    return value


def codes(assessment: Assessment) -> list[str]:
    return [caveat.code for caveat in assessment.caveats]


def test_a_series_that_falls_fast_enough_is_on_course(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, -0.012)  # to 2020-12: 13 percent less a year
    target = StatedTarget(BY_2022, value=0.85 * values[-12:].sum())

    assessment = assess_indicator(ask(values, targets=(target,)))

    assert assessment.verdict == "on_course"
    assert there(assessment.probability) > 0.8
    assert there(assessment.outlook).by == BY_2022
    assert -0.13 < there(there(assessment.outlook).needed_per_year) < -0.07
    assert there(assessment.trend).is_relative
    assert there(assessment.trend).per_year.low < -0.13 < there(assessment.trend).per_year.high
    assert there(assessment.trend).probability_rising < 0.01
    assert there(assessment.comparison).share == pytest.approx(-0.13, abs=0.06)
    assert assessment.reason.is_complete


def test_a_series_that_rises_away_from_its_target_is_worsening(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.008)
    target = StatedTarget(BY_2022, relative=-0.15, base=Period.parse("2017"))

    assessment = assess_indicator(ask(values, targets=(target,)))

    assert assessment.verdict == "worsening"
    assert there(assessment.outlook).target == pytest.approx(0.85 * values[24:36].sum())
    assert there(assessment.probability) < 0.01


def test_wanted_up_turns_the_scale_around(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.008)
    target = StatedTarget(BY_2022, value=1.05 * values[-12:].sum())

    assessment = assess_indicator(ask(values, direction="up", targets=(target,)))

    assert assessment.verdict == "on_course"


def test_outlook_is_certain_once_the_target_year_is_reported(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, -0.01)
    year = Period.parse("2020")
    met = StatedTarget(year, value=values[-12:].sum())
    missed = dataclasses.replace(met, value=values[-12:].sum() - 1)

    answers = assess_indicators([ask(values, targets=(met,)), ask(values, targets=(missed,))])

    assert [(a.verdict, a.probability) for a in answers] == [("met", 1.0), ("off_course", 0.0)]


def test_one_open_month_keeps_the_target_year_from_being_settled(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, -0.01)
    target = StatedTarget(Period.parse("2020"), value=0.9 * values[-12:].sum())

    assessment = assess_indicator(ask(values, targets=(target,), open_months=1))

    assert assessment.verdict == "off_course"
    assert 0 <= there(assessment.probability) < 0.01
    assert [str(f.period) for f in assessment.open_figures] == ["2020-12"]
    assert str(there(assessment.latest).period) == "2020-11"
    assert str(there(assessment.fan).periods[0]) == "2020-12"
    assert "open_periods" in codes(assessment)


def test_reported_months_of_the_year_count_as_they_are(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.0, n=70)  # to October 2020
    so_far = values[60:70].sum()
    certain = StatedTarget(Period.parse("2020"), value=so_far)

    assessment = assess_indicator(ask(values, targets=(certain,)))

    assert assessment.probability == 0


def test_a_running_sum_is_held_against_its_own_end_of_year(ask: Ask, noisy: Noisy) -> None:
    sums = np.convolve(noisy(5000, 0.003, n=83), np.ones(12), "valid")
    base = Base(float(sums[35]), Period.parse("2017"))
    target = StatedTarget(BY_2022, relative=-0.15)

    assessment = assess_indicator(
        ask(sums, unit="deaths_12_months", window="twelve_months_ending", targets=(target,), baseline=base)
    )

    assert there(assessment.outlook).target == pytest.approx(0.85 * base.value)
    assert assessment.verdict == "worsening"
    assert not there(assessment.trend).is_relative
    assert assessment.model["scale"] == "raw"


def test_a_running_sum_is_falling_as_long_as_the_year_ahead_lies_below_it(ask: Ask, noisy: Noisy) -> None:
    values = noisy(5000, 0.0, n=90, noise=0.01)
    values[84:] *= 0.7  # the months fell half a year ago and have been flat since
    sums = np.convolve(values, np.ones(12), "valid")

    assessment = assess_indicator(ask(sums, unit="deaths_12_months", window="twelve_months_ending"))

    assert there(assessment.trend).probability_rising < 0.1
    assert there(assessment.trend).per_year.high < 0


def test_without_figures_that_is_said_before_anything_about_targets(ask: Ask) -> None:
    targets = tuple(StatedTarget(BY_2022, value=v, is_conflicting=True) for v in (1.0, 2.0))

    assert assess_indicator(ask([], targets=targets)).refusal == "no_figures"


def test_contradicting_targets_are_all_computed_and_none_is_lit(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, -0.002)
    targets = tuple(
        StatedTarget(BY_2022, value=share * values[-12:].sum(), is_conflicting=True) for share in (0.5, 0.95)
    )

    assessment = assess_indicator(ask(values, targets=targets))

    assert (assessment.verdict, assessment.refusal) == ("cannot_assess", "conflicting_targets")
    assert len(assessment.outlooks) == 2
    assert assessment.outlooks[0].probability < assessment.outlooks[1].probability
    assert assessment.fan is not None


def test_the_next_target_due_counts_and_the_others_are_listed(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, -0.005)
    total = values[-12:].sum()
    past, near, far = (StatedTarget(Period.parse(y), value=total) for y in ("2019", "2021", "2023"))

    assessment = assess_indicator(ask(values, targets=(far, near, past)))

    assert str(there(assessment.outlook).by) == "2021"
    assert [str(o.by) for o in assessment.outlooks] == ["2023", "2021", "2019"]


def test_a_past_target_does_not_light_the_present_while_another_is_ahead(ask: Ask, noisy: Noisy) -> None:
    past = StatedTarget(Period.parse("2019"), value=1e9)
    vague = StatedTarget(Period.parse("2025"), relative=-0.13)

    assessment = assess_indicator(ask(noisy(1000, 0.0), targets=(past, vague)))

    assert assessment.refusal == "target_without_value"
    assert [o.probability for o in assessment.outlooks] == [1.0]
    assert "target_settled" in codes(assessment)  # said, but not lit


def test_a_target_that_cannot_be_computed_leaves_a_caveat(ask: Ask, noisy: Noisy) -> None:
    near = StatedTarget(BY_2022, value=12000.0)
    vague = StatedTarget(Period.parse("2025"), relative=-0.13)

    assessment = assess_indicator(ask(noisy(1000, 0.0), targets=(vague, near)))

    assert there(assessment.outlook).by == BY_2022
    assert "target_without_value" in codes(assessment)


def test_without_a_target_an_improving_series_has_no_course(ask: Ask, noisy: Noisy) -> None:
    assessment = assess_indicator(ask(noisy(1000, -0.01)))

    assert (assessment.verdict, assessment.refusal) == ("cannot_assess", "no_target")
    assert there(assessment.trend).probability_rising < 0.1
    assert assessment.outlook is None


def test_context_has_trend_and_fan_and_no_light(ask: Ask, noisy: Noisy) -> None:
    assessment = assess_indicator(ask(noisy(1000, 0.01), direction="context", unit="events"))

    assert assessment.verdict == "context"
    assert assessment.probability is None
    assert assessment.trend is not None
    assert len(there(assessment.fan).periods) == 24


def test_a_break_is_never_crossed(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.0, n=120)
    doubled = values.copy()
    doubled[60:] *= 2
    change = Break(Period.parse("2020-01"), Text("new method", "nuevo método"))

    since = assess_indicator(ask(doubled, breaks=(change,)))
    alone = assess_indicator(ask(doubled, series=ask(doubled).series[60:]))

    assert "break" in codes(since)
    assert there(since.trend).per_year.value == pytest.approx(there(alone.trend).per_year.value)
    assert since.model["degrees"] == 60 - 13


def test_too_short_after_a_break_is_refused_in_the_words_of_the_break(ask: Ask, noisy: Noisy) -> None:
    change = Break(Period.parse("2020-01"), Text("new method", "nuevo método"))
    target = StatedTarget(BY_2022, value=100.0)

    assessment = assess_indicator(ask(noisy(1000, 0.0), breaks=(change,), targets=(target,)))

    assert (assessment.verdict, assessment.refusal) == ("cannot_assess", "break_unbridged")
    assert "January 2020 (new method); the comparable ones since then (12)" in assessment.reason.en
    assert "nuevo método" in assessment.reason.es
    assert assessment.trend is None
    assert assessment.comparison is None


def test_a_break_after_all_figures_leaves_nothing_to_compare(ask: Ask, noisy: Noisy) -> None:
    change = Break(Period.parse("2021-01"), Text("new method", "nuevo método"))

    assert assess_indicator(ask(noisy(1000, 0.0), breaks=(change,))).refusal == "break_unbridged"


def test_a_base_before_a_break_cannot_be_held_against_figures_after_it(ask: Ask, noisy: Noisy) -> None:
    change = Break(Period.parse("2018-01"), Text("new method", "nuevo método"))
    target = StatedTarget(BY_2022, relative=-0.5, base=Period.parse("2016"))

    assessment = assess_indicator(ask(noisy(1000, 0.0, n=100), breaks=(change,), targets=(target,)))

    assert assessment.refusal == "break_unbridged"


def test_annual_figures_are_compared_and_not_fitted(ask: Ask) -> None:
    series = tuple(
        Observation(Period.parse(str(y)), v) for y, v in zip(range(2015, 2020), [5, 6, 7, 9, 8], strict=True)
    )
    target = StatedTarget(Period.parse("2024"), value=4.0)

    assessment = assess_indicator(
        ask(
            [],
            series=series,
            window="calendar_year",
            unit="deaths",
            as_of=dt.date(2020, 9, 30),
            targets=(target,),
        )
    )

    assert (assessment.verdict, assessment.refusal) == ("cannot_assess", "no_model")
    assert there(assessment.comparison).difference == -1
    assert assessment.trend is None
    assert "no_trend" in codes(assessment)


def test_an_annual_target_that_is_reported_is_settled_without_a_model(ask: Ask) -> None:
    series = tuple(Observation(Period.parse(str(y)), 10.0) for y in (2018, 2019))
    target = StatedTarget(Period.parse("2019"), value=10.0)

    assessment = assess_indicator(
        ask([], series=series, window="calendar_year", unit="deaths", targets=(target,))
    )

    assert assessment.verdict == "met"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"series": ()}, "no_figures"),
        ({"open_months": 99}, "no_complete_period"),
        ({"targets": (StatedTarget(BY_2022, relative=-0.1),)}, "target_without_value"),
        ({"targets": (StatedTarget(Period.parse("2040"), value=1.0),)}, "target_too_far"),
        ({"targets": (StatedTarget(BY_2022, value=1.0),), "unit": "per_100k"}, "target_window"),
    ],
)
def test_what_cannot_be_assessed_says_why(ask: Ask, noisy: Noisy, changes: dict[str, Any], code: str) -> None:
    assessment = assess_indicator(ask(noisy(1000, 0.0), **changes))

    assert (assessment.verdict, assessment.refusal) == ("cannot_assess", code)
    assert assessment.reason.is_complete


def test_a_month_without_a_figure_inside_the_target_year_is_refused(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.0)
    values[-3] = np.nan
    target = StatedTarget(Period.parse("2020"), value=12000.0)

    assert assess_indicator(ask(values, targets=(target,))).refusal == "gap_in_target"


def test_source_caveats_come_first_and_doubts_of_the_data_follow(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.0, n=48)
    values[10] = np.nan
    values[20] *= 30
    told = Caveat("covid", Text("The pandemic.", "La pandemia."))

    assessment = assess_indicator(
        ask(
            values, caveats=(told,), is_survey=True, is_release_inferred=True, released_on=dt.date(2019, 1, 1)
        )
    )

    assert codes(assessment)[:3] == ["covid", "release_inferred", "no_sampling_error"]
    assert {"gaps", "extreme_figure", "short_series"} <= set(codes(assessment))
    assert any("September 2016" in c.text.en for c in assessment.caveats)
    assert all(c.text.is_complete for c in assessment.caveats)


def test_a_reconstruction_says_so(ask: Ask, noisy: Noisy) -> None:
    assessment = assess_indicator(
        ask(noisy(1000, 0.0), is_reconstructed=True, released_on=dt.date(2030, 1, 1))
    )

    assert "reconstructed" in codes(assessment)


def test_answers_do_not_depend_on_what_is_asked_beside(ask: Ask, noisy: Noisy) -> None:
    target = StatedTarget(BY_2022, value=11000.0)
    one = ask(noisy(1000, 0.001), targets=(target,))
    two = ask(noisy(500, 0.004, n=100, seed=2), indicator="other")
    sums = np.convolve(noisy(5000, 0.003), np.ones(12), "valid")
    three = ask(sums, unit="deaths_12_months", window="twelve_months_ending")

    together = assess_indicators([three, one, two, one])

    assert together[1] == together[3] == assess_indicator(one)
    assert together[2] == assess_indicator(two)
    assert together[0] == assess_indicator(three)


def test_the_seed_changes_the_paths_and_nothing_else(ask: Ask, noisy: Noisy) -> None:
    values = noisy(1000, 0.0)
    question = ask(values, targets=(StatedTarget(BY_2022, value=values[-12:].sum()),))

    one, two = assess_indicator(question, seed=1), assess_indicator(question, seed=2)

    assert one.fan == two.fan
    assert one.trend == two.trend
    assert one.probability != two.probability
    assert one.probability == pytest.approx(two.probability, abs=0.03)


def test_no_question_gives_no_answer() -> None:
    assert assess_indicators([]) == []
