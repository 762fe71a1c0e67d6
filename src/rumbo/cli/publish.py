# SPDX-License-Identifier: Apache-2.0
"""`rumbo publish`: make an edition, list the editions there are."""

from __future__ import annotations

import datetime as dt

import click

from rumbo.terms.language import gettext as _


@click.group()
def publish() -> None:
    """Make an edition that anyone can read, copy and verify."""


@publish.command()
@click.option("--name", help="The edition's name; by default the plan and its day.")
@click.pass_context
def edition(ctx: click.Context, name: str | None) -> None:
    """Publish the workspace as it stands as an edition, and enter its digest in every party's log."""
    from rumbo.cli.console import console, progress
    from rumbo.workspace import Workspace
    from rumbo.workspace.editions import publish_edition

    workspace = Workspace.find(ctx.obj)
    with progress(_("publishing")) as step:
        made = publish_edition(workspace, now=dt.datetime.now(dt.UTC), name=name, step=step)
    out = console()
    out.print(_("Edition {name}: {folder}").format(name=made.name, folder=made.folder), soft_wrap=True)
    out.print(_("Manifest SHA-256: {digest}").format(digest=made.manifest_sha256), soft_wrap=True)
    out.print(_("Check it with: rumbo record verify {folder}").format(folder=made.folder), soft_wrap=True)


@publish.command(name="list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List the editions of the workspace."""
    from rumbo.cli.console import console
    from rumbo.workspace import Workspace
    from rumbo.workspace.editions import published

    out = console()
    found = published(Workspace.find(ctx.obj))
    for folder in found:
        out.print(str(folder), soft_wrap=True)
    if not found:
        out.print(_("No edition yet: rumbo publish edition"))
