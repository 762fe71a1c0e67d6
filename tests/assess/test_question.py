# SPDX-License-Identifier: Apache-2.0
import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rumbo.assess.digest import digest
from rumbo.assess.question import Base, Observation, Question, StatedTarget
from rumbo.assess.results import Caveat
from rumbo.errors import InputError
from rumbo.terms import Period, Text

Ask = Callable[..., Question]
Months = Callable[..., tuple[Observation, ...]]


def faults(raised: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [fault.what for fault in raised.value.faults]


def test_unsorted_and_repeated_periods_are_refused_together(ask: Ask, months: Months) -> None:
    one, two, three = months([1, 2, 3])

    with pytest.raises(InputError) as raised:
        ask([1, 2, 3], series=(two, one, three, three))

    assert faults(raised) == [
        'period "2015-01" follows "2015-02"',
        'period "2015-03" follows "2015-03"',
    ]


def test_figures_of_the_future_are_refused(ask: Ask) -> None:
    with pytest.raises(InputError, match='period "2015-03" begins after 2015-02-10'):
        ask([1, 2, 3], as_of=dt.date(2015, 2, 10))


def test_a_later_vintage_is_refused_unless_declared_a_reconstruction(ask: Ask) -> None:
    late = dt.date(2030, 1, 1)
    with pytest.raises(InputError, match="the vintage of 2030-01-01 is later"):
        ask([1, 2, 3], released_on=late)

    assert ask([1, 2, 3], released_on=late, is_reconstructed=True).is_reconstructed


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan"), 1e101, 1e-101])
def test_impossible_figures_are_refused(ask: Ask, months: Months, value: float) -> None:
    series = (*months([5.0]), Observation(Period.parse("2015-02"), value))

    with pytest.raises(InputError, match="is not a figure of this kind"):
        ask([1, 2], series=series)


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": (StatedTarget(Period.parse("2024"), value=float("nan")),)},
        {"targets": (StatedTarget(Period.parse("2024"), relative=float("inf")),)},
        {"baseline": Base(1e200, Period.parse("2014"))},
    ],
)
def test_impossible_targets_and_baselines_are_refused(ask: Ask, changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="is not a value for a target or baseline"):
        ask([1], **changes)


def test_period_and_window_have_to_agree(ask: Ask) -> None:
    with pytest.raises(InputError, match='period "2015-01" in a series whose window is "quarter"'):
        ask([1], window="quarter")


def test_a_running_sum_needs_its_window(ask: Ask) -> None:
    with pytest.raises(InputError, match='unit "deaths_12_months" with window "month"'):
        ask([1], unit="deaths_12_months")


def test_unknown_unit_is_refused(ask: Ask) -> None:
    with pytest.raises(InputError, match='"furlongs" is not a unit'):
        ask([1], unit="furlongs")


def test_latest_months_are_open_and_the_rest_complete(ask: Ask) -> None:
    question = ask([1, 2, 3, np.nan], open_months=2, as_of=dt.date(2015, 6, 1))

    assert [f.is_open for f in question.figures] == [False, True, True]
    assert [f.value for f in question.complete] == [1]


def test_open_months_keep_a_quarter_open(ask: Ask) -> None:
    series = tuple(Observation(Period.parse(f"2019-Q{q}"), 1.0) for q in (1, 2, 3))

    question = ask([], series=series, window="quarter", open_months=1)

    assert [f.is_open for f in question.figures] == [False, False, True]


def test_a_period_that_is_not_over_is_open(ask: Ask) -> None:
    question = ask([1, 2], as_of=dt.date(2015, 2, 20))

    assert [f.is_open for f in question.figures] == [False, True]


def test_a_count_over_twelve_months_is_a_running_sum(ask: Ask) -> None:
    assert ask([1], window="twelve_months_ending", unit="deaths").kind == "running_sum"


def test_digest_changes_with_everything_an_answer_depends_on(ask: Ask) -> None:
    question = ask([1, 2, 3], released_on=dt.date(2015, 3, 30))
    changes: list[dict[str, Any]] = [
        {"series": question.series[:2]},
        {"series": (*question.series[:2], dataclasses.replace(question.series[2], status="final"))},
        {"open_months": 1},
        {"direction": "up"},
        {"targets": (StatedTarget(Period.parse("2016"), 3.0),)},
        {"baseline": Base(3.0, Period.parse("2015-01"))},
        {"caveats": (Caveat("x", Text("x", "x")),)},
        {"is_survey": True},
        {"indicator": "other"},
    ]

    digests = {digest(question), *(digest(dataclasses.replace(question, **c)) for c in changes)}

    assert len(digests) == len(changes) + 1
    assert digest(question) == digest(ask([1.0, 2.0, 3.0], released_on=dt.date(2015, 3, 30)))


def test_digest_is_the_same_on_every_machine(ask: Ask) -> None:
    assert digest(ask([1, 2.5, np.nan])) == "dd75a72179680b7bbbd1d1b1a9408fd1394f69bf601f33bd4f9ff444a62eef03"
