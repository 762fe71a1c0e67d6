# SPDX-License-Identifier: Apache-2.0
"""Change notes are named so that a release can gather them, and say something."""

import re
import tomllib
from pathlib import Path

import rumbo

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(feature|bugfix|removal|doc)\.md")


def notes(checkout: Path) -> list[Path]:
    return sorted(p for p in (checkout / "changes").iterdir() if p.name != "README.md")


def test_change_notes_are_named_by_words_and_kind(checkout: Path) -> None:
    assert [p.name for p in notes(checkout) if not NAME.fullmatch(p.name)] == []


def test_change_notes_are_short_sentences(checkout: Path) -> None:
    for note in notes(checkout):
        text = note.read_text("utf-8").strip()

        assert text.endswith("."), note.name
        assert not text.startswith("#"), note.name
        assert len(text) < 600, note.name


def test_the_version_is_the_same_wherever_it_is_written(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == rumbo.__version__
    for name in ("README.md", "README.es.md"):
        assert rumbo.__version__ in (checkout / name).read_text("utf-8")
