# SPDX-License-Identifier: Apache-2.0
"""
Changes: what one release alters in what was known before it. Arithmetic on frames, no disk.

A state is a tidy frame, one row per cell (period, keys, measure). A change is the rows that a release
adds, alters or withdraws; a state and the change after it give the next state.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.release import Release, tidy_schema
from rumbo.terms import Period

SAME = 1e-12
"""Relative difference below which two figures are one: publishers print the same binary number with
15, 16 or 17 digits from one release to the next."""


def state(rows: pl.DataFrame, cell: Sequence[str]) -> pl.DataFrame:
    """The last row of each cell in the order given, without the withdrawn ones."""
    last = rows.unique(cell, keep="last", maintain_order=True)
    return last.filter(~pl.col("withdrawn")).drop("withdrawn", "vintage", "order", "kind", strict=False)


def applied(current: pl.DataFrame, change: pl.DataFrame, cell: Sequence[str]) -> pl.DataFrame:
    """The state `current` after `change` (as `difference` gives it)."""
    return state(pl.concat([current.with_columns(withdrawn=False), change.drop("kind")]), cell)


def difference(current: pl.DataFrame, release: Release, card: SourceCard) -> pl.DataFrame:
    """
    What `release` changes in the state `current`.

    Returns
    -------
    polars.DataFrame
        Tidy columns, ``withdrawn``, and ``kind``: ``added``, ``changed`` or ``withdrawn``.
    """
    schema = tidy_schema(card.key_names)
    cell = [c for c in schema if c not in ("value", "status")]
    before = inside(current, release.first, release.last, release.scope).with_columns(before=True)
    both = release.frame.with_columns(now=True).join(
        before, on=cell, how="full", coalesce=True, nulls_equal=True, suffix="_before"
    )
    old, new = pl.col("value_before"), pl.col("value")
    differs = old.is_null().ne_missing(new.is_null()) | ((new - old).abs() > SAME * old.abs()).fill_null(
        value=False
    )
    kind = (
        pl.when(pl.col("now").is_null())
        .then(pl.lit("withdrawn"))
        .when(pl.col("before").is_null())
        .then(pl.lit("added"))
        .when(differs | pl.col("status").ne_missing(pl.col("status_before")))
        .then(pl.lit("changed"))
    )
    return (
        both.with_columns(kind=kind)
        .filter(pl.col("kind").is_not_null())
        .with_columns(withdrawn=pl.col("kind") == "withdrawn")
        .select(*schema, "withdrawn", "kind")
        .sort(cell)
    )


def shrinkage(current: pl.DataFrame, release: Release) -> tuple[int, int]:
    """
    How many figures were held, and how many `release` has, for the periods both speak about.

    Fewer than before is possible, but it is also what a file looks like that was cut off between rows.
    """
    held = inside(current, release.first, release.last, release.scope)
    if not held.height:
        return 0, 0
    both = release.frame.filter(pl.col("period").is_between(held["period"].min(), held["period"].max()))
    return held.height, both.height


def inside(frame: pl.DataFrame, first: Period, last: Period, scope: pl.DataFrame | None) -> pl.DataFrame:
    """The rows of `frame` that a release of `first` to `last` and of `scope` speaks about."""
    covered = frame.filter(pl.col("period").is_between(first.start, last.start))
    if scope is not None:
        covered = covered.join(scope, on=scope.columns, how="semi", nulls_equal=True)
    return covered
