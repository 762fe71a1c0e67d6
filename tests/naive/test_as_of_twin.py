# SPDX-License-Identifier: Apache-2.0
"""
The store against a slow, obvious twin.

The twin keeps every release whole and, asked about a day, replays them one after the other: forget all
that the release speaks about, then believe what it says. The store keeps differences, takes late
arrivals in between, and has to answer the same.
"""

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, event, given, settings, strategies as st

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard, shipped_cards
from rumbo.evidence.release import Release, tidy_schema
from rumbo.evidence.store import Store
from rumbo.terms import Period

Cell = tuple[int, str, str]
Figure = tuple[float | None, str]
STATES, INDICATORS = ("us", "us-oh", "us-wy"), ("all_drugs", "heroin")
JANUARY = Period.parse("2019-01").first
SCOPED = shipped_cards()["us.cdc.overdose"]
WHOLE = SCOPED.model_copy(update={"scope_keys": ()})


@dataclass(frozen=True)
class Said:
    """A release in the plainest form: a day, a stretch of months, what it speaks about, what it says."""

    day: int
    first: int
    last: int
    about: frozenset[tuple[str, str]]
    figures: dict[Cell, Figure]

    def speaks_about(self, cell: Cell) -> bool:
        return self.first <= cell[0] <= self.last and cell[1:] in self.about


def replayed(releases: list[Said], day: int) -> dict[Cell, Figure]:
    known: dict[Cell, Figure] = {}
    for release in sorted(releases, key=lambda r: (r.day, r.last)):  # stable: then by arrival
        if release.day > day:
            continue
        known = {cell: figure for cell, figure in known.items() if not release.speaks_about(cell)}
        known |= release.figures
    return known


@st.composite
def said(draw: st.DrawFn, *, is_scoped: bool) -> Said:
    first = draw(st.integers(0, 3))
    last = draw(st.integers(first, 4))
    every = [(state, indicator) for state in STATES for indicator in INDICATORS]
    about = frozenset(draw(st.sets(st.sampled_from(every), min_size=1))) if is_scoped else frozenset(every)
    cells = [(month, *pair) for month in range(first, last + 1) for pair in sorted(about)]
    figure = st.tuples(st.sampled_from([None, 0.0, 1.0, 2.0]), st.sampled_from(["", "final"]))
    chosen = draw(st.sets(st.sampled_from(cells), min_size=1))
    return Said(draw(st.integers(0, 5)), first, last, about, {cell: draw(figure) for cell in sorted(chosen)})


def release_of(one: Said, number: int, *, is_scoped: bool) -> Release:
    rows = [
        (Period(JANUARY + month).start, state, indicator, "deaths_12_months", value, status)
        for (month, state, indicator), (value, status) in one.figures.items()
    ]
    return Release(
        source=SCOPED.id,
        frame=pl.DataFrame(rows, schema=tidy_schema(SCOPED.key_names), orient="row"),
        first=Period(JANUARY + one.first),
        last=Period(JANUARY + one.last),
        released_on=dt.date(2020, 1, 1 + one.day),
        precision="day",
        name=f"{number}.csv",
        layout="made up",
        citation="made up",
        snapshot=hashlib.sha256(str(number).encode()).hexdigest(),
        scope=pl.DataFrame(sorted(one.about), schema=["state", "indicator"], orient="row")
        if is_scoped
        else None,
    )


def held(store: Store, day: int) -> dict[Cell, Figure]:
    return {
        (Period.month_of(row["period"]).first - JANUARY, row["state"], row["indicator"]): (
            row["value"],
            row["status"],
        )
        for row in store.as_of(dt.date(2020, 1, 1 + day)).to_dicts()
    }


def agree(arrivals: list[Said], card: SourceCard, *, is_scoped: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "tables", card)
        taken: list[Said] = []
        for number, one in enumerate(arrivals):
            try:
                store.add([release_of(one, number, is_scoped=is_scoped)])
            except EvidenceError:
                event("a release that says nothing new")
                assert replayed([*taken, one], one.day) == replayed(taken, one.day)
            else:
                taken.append(one)
        if [r.day for r in taken] != sorted(r.day for r in taken):
            event("arrived out of order")
        if any(v.withdrawn for v in store.vintages()):
            event("withdrawals")

        for day in range(6):
            assert held(store, day) == replayed(taken, day)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said(is_scoped=True), min_size=1, max_size=5))
def test_store_and_twin_agree_where_releases_speak_for_a_part(arrivals: list[Said]) -> None:
    agree(arrivals, SCOPED, is_scoped=True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(said(is_scoped=False), min_size=1, max_size=5))
def test_store_and_twin_agree_where_releases_speak_for_everything(arrivals: list[Said]) -> None:
    agree(arrivals, WHOLE, is_scoped=False)
