# SPDX-License-Identifier: Apache-2.0
"""Figures printed by INEGI and by Mexico's attorney general, from the files held."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.data
ROWS = [
    row
    for row in tomllib.loads((Path(__file__).parent / "evidence_rows.toml").read_text("utf-8"))["row"]
    if row["test"] == "inegi"
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["printed"])[:60])
def test_the_files_give_what_was_printed(
    row: dict[str, Any], check: Callable[[dict[str, Any]], None]
) -> None:
    check(row)
