# SPDX-License-Identifier: Apache-2.0
"""
Making an edition: pages from the dossiers, its digest into every party's log, the public record beside it.

The order is what makes it checkable: pages and manifest first, then the entries that name the manifest's
digest, then the logs as they stand after those entries, copied into the edition.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from rumbo.errors import PublishError
from rumbo.evidence.intake import Step
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.edition import write_edition
from rumbo.terms.language import gettext as _
from rumbo.workspace.dossiers import edition_inputs
from rumbo.workspace.folder import Workspace

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True)
class Edition:
    """An edition in a workspace: name, folder, its manifest's digest, and what it was made from."""

    name: str
    folder: Path
    manifest_sha256: str
    inputs: EditionInputs


def publish_edition(
    workspace: Workspace, *, now: dt.datetime, name: str | None = None, step: Step | None = None
) -> Edition:
    """
    Publish the workspace as an edition.

    Parameters
    ----------
    workspace : Workspace
    now : datetime.datetime
        UTC; goes into the record, not into the pages.
    name : str, optional
        The edition's name; by default the plan and its day, numbered from the second on.
    step : callable, optional
        Called with (what, done, of).

    Raises
    ------
    PublishError
        If the name cannot be one, or an edition of that name is there already.
    """
    if name and not _NAME.fullmatch(name):
        raise PublishError(
            _('"{value}" cannot be the name of an edition').format(value=name),
            expected=_("lower-case letters, digits and dashes, such as us-mexico-2020-03-31"),
        )
    chosen = name or _next_name(workspace)
    folder = workspace.root / "publish" / chosen
    if folder.exists():
        raise PublishError(
            _("edition {name} is there already, and an edition does not change").format(name=chosen),
            where=str(folder),
            hint=_("publish under another name"),
        )
    inputs = replace(edition_inputs(workspace, step=step), edition=chosen)
    say = step or (lambda _what, _done, _of: None)
    write_edition(inputs, folder, progress=lambda done, of: say(_("writing pages"), done, of))
    try:
        digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        record = workspace.record
        record.append_edition(digest, edition=chosen, as_of=inputs.as_of_days[-1], at=now)
        record.cosign_all(now)
        record.export(folder / "record")
    except BaseException:
        # an edition without its record proves nothing: better none
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Edition(chosen, folder, digest, inputs)


def _next_name(workspace: Workspace) -> str:
    first = f"{workspace.plan.id}-{workspace.as_of_days[-1].isoformat()}"
    taken = {folder.name for folder in published(workspace)}
    again = (f"{first}-{n}" for n in count(2))
    return first if first not in taken else next(name for name in again if name not in taken)


def published(workspace: Workspace) -> list[Path]:
    """The editions of a workspace, by name."""
    folder = workspace.root / "publish"
    return sorted(p for p in folder.iterdir() if (p / "manifest.json").is_file()) if folder.is_dir() else []
