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
from rumbo.evidence.printed import Opened, open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.release import Precision, Release, Tidy
from rumbo.evidence.snapshot import Source, keep
from rumbo.evidence.store import Added, NothingNewError, Store
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
            If it is not what a card says, or the store learns nothing from it; the file is then kept
            under ``quarantine/`` with its verdict. Also if the store holds it already or is being
            written to; then nothing is kept.
        """
        say = step or (lambda _what, _done, _of: None)
        say(_("reading"), 0, 3)
        source = Source.read(path)
        try:
            releases = self.releases(source, dated or Dated(), now.date())
        except EvidenceError as error:
            self._quarantine(source, error, now)
            raise
        say(_("comparing with what was known"), 1, 3)
        card, latest = self.cards[releases[0].source], releases[-1]
        note: dict[str, object] = {
            "source": card.id,
            "added_at": now.isoformat(timespec="seconds"),
            "released_on": latest.released_on,
            "precision": latest.precision,
            "layout": latest.layout,
            "citation": latest.citation,
        }
        try:
            added = self.store(card.id).add(
                releases, before=lambda: keep(self.folder, source, note, under=f"snapshots/{card.id}")
            )
        except NothingNewError as error:
            self._quarantine(source, error, now)
            raise
        say(_("done"), 3, 3)
        return added

    def _quarantine(self, source: Source, error: EvidenceError, now: dt.datetime) -> None:
        verdict = {"refused_at": now.isoformat(timespec="seconds"), "verdict": "\n".join(error.lines())}
        keep(self.folder, source, verdict, under="quarantine")

    def releases(self, source: Source, dated: Dated, today: dt.date) -> list[Release]:
        """The releases in a file, read and checked, nothing kept."""
        if is_figures(source.content):
            return read_figures(source, self.cards)
        opened = open_file(source, self.cards)
        if opened.layout.reader not in READERS:
            raise EvidenceError(
                _("there is no reader “{reader}”").format(reader=opened.layout.reader),
                where=_("the layout “{layout}” of {source}").format(
                    layout=opened.layout.name, source=opened.card.id
                ),
                expected=", ".join(READERS),
            )
        tidy = READERS[opened.layout.reader](opened.printed, opened.card)
        parts = [(dated, tidy)] if "released_on" not in tidy.frame.columns else _by_release(tidy, dated)
        made: list[Release] = []
        for when, part in parts:
            frame, notes = check(part, opened.card, name=source.name, today=today)
            day = _day_of(frame, opened.card, when, name=source.name, today=today)
            release = release_of(frame, opened, source, day, citation=when.citation)
            made.append(release.noted(*notes))
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


def _day_of(
    frame: pl.DataFrame, card: SourceCard, dated: Dated, *, name: str, today: dt.date
) -> tuple[dt.date, Precision]:
    """The release day: as given, or by the card's calendar and then never later than `today`."""
    last = _last(frame, card)
    if dated.released_on is None:
        return min(last.end + dt.timedelta(days=card.calendar.lag_days), today), "inferred"
    given = dated.released_on
    if given <= last.start and not card.has_projections:
        raise EvidenceError(
            _("released on {day}, but it holds figures for {period}").format(day=given, period=last),
            where=name,
            expected=_("a release day after {day}").format(day=last.start),
        )
    if given > today and dated.precision != "inferred":
        raise EvidenceError(
            _("released on {day}, which has not come yet").format(day=given),
            where=name,
            expected=_("a day up to {day}").format(day=today),
        )
    return given, dated.precision


def _last(frame: pl.DataFrame, card: SourceCard) -> Period:
    """The last period of a frame, in the source's own calendar."""
    return Period(Period.month_of(frame["period"].max()).first, card.frequency)  # type: ignore[arg-type]


def release_of(
    frame: pl.DataFrame,
    opened: Opened,
    source: Source,
    day: tuple[dt.date, Precision],
    *,
    citation: str | None = None,
) -> Release:
    """The release that a checked frame of `source` is, released on `day` (and how that is known)."""
    card, last = opened.card, _last(frame, opened.card)
    partial = _("released before {period} had ended: its figure is partial").format(period=last)
    return Release(
        source=card.id,
        frame=frame,
        first=Period.month_of(frame["period"].min()),  # type: ignore[arg-type]
        last=Period(last.first),
        released_on=day[0],
        precision=day[1],
        name=source.name,
        layout=opened.layout.name,
        citation=citation or card.citation,
        snapshot=source.sha256,
        scope=frame.select(card.scope_keys).unique().sort(card.scope_keys) if card.scope_keys else None,
        notes=(partial,) if day[0] <= last.end and not card.has_projections else (),
    )
