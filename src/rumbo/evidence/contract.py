# SPDX-License-Identifier: Apache-2.0
"""
The contract: what has to hold before a release may enter the store.

Nothing is repaired. A release that breaks the contract is refused whole, with every fault listed;
what is odd but possible is accepted with a note.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from rumbo.errors import EvidenceError, Fault
from rumbo.evidence.card import SourceCard, Total
from rumbo.evidence.release import Tidy, tidy_schema
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places

MOST_FAULTS = 20


def check(tidy: Tidy, card: SourceCard, *, name: str, today: dt.date) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """
    The tidy frame of a release that keeps its contract, and what was noted about it.

    The frame has no line numbers and stands in a fixed order.

    Parameters
    ----------
    tidy : Tidy
        What the reader gave.
    card : SourceCard
        The source's card.
    name : str
        File name, for the messages.
    today : datetime.date
        No figure may describe a period that has not begun by then.

    Raises
    ------
    EvidenceError
        With every fault found: unreadable cells, duplicated keys, negative counts, future or missing
        periods, missing places, totals that do not add up.
    """
    faults = list(tidy.faults)
    notes = list(tidy.notes)
    if not faults:  # figures can be checked only when all of them were read
        frame = tidy.frame
        for step in (_duplicates, _negative, _future, _missing_periods, _missing_places):
            faults += step(frame, card, name, today)
        for total in card.totals:
            faults += _wrong_total(frame, card, total, name, notes)
    if faults:
        shown = faults[:MOST_FAULTS]
        if len(faults) > MOST_FAULTS:
            shown.append(Fault(_("and {n} more faults like these").format(n=len(faults) - MOST_FAULTS), name))
        raise EvidenceError.of(shown)
    schema = tidy_schema(card.key_names)
    missing = [key for key in card.key_names if key not in tidy.frame.columns]
    frame = tidy.frame.with_columns(pl.lit(None, pl.String).alias(key) for key in missing)
    ordered = [column for column in schema if column not in ("value", "status")]
    return frame.select(*schema).cast(schema).sort(ordered), tuple(notes)  # type: ignore[arg-type]


def _cell(frame: pl.DataFrame, card: SourceCard) -> list[str]:
    return ["period", *(k for k in card.key_names if k in frame.columns), "measure"]


def _say(row: dict[str, object], cell: list[str]) -> str:
    parts = [f"{row[c]:%Y-%m}" if c == "period" else str(row[c]) for c in cell if row[c] is not None]
    return " · ".join(parts)


def _duplicates(frame: pl.DataFrame, card: SourceCard, name: str, _today: dt.date) -> list[Fault]:
    cell = _cell(frame, card)
    twice = frame.group_by(cell).agg(pl.col("line").unique().sort()).filter(pl.col("line").list.len() > 1)
    same_line = frame.filter(pl.struct(cell).is_duplicated()).height
    if same_line and not twice.height:
        return [Fault(_("{n} figures stand twice").format(n=same_line), name)]
    return [
        Fault(
            _("the same figure stands on more than one line: {cell}").format(cell=_say(row, cell)),
            _("{name}, lines {lines}").format(name=name, lines=", ".join(map(str, row["line"][:6]))),
            _("one row per figure"),
        )
        for row in twice.sort(pl.col("line").list.first()).head(MOST_FAULTS).to_dicts()
    ]


def _negative(frame: pl.DataFrame, card: SourceCard, name: str, _today: dt.date) -> list[Fault]:
    cell = _cell(frame, card)
    return [
        Fault(
            _("a negative figure, {value}: {cell}").format(value=row["value"], cell=_say(row, cell)),
            _("{name}, line {line}").format(name=name, line=row["line"]),
            _("0 or more"),
        )
        for row in frame.filter(pl.col("value") < 0).head(MOST_FAULTS).to_dicts()
    ]


def _future(frame: pl.DataFrame, card: SourceCard, name: str, today: dt.date) -> list[Fault]:
    if card.has_projections:
        return []
    late = frame.filter(pl.col("period") > today).group_by("period").agg(pl.col("line").min()).sort("period")
    return [
        Fault(
            _("figures for {period}, which has not begun").format(period=f"{period:%Y-%m}"),
            _("{name}, line {line}").format(name=name, line=line),
            _("periods up to {day}").format(day=today),
        )
        for period, line in late.head(MOST_FAULTS).iter_rows()
    ]


def _missing_periods(frame: pl.DataFrame, card: SourceCard, name: str, _today: dt.date) -> list[Fault]:
    if frame.height == 0:
        return [Fault(_("there is no figure in the file"), name)]
    if card.frequency != "month" or card.has_gaps:
        return []  # surveys and annual tables have honest gaps; their cards say which
    held = frame["period"].unique().sort()
    missing = sorted(set(pl.date_range(held[0], held[-1], "1mo", eager=True)) - set(held))
    if not missing:
        return []
    return [
        Fault(
            _("no figure for {periods} inside the coverage").format(
                periods=", ".join(f"{p:%Y-%m}" for p in missing[:12])
            ),
            name,
            _("every month from {first} to {last}").format(
                first=f"{held[0]:%Y-%m}", last=f"{held[-1]:%Y-%m}"
            ),
            _("the file looks cut off: fetch it again"),
        )
    ]


def _missing_places(frame: pl.DataFrame, card: SourceCard, name: str, _today: dt.date) -> list[Fault]:
    """Where the national figure is a sum, a missing place would make it small instead of missing."""
    if card.nation.from_ != "sum" or card.absent != "missing":
        return []
    key = card.place_keys[0]
    if key not in frame.columns:
        return []
    everywhere = {p.id for p in places().values() if p.group in card.keys[key].places}
    found = frame.group_by("period").agg(pl.col(key).unique()).sort("period")
    faults: list[Fault] = []
    for period, held in found.iter_rows():
        if absent := sorted(everywhere - set(held)):
            faults.append(
                Fault(
                    _("{period} lacks {n} of {all} places: {places}").format(
                        period=f"{period:%Y-%m}",
                        n=len(absent),
                        all=len(everywhere),
                        places=", ".join(absent[:6]),
                    ),
                    name,
                    _("every place in every period"),
                )
            )
    return faults


def _wrong_total(
    frame: pl.DataFrame, card: SourceCard, total: Total, name: str, notes: list[str]
) -> list[Fault]:
    held = set(frame[total.key].unique()) if total.key in frame.columns else set()
    if total.place not in held or len(held) == 1:
        return []  # an extract of the total alone, or without it
    groups = set(card.keys[total.key].places)
    others = {p.id for p in places().values() if p.group in groups and p.group != "nations"}
    parts_of = set(total.parts) or others - {total.place, *total.optional}
    if absent := sorted(parts_of - held):
        notes.append(
            _("totals not checked: there are no figures for {places}").format(places=", ".join(absent))
        )
        return []
    rows = frame.filter(pl.col("measure").is_in(total.measures))
    for key, labels in total.labels.items():
        rows = rows.filter(pl.col(key).is_in(labels))
    by = ["period", *total.labels, "measure"]
    summed = (
        rows.filter(pl.col(total.key).is_in([*parts_of, *total.optional]))
        .group_by(by)
        .agg(pl.col("value").sum().alias("sum"), pl.col("value").null_count().alias("empty"))
    )
    wrong = (
        rows.filter(pl.col(total.key) == total.place)
        .join(summed, on=by)
        .filter((pl.col("empty") == 0) & (pl.col("value") != pl.col("sum")))
        .sort("line")
    )
    return [
        Fault(
            _("the total for {place} says {value:,.0f}, its parts add up to {sum:,.0f} ({period})").format(
                place=total.place, value=row["value"], sum=row["sum"], period=f"{row['period']:%Y-%m}"
            ),
            _("{name}, line {line}").format(name=name, line=row["line"]),
            _("equal figures"),
        )
        for row in wrong.head(MOST_FAULTS).to_dicts()
    ]
