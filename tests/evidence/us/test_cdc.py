# SPDX-License-Identifier: Apache-2.0
"""CDC WONDER, where what is absent is held back, and NCHS yearly rates."""

import datetime as dt
from collections.abc import Callable

import pytest

from rumbo.errors import InputError
from rumbo.evidence.release import Tidy
from rumbo.evidence.store import Vintage

Tidied = Callable[..., Tidy]
Add = Callable[..., Vintage]
Figures = Callable[..., dict[str, float | None]]

WONDER = "us.cdc.wonder.synthetic_opioids"
NCHS = "us.nchs.drug_poisoning"


def test_a_month_that_is_not_shown_is_neither_zero_nor_a_fault(add: Add, figures: Figures) -> None:
    add("wonder-final.csv", "2020-12-20")

    assert figures(f"{WONDER}.final.deaths", place="us-ca") == {"2019-01": 12.0, "2019-03": 15.0}


def test_no_national_figure_is_made_of_the_visible_cells(add: Add, figures: Figures) -> None:
    add("wonder-final.csv", "2020-12-20")

    with pytest.raises(InputError, match=r"no figure of .+ is held for “us”"):
        figures(f"{WONDER}.final.deaths")


def test_a_cell_marked_as_suppressed_has_no_value(tidied: Tidied) -> None:
    tidy = tidied("wonder-final.csv")

    assert tidy.notes == ("1 rows of totals of the visible cells left out",)
    assert tidy.frame.filter(state="us-wy").select("value", "status").rows() == [(None, "suppressed")]


def test_a_year_says_itself_whether_it_is_provisional(tidied: Tidied) -> None:
    frame = tidied("wonder-provisional.csv").frame

    assert frame.select("period", "edition", "status").rows() == [
        (dt.date(2023, 12, 1), "provisional", "final"),
        (dt.date(2024, 1, 1), "provisional", "provisional"),
        (dt.date(2025, 3, 1), "provisional", "provisional"),
    ]


def test_a_provisional_release_withdraws_nothing_final(add: Add, figures: Figures) -> None:
    add("wonder-final.csv", "2020-12-20")
    later = add("wonder-provisional.csv", "2025-10-25")

    assert later.withdrawn == 0
    assert figures(f"{WONDER}.final.deaths", place="us-oh") == {"2019-03": 110.0}
    assert figures(f"{WONDER}.provisional.deaths", place="us-oh")["2025-03"] == 90.0


def test_a_month_code_that_is_none_is_refused(tidied: Tidied) -> None:
    (fault,) = tidied("wonder-provisional.csv", ("2024/01", "2024/13")).faults

    assert fault.what == "“2024/13” is not a month"


def test_counts_and_rates_of_a_year_are_separate_measures(add: Add, figures: Figures) -> None:
    add("nchs.csv")

    assert figures(f"{NCHS}.all.deaths") == {"2014-01": 47000.0}
    assert figures(f"{NCHS}.all.age_adjusted_rate", place="us-al") == {"2014-01": 15.2}


def test_a_rate_that_is_not_given_is_no_figure(tidied: Tidied) -> None:
    frame = tidied("nchs.csv").frame.filter(sex="male")

    assert frame.select("age", "race", "measure", "value").rows() == [
        ("from_15_to_24", "hispanic", "deaths", 300.0),
        ("from_15_to_24", "hispanic", "crude_rate", 5.5),
    ]
