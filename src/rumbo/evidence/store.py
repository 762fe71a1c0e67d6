# SPDX-License-Identifier: Apache-2.0
"""
The bitemporal store: what each source said, as of any day.

Two Delta tables a source. ``vintages`` has one row per release; it is the commit point. ``figures`` has
only what each vintage changed against the one before it: new values, changed values, withdrawals. A
figure belongs to a vintage by number, and a number that is not in ``vintages`` is not there: a writer
that is killed half-way leaves rows that nobody reads and the next writer removes.

State as of a day: per cell, the latest row of a vintage known by then, unless it is a withdrawal.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from deltalake import DeltaTable

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.changes import applied, difference, inside, shrinkage, state
from rumbo.evidence.release import Precision, Release, empty_frame, tidy_schema
from rumbo.terms import Period
from rumbo.terms.language import gettext as _

Progress = Callable[[int, int], None]

LEAST_SHRINKAGE = 0.01
"""Share of the figures held that a release may leave out without a note; publishers withdraw far fewer."""

VINTAGE_SCHEMA: dict[str, pl.DataType] = {
    "vintage": pl.Int32(),
    "released_on": pl.Date(),
    "precision": pl.String(),
    "name": pl.String(),
    "layout": pl.String(),
    "citation": pl.String(),
    "snapshot": pl.String(),
    "first": pl.Date(),
    "last": pl.Date(),
    "scope": pl.String(),
    "figures": pl.Int64(),
    "added": pl.Int64(),
    "changed": pl.Int64(),
    "withdrawn": pl.Int64(),
    "notes": pl.String(),
}


class NothingNewError(EvidenceError):
    """A release from which the store learns nothing: often last month's file under a new name."""


@dataclass(frozen=True)
class Vintage:
    """A release as the store knows it; `number` is its place in the store, not in time."""

    number: int
    released_on: dt.date
    precision: Precision
    name: str
    layout: str
    citation: str
    snapshot: str
    first: Period
    last: Period
    scope: pl.DataFrame | None
    figures: int
    added: int
    changed: int
    withdrawn: int
    notes: tuple[str, ...]

    @property
    def order(self) -> tuple[dt.date, dt.date, int]:
        """Releases are ordered by day, then by what they cover, then by arrival."""
        return (*_place_in_time(self), self.number)


@dataclass(frozen=True)
class Added:
    """What a release brought: the vintage, and whether later vintages had to be taken again."""

    vintage: Vintage
    rewritten: int = 0


