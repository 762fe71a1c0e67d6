# SPDX-License-Identifier: Apache-2.0
"""Figures printed by CBP and Border Patrol, from the publishers' files."""

import datetime as dt
import itertools
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rumbo.evidence.series import Evidence

pytestmark = pytest.mark.data
ROWS = [
    row
    for row in tomllib.loads((Path(__file__).parent / "evidence_rows.toml").read_text("utf-8"))["row"]
    if row["test"] == "cbp"
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["printed"])[:60])
def test_the_files_give_what_was_printed(
    row: dict[str, Any], check: Callable[[dict[str, Any]], None]
) -> None:
    check(row)


def test_closed_fiscal_years_never_change(publisher: Callable[[str], Evidence]) -> None:
    store = publisher("us.cbp.seizures").store("us.cbp.seizures")
    shared = 0

    for earlier, later in itertools.pairwise(store.vintages()):
        last = earlier.last.start
        closed = dt.date(last.year if last.month >= 9 else last.year - 1, 9, 1)
        both = pl.col("period").is_between(later.first.start, closed)
        before = store.as_of(earlier.released_on).filter(both).sort(store.cell)
        after = store.as_of(later.released_on).filter(both).sort(store.cell)
        assert before.equals(after)
        shared += before["period"].n_unique()

    assert shared == 36 + 36 + 36 + 24 + 36


def test_counts_of_a_running_year_fill_up_and_weights_hardly_move(
    publisher: Callable[[str], Evidence],
) -> None:
    evidence = publisher("us.cbp.seizures")
    days = (dt.date(2026, 1, 31), dt.date(2026, 5, 31))
    recent = pl.col("period") >= dt.date(2025, 10, 1)

    events = evidence.difference("us.cbp.seizures.all_drugs.events", between=days).filter(
        recent, kind="revised"
    )
    weight = evidence.difference("us.cbp.seizures.all_drugs.weight_lb", between=days).filter(
        recent, kind="revised"
    )

    assert [round(100 * share) for share in events["share"]] == [19, 17, 15]
    assert [round(100 * share, 1) for share in weight["share"]] == [0.0, 0.8, 0.8]
