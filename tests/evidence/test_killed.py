# SPDX-License-Identifier: Apache-2.0
"""`kill -9` of a real `rumbo evidence add`, at many moments: the state before it, or the state after it."""

import datetime as dt
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from rumbo.evidence.intake import Dated
from rumbo.workspace import Workspace
from rumbo.workspace.rebuilding import rebuild

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
LATER = dt.date(2025, 1, 20)
KILLS = 15


def command(root: Path, file: Path) -> list[str]:
    # the process says when it begins to work, so that kills are not spent on loading the program
    program = (
        "import sys; from rumbo.cli import main; import rumbo.evidence.intake, rumbo.workspace;"
        " print('ready', flush=True); main()"
    )
    day = LATER.isoformat()
    return [
        sys.executable,
        "-c",
        program,
        "-w",
        str(root),
        "evidence",
        "add",
        "--released-on",
        day,
        str(file),
    ]


def known(workspace: Workspace) -> pl.DataFrame:
    store = workspace.intake.store("us.cbp.seizures")
    return store.as_of(dt.date(2026, 1, 1)).sort(store.cell)


def killed_after(seconds: float, arguments: list[str]) -> bool:
    """Run a command and kill it; False if it had ended by then."""
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, excerpts: Path) -> Path:
    made = Workspace.found(tmp_path_factory.mktemp("killed") / "workspace", "us-mexico", now=NOW)
    made.intake.add(excerpts / "cbp-drugs.csv", now=NOW, dated=Dated(dt.date(2024, 12, 20)))
    return made.root


def test_a_killed_writer_leaves_the_state_before_or_after_and_the_next_one_succeeds(
    template: Path, excerpts: Path, tmp_path: Path
) -> None:
    before = known(Workspace(template))
    whole = tmp_path / "whole"
    shutil.copytree(template, whole)
    began = time.monotonic()
    subprocess.run(command(whole, excerpts / "cbp-drugs-later.csv"), check=True, capture_output=True)
    took = time.monotonic() - began
    after = known(Workspace(whole))
    assert not after.equals(before)
    chance = random.Random(20200131)  # noqa: S311 -- moments, not secrets
    outcomes: set[str] = set()

    for kill in range(KILLS):
        root = tmp_path / f"killed-{kill}"
        shutil.copytree(template, root)
        was_killed = killed_after(
            chance.uniform(0, took / 2), command(root, excerpts / "cbp-drugs-later.csv")
        )
        workspace = Workspace(root)
        found = known(workspace)
        assert found.equals(before) or found.equals(after)
        outcomes.add(
            ("killed" if was_killed else "ended") + (" before" if found.equals(before) else " after")
        )
        if found.equals(before):
            workspace.intake.add(excerpts / "cbp-drugs-later.csv", now=NOW, dated=Dated(LATER))
            assert known(workspace).equals(after)
        rebuild(workspace, now=NOW)
        assert known(workspace).equals(after)
        shutil.rmtree(root)

    assert "killed before" in outcomes


def test_a_writer_killed_while_it_holds_the_source_frees_it(
    template: Path, excerpts: Path, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(template, root)
    lock = root / "evidence" / "tables" / "us.cbp.seizures" / ".writer"
    program = (
        f"import fcntl, time; f = open({str(lock)!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX);"
        " print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        busy = subprocess.run(command(root, excerpts / "cbp-drugs-later.csv"), capture_output=True, text=True,
                              check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})  # fmt: skip
        holder.kill()

    assert busy.returncode == 1
    assert "somebody else is adding to us.cbp.seizures at this moment" in busy.stderr
    subprocess.run(command(root, excerpts / "cbp-drugs-later.csv"), check=True, capture_output=True)