class Store:
    """
    The vintages and figures of one source in a folder.

    Parameters
    ----------
    folder : Path
        ``evidence/tables/<source>``; made when the first release comes.
    card : SourceCard
        Says the keys, and what an absent figure means.
    """

    def __init__(self, folder: Path, card: SourceCard) -> None:
        self.folder = folder
        self.card = card
        self.cell = ["period", *card.key_names, "measure"]

    # -- reading ---------------------------------------------------------------------------------

    def vintages(self) -> tuple[Vintage, ...]:
        """Every vintage, oldest release first; empty when nothing is held."""
        frame = self._read("vintages")
        if frame is None:
            return ()
        return tuple(sorted((_vintage(row) for row in frame.to_dicts()), key=lambda v: v.order))

    def history(
        self, *, known: Sequence[Vintage] | None = None, where: pl.Expr | None = None
    ) -> pl.DataFrame:
        """
        Rows of `known` vintages (all by default) that match `where`, in the order they became known.

        Columns: those of a tidy frame, ``withdrawn`` and ``vintage``.
        """
        held = self.vintages() if known is None else tuple(known)
        if not held:
            return self._empty()
        order = pl.DataFrame(
            {"vintage": [v.number for v in held], "order": range(len(held))},
            schema={"vintage": pl.Int32, "order": pl.Int32},
        )
        rows = self._scan("figures").filter(pl.col("vintage").is_in([v.number for v in held]))
        if where is not None:
            rows = rows.filter(where)
        return rows.collect().join(order, on="vintage").sort("order", maintain_order=True)

    def as_of(self, day: dt.date, *, where: pl.Expr | None = None) -> pl.DataFrame:
        """The tidy frame as known on `day`: vintages released by then, withdrawals taken out."""
        return state(self.history(known=self.known(day), where=where), self.cell)

    def known(self, day: dt.date) -> tuple[Vintage, ...]:
        """The vintages released by `day`."""
        return tuple(v for v in self.vintages() if v.released_on <= day)

    # -- writing ---------------------------------------------------------------------------------

    def add(
        self,
        releases: Sequence[Release],
        *,
        before: Callable[[], object] | None = None,
        progress: Progress | None = None,
    ) -> list[Added]:
        """
        Add releases, each as its difference from the state before it; all of them or none.

        A release older than some already held takes its place in time, and the later ones are taken
        again against the new state. `before` is called once everything is checked and before the first
        byte is written: the place to keep the snapshot.

        Raises
        ------
        EvidenceError
            If a release is already held, or brings a store that holds others neither a new nor a changed
            figure; if another writer holds the source.
        """
        with self._one_writer():
            held = self.vintages()
            self._remove_orphans(held)
            self._refuse_held(releases, held)
            earliest = min(_place_in_time(r) for r in releases)
            base = [v for v in held if _place_in_time(v) <= earliest]
            later = [v for v in held if _place_in_time(v) > earliest]
            queue: list[tuple[Release, Vintage | None]] = [(self.release(v), v) for v in later]
            queue += [(r, None) for r in releases]
            queue.sort(key=lambda pair: _place_in_time(pair[0]))  # stable: what came first stays first
            return self._chain(base, held, queue, before, progress)

    def _chain(
        self,
        base: Sequence[Vintage],
        held: Sequence[Vintage],
        queue: Sequence[tuple[Release, Vintage | None]],
        before: Callable[[], object] | None,
        progress: Progress | None,
    ) -> list[Added]:
        current = state(self.history(known=base), self.cell)
        number = max((v.number for v in held), default=0)
        kept = list(base)
        rows: list[pl.DataFrame] = []
        results: list[Added] = []
        again = sum(1 for _r, old in queue if old is not None)
        for done, (release, old) in enumerate(queue):
            if progress:
                progress(done, len(queue))
            number += 1
            change = difference(current, release, self.card)
            # a store made again from its snapshots takes back what it once admitted
            if old is None and held:
                _refuse_nothing_new(release, change)
            noted = release if old is not None else _noted_if_smaller(release, current)
            vintage = _vintage_of(noted, change, number)
            kept.append(vintage)
            rows.append(change.with_columns(pl.lit(number, pl.Int32).alias("vintage")))
            current = applied(current, change, self.cell)
            if old is None:
                results.append(Added(vintage, again))
        if before:
            before()
        self._write("figures", pl.concat(rows).select(self._figure_schema()), mode="append")
        self._write("vintages", _vintage_frame(kept), mode="overwrite")
        if progress:
            progress(len(queue), len(queue))
        return results

    def _refuse_held(self, releases: Sequence[Release], held: Sequence[Vintage]) -> None:
        """The same bytes cannot have come out twice, whatever day is given for them now."""
        known = {v.snapshot: v for v in held}
        for release in releases:
            if release.snapshot in known:
                raise EvidenceError(
                    _("{name} is already held: {source}, released {day}").format(
                        name=release.name,
                        source=release.source,
                        day=known[release.snapshot].released_on,
                    ),
                    where=release.name,
                    hint=f"rumbo evidence list {release.source}",
                )

    def release(self, vintage: Vintage) -> Release:
        """A held vintage as it came: the state after it, cut to what it covered."""
        known = [v for v in self.vintages() if v.order <= vintage.order]
        whole = state(self.history(known=known), self.cell)
        covered = inside(whole, vintage.first, vintage.last, vintage.scope)
        return Release(
            source=self.card.id,
            frame=covered.select(*tidy_schema(self.card.key_names)),
            first=vintage.first,
            last=vintage.last,
            released_on=vintage.released_on,
            precision=vintage.precision,
            name=vintage.name,
            layout=vintage.layout,
            citation=vintage.citation,
            snapshot=vintage.snapshot,
            scope=vintage.scope,
            notes=vintage.notes,
        )

    # -- tables ----------------------------------------------------------------------------------

    def _figure_schema(self) -> list[str]:
        return [*tidy_schema(self.card.key_names), "withdrawn", "vintage"]

    def _empty(self) -> pl.DataFrame:
        return empty_frame(self.card.key_names).with_columns(
            pl.lit(None, pl.Boolean).alias("withdrawn"), pl.lit(None, pl.Int32).alias("vintage")
        )

    def _table(self, name: str) -> str:
        return str(self.folder / name)

    def _read(self, name: str) -> pl.DataFrame | None:
        if not DeltaTable.is_deltatable(self._table(name)):
            return None
        return pl.read_delta(self._table(name))

    def _scan(self, name: str) -> pl.LazyFrame:
        return pl.scan_delta(self._table(name))

    def _write(self, name: str, frame: pl.DataFrame, *, mode: str) -> None:
        frame.write_delta(self._table(name), mode=mode)  # type: ignore[call-overload]

    def _remove_orphans(self, held: Sequence[Vintage]) -> None:
        """Rows of vintages that were never committed, or were taken again, go before the next write."""
        if not DeltaTable.is_deltatable(self._table("figures")):
            return
        known = [v.number for v in held]
        orphaned = self._scan("figures").filter(~pl.col("vintage").is_in(known)).select("vintage").unique()
        numbers = orphaned.collect()["vintage"].to_list()
        if numbers:
            DeltaTable(self._table("figures")).delete(f"vintage in ({', '.join(map(str, numbers))})")

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".writer").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise EvidenceError(
                    _("somebody else is adding to {source} at this moment").format(source=self.card.id),
                    where=str(self.folder),
                    hint=_("try again when they are done"),
                ) from None
            yield


