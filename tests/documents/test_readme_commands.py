# SPDX-License-Identifier: Apache-2.0
"""Every command that the README and the tour show is run, and says what they show."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PAGES = ("README.md", "README.es.md", "docs/tour.md", "docs/tour.es.md")
Tool = Callable[[str], ModuleType]


@pytest.fixture
def terminal(tool: Tool, place: Path, said_by_demo: str) -> Any:
    return tool("examples").Terminal(place, demo_said=said_by_demo)


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page in `language`."""
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def make_commands(page: str) -> list[str]:
    return re.findall(r"^    (make .*)$", page, re.MULTILINE)


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


@pytest.mark.parametrize("name", PAGES)
def test_commands_say_what_the_page_shows(checkout: Path, tool: Tool, terminal: Any, name: str) -> None:
    page = (checkout / name).read_text("utf-8")

    again = tool("examples").written(page, terminal.say)

    assert page.splitlines() == again.splitlines(), "the page differs from the program: make pages"


@pytest.mark.parametrize("name", PAGES)
def test_shell_blocks_run_to_their_end(checkout: Path, terminal: Any, name: str) -> None:
    found = [b for b in blocks((checkout / name).read_text("utf-8"), "sh") if " serve" not in b]

    said = [terminal.say(block) for block in found]

    assert all(said)


@pytest.mark.parametrize("name", ["docs/tour.md", "docs/tour.es.md"])
def test_serve_says_where_to_look(checkout: Path, terminal: Any, name: str) -> None:
    (command,) = (b.strip() for b in blocks((checkout / name).read_text("utf-8"), "sh") if " serve" in b)
    server = subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command} --port 0"],
        cwd=terminal.folder, env={**terminal.environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        assert server.stdout is not None
        first = server.stdout.readline()
    finally:
        server.terminate()
        server.communicate()

    assert re.search(r"http://(127\.0\.0\.1|localhost):\d+", first)


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_readme_has_exactly_two_commands_and_the_makefile_has_them(checkout: Path, name: str) -> None:
    commands = make_commands((checkout / name).read_text("utf-8"))

    assert commands == ["make demo", "make test"]
    assert {command.split()[1] for command in commands} <= targets((checkout / "Makefile").read_text("utf-8"))


def test_every_change_runs_the_command_of_the_readme(checkout: Path) -> None:
    lines = (checkout / ".ci" / "run").read_text("utf-8").splitlines()

    assert [line for line in lines if line.startswith("make")] == ["make test"]


@pytest.mark.parametrize("name", [*PAGES, "CONTRIBUTING.md", "tests/README.md", "docs/commands.md"])
def test_every_make_target_that_is_mentioned_exists(checkout: Path, name: str) -> None:
    mentioned = set(re.findall(r"`make ([a-z-]+)", (checkout / name).read_text("utf-8")))

    assert mentioned <= targets((checkout / "Makefile").read_text("utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_every_fence_is_of_a_kind_that_is_checked(checkout: Path, name: str) -> None:
    kinds = re.findall(r"^```(\w*).*\n", (checkout / name).read_text("utf-8"), re.MULTILINE)

    assert set(kinds) <= {"console", "sh", ""}  # the empty one closes
    assert kinds.count("") == len(kinds) / 2


def test_left_out_lines_are_marked_once_for_each_run(tool: Tool) -> None:
    lines = ["a", "b", "c", "d", "e"]

    shortened = tool("examples").shortened

    assert shortened(lines, "") == lines
    assert shortened(lines, " first=1 last=1") == ["a", "…", "e"]
    assert shortened(lines, ' only="b|d"') == ["…", "b", "…", "d", "…"]


def test_output_that_differs_from_the_page_is_noticed(tool: Tool) -> None:
    page = "```console\n$ echo 68 releases\n67 releases\n```\n"

    assert tool("examples").written(page, lambda _command, _status: "68 releases\n") == page.replace(
        "67", "68"
    )
