# SPDX-License-Identifier: Apache-2.0
"""The house rules, checked: what `make check` runs, and what no program looks at."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
CODE = (".py", ".sh", ".css", ".js")
LONGEST_FILE = 450
# written so that this file does not find itself
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:wor[k]|roo[t]|tm[p])/[a-z]|/hom[e]/[a-z]|C:\\User[s]",
    "the name of a package host": r"pyp[i]\.org|pythonhoste[d]|npmj[s]\.|proxy\.golan[g]|deb\.debia[n]",
    "a number of somebody's list": r"\bissu[e] #|\bticke[t] #|\bpull reques[t] #",
    "how it was made": r"\b(?:this|our|previous|last) sessio[n]\b|\bthe prototyp[e]\b|\bAI[- ]assiste[d]",
    "something left to do": r"\b(?:TOD[O]|FIXM[E]|XX[X])\b",
}
LOCKS = (
    "poetry.lock",
    "uv.lock",
    "Pipfile.lock",
    "pdm.lock",
    "pylock.toml",
    "package-lock.json",
    "yarn.lock",
)


def kept(checkout: Path) -> Iterator[Path]:
    """Every file of the checkout that is ours to keep: not what `.gitignore` names, not other people's."""
    names = {line.strip("/") for line in (checkout / ".gitignore").read_text("utf-8").split()}
    for folder, below, files in os.walk(checkout):
        below[:] = [d for d in sorted(below) if d not in names and d != ".git"]
        yield from (Path(folder) / name for name in sorted(files) if not name.endswith((".pyc", ".egg-info")))


def text_of(path: Path) -> str:
    """The text of a file; empty for a file that is not text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "--no-cache", "src", "tests", "benchmarks", "tools"],
        ["ruff", "format", "--no-cache", "--check", "src", "tests", "benchmarks", "tools"],
        ["mypy"],
        ["lint-imports", "--no-cache"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_checkers_have_nothing_to_say(checkout: Path, command: list[str]) -> None:
    environment = {**os.environ, "NO_COLOR": "1"}

    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=checkout, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


def code_of(checkout: Path) -> list[Path]:
    """Our code: not what others wrote and we ship as it is."""
    return [p for p in kept(checkout) if p.suffix in CODE and not p.name.endswith(".min.js")]


def test_every_code_file_begins_with_its_licence(checkout: Path) -> None:
    style = checkout / "src" / "rumbo" / "publish" / "style"
    parts = sorted(style.glob("*.css"))[1:]  # the first stands for all: they become one sheet
    code = [p for p in code_of(checkout) if p not in parts] + [
        checkout / "Makefile",
        checkout / ".ci" / "run",
    ]

    assert len(code) > 100
    assert [p for p in code if "SPDX-License-Identifier: Apache-2.0" not in text_of(p)[:200]] == []


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nothing_speaks_of(checkout: Path, kind: str) -> None:
    found = [
        f"{path.relative_to(checkout)}:{n}: {line.strip()[:100]}"
        for path in kept(checkout)
        for n, line in enumerate(text_of(path).splitlines(), start=1)
        if re.search(FORBIDDEN[kind], line)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("a path of one machine", "see /" + "work/main"),
        ("a path of one machine", "in '/" + "tmp/demo'"),
        ("the name of a package host", "https://pyp" + "i.org/simple"),
        ("a number of somebody's list", "as asked in Issu".lower() + "e #3"),
        ("how it was made", "done in this sess" + "ion"),
        ("something left to do", "# TO" + "DO: more"),
    ],
)
def test_what_nothing_may_speak_of_would_be_noticed(kind: str, line: str) -> None:
    assert re.search(FORBIDDEN[kind], line)


def test_no_lock_file_says_where_packages_came_from(checkout: Path) -> None:
    assert [p for p in kept(checkout) if p.name in LOCKS] == []


def test_every_pinned_package_has_its_hashes(checkout: Path) -> None:
    for listed in sorted((checkout / "requirements").glob("*.txt")):
        entries = re.split(r"\n(?=\S)", listed.read_text("utf-8").strip())
        pinned = [entry for entry in entries if not entry.startswith("#")]

        assert [entry for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_every_dependency_has_its_reason(checkout: Path) -> None:
    project = (checkout / "pyproject.toml").read_text("utf-8")
    reasons = (checkout / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")
    named = set(re.findall(r'"([a-z][a-z0-9-]*)>=', project))

    assert {
        name for name in named if not re.search(rf"(\| |, |\*\*){re.escape(name)}( \||, |\*\*)", reasons)
    } == set()


def test_every_package_says_what_it_takes_and_gives(checkout: Path) -> None:
    silent = []
    for opening in sorted((checkout / "src" / "rumbo").glob("*/__init__.py")):
        said = ast.get_docstring(ast.parse(opening.read_text("utf-8"))) or ""
        if not re.search(r"\bTakes\b.*\b[Gg]ives\b", said, re.DOTALL):
            silent.append(opening.parent.name)

    assert silent == []


def test_no_file_of_code_is_too_long_to_read(checkout: Path) -> None:
    made_up = checkout / "tests" / "publish" / "example.py"  # one edition's worth of made-up figures
    lengths = {p: len(text_of(p).splitlines()) for p in code_of(checkout) if p != made_up}

    assert {str(p.relative_to(checkout)): n for p, n in lengths.items() if n > LONGEST_FILE} == {}
