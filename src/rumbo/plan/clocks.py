# SPDX-License-Identifier: Apache-2.0
"""
Commitments and their clocks: what carries no date, what is due, what is overdue on a given day.

Pure functions; the day is an argument.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rumbo.plan.checks import stated_day
from rumbo.plan.documents import Commitment, Plan
from rumbo.plan.words import COMPLETIONS
from rumbo.terms import LANGUAGES, Text, both
from rumbo.terms.period import day_label

ClockState = Literal["not_made", "no_date", "immediate", "due", "overdue", "recurring", "complete"]


@dataclass(frozen=True)
class Clocks:
    """The commitments made by one day, by the state of their clocks on it."""

    on: dt.date
    made: tuple[Commitment, ...]
    later: tuple[Commitment, ...]
    undated: tuple[Commitment, ...]
    overdue: tuple[Commitment, ...]

    @property
    def headline(self) -> Text:
        """How many carry no date, which is the first thing to say of a plan."""
        return headline(len(self.undated), len(self.made))


def headline(without_date: int, total: int) -> Text:
    """
    How many of `total` commitments carry no date.

    Examples
    --------
    >>> headline(11, 16).en
    '11 of 16 commitments carry no date'
    """
    if without_date == 1:
        return both("1 of {total} commitments carries no date", total=total)
    return both("{undated} of {total} commitments carry no date", undated=without_date, total=total)


def undated(plan: Plan) -> list[Commitment]:
    """The commitments of `plan` to which no date, interval or urgency was attached."""
    return [c for c in plan.commitments if c.clock.kind == "none"]


def is_made(commitment: Commitment, on: dt.date) -> bool:
    """True when `commitment` had been made by `on`; a month or year counts from its first day."""
    return commitment.made_on <= on.isoformat()[: len(commitment.made_on)]


def clock_state(commitment: Commitment, on: dt.date) -> tuple[ClockState, Text]:
    """
    The state of a commitment's clock on the day `on`, and in words.

    A commitment with a due date is overdue from the day after it, unless it is complete. Lack of a
    date is a state of its own: it can never be overdue, and that is said.

    Examples
    --------
    >>> from rumbo.plan.pack import read_pack
    >>> third = read_pack("us-mexico").plan.commitments[2]
    >>> clock_state(third, dt.date(2019, 9, 1))[1].en, clock_state(third, dt.date(2019, 9, 15))[0]
    ('due on 5 September 2019, in 4 days', 'overdue')
    """
    clock = commitment.clock
    if not is_made(commitment, on):
        return "not_made", both("not yet made on this day")
    if commitment.completion == "complete":
        return "complete", COMPLETIONS["complete"]
    if clock.kind == "recurring" and clock.every_days is not None:
        return "recurring", both("every {n} days", n=clock.every_days)
    if clock.kind == "immediate":
        made = stated_day(commitment.made_on)
        return "immediate", both("at once, from {day}", day=day_text(made) if made else commitment.made_on)
    if clock.kind == "due" and clock.due is not None:
        return _against(clock.due, on)
    return "no_date", both("no date")


def _against(due: dt.date, on: dt.date) -> tuple[ClockState, Text]:
    days = (on - due).days
    day = day_text(due)
    if days == 0:
        return "due", both("due today, {day}", day=day)
    if days == 1:
        return "overdue", both("overdue since {day}, by 1 day", day=day)
    if days > 1:
        return "overdue", both("overdue since {day}, by {n} days", day=day, n=days)
    if days == -1:
        return "due", both("due on {day}, in 1 day", day=day)
    return "due", both("due on {day}, in {n} days", day=day, n=-days)


def clocks(commitments: Iterable[Commitment], on: dt.date) -> Clocks:
    """Sort `commitments` by the state of their clocks on the day `on`."""
    listed = tuple(commitments)
    made = tuple(c for c in listed if is_made(c, on))
    return Clocks(
        on=on,
        made=made,
        later=tuple(c for c in listed if not is_made(c, on)),
        undated=tuple(c for c in made if c.clock.kind == "none"),
        overdue=tuple(c for c in made if clock_state(c, on)[0] == "overdue"),
    )


def day_text(day: dt.date) -> Text:
    """`day` in words, in both languages."""
    said = {language: day_label(day, language) for language in LANGUAGES}
    return Text(en=said["en"], es=said["es"])
