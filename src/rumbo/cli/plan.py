# SPDX-License-Identifier: Apache-2.0
"""`rumbo plan`: goals, indicators, targets and commitments, shown and checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumbo.errors import InputError
from rumbo.terms.language import current_language, gettext as _, ngettext
from rumbo.terms.period import day_label, parse_day

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from rich.console import Console
    from rich.table import Table

    from rumbo.plan.documents import Document, Indicator, Plan

_PACK = "us-mexico"
_SETTINGS = "rumbo.toml"


@click.group()
def plan() -> None:
    """Show and check goals, indicators, commitments and targets."""


@plan.command()
@click.argument("name", metavar="[ID]", required=False)
@click.pass_context
def show(ctx: click.Context, name: str | None) -> None:
    """
    Show the whole plan by goals, or one document by its ID.

    The word for a kind of document (events, bodies, targets and so on) lists all of that kind.
    """
    from rumbo.cli.console import console
    from rumbo.plan.folder import FOLDERS, documents_of, read_plan

    found = read_plan(_folder(ctx))
    out = console()
    if name is None:
        _show_plan(out, found)
        return
    if name.lower() in FOLDERS:
        _show_kind(out, getattr(found, name.lower()))
        return
    documents = {document.id.casefold(): document for document in documents_of(found)}
    if name.casefold() not in documents:
        raise _no_such(name, [document.id for document in documents.values()])
    _show_document(out, documents[name.casefold()], found)


@plan.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.pass_context
def check(ctx: click.Context, folder: Path | None) -> None:
    """List every fault of the documents in FOLDER, or say that there is none."""
    from rumbo.plan.folder import documents_of, plan_notes, read_plan

    found = read_plan(folder or _folder(ctx))
    count = sum(1 for _document in documents_of(found))
    click.echo(ngettext("{n} document, no fault", "{n} documents, no fault", count).format(n=f"{count:,}"))
    for note in plan_notes(found):
        click.echo(_("note: {text}").format(text=note))


@plan.command()
@click.option("--on", "on", metavar="DAY", help="The day the clocks are read on; by default today.")
@click.pass_context
def commitments(ctx: click.Context, on: str | None) -> None:
    """List who undertook what, and by when: what carries no date, what is due, what is overdue."""
    from rumbo.cli.console import console, table
    from rumbo.plan.clocks import clock_state, clocks
    from rumbo.plan.folder import read_plan
    from rumbo.plan.outline import date_label

    day = parse_day(on) if on else dt.datetime.now(dt.UTC).date()
    language = current_language()
    found = clocks(read_plan(_folder(ctx)).commitments, day)
    out = console()
    out.print(found.headline.said(language), style="bold")
    out.print(_("Clocks as of {day}").format(day=day_label(day, language)))
    if found.made:
        listed = table("", _("undertaking"), _("who"), _("clock"))
        listed.columns[1].ratio, listed.columns[3].max_width = 1, 24
        for item in found.made:
            who = "\n".join(actor.upper() for actor in item.actors)
            text = f"{item.text.said(language)} ({date_label(item.made_on, language)})"
            state, says = clock_state(item, day)
            listed.add_row(
                item.id, text, who, says.said(language), style="bold" if state == "overdue" else ""
            )
        out.print(listed)
    if found.later:
        names = ", ".join(item.id for item in found.later)
        out.print(_("Not yet made on that day: {names}").format(names=names))


def _folder(ctx: click.Context) -> Path | Traversable:
    """The plan of the workspace asked for or around us, else the one that comes with Rumbo."""
    from rumbo.plan.pack import pack_folder

    if ctx.obj:
        return Path(str(ctx.obj)) / "plan"
    if Path("plan").is_dir():
        return Path("plan")
    for above in Path.cwd().parents:
        if (above / _SETTINGS).is_file():
            return above / "plan"
    return pack_folder(_PACK)


def _no_such(name: str, ids: list[str]) -> InputError:
    from rumbo.plan.folder import FOLDERS
    from rumbo.plan.refusals import nearest, shown

    return InputError(
        _('"{name}" is not in the plan').format(name=shown(name)),
        expected=_("an id such as G1, I01 or C03, or one of: {kinds}").format(kinds=", ".join(FOLDERS)),
        hint=nearest(name, [*ids, *FOLDERS]) or "rumbo plan show",
    )


def _show_plan(out: Console, found: Plan) -> None:
    """Title, goals with their indicators, then what else there is and how to see it."""
    from rumbo.cli.console import table
    from rumbo.plan.clocks import headline, undated
    from rumbo.plan.words import KINDS

    language = current_language()
    out.print(found.title.said(language), style="bold", markup=False)
    listed = table("", _("goal and indicators"), "", _("baseline"), _("target value"))
    listed.columns[1].ratio = 1
    for goal in found.goals:
        _add(listed, goal.id, goal.title.said(language), style="bold")
        for item in found.indicators:
            if item.goal == goal.id:
                _add_indicator(listed, item, found)
    out.print(listed)
    out.print(_("↓ lower is better, ↑ higher is better, ▫ context: shown, never judged."))
    if any(target.conflicts_with for target in found.targets):
        out.print(_("≠ official targets that contradict each other; ? a target without a number."))
    if found.commitments:
        said = headline(len(undated(found)), len(found.commitments))
        out.print(said.said(language), style="bold")
    counts = []
    for name, one, many in KINDS.values():
        n = len(getattr(found, name))
        if n:
            counts.append(f"{n} {(one if n == 1 else many).said(language)}")
    out.print(_("In the plan: {counts}.").format(counts=", ".join(counts)))
    out.print(_("One document: rumbo plan show I05. All of a kind: rumbo plan show events."), style="dim")


def _add_indicator(listed: Table, item: Indicator, found: Plan) -> None:
    from rumbo.plan.conflicts import targets_of
    from rumbo.plan.outline import short_baseline, short_target
    from rumbo.terms.unit import UNITS

    language = current_language()
    title, unit = item.title.said(language), UNITS[item.unit]
    noun = unit.text.said(language)
    # the unit is named unless the title has just said it, or its symbol stands by the figures
    if not unit.symbol and noun.split()[0].casefold() not in title.casefold():
        title = f"{title}; {noun}"
    arrow = {"down": "↓", "up": "↑", "context": "▫"}[item.direction]
    stated = "\n".join(short_target(target) for target in targets_of(found, item.id))
    _add(listed, item.id, title, arrow, short_baseline(item), stated)


def _add(listed: Table, *cells: str, style: str = "") -> None:
    """Add a row of plain text: square brackets in what people wrote are no instructions."""
    from rich.text import Text as Plain

    listed.add_row(*(Plain(cell) for cell in cells), style=style)


def _show_kind(out: Console, documents: tuple[Document, ...]) -> None:
    from rumbo.cli.console import table
    from rumbo.plan.outline import line_of

    listed = table("id", _("what it is"))
    for document in documents:
        _add(listed, document.id, line_of(document, current_language()))
    out.print(listed)


def _show_document(out: Console, document: Document, found: Plan) -> None:
    from rich.table import Table as Grid

    from rumbo.plan.outline import rows, title_of
    from rumbo.plan.words import KINDS

    language = current_language()
    one = KINDS[type(document)][1].said(language)
    out.print(f"{document.id}  {title_of(document).said(language)}", style="bold", markup=False)
    out.print(one, style="dim")
    grid = Grid.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(style="dim", width=18)
    grid.add_column(ratio=1, overflow="fold")
    for label, text in rows(document, found, language):
        _add(grid, label, text)
    out.print(grid)
