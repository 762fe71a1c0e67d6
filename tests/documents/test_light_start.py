# SPDX-License-Identifier: Apache-2.0
"""Asking for help and verifying a record need no data library: a new process says what it imported."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "altair",
    "deltalake",
    "django",
    "jinja2",
    "numba",
    "numpy",
    "pandas",
    "polars",
    "pydantic",
    "vl_convert",
)
ASK = f"""
import sys
{{prepare}}
try:
    {{act}}
except SystemExit as end:
    assert not end.code, end.code
finally:
    print("imported:", *(name for name in {HEAVY!r} if name in sys.modules))
"""


def imported(act: str, prepare: str = "") -> list[str]:
    """The heavy libraries that a new process has imported after `act`."""
    program = ASK.format(prepare=prepare, act=act)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["--lang", "es", "--help"], ["record", "--help"]]
)
def test_help_imports_no_heavy_library(arguments: list[str]) -> None:
    assert imported(f"main({arguments!r})", "from rumbo.cli import main") == []


def test_verifying_an_edition_imports_no_heavy_library(demo: Path) -> None:
    (edition,) = (demo / "publish").iterdir()
    arguments = ["record", "verify", str(edition)]

    assert imported(f"main({arguments!r})", "from rumbo.cli import main") == []


def test_reading_a_plan_needs_no_data_library() -> None:
    found = imported(
        "read_pack('us-mexico')", "import rumbo.plan.folder; from rumbo.plan.pack import read_pack"
    )

    assert set(found) <= {"pydantic"}  # checks the documents


def test_terms_and_errors_need_nothing_at_all() -> None:
    assert imported("rumbo.terms.Period.parse('2019-05')", "import rumbo.errors, rumbo.terms") == []


def test_a_heavy_import_would_be_noticed() -> None:
    assert imported("import numpy") == ["numpy"]
