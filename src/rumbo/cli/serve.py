# SPDX-License-Identifier: Apache-2.0
"""`rumbo serve`: the workspace in a browser on this machine."""

from __future__ import annotations

import click

from rumbo.errors import InputError
from rumbo.terms.language import gettext as _


@click.command()
@click.option("--port", default=8000, show_default=True, help="The port; 0 for any free one.")
@click.pass_context
def serve(ctx: click.Context, port: int) -> None:
    """Open the workspace in a browser on this machine."""
    from rumbo.web.server import serve as serve_workspace
    from rumbo.workspace import Workspace

    workspace = Workspace.find(ctx.obj)

    def ready(address: str) -> None:
        click.echo(_("Open {address} in a browser; stop with Ctrl+C.").format(address=address))

    try:
        serve_workspace(workspace, port=port, ready=ready)
    except OSError as error:
        raise InputError(
            _("port {port} cannot be used: {why}").format(port=port, why=error.strerror),
            hint=_("rumbo serve --port 0 takes any free port"),
        ) from None
    except KeyboardInterrupt:
        click.echo("")
