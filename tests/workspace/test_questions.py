# SPDX-License-Identifier: Apache-2.0
"""From plan and evidence to questions: nothing after the day asked about, and what is missing is said."""

import datetime as dt
from pathlib import Path

import pytest

from rumbo.workspace import Workspace
from rumbo.workspace.questions import held_series, question

DAY = dt.date(2020, 3, 31)


@pytest.mark.parametrize("day", [dt.date(2020, 3, 31), dt.date(2022, 6, 30), dt.date(2025, 1, 31)])
def test_a_question_holds_nothing_published_after_its_day(demo: Path, day: dt.date) -> None:
    workspace = Workspace(demo)
    for indicator in workspace.plan.indicators:
        asked = question(workspace.plan, indicator, held_series(workspace.evidence, indicator), day)
        if asked.series and not asked.is_reconstructed:
            assert asked.released_on is not None
            assert asked.released_on <= day
        assert all(o.period.start <= day for o in asked.series)


def test_a_day_older_than_every_release_is_answered_by_a_declared_reconstruction(demo: Path) -> None:
    workspace = Workspace(demo)
    fentanyl = next(i for i in workspace.plan.indicators if i.id == "I12")

    asked = question(workspace.plan, fentanyl, held_series(workspace.evidence, fentanyl), DAY)

    assert asked.is_reconstructed
    assert str(asked.series[-1].period) == "2020-02"  # January's file was not due before mid-February


def test_an_indicator_without_a_public_series_is_asked_about_without_figures(demo: Path) -> None:
    workspace = Workspace(demo)
    without = next(i for i in workspace.plan.indicators if i.definition is None)

    asked = question(workspace.plan, without, held_series(workspace.evidence, without), DAY)

    assert asked.series == ()


def test_contradicting_targets_name_both_documents(demo: Path) -> None:
    workspace = Workspace(demo)
    victims = next(i for i in workspace.plan.indicators if i.id == "I06")

    asked = question(workspace.plan, victims, held_series(workspace.evidence, victims), DAY)

    (target,) = asked.targets
    assert target.is_conflicting
    assert "epilogue" in target.says.en
    assert "annex" in target.says.en
