# SPDX-License-Identifier: Apache-2.0
"""
Series: one measure for one place over time, as known on any day.

`Evidence` is the reading side of a workspace's evidence folder. Figures are added up only where their
unit allows it, and a missing part makes the total missing.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from rumbo.errors import InputError
from rumbo.evidence.card import SeriesCard, SourceCard
from rumbo.evidence.changes import state
from rumbo.evidence.store import Store, Vintage
from rumbo.terms import Period
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places
from rumbo.terms.unit import unit


@dataclass(frozen=True)
class SeriesFrame:
    """
    A series at a place as known on a day.

    Parameters
    ----------
    series : SeriesCard
    place : str
    frame : polars.DataFrame
        ``period`` (first day, Date), ``value`` (Float64; null where the publisher gives none),
        ``status``; one row per period, in order.
    vintages : tuple of Vintage
        The releases it rests on, oldest first.
    """

    series: SeriesCard
    place: str
    frame: pl.DataFrame
    vintages: tuple[Vintage, ...]


class Evidence:
    """
    The evidence folder of a workspace, for reading.

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
        """The store of `source`; `InputError` naming the nearest sources for an unknown one."""
        if source not in self.cards:
            raise InputError(
                _('"{value}" is not a source').format(value=source),
                expected=_("one of {names}").format(names=", ".join(_near(source, self.cards))),
            )
        return Store(self.folder / "tables" / source, self.cards[source])

    @cached_property
    def offered(self) -> dict[str, SeriesCard]:
        """Every series that the cards offer, by id."""
        return {s.id: s for card in self.cards.values() for s in card.describe()}

    def series(self, name: str) -> SeriesCard:
        """The series called `name`; `InputError` naming the nearest ones otherwise."""
        if name in self.offered:
            return self.offered[name]
        raise InputError(
            _('"{value}" is not a series').format(value=name),
            expected=_("a series id, such as {names}").format(names=", ".join(_near(name, self.offered))),
            hint="rumbo evidence list",
        )

    def places(self, series: SeriesCard) -> tuple[str, ...]:
        """The places for which figures of `series` are held."""
        card, store = self.cards[series.source], self.store(series.source)
        rows = store.history(where=_wanted(series))
        held: list[str] = [card.nation.place] if card.nation.from_ == "sum" and rows.height else []
        for key in card.place_keys:
            held += sorted(rows[key].drop_nulls().unique().to_list())
        return tuple(held)

    def as_of(self, name: str, day: dt.date, *, place: str | None = None) -> SeriesFrame:
        """
        The series as known on `day`.

        Raises
        ------
        InputError
            For a series or place that is not held, or a day before the oldest release.
        """
        series = self.series(name)
        card, store = self.cards[series.source], self.store(series.source)
        known = store.known(day)
        if not known:
            raise self._nothing_known(series, store, day)
        chosen, wanted = self._where(series, place)
        rows = store.history(known=known, where=wanted)
        if not rows.height and chosen in self.places(series):
            raise self._not_yet_known(series, store, day, wanted)
        if not rows.height:
            raise self._unknown_place(series, chosen)
        return SeriesFrame(series, chosen, _by_period(state(rows, store.cell), card, series, known), known)

    def vintage_series(self, name: str, *, place: str | None = None) -> list[tuple[Vintage, pl.DataFrame]]:
        """
        The whole series as each release left it, oldest first.

        Returns
        -------
        list of (Vintage, polars.DataFrame)
            Frames as in `SeriesFrame`. A release that leaves the series as it was is listed too; one
            that does not cover it is not.
        """
        series = self.series(name)
        card, store = self.cards[series.source], self.store(series.source)
        chosen, wanted = self._where(series, place)
        known = tuple(v for v in store.vintages() if _covers(v, series, card, chosen))
        rows = store.history(known=known, where=wanted)
        if not rows.height:
            return []
        series_of: list[tuple[Vintage, pl.DataFrame]] = []
        for n, vintage in enumerate(known):
            until = rows.filter(pl.col("order") <= n)
            if until.height:
                frame = _by_period(state(until, store.cell), card, series, known[: n + 1])
                series_of.append((vintage, frame))
        return series_of

    def in_vintage(self, name: str, vintage: str, *, place: str | None = None) -> SeriesFrame:
        """
        The series as one release left it, named by its file or its day.

        Raises
        ------
        InputError
            If no release of the series has that name or day; the nearest ones are listed.
        """
        held = self.vintage_series(name, place=place)
        for n, (one, frame) in enumerate(held):
            if vintage in (one.name, one.released_on.isoformat()):
                card = self.cards[self.series(name).source]
                known = tuple(v for v, _frame in held[: n + 1])
                return SeriesFrame(self.series(name), place or card.nation.place, frame, known)
        names = [text for one, _frame in held for text in (one.released_on.isoformat(), one.name)]
        raise InputError(
            _('"{value}" is not a release of {series}').format(value=vintage, series=name),
            expected=_("one of {names}").format(names=", ".join(_near(vintage, names))) if names else None,
            hint=f"rumbo evidence list {self.series(name).source}",
        )

    def difference(
        self, name: str, *, between: tuple[dt.date, dt.date], place: str | None = None
    ) -> pl.DataFrame:
        """
        What was revised between two days.

        Returns
        -------
        polars.DataFrame
            ``period``, ``before``, ``after``, ``change``, ``share`` (relative change; null for a base of
            zero) and ``kind`` (new, revised, withdrawn), only rows that differ.
        """
        early, late = sorted(between)
        before = self.as_of(name, early, place=place).frame.rename({"value": "before"}).drop("status")
        after = self.as_of(name, late, place=place).frame.rename({"value": "after"}).drop("status")
        both = before.with_columns(was=True).join(
            after.with_columns(now=True), on="period", how="full", coalesce=True
        )
        kind = (
            pl.when(pl.col("was").is_null())
            .then(pl.lit("new"))
            .when(pl.col("now").is_null())
            .then(pl.lit("withdrawn"))
            .when(pl.col("before").ne_missing(pl.col("after")))
            .then(pl.lit("revised"))
        )
        change = pl.col("after") - pl.col("before")
        return (
            both.with_columns(
                kind=kind,
                change=change,
                share=pl.when(pl.col("before") != 0).then(change / pl.col("before")),
            )
            .filter(pl.col("kind").is_not_null())
            .select("period", "before", "after", "change", "share", "kind")
            .sort("period")
        )

    def _where(self, series: SeriesCard, place: str | None) -> tuple[str, pl.Expr]:
        card = self.cards[series.source]
        wanted = _wanted(series)
        chosen = place or card.nation.place
        if chosen == card.nation.place and card.nation.from_ == "sum":
            return chosen, wanted
        known = places()
        for key in card.place_keys:
            if chosen in known and known[chosen].group in card.keys[key].places:
                return chosen, wanted & (pl.col(key) == chosen)
        raise self._unknown_place(series, chosen)

    def _unknown_place(self, series: SeriesCard, place: str | None) -> InputError:
        held = self.places(series)
        return InputError(
            _("no figure of {series} is held for “{place}”").format(series=series.id, place=place or ""),
            expected=_("one of {names}").format(names=", ".join(_near(place or "", held)))
            if held
            else _("a series that is held"),
            hint="rumbo evidence list",
        )

    def _nothing_known(self, series: SeriesCard, store: Store, day: dt.date) -> InputError:
        if not store.vintages():
            return InputError(
                _("nothing is held of {series}").format(series=series.id),
                hint=_("rumbo evidence add FILE, with a file of {source}").format(source=series.source),
            )
        return self._not_yet_known(series, store, day, pl.lit(value=True))

    def _not_yet_known(self, series: SeriesCard, store: Store, day: dt.date, wanted: pl.Expr) -> InputError:
        held = store.vintages()
        oldest = held[store.history(known=held, where=wanted)["order"].min()].released_on  # type: ignore[index]
        return InputError(
            _("nothing of {series} was known on {day}: the oldest release held is of {oldest}").format(
                series=series.id, day=day, oldest=oldest
            ),
            expected=_("a day from {oldest} on").format(oldest=oldest),
        )