def _place_in_time(one: Release | Vintage) -> tuple[dt.date, dt.date]:
    return (one.released_on, one.last.start)


def _refuse_nothing_new(release: Release, change: pl.DataFrame) -> None:
    if not change.height:
        raise NothingNewError(
            _("{name} brings no new period and changes no figure").format(name=release.name),
            where=release.name,
            expected=_("figures that the release of {source} before it does not hold").format(
                source=release.source
            ),
            hint=f"rumbo evidence list {release.source}",
        )


def _noted_if_smaller(release: Release, current: pl.DataFrame) -> Release:
    held, now = shrinkage(current, release)
    if now >= (1 - LEAST_SHRINKAGE) * held:
        return release
    note = _("{now} figures where {held} were held for the same periods: check that the file is whole")
    said = note.format(now=f"{now:,}", held=f"{held:,}")
    return release if said in release.notes else release.noted(said)


def _vintage_of(release: Release, change: pl.DataFrame, number: int) -> Vintage:
    counts = {
        kind: change.filter(pl.col("kind") == kind).height for kind in ("added", "changed", "withdrawn")
    }
    return Vintage(
        number=number,
        released_on=release.released_on,
        precision=release.precision,
        name=release.name,
        layout=release.layout,
        citation=release.citation,
        snapshot=release.snapshot,
        first=release.first,
        last=release.last,
        scope=release.scope,
        figures=release.frame.height,
        notes=release.notes,
        **counts,
    )


def _vintage(row: dict[str, object]) -> Vintage:
    scope = row["scope"]
    written = dict(row)
    written["number"] = written.pop("vintage")
    written["first"] = Period.month_of(row["first"])  # type: ignore[arg-type]
    written["last"] = Period.month_of(row["last"])  # type: ignore[arg-type]
    written["scope"] = pl.DataFrame(json.loads(str(scope)), orient="row") if scope else None
    written["notes"] = tuple(json.loads(str(row["notes"])))
    return Vintage(**written)  # type: ignore[arg-type]


def _vintage_frame(vintages: Sequence[Vintage]) -> pl.DataFrame:
    rows = [
        {
            "vintage": v.number,
            "released_on": v.released_on,
            "precision": v.precision,
            "name": v.name,
            "layout": v.layout,
            "citation": v.citation,
            "snapshot": v.snapshot,
            "first": v.first.start,
            "last": v.last.start,
            "scope": None if v.scope is None else json.dumps(v.scope.to_dict(as_series=False)),
            "figures": v.figures,
            "added": v.added,
            "changed": v.changed,
            "withdrawn": v.withdrawn,
            "notes": json.dumps(list(v.notes), ensure_ascii=False),
        }
        for v in vintages
    ]
    return pl.DataFrame(rows, schema=VINTAGE_SCHEMA)
