# SPDX-License-Identifier: Apache-2.0
"""
Rows of `evidence_rows.toml` against the publishers' files, through the real way of a file into the store.

Each source is added once a session, release by release as `condense.toml` of the pack dates them.
"""

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from rumbo.evidence.card import shipped_cards
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.series import Evidence
from rumbo.terms import Period

Row = dict[str, Any]
NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
SLOW = "db_victimas"
"""Files of 900,000 rows; of these only the latest is added."""


def _recipes() -> dict[str, list[dict[str, Any]]]:
    recipe = files("rumbo") / "packs" / "us-mexico" / "figures" / "condense.toml"
    return {source["id"]: source["file"] for source in tomllib.loads(recipe.read_text("utf-8"))["source"]}


@pytest.fixture(scope="session")
def publisher(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Evidence]:
    """The evidence of one source, added from its publisher's files when first asked for."""

    @cache
    def added(source: str) -> Evidence:
        folder, cards = tmp_path_factory.mktemp("published"), shipped_cards()
        intake = Intake(folder, cards)
        listed = _recipes()[source]
        latest = listed[-1]
        for entry in listed:
            if SLOW not in entry["path"] or entry is latest:
                dated = Dated(entry.get("released_on"), entry.get("precision", "inferred"))
                intake.add(data / entry["path"], now=NOW, dated=dated)
        return Evidence(folder, cards)

    return added


def _total(evidence: Evidence, row: Row, periods: list[str]) -> float:
    first, last = (Period.parse(p).start for p in periods)
    total = 0.0
    for name in row["series"]:
        frame = evidence.as_of(name, row["as_of"], place=row.get("place")).frame
        inside = frame.filter(pl.col("period").is_between(first, last))
        assert inside.height, f"no figure of {name} in {periods}"
        assert inside["value"].null_count() == 0
        total += float(inside["value"].sum())
    return total


@pytest.fixture(scope="session")
def given(publisher: Callable[[str], Evidence]) -> Callable[[Row], float]:
    """What the files give for a row: a figure, or a change in percent."""

    def answer(row: Row) -> float:
        source = row["series"][0]
        cards = shipped_cards()
        owner = next(card.id for card in cards.values() if any(s.id == source for s in card.describe()))
        evidence = publisher(owner)
        total = _total(evidence, row, row["periods"])
        if "against" in row:
            return 100 * (total / _total(evidence, row, row["against"]) - 1)
        return total

    return answer


def matches(found: float, value: float, row: Row) -> bool:
    """Whether `found` is `value` as exactly as the row asks."""
    if row["match"] == "exactly":
        return found == value
    if row["match"] == "more than":
        return value < found < 1.05 * value + 5
    return bool(round(found, row.get("decimals", 0)) == value)


@pytest.fixture(scope="session")
def check(given: Callable[[Row], float]) -> Callable[[Row], None]:
    """Hold a row to what was printed, or, where there is a reason, to what the files give instead."""

    def hold(row: Row) -> None:
        found = given(row)
        if "reason" in row:
            assert not matches(found, row["value"], row), "reproduced after all: drop the reason"
            assert matches(found, row["gives"], row), found
        else:
            assert matches(found, row["value"], row), found

    return hold
