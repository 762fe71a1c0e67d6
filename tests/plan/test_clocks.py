# SPDX-License-Identifier: Apache-2.0
"""What a commitment's clock says on a given day."""

import datetime as dt

import pytest

from rumbo.plan.clocks import clock_state, clocks, headline, is_made
from rumbo.plan.documents import Clock, Commitment
from rumbo.plan.pack import read_pack
from rumbo.terms import Text

COMMITMENTS = {c.id: c for c in read_pack("us-mexico").plan.commitments}
SOME = Text(en="x", es="x")


def commitment(clock: Clock, made_on: str = "2019-06-07") -> Commitment:
    return Commitment(
        id="C99", standing="proposed", made_on=made_on, actors=("us",), text=SOME, clock=clock, check=SOME
    )


@pytest.mark.parametrize(
    ("on", "state", "words"),
    [
        ("2019-06-06", "not_made", "not yet made on this day"),
        ("2019-06-07", "due", "due on 5 September 2019, in 90 days"),
        ("2019-09-04", "due", "due on 5 September 2019, in 1 day"),
        ("2019-09-05", "due", "due today, 5 September 2019"),
        ("2019-09-06", "overdue", "overdue since 5 September 2019, by 1 day"),
        ("2020-03-31", "overdue", "overdue since 5 September 2019, by 208 days"),
    ],
)
def test_the_ninety_days_of_the_joint_declaration_run_out(on: str, state: str, words: str) -> None:
    found, said = clock_state(COMMITMENTS["C03"], dt.date.fromisoformat(on))

    assert (found, said.en) == (state, words)
    assert said.is_complete


def test_each_kind_of_clock_has_its_state() -> None:
    on = dt.date(2026, 6, 30)

    states = {name: clock_state(item, on)[0] for name, item in COMMITMENTS.items()}

    assert states == {
        **dict.fromkeys(COMMITMENTS, "no_date"),
        "C01": "immediate", "C02": "immediate", "C03": "overdue", "C04": "recurring", "C13": "overdue",
    }  # fmt: skip


def test_a_commitment_kept_is_never_overdue() -> None:
    kept = COMMITMENTS["C03"].model_copy(update={"completion": "complete"})

    assert clock_state(kept, dt.date(2030, 1, 1))[0] == "complete"


@pytest.mark.parametrize(
    ("made_on", "on", "expected"),
    [
        ("2019", "2018-12-31", False),
        ("2019", "2019-01-01", True),
        ("2019-12", "2019-11-30", False),
        ("2019-12", "2019-12-01", True),
        ("2019-12-06", "2019-12-05", False),
        ("2019-12-06", "2019-12-06", True),
    ],
)
def test_a_month_or_year_counts_from_its_first_day(made_on: str, on: str, expected: bool) -> None:
    assert is_made(commitment(Clock(kind="none"), made_on), dt.date.fromisoformat(on)) is expected


def test_what_was_not_yet_made_is_not_counted() -> None:
    early = clocks(COMMITMENTS.values(), dt.date(2020, 3, 31))

    assert early.headline.en == "10 of 15 commitments carry no date"
    assert [c.id for c in early.later] == ["C16"]
    assert [c.id for c in early.overdue] == ["C03", "C13"]
    assert clocks(COMMITMENTS.values(), dt.date(2026, 6, 30)).headline.en == headline(11, 16).en


def test_before_anything_was_made_there_is_nothing() -> None:
    none = clocks(COMMITMENTS.values(), dt.date(2018, 1, 1))

    assert (none.made, none.undated, len(none.later)) == ((), (), 16)


def test_one_commitment_carries_no_date() -> None:
    assert headline(1, 3).en == "1 of 3 commitments carries no date"
