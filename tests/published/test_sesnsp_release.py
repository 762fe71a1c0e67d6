# SPDX-License-Identifier: Apache-2.0
"""Figures printed by SESNSP, from the publishers' files."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rumbo.evidence.card import shipped_cards
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.series import Evidence
from rumbo.evidence.snapshot import Source

pytestmark = pytest.mark.data
ROWS = [
    row
    for row in tomllib.loads((Path(__file__).parent / "evidence_rows.toml").read_text("utf-8"))["row"]
    if row["test"] == "sesnsp"
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["printed"])[:60])
def test_the_files_give_what_was_printed(
    row: dict[str, Any], check: Callable[[dict[str, Any]], None]
) -> None:
    check(row)


@pytest.mark.parametrize("cut", ["2024-06", "2024-08", "2024-11"])
def test_the_two_families_of_files_agree_at_every_common_cut(data: Path, cut: str) -> None:
    intake = Intake(Path("unused"), shipped_cards())
    folder = data / "mx" / "sesnsp-victimas-estatal"
    names = (f"timeseries_victimas_{cut}.csv.xz", f"db_victimas_delitos_ent_long_{cut}.csv.bz2")
    dated = Dated(dt.date(2025, 1, 1))

    one, other = (
        intake.releases(Source.read(folder / name), dated, dt.date(2025, 1, 1))[0] for name in names
    )

    assert str(one.last) == str(other.last) == cut
    assert one.frame.equals(other.frame)


def test_earlier_months_are_revised_up_and_down(publisher: Callable[[str], Evidence]) -> None:
    changes = publisher("mx.sesnsp").difference(
        "mx.sesnsp.homicide_intentional.victims", between=(dt.date(2020, 1, 31), dt.date(2025, 7, 31))
    )

    revised = changes.filter(kind="revised")["change"]
    assert revised.min() < 0 < revised.max()  # type: ignore[operator]
