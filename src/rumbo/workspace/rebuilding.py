# SPDX-License-Identifier: Apache-2.0
"""Making everything derivable again: the evidence tables, from the snapshots alone."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from pathlib import Path

from rumbo.errors import EvidenceError
from rumbo.evidence.intake import Dated, Step
from rumbo.evidence.release import Release
from rumbo.evidence.snapshot import Source
from rumbo.terms.language import gettext as _
from rumbo.workspace.folder import Workspace


def rebuild(workspace: Workspace, *, now: dt.datetime, step: Step | None = None) -> dict[str, int]:
    """
    Make the evidence tables again from the snapshots.

    The new tables are made beside the old ones and take their place only when all are there.

    Returns
    -------
    dict of str to int
        Releases per source.

    Raises
    ------
    EvidenceError
        If a snapshot's bytes are no longer what they were.
    """
    say = step or (lambda _what, _done, _of: None)
    folder = workspace.root / "evidence"
    found = (folder / "snapshots").glob("*/*/about.toml")
    notes = {about: tomllib.loads(about.read_text("utf-8")) for about in sorted(found)}
    # releases of one day stand in the order in which they came
    listed = sorted(notes, key=lambda about: str(notes[about]["added_at"]))
    releases: dict[str, list[Release]] = {}
    for n, about in enumerate(listed):
        note = notes[about]
        say(note["name"], n, len(listed))
        releases.setdefault(note["source"], []).extend(_read_again(workspace, about, note, now))
    staging = folder / ".tables-new"
    shutil.rmtree(staging, ignore_errors=True)
    for source, gathered in releases.items():
        store = workspace.intake.store(source)
        type(store)(staging / source, store.card).add(gathered)
    tables, old = folder / "tables", folder / ".tables-old"
    shutil.rmtree(old, ignore_errors=True)
    if tables.exists():
        tables.rename(old)
    if staging.exists():
        staging.rename(tables)
    shutil.rmtree(old, ignore_errors=True)
    return {source: len(gathered) for source, gathered in releases.items()}


def _read_again(
    workspace: Workspace, about: Path, note: dict[str, object], now: dt.datetime
) -> list[Release]:
    source = Source.read(about.parent / str(note["name"]))
    if source.sha256 != note["sha256"]:
        raise EvidenceError(
            _("the bytes of this snapshot have changed since it was taken"),
            where=str(about.parent),
            expected=f"SHA-256 {note['sha256']}",
            hint=_("put the original file back; a snapshot is never edited"),
        )
    released = note["released_on"]
    dated = Dated(
        released if isinstance(released, dt.date) else None,
        str(note["precision"]),  # type: ignore[arg-type]
        str(note["citation"]),
    )
    return workspace.intake.releases(source, dated, now.date())
