# SPDX-License-Identifier: Apache-2.0
"""`rumbo rebuild`: everything derivable, made again."""

from __future__ import annotations

import datetime as dt

import click

from rumbo.terms.language import gettext as _


@click.command()
@click.pass_context
def rebuild(ctx: click.Context) -> None:
    """Make everything derivable again from the snapshots."""
    from rumbo.cli.console import console, progress
    from rumbo.workspace import Workspace
    from rumbo.workspace.rebuilding import rebuild as make_again

    workspace = Workspace.find(ctx.obj)
    with progress(_("rebuilding")) as step:
        made = make_again(workspace, now=dt.datetime.now(dt.UTC), step=step)
    for source, releases in made.items():
        console().print(_("{source}: {n} releases").format(source=source, n=releases))
