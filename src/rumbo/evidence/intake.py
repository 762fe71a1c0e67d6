# SPDX-License-Identifier: Apache-2.0
"""
Intake: the way of a file into the store, and into quarantine when it is not what its card says.

Order matters: read and check first, keep the bytes, then commit to the store. A file that is refused
leaves the store as it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.contract import check
from rumbo.evidence.figures import is_figures, read_figures
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.release import Precision, Release, Tidy
from rumbo.evidence.snapshot import Source, keep
from rumbo.evidence.store import Added, Store
from rumbo.terms import Period
from rumbo.terms.language import gettext as _

Step = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Dated:
    """When a release came out and how that is known; the citation to print with it."""

    released_on: dt.date | None = None
    precision: Precision = "day"
    citation: str | None = None


class Intake:
    """
    The evidence folder of a workspace, for writing.

    Parameters
    ----------
    folder : Path
        ``evidence/`` of the workspace.
    cards : mapping of str to SourceCard
        The sources it may hold.
    """

    def __init__(self, folder: Path, cards: Mapping[str, SourceCard]) -> None:
        self.folder = folder
        self.cards = cards

    def store(self, source: str) -> Store:
        """The store of `source`."""
        return Store(self.folder / "tables" / source, self.cards[source])

    def add(
        self, path: Path, *, now: dt.datetime, dated: Dated | None = None, step: Step | None = None
    ) -> list[Added]:
        """
        Add the file at `path`.

        Parameters
        ----------
        path : Path
            The file as its publisher served it (CSV, workbook, optionally compressed), or a file of
            figures made by `rumbo evidence condense`.
        now : datetime.datetime
            The time of adding, UTC.
        dated : Dated, optional
            The release day; without it, it is inferred from the card's calendar and marked so.
        step : callable, optional
            Called with (what, done, of) while it works.

        Raises
        ------
        InputError
            If the file cannot be read at all.
        EvidenceError
            If it is not what a card says; the file is then kept under ``quarantine/`` with its verdict.
        """
        say = step or (lambda _what, _done, _of: None)
        say(_("reading"), 0, 3)
        source = Source.read(path)
        try:
            releases = self.releases(source, dated or Dated(), now.date())
            say(_("checking"), 1, 3)
            card = self.cards[releases[0].source]
            note: dict[str, object] = {
                "source": card.id,
                "added_at": now.isoformat(timespec="seconds"),
                "released_on": releases[-1].released_on,
                "precision": releases[-1].precision,
                "layout": releases[-1].layout,
                "citation": releases[-1].citation,
            }
            say(_("comparing with what was known"), 2, 3)
            added = self.store(card.id).add(
                releases, before=lambda: keep(self.folder, source, note, under=f"snapshots/{card.id}")
            )
        except EvidenceError as error:
            verdict = {"refused_at": now.isoformat(timespec="seconds"), "verdict": "\n".join(error.lines())}
            keep(self.folder, source, verdict, under="quarantine")
            raise
        say(_("done"), 3, 3)
        return added

    def releases(self, source: Source, dated: Dated, today: dt.date) -> list[Release]:
        """The releases in a file, read and checked, nothing kept."""
        if is_figures(source.content):
            return read_figures(source, self.cards)
        opened = open_file(source, self.cards)
        tidy = READERS[opened.layout.reader](opened.printed, opened.card)
        parts = [(dated, tidy)] if "released_on" not in tidy.frame.columns else _by_release(tidy, dated)
        made: list[Release] = []
        for when, part in parts:
            frame, notes = check(part, opened.card, name=source.name, today=today)
            made.append(release_of(frame, opened.card, source, when, layout=opened.layout.name, notes=notes))
        return made


def _by_release(tidy: Tidy, dated: Dated) -> list[tuple[Dated, Tidy]]:
    """The releases gathered in one file, oldest first; what cannot be read is said with the first."""
    if tidy.faults or not tidy.frame.height:
        return [(dated, tidy)]
    days = tidy.frame.select("released_on", "precision").unique().sort("released_on", "precision")
    parts: list[tuple[Dated, Tidy]] = []
    for day, precision in days.iter_rows():
        rows = tidy.frame.filter((pl.col("released_on") == day) & (pl.col("precision") == precision))
        notes = () if parts else tidy.notes
        parts.append((Dated(day, precision, dated.citation), Tidy(rows, (), notes)))
    return parts


def release_of(
    frame: pl.DataFrame,
    card: SourceCard,
    source: Source,
    dated: Dated,
    *,
    layout: str,
    notes: tuple[str, ...] = (),
) -> Release:
    """The release that a checked frame is, dated by hand or by the card's calendar."""
    first, last = Period.month_of(frame["period"].min()), Period.month_of(frame["period"].max())  # type: ignore[arg-type]
    span = {"month": "month", "quarter": "quarter", "year": "year"}[card.frequency]
    end = Period(last.first, span).end  # type: ignore[arg-type]
    if dated.released_on is None:
        released_on, precision = end + dt.timedelta(days=card.calendar.lag_days), "inferred"
    else:
        released_on, precision = dated.released_on, dated.precision
    if released_on <= last.start:
        raise EvidenceError(
            _("released on {day}, but it holds figures for {period}").format(day=released_on, period=last),
            where=source.name,
            expected=_("a release day after {day}").format(day=last.start),
        )
    if released_on <= end:
        notes = (*notes, _("released before {period} had ended: its figure is partial").format(period=last))
    scope = None
    if card.scope_keys:
        scope = frame.select(card.scope_keys).unique().sort(card.scope_keys)
    return Release(
        source=card.id,
        frame=frame,
        first=first,
        last=last,
        released_on=released_on,
        precision=precision,  # type: ignore[arg-type]
        name=source.name,
        layout=layout,
        citation=dated.citation or card.citation,
        snapshot=source.sha256,
        scope=scope,
        notes=notes,
    )
