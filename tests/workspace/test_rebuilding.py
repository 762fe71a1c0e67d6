# SPDX-License-Identifier: Apache-2.0
"""Deleting everything derivable and making it again gives the same figures."""

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from rumbo.errors import EvidenceError
from rumbo.workspace import Workspace
from rumbo.workspace.rebuilding import rebuild

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
DAYS = (dt.date(2020, 1, 31), dt.date(2024, 12, 31), dt.date(2026, 11, 1))
SERIES = (
    "us.cdc.overdose.all_drugs.deaths_12_months",
    "mx.sesnsp.homicide_intentional.victims",
    "mx.inegi.homicide.deaths",
)


def known(workspace: Workspace) -> pl.DataFrame:
    parts = [
        workspace.evidence.as_of(name, day).frame.with_columns(
            pl.lit(name).alias("series"), pl.lit(day).alias("day")
        )
        for name in SERIES
        for day in DAYS
    ]
    return pl.concat(parts)


def test_rebuilding_gives_the_same_figures_for_every_day(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    before = known(workspace)
    shutil.rmtree(demo_copy / "evidence" / "tables")

    made = rebuild(workspace, now=NOW)

    assert made["mx.sesnsp"] == len(workspace.evidence.store("mx.sesnsp").vintages())
    assert_frame_equal(known(workspace), before)


def test_a_snapshot_that_was_edited_stops_the_rebuild_and_keeps_the_tables(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    before = known(workspace)
    (snapshot,) = (demo_copy / "evidence" / "snapshots" / "mx.inegi.ensu").glob("*/*.csv")
    snapshot.write_bytes(snapshot.read_bytes().replace(b"72.9", b"62.9"))

    with pytest.raises(EvidenceError, match="have changed"):
        rebuild(workspace, now=NOW)

    assert_frame_equal(known(workspace), before)