def _near(name: str, known: Iterable[str]) -> Sequence[str]:
    listed = list(known)
    return difflib.get_close_matches(name, listed, n=4, cutoff=0.4) or listed[:4]


def _covers(vintage: Vintage, series: SeriesCard, card: SourceCard, place: str) -> bool:
    """Whether a release speaks of the series at all: an extract leaves the others as they were."""
    scope = vintage.scope
    if scope is None:
        return True
    for key in scope.columns:
        if key in series.where:
            scope = scope.filter(pl.col(key).is_in(list(series.where[key])))
        elif key in card.place_keys and (place != card.nation.place or card.nation.from_ == "printed"):
            scope = scope.filter(pl.col(key) == place)
    return scope.height > 0


def _wanted(series: SeriesCard) -> pl.Expr:
    wanted = pl.col("measure") == series.measure
    for key, values in series.where.items():
        wanted = wanted & pl.col(key).is_in(list(values))
    return wanted


def _by_period(
    cells: pl.DataFrame, card: SourceCard, series: SeriesCard, known: Sequence[Vintage]
) -> pl.DataFrame:
    """One row per period; only additive units are added, and a missing part leaves the sum missing."""
    several = cells.group_by("period").len().filter(pl.col("len") > 1)
    if several.height and not unit(series.unit).is_additive:
        raise InputError(
            _("figures of {series} cannot be added up: they are {unit}").format(
                series=series.id, unit=unit(series.unit).text.en
            ),
            expected=_("one place and one value of each key"),
        )
    summed = cells.group_by("period").agg(
        pl.when(pl.col("value").null_count() == 0).then(pl.col("value").sum()).alias("value"),
        pl.when(pl.col("status").n_unique() == 1)
        .then(pl.col("status").first())
        .otherwise(pl.lit("mixed"))
        .alias("status"),
    )
    return (_zero_filled(summed, card, known) if card.absent == "zero" else summed).sort("period")


