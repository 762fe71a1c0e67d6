# SPDX-License-Identifier: Apache-2.0
"""`rumbo evidence`: add files, list what is held, show a series as of a day, show what was revised."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumbo.errors import InputError
from rumbo.terms import Period
from rumbo.terms.language import current_language, gettext as _
from rumbo.terms.number import number, percent
from rumbo.terms.period import parse_day
from rumbo.terms.place import place as place_of
from rumbo.terms.unit import unit

if TYPE_CHECKING:
    from rumbo.evidence.card import SourceCard
    from rumbo.evidence.series import Evidence, SeriesFrame
    from rumbo.evidence.store import Added


@click.group()
def evidence() -> None:
    """Add files of agencies; show series as known on any day."""


@evidence.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--released-on", metavar="DAY", help="The day the agency published it, as 2020-01-20.")
@click.option("--citation", help="How to cite this file, when it differs from the source's.")
@click.pass_context
def add(ctx: click.Context, files: tuple[Path, ...], released_on: str | None, citation: str | None) -> None:
    """
    Add FILES as agencies published them.

    Without a release day it is inferred from the source's calendar, and marked so.
    """
    from rumbo.cli.console import console, progress
    from rumbo.evidence.intake import Dated
    from rumbo.workspace import Workspace

    workspace = Workspace.find(ctx.obj)
    dated = Dated(parse_day(released_on) if released_on else None, "day", citation)
    out = console()
    for path in files:
        with progress(path.name) as step:
            added = workspace.intake.add(path, now=dt.datetime.now(dt.UTC), dated=dated, step=step)
        for one in added:
            out.print(_added_line(one))


def _added_line(one: Added) -> str:
    vintage = one.vintage
    day = _("{day} (inferred)") if vintage.precision == "inferred" else "{day}"
    line = _(
        "{name}: released {day}, {first} to {last}; {added} new, {changed} revised, {withdrawn} withdrawn"
    ).format(
        name=vintage.name,
        day=day.format(day=vintage.released_on),
        first=vintage.first,
        last=vintage.last,
        added=number(vintage.added),
        changed=number(vintage.changed),
        withdrawn=number(vintage.withdrawn),
    )
    notes = [f"\n  · {note}" for note in vintage.notes]
    if one.rewritten:
        notes.append("\n  · " + _("{n} later releases compared again").format(n=one.rewritten))
    return line + "".join(notes)


@evidence.command(name="list")
@click.argument("source", required=False)
@click.option("--series", is_flag=True, help="List the series instead of the releases.")
@click.pass_context
def list_(ctx: click.Context, source: str | None, *, series: bool) -> None:
    """What is held: every source, or the releases (or series) of one SOURCE."""
    from rumbo.workspace import Workspace

    workspace = Workspace.find(ctx.obj)
    if source is None:
        _list_sources(workspace.evidence)
    elif series:
        _list_series(workspace.evidence, source)
    else:
        _list_releases(workspace.evidence, source)


def _list_sources(evidence_: Evidence) -> None:
    from rich.text import Text as Styled

    from rumbo.cli.console import console, table

    language = current_language()
    shown = table(_("source"), (_("releases"), "right"), _("periods"), _("latest release"))
    without: list[str] = []
    for name, card in evidence_.cards.items():
        held = evidence_.store(name).vintages()
        if not held:
            without.append(name)
            continue
        first = Period(min(v.first for v in held).first, card.frequency)
        last = Period(max(v.last for v in held).first, card.frequency)
        words = Styled(name, style="bold")
        words.append(f"\n{card.title.said(language)}. {card.licence}", style="not bold dim")
        shown.add_row(words, str(len(held)), f"{first} – {last}", held[-1].released_on.isoformat())
    shown.columns[2].no_wrap = shown.columns[3].no_wrap = True
    out = console()
    out.print(shown)
    if without:
        out.print(_("Cards without a file yet: {names}.").format(names=", ".join(without)), style="dim")


def _list_releases(evidence_: Evidence, source: str) -> None:
    from rumbo.cli.console import console, table

    store = evidence_.store(source)
    language = current_language()
    shown = table(
        _("released"), _("periods"), (_("new"), "right"), (_("revised"), "right"),
        (_("gone"), "right"), _("file"), title=store.card.title.said(language),
    )  # fmt: skip
    for v in store.vintages():
        day = v.released_on.isoformat() + (" ≈" if v.precision == "inferred" else "")
        first, last = (Period(p.first, store.card.frequency) for p in (v.first, v.last))
        counts = (number(v.added), number(v.changed), number(v.withdrawn))
        shown.add_row(day, str(first) if first == last else f"{first} – {last}", *counts, v.name)
    for column in shown.columns[:-1]:
        column.no_wrap = True
    out = console()
    out.print(shown)
    out.print(_("≈ release day inferred from the source's calendar"), style="dim")


def _list_series(evidence_: Evidence, source: str) -> None:
    from rumbo.cli.console import console, table

    card = evidence_.store(source).card
    language = current_language()
    shown = table(_("series"), _("what it counts"), _("unit"))
    for one in card.describe():
        shown.add_row(one.id, one.title.said(language), unit(one.unit).text.said(language))
    console().print(shown)


@evidence.command()
@click.argument("series")
@click.option("--as-of", "as_of", metavar="DAY", help="Show what was known on this day; by default today.")
@click.option("--vintage", metavar="RELEASE", help="Show it as one release left it: its file, or its day.")
@click.option("--place", help="A place id, such as mx-chh or us-southwest-border; by default the nation.")
@click.option("--period", help="Only this period: 2019, 2019-05, 2019-Q2 or FY2019.")
@click.option("--last", default=24, show_default=True, help="How many of the latest periods; 0 for all.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")
@click.pass_context
def show(
    ctx: click.Context,
    series: str,
    *,
    as_of: str | None,
    vintage: str | None,
    place: str | None,
    period: str | None,
    last: int,
    as_csv: bool,
) -> None:
    """Show SERIES as it was known on a day, or as one release left it."""
    from rumbo.evidence.series import within
    from rumbo.workspace import Workspace

    evidence_ = Workspace.find(ctx.obj).evidence
    if as_of and vintage:
        raise InputError(_("--as-of and --vintage were both given"), expected=_("one of them"))
    if vintage:
        found = evidence_.in_vintage(series, vintage, place=place)
        day = found.vintages[-1].released_on
    else:
        day = parse_day(as_of) if as_of else dt.datetime.now(dt.UTC).date()
        found = evidence_.as_of(series, day, place=place)
    if period:
        found = replace(found, frame=within(found.frame, Period.parse(period), where=series))
        last = 0
    if as_csv:
        click.echo(found.frame.write_csv(), nl=False)
    else:
        _print_series(found, evidence_.cards[found.series.source], day, last)


def _print_series(found: SeriesFrame, card: SourceCard, day: dt.date, last: int) -> None:
    from rumbo.cli.console import console, table
    from rumbo.evidence.series import periods_of

    language = current_language()
    out = console()
    out.print(found.series.title.said(language), style="bold")
    out.print(
        _("{place}. As known on {day}; latest release then held: {released}.").format(
            place=place_of(found.place).name.said(language), day=day, released=found.vintages[-1].released_on
        )
    )
    words = unit(found.series.unit).text.said(language)
    shown = table(_("period"), (words, "right"), _("status"))
    rows = list(zip(periods_of(found.frame, card), found.frame["value"], found.frame["status"], strict=True))
    for when, value, status in rows[-last:] if last else rows:
        shown.add_row(str(when), "—" if value is None else number(value), status)
    out.print(shown)
    out.print(card.counts.said(language), style="dim")
    out.print(
        _("Source: {citation}. {licence}.").format(citation=card.citation, licence=card.licence), style="dim"
    )


@evidence.command()
@click.argument("series")
@click.option("--between", nargs=2, required=True, metavar="DAY DAY", help="The two days to compare.")
@click.option("--place", help="A place id; by default the nation.")
@click.pass_context
def diff(ctx: click.Context, series: str, between: tuple[str, str], place: str | None) -> None:
    """Show what was revised in SERIES between two days, and by how much."""
    from rumbo.cli.console import console, table
    from rumbo.workspace import Workspace

    evidence_ = Workspace.find(ctx.obj).evidence
    early, late = sorted((parse_day(between[0]), parse_day(between[1])))
    changes = evidence_.difference(series, between=(early, late), place=place)
    language = current_language()
    found = evidence_.series(series)
    out = console()
    out.print(found.title.said(language), style="bold")
    kinds = {"new": _("new"), "revised": _("revised"), "withdrawn": _("withdrawn")}
    shown = table(
        _("period"), (str(early), "right"), (str(late), "right"), (_("change"), "right"), ("%", "right"), ""
    )
    for row in changes.to_dicts():
        shown.add_row(
            str(Period.month_of(row["period"])),
            *("—" if row[k] is None else number(row[k]) for k in ("before", "after")),
            "" if row["change"] is None else number(row["change"], signed=True),
            "" if row["share"] is None else percent(row["share"], signed=True),
            kinds[row["kind"]],
        )
    out.print(shown if changes.height else _("Nothing changed between these days."))
    revised = changes.filter(changes["kind"] == "revised")
    if revised.height:
        out.print(
            _("{n} periods revised; net change {net} {unit}.").format(
                n=revised.height,
                net=number(float(revised["change"].sum()), signed=True),
                unit=unit(found.unit).text.said(language),
            )
        )


@evidence.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--into", type=click.Path(path_type=Path), help="Folder to write; by default the pack's own.")
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail if the files would differ.")
@click.pass_context
def condense(ctx: click.Context, data: Path, into: Path | None, *, check_only: bool) -> None:
    """Make the pack's figures again from the publishers' files in the folder DATA."""
    from rumbo.cli.console import console, progress
    from rumbo.workspace.condense import condense_pack

    with progress(_("condensing")) as step:
        report = condense_pack("us-mexico", data, into=into, check_only=check_only, step=step)
    out = console()
    for name, size, same in report:
        verdict = _("unchanged") if same else _("differs") if check_only else _("written")
        out.print(f"{name}: {number(size)} bytes, {verdict}")
    if check_only and not all(same for _name, _size, same in report):
        ctx.exit(1)
