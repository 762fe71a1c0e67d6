# SPDX-License-Identifier: Apache-2.0
"""What was known on a day: the release before it, its open periods, what it revised."""

from __future__ import annotations

import datetime as dt

from rumbo.publish.dossier import Datum, Dossier, EditionInputs, VintageSeries
from rumbo.publish.states import known_on, latest_figure, open_periods, revised_periods, stops
from rumbo.terms import Period


def release(day: dt.date, **values: float | None) -> VintageSeries:
    data = tuple(Datum(Period.parse(name[1:].replace("_", "-")), value) for name, value in values.items())
    return VintageSeries(day, "day", "made up", data)


FIRST = release(dt.date(2020, 1, 10), m2019_10=10.0, m2019_11=9.0)
SECOND = release(dt.date(2020, 2, 10), m2019_10=10.0, m2019_11=11.0, m2019_12=8.0)
THIRD = release(dt.date(2020, 3, 10), m2019_11=11.0, m2019_12=None)


def dossier_of(inputs: EditionInputs, *vintages: VintageSeries, open_months: int = 0) -> Dossier:
    return Dossier(inputs.dossiers[0].indicator, None, vintages, {}, open_months)


def test_release_is_known_from_its_own_day(inputs: EditionInputs) -> None:
    dossier = dossier_of(inputs, FIRST, SECOND)

    assert known_on(dossier, dt.date(2020, 1, 9)) == (None, None)
    assert known_on(dossier, dt.date(2020, 1, 10)) == (FIRST, None)
    assert known_on(dossier, dt.date(2020, 2, 10)) == (SECOND, FIRST)


def test_latest_figure_is_the_latest_complete_one() -> None:
    latest = latest_figure(SECOND, 1)

    assert latest is not None
    assert (str(latest.period), latest.value, latest.is_open) == ("2019-11", 11.0, False)


def test_open_figure_stands_in_where_none_is_complete() -> None:
    latest = latest_figure(FIRST, 6)

    assert latest is not None
    assert (str(latest.period), latest.is_open) == ("2019-11", True)


def test_open_months_reach_into_longer_periods() -> None:
    years = release(dt.date(2020, 9, 1), m2018=1.0, m2019=2.0)

    assert open_periods(years, 3) == {Period.parse("2019")}


def test_revision_tells_before_and_after_and_withdrawal() -> None:
    assert {str(p): change for p, change in revised_periods(SECOND, FIRST).items()} == {
        "2019-11": (9.0, 11.0)
    }
    assert {str(p): change for p, change in revised_periods(THIRD, SECOND).items()} == {
        "2019-10": (10.0, None),
        "2019-12": (8.0, None),
    }


def test_stops_are_release_days_and_shown_days_up_to_the_last(inputs: EditionInputs) -> None:
    dossier = dossier_of(inputs, FIRST, SECOND, THIRD)
    shown = (dt.date(2020, 1, 31), dt.date(2020, 2, 29))

    assert [(stop.on, stop.is_edition_day) for stop in stops(dossier, shown)] == [
        (dt.date(2020, 1, 10), False),
        (dt.date(2020, 1, 31), True),
        (dt.date(2020, 2, 10), False),
        (dt.date(2020, 2, 29), True),
    ]