def _zero_filled(summed: pl.DataFrame, card: SourceCard, known: Sequence[Vintage]) -> pl.DataFrame:
    """0 for the periods that a release covers without a figure; periods that none covers stay out."""
    step = f"{Period(0, card.frequency).length}mo"
    covered = [pl.date_range(v.first.start, v.last.start, step, eager=True) for v in known]
    every = pl.concat(covered).unique().sort().alias("period").to_frame()
    return every.join(summed, on="period", how="left").with_columns(
        pl.when(pl.col("status").is_null()).then(0.0).otherwise(pl.col("value")).alias("value"),
        pl.col("status").fill_null(""),
    )


def within(frame: pl.DataFrame, period: Period, *, where: str) -> pl.DataFrame:
    """The rows of a series frame inside `period`; `InputError` with the coverage where there are none."""
    found = frame.filter(pl.col("period").is_between(period.start, period.end))
    if found.height:
        return found
    first, last = (Period.month_of(day) for day in (frame["period"].min(), frame["period"].max()))  # type: ignore[arg-type]
    raise InputError(
        _("{series} has no figure for {period}").format(series=where, period=period),
        expected=_("a period from {first} to {last}").format(first=first, last=last),
    )


def periods_of(frame: pl.DataFrame, card: SourceCard) -> list[Period]:
    """The periods of a series frame in the source's own calendar."""
    kind = card.frequency
    return [Period(Period.month_of(day).first, kind) for day in frame["period"]]
