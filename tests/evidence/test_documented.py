# SPDX-License-Identifier: Apache-2.0
"""What docs/evidence.md shows runs as it stands there, and names what there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rumbo.evidence.card import Layout, SourceCard
from rumbo.evidence.store import VINTAGE_SCHEMA

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text("utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```.*?```text\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [
    line.strip().split("   ")[0] for line in PAGE.splitlines() if line.startswith("    rumbo evidence")
]


@pytest.mark.parametrize(("program", "printed"), PROGRAMS, ids=["from Python", "without Rumbo"])
def test_a_program_prints_what_the_page_says(program: str, printed: str, demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=demo.parent, capture_output=True, text=True, check=False
    )

    assert done.stderr == ""
    assert done.stdout == printed


@pytest.mark.parametrize("command", [c for c in COMMANDS if "FILE" not in c])
def test_a_command_runs_as_written(command: str, demo: Path) -> None:
    _rumbo, *arguments = command.split()

    done = subprocess.run(
        [sys.executable, "-c", "from rumbo.cli import main; main()", *arguments],
        cwd=demo, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_every_field_of_a_card_is_described() -> None:
    named = set(re.findall(r"`(?:\[+)?(\w+)(?:\.NAME)?(?:\]+)?`", PAGE))

    assert set(SourceCard.model_fields) - named == set()
    assert set(Layout.model_fields) - named == set()


def test_every_column_of_the_tables_is_described() -> None:
    assert [c for c in VINTAGE_SCHEMA if f"`{c}`" not in PAGE] == []
