# SPDX-License-Identifier: Apache-2.0
"""Founding and finding a workspace."""

import datetime as dt
from pathlib import Path

import pytest

from rumbo.errors import InputError
from rumbo.workspace import Workspace

NOW = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)


def test_a_founded_workspace_holds_the_pack_and_a_log_for_each_party(tmp_path: Path) -> None:
    workspace = Workspace.found(tmp_path / "w", "us-mexico", now=NOW)

    assert len(workspace.plan.commitments) == 16
    assert [len(list(workspace.record.entries(party))) for party in ("us", "mx")] == [1, 1]
    assert sorted(p.name for p in workspace.root.iterdir()) == [
        "assess", "dialogue", "evidence", "plan", "publish", "record", "rumbo.toml", "sources",
    ]  # fmt: skip


def test_founding_leaves_a_folder_with_something_in_it_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")

    with pytest.raises(InputError, match="is not empty"):
        Workspace.found(tmp_path, "us-mexico", now=NOW)

    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_an_unknown_pack_founds_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Workspace.found(tmp_path / "w", "us-canada", now=NOW)

    assert not (tmp_path / "w").exists()


def test_a_workspace_is_found_from_a_folder_inside_it(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo / "plan" / "goals")

    assert Workspace.find().root == demo


def test_outside_a_workspace_the_error_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(InputError) as caught:
        Workspace.find()

    assert "rumbo demo" in str(caught.value)


def test_damaged_settings_are_refused_with_their_file(tmp_path: Path) -> None:
    (tmp_path / "rumbo.toml").write_text("pack = ", "utf-8")

    with pytest.raises(InputError) as caught:
        Workspace(tmp_path)

    assert "rumbo.toml" in str(caught.value)


def test_the_fingerprint_changes_with_the_plan(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    before = workspace.fingerprint()

    goal = next((demo_copy / "plan" / "goals").iterdir())
    goal.write_text(goal.read_text("utf-8") + "\n", "utf-8")

    assert workspace.fingerprint() != before
