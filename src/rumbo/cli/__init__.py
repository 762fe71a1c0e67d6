# SPDX-License-Identifier: Apache-2.0
"""
The command line: one group of commands per stage, and `demo` over all of them.

Takes what a person types, gives words, tables and an exit status; every rule is in the stage it calls.

Light to start: a command's module, and whatever it needs, is imported when that command is asked for.
Words are in the language of ``--lang`` or the locale. Exit status: 0 done; 1 a fault, or a check that
fails; 2 a command typed wrongly.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, cast, get_args

import click

from rumbo import __version__
from rumbo.errors import Labels, RumboError
from rumbo.terms.language import Language, gettext as _, language_of_locale, set_language

_COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("rumbo.cli.demo", "Run the US-Mexico case from evidence to a finished edition."),
    "evidence": ("rumbo.cli.evidence", "Add files of agencies; show series as known on any day."),
    "assess": ("rumbo.cli.assess", "Say what the figures allow to be said about each indicator."),
    "plan": ("rumbo.cli.plan", "Show and check goals, indicators, commitments and targets."),
    "publish": ("rumbo.cli.publish", "Make an edition that anyone can read, copy and verify."),
    "record": ("rumbo.cli.record", "Keep and verify the signed logs of both parties."),
    "rebuild": ("rumbo.cli.rebuild", "Make everything derivable again from the snapshots."),
    "serve": ("rumbo.cli.serve", "Open the workspace in a browser on this machine."),
}


class LazyGroup(click.Group):
    """Loads a command when it is asked for, and gives its help in the reader's language."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """The commands in the order of the road."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command called `cmd_name`."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return translated(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, without importing any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(words)) for name, (_module, words) in _COMMANDS.items()])


def translated(command: click.Command) -> click.Command:
    """`command` with its help, and that of its options and subcommands, in the reader's language."""
    if command.help:
        command.help = _(" ".join(command.help.split()))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(parameter.help)
    if isinstance(command, click.Group):
        for name in command.commands:
            translated(command.commands[name])
    return command


def _choose_language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value:
        set_language(cast("Language", value))  # click has checked that it is one
    return value


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.option("--lang", type=click.Choice(get_args(Language)), is_eager=True, callback=_choose_language,
              expose_value=False, help="Language of the words; by default that of the locale.")  # fmt: skip
@click.option("--workspace", "-w", envvar="RUMBO_WORKSPACE", metavar="FOLDER",
              help="The workspace; by default the folder you are in, or one above it.")  # fmt: skip
@click.version_option(__version__, prog_name="rumbo", message="%(prog)s %(version)s")
@click.pass_context
def rumbo(ctx: click.Context, workspace: str | None) -> None:
    """Common goals, honest assessment and a signed record for two governments."""
    ctx.obj = workspace


def labels() -> Labels:
    """The labels errors are printed with, in the reader's language."""
    return Labels(error="error", where=_("in"), expected=_("expected:"), hint=_("try:"))


def main(arguments: Sequence[str] | None = None, **extra: Any) -> None:  # noqa: ANN401 -- click's own
    """Run the command line; a `RumboError` is printed for people and ends with status 1."""
    set_language(language_of_locale())
    translate_root()
    try:
        rumbo.main(args=arguments, prog_name="rumbo", **extra)
    except RumboError as error:
        click.echo("\n".join(error.lines(labels())), err=True)
        sys.exit(1)


def translate_root() -> None:
    """Leave the root's own help to be put into words when it is printed."""
    original = rumbo.format_help

    def format_help(ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rumbo.help = _("Common goals, honest assessment and a signed record for two governments.")
        for parameter in rumbo.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = _(parameter.help)
        original(ctx, formatter)

    rumbo.format_help = format_help  # type: ignore[method-assign]
