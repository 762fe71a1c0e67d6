# SPDX-License-Identifier: Apache-2.0
"""`rumbo assess`: what can be said about each indicator, as of a day."""

from __future__ import annotations

import datetime as dt

import click

from rumbo.errors import InputError
from rumbo.terms.language import current_language, gettext as _
from rumbo.terms.period import parse_day


@click.group()
def assess() -> None:
    """Say what the figures allow to be said about each indicator."""


@assess.command()
@click.option("--as-of", "as_of", metavar="DAY", help="Use what was known on this day; by default today.")
@click.pass_context
def run(ctx: click.Context, as_of: str | None) -> None:
    """Show the scorecard: every indicator with its verdict."""
    from rumbo.cli.console import console, progress
    from rumbo.cli.scorecard import scorecard
    from rumbo.workspace import Workspace
    from rumbo.workspace.dossiers import assess as assess_all

    workspace = Workspace.find(ctx.obj)
    day = parse_day(as_of) if as_of else dt.datetime.now(dt.UTC).date()
    with progress(_("assessing")) as step:
        _held, answers = assess_all(workspace, [day], step=step)
    one_day = {name: found[day] for name, found in answers.items()}
    shown, without = scorecard(workspace.plan, one_day, day=day, language=current_language())
    out = console()
    out.print(shown)
    if without:
        out.print(_("No public series is held for: {titles}.").format(titles="; ".join(without)), style="dim")


@assess.command()
@click.argument("indicator")
@click.option("--as-of", "as_of", metavar="DAY", help="Use what was known on this day; by default today.")
@click.pass_context
def show(ctx: click.Context, indicator: str, as_of: str | None) -> None:
    """Show everything said about one INDICATOR, with its caveats."""
    from rumbo.assess.indicator import assess_indicator
    from rumbo.cli.console import console
    from rumbo.cli.scorecard import verdict_word
    from rumbo.workspace import Workspace
    from rumbo.workspace.questions import held_series, question

    workspace = Workspace.find(ctx.obj)
    found = next((i for i in workspace.plan.indicators if i.id == indicator), None)
    if found is None:
        raise InputError(
            _('"{value}" is not an indicator').format(value=indicator),
            expected=", ".join(i.id for i in workspace.plan.indicators),
            hint="rumbo plan show",
        )
    day = parse_day(as_of) if as_of else dt.datetime.now(dt.UTC).date()
    held = held_series(workspace.evidence, found)
    answer = assess_indicator(question(workspace.plan, found, held, day))
    language = current_language()
    out = console()
    out.print(found.title.said(language), style="bold")
    out.print(_("As known on {day}").format(day=day))
    out.print(f"{verdict_word(answer.verdict)}: {answer.reason.said(language)}")
    out.print(found.counts.said(language), style="dim")
    if answer.method.said(language):
        out.print(answer.method.said(language), style="dim")
    for caveat in answer.caveats:
        out.print(f"  ◇ {caveat.text.said(language)}")
