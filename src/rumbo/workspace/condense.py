# SPDX-License-Identifier: Apache-2.0
"""
The pack's figures, made again from the publishers' files.

`packs/<pack>/figures/condense.toml` says which files, released when, cited how, and what is kept.
Anyone who has the files can run it and compare.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from rumbo.errors import InputError
from rumbo.evidence.card import shipped_cards
from rumbo.evidence.figures import condense
from rumbo.evidence.intake import Dated, Intake, Step
from rumbo.evidence.release import Release
from rumbo.evidence.snapshot import Source
from rumbo.terms.language import gettext as _

Report = list[tuple[str, int, bool]]


def condense_pack(
    pack: str, data: Path, *, into: Path | None, check_only: bool, step: Step | None = None
) -> Report:
    """
    Make the files of figures of `pack` from the publishers' files below `data`.

    Parameters
    ----------
    pack : str
    data : Path
        Folder that holds the files named in ``condense.toml``.
    into : Path or None
        Where to write; by default the pack's own folder.
    check_only : bool
        Write nothing.
    step : callable, optional
        Called with (what, done, of).

    Returns
    -------
    list of (name, size in bytes, whether it equals what is there)
    """
    say = step or (lambda _what, _done, _of: None)
    here = Path(str(files("rumbo") / "packs" / pack / "figures"))
    recipes = tomllib.loads((here / "condense.toml").read_text("utf-8"))["source"]
    target = into or here
    report: Report = []
    every = sum(len(recipe["file"]) for recipe in recipes)
    done = 0
    with tempfile.TemporaryDirectory() as scratch:
        intake = Intake(Path(scratch), shipped_cards())
        for recipe in recipes:
            releases: list[Release] = []
            for entry in recipe["file"]:
                say(entry["path"], done, every)
                releases += _releases(intake, data, entry)
                done += 1
            store = intake.store(recipe["id"])
            store.add(releases)
            text = condense(store, sum_out=recipe.get("sum_out", ()), keep=recipe.get("keep"))
            report.append(_place(text, target / f"{recipe['id']}.csv", here, check_only=check_only))
    return report


def _releases(intake: Intake, data: Path, entry: dict[str, Any]) -> list[Release]:
    path = data / entry["path"]
    if not path.is_file():
        raise InputError(
            _("{file} is not in the folder").format(file=entry["path"]),
            where=str(data),
            expected=_("the publishers' files, as listed in condense.toml"),
        )
    released = entry.get("released_on")
    dated = Dated(released, entry.get("precision", "inferred"), entry.get("citation"))
    return intake.releases(Source.read(path), dated, dt.date.max)


def _place(text: str, path: Path, here: Path, *, check_only: bool) -> tuple[str, int, bool]:
    content = text.encode()
    existing = here / path.name
    same = existing.is_file() and existing.read_bytes() == content
    if not check_only:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return path.name, len(content), same
