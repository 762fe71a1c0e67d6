# SPDX-License-Identifier: Apache-2.0
"""`rumbo demo`: the main job on the US-Mexico case, from evidence to a finished edition."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from rumbo.terms.language import current_language, gettext as _, ngettext

_PACK = "us-mexico"


@click.command()
@click.argument("folder", default="rumbo-demo", type=click.Path(path_type=Path, file_okay=False))
def demo(folder: Path) -> None:
    """Run the US-Mexico case of 2019-20 in FOLDER (by default rumbo-demo), from evidence to edition."""
    from rumbo.cli.console import console, progress
    from rumbo.cli.scorecard import scorecard
    from rumbo.plan.clocks import undated
    from rumbo.workspace import Workspace
    from rumbo.workspace.editions import publish_edition

    now = dt.datetime.now(dt.UTC)
    out = console()
    workspace = Workspace.found(folder, _PACK, now=now)
    with progress(_("evidence")) as step:
        releases = workspace.add_pack_figures(now=now, step=step)
    out.print(
        _("Evidence: {n} releases of {sources} public sources, every vintage kept.").format(
            n=releases, sources=sum(1 for c in workspace.cards if workspace.evidence.store(c).vintages())
        )
    )
    with progress(_("edition")) as step:
        made = publish_edition(workspace, now=now, step=step)
    language = current_language()
    plan = made.inputs.plan
    for day in made.inputs.as_of_days:
        answers = {d.indicator.id: d.assessments[day] for d in made.inputs.dossiers}
        shown, without = scorecard(plan, answers, day=day, language=language)
        out.print(shown)
    out.print(
        ngettext(
            "{n} more measure has no public series held; its page says what is missing.",
            "{n} more measures have no public series held; their pages say what is missing.",
            len(without),
        ).format(n=len(without)),
        style="dim",
    )
    out.print(
        _("Commitments: {undated} of {all} carry no date.").format(
            undated=len(undated(plan)), all=len(plan.commitments)
        )
    )
    out.print()
    out.print(_("The edition, in English and Spanish:"), style="bold")
    out.print(f"  {made.folder / 'index.html'}", soft_wrap=True)
    out.print(_("Check that nothing in it was changed:"), style="bold")
    out.print(f"  rumbo record verify {made.folder}", soft_wrap=True)
    out.print(_("Open the workspace in a browser:"), style="bold")
    out.print(f"  rumbo -w {folder} serve", soft_wrap=True)
