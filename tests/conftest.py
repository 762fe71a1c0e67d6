# SPDX-License-Identifier: Apache-2.0
"""
What every test may ask for.

Publishers' files are read from ``RUMBO_DATA`` or from ``../shared/data`` beside the checkout. Where
they are absent the tests that need them are skipped and counted aloud at the end; under ``CI=true``
their absence is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: what fails for one fails for all, and a green run can be repeated.
settings.register_profile("repeatable", derandomize=True, database=None, print_blob=True)
settings.load_profile("repeatable")

_CHECKOUT = Path(__file__).resolve().parents[1]


def _data_folder() -> Path | None:
    given = os.environ.get("RUMBO_DATA")
    folder = Path(given) if given else _CHECKOUT.parent / "shared" / "data"
    return folder if (folder / "us" / "SOURCES.md").is_file() else None


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of publishers' files; skips the test, or fails it under CI, where there is none."""
    folder = _data_folder()
    if folder is None:
        words = "publishers' files are not here: set RUMBO_DATA to the folder that holds us/ and mx/"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the source tree."""
    return _CHECKOUT


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A finished demo workspace, made once by the command line itself; not to be written to.

    A test that changes something takes `demo_copy`.
    """
    folder = tmp_path_factory.mktemp("demo") / "rumbo-demo"
    command = [
        sys.executable,
        "-c",
        "from rumbo.cli import main; main()",
        "--lang",
        "en",
        "demo",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (folder.parent / "terminal.txt").write_text(done.stdout, "utf-8")
    return folder


@pytest.fixture
def demo_copy(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo workspace that a test may change."""
    target = tmp_path / "workspace"
    shutil.copytree(demo, target)
    return target


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud how many tests did not run for want of the publishers' files."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "publishers' files" in str(r.longrepr)]
    if skipped:
        terminalreporter.section("NOT RUN: publishers' files are absent")
        terminalreporter.line(f"{len(skipped)} tests need them; set RUMBO_DATA to their folder.")
