# SPDX-License-Identifier: Apache-2.0
"""Foreign assistance: fiscal years, dollars of the year, and what a later release no longer lists."""

import datetime as dt
from collections.abc import Callable

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Intake
from rumbo.evidence.release import Tidy
from rumbo.evidence.series import Evidence, periods_of
from rumbo.evidence.store import Vintage

Tidied = Callable[..., Tidy]
Add = Callable[..., Vintage]
Figures = Callable[..., dict[str, float | None]]

OBLIGATED = "us.state.foreign_assistance.obligated.amount_usd_nominal"


def test_the_transition_quarter_and_other_countries_are_left_out_aloud(tidied: Tidied) -> None:
    tidy = tidied("assistance-2022.csv")

    assert tidy.notes == (
        "1 rows of other countries left out", "1 rows of the transition quarter of 1976 left out"
    )  # fmt: skip
    assert tidy.frame["country"].unique().to_list() == ["mx"]


def test_recent_years_fill_up_from_one_release_to_the_next(add: Add, figures: Figures) -> None:
    add("assistance-2022.csv", "2022-10-08")
    add("assistance-later.csv", "2024-03-31")

    assert figures(OBLIGATED, day="2023-01-01") == {"2019-10": 270e6, "2020-10": 94e6}
    assert figures(OBLIGATED) == {"2019-10": 270e6, "2020-10": 172e6}


def test_periods_are_fiscal_years(add: Add, intake: Intake, cards: dict[str, SourceCard]) -> None:
    add("assistance-2022.csv", "2022-10-08")

    frame = Evidence(intake.folder, cards).as_of(OBLIGATED, dt.date(2023, 1, 1)).frame
    named = periods_of(frame, cards["us.state.foreign_assistance"])
    assert [str(period) for period in named] == ["FY2020", "FY2021"]


def test_a_stage_that_is_no_longer_listed_is_not_withdrawn(add: Add, figures: Figures) -> None:
    add("assistance-2022.csv", "2022-10-08")
    later = add("assistance-later.csv", "2024-03-31")

    assert later.withdrawn == 0
    assert figures("us.state.foreign_assistance.allocated.amount_usd_nominal") == {"2019-10": 150e6}


def test_a_file_about_other_countries_only_is_refused(tidied: Tidied) -> None:
    with pytest.raises(EvidenceError, match="no row is about a country held here"):
        tidied("assistance-later.csv", ("MEX,", "CAN,"))
