# SPDX-License-Identifier: Apache-2.0
"""
Files of figures: many vintages of one source in one text file, small enough to ship and to read.

Such a file is made by `condense` from the store, with the keys that a reader of the case does not
need summed out. Its head, in comment lines, is TOML: the source, the keys kept, and each vintage with
release day, precision, citation and the SHA-256 of the publisher's file. Below it stands a CSV with
only what each vintage changed. It goes into a store by the same road as any other file.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import tomllib
from collections.abc import Mapping, Sequence

import polars as pl
import tomlkit

from rumbo.errors import EvidenceError, Fault
from rumbo.evidence.card import SourceCard
from rumbo.evidence.release import Release, tidy_schema
from rumbo.evidence.snapshot import Source
from rumbo.evidence.store import Store, Vintage, applied, difference, state
from rumbo.terms import Period
from rumbo.terms.language import gettext as _

MAGIC = "# rumbo figures 1"


def is_figures(content: bytes) -> bool:
    """True for a file of figures, by its first line."""
    return content.startswith(MAGIC.encode())


# -- reading ---------------------------------------------------------------------------------------


def read_figures(source: Source, cards: Mapping[str, SourceCard]) -> list[Release]:
    """Every release in a file of figures, each whole; `EvidenceError` if it is not what its head says."""
    try:
        text = source.content.decode("utf-8")
        head = tomllib.loads("\n".join(line[2:] for line in _head_lines(text)))
        card = cards[head["source"]]
        body = pl.read_csv(io.BytesIO(source.content), comment_prefix="#", infer_schema=False)
        rows = _rows(body, card)
        return [_release(vintage, known, card) for vintage, known in _accumulate(rows, head["vintage"], card)]
    except (KeyError, UnicodeDecodeError, ValueError, pl.exceptions.PolarsError) as error:
        raise EvidenceError(
            _("the file of figures is damaged: {why}").format(why=str(error).splitlines()[0]),
            where=source.name,
            hint="rumbo evidence condense",
        ) from None


def _head_lines(text: str) -> list[str]:
    lines: list[str] = []
    for line in text.splitlines()[1:]:
        if not line.startswith("# "):
            break
        lines.append(line)
    return lines


def _rows(body: pl.DataFrame, card: SourceCard) -> pl.DataFrame:
    schema = tidy_schema(card.key_names)
    known = {*schema, "vintage", "withdrawn"}
    if extra := sorted(set(body.columns) - known):
        raise EvidenceError(_("column “{column}” is not in the card").format(column=extra[0]))
    rows = body.with_columns(
        pl.col("vintage").cast(pl.Int32),
        (pl.col("period") + "-01").str.to_date("%Y-%m-%d"),
        pl.col("value").cast(pl.Float64),
        pl.col("status").fill_null(""),
        (pl.col("withdrawn") == "1").fill_null(value=False),
        *(pl.lit(None, pl.String).alias(k) for k in card.key_names if k not in body.columns),
    )
    faults = [
        Fault(_("“{value}” is not known here").format(value=slug), f"“{key}”")
        for key in card.key_names
        for slug in rows[key].unique().to_list()
        if slug is not None and slug not in set(card.keys[key].slugs.values())
    ]
    if faults:
        raise EvidenceError.of(faults)
    return rows.select(*schema, "withdrawn", "vintage")


def _accumulate(
    rows: pl.DataFrame, heads: Sequence[dict[str, object]], card: SourceCard
) -> list[tuple[dict[str, object], pl.DataFrame]]:
    cell = ["period", *card.key_names, "measure"]
    current = rows.clear()
    whole: list[tuple[dict[str, object], pl.DataFrame]] = []
    for head in heads:
        current = pl.concat([current, rows.filter(pl.col("vintage") == head["number"])])
        whole.append((head, state(current, cell)))
    return whole


def _release(head: dict[str, object], known: pl.DataFrame, card: SourceCard) -> Release:
    first, last = Period.parse(str(head["first"])), Period.parse(str(head["last"]))
    scope = pl.DataFrame(json.loads(str(head["scope"]))) if head.get("scope") else None
    frame = known.filter(pl.col("period").is_between(first.start, last.start))
    if scope is not None:
        frame = frame.join(scope, on=scope.columns, how="semi")
    released = head["released_on"]
    if not isinstance(released, dt.date):
        raise EvidenceError(_('"{value}" is not a day').format(value=released))
    return Release(
        source=card.id,
        frame=frame,
        first=first,
        last=last,
        released_on=released,
        precision=str(head["precision"]),  # type: ignore[arg-type]
        name=str(head["name"]),
        layout=str(head["layout"]),
        citation=str(head["citation"]),
        snapshot=str(head["sha256"]),
        scope=scope,
        notes=tuple(str(n) for n in head.get("notes", ())),  # type: ignore[attr-defined]
    )


# -- writing ---------------------------------------------------------------------------------------


def condense(
    store: Store,
    *,
    sum_out: Sequence[str] = (),
    keep: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """
    The whole store of one source as a file of figures.

    Parameters
    ----------
    store : Store
        Where the vintages are.
    sum_out : sequence of str
        Keys to sum over; allowed only for measures that may be added.
    keep : mapping of str to sequence of str, optional
        Key → values to keep; figures with other values are left out.

    Returns
    -------
    str
        The file's text; the same store gives the same text.
    """
    card = store.card
    head = tomlkit.document()
    head["source"] = card.id
    head["summed_out"] = list(sum_out)
    listed = tomlkit.aot()
    parts: list[pl.DataFrame] = []
    current: pl.DataFrame | None = None
    for number, vintage in enumerate(store.vintages(), start=1):
        release = _condensed(store, vintage, sum_out, keep or {})
        base = release.frame.clear() if current is None else current
        change = difference(base, release, card)
        cell = ["period", *card.key_names, "measure"]
        current = applied(base, change, cell)
        if not change.height:
            continue
        parts.append(change.with_columns(pl.lit(number).alias("vintage")))
        listed.append(_head_of(number, vintage, release))
    head["vintage"] = listed
    commented = "\n".join(f"# {line}" for line in tomlkit.dumps(head).splitlines())
    return f"{MAGIC}\n{commented}\n{_body(pl.concat(parts), card, sum_out)}"


def _condensed(
    store: Store, vintage: Vintage, sum_out: Sequence[str], keep: Mapping[str, Sequence[str]]
) -> Release:
    release = store.release(vintage)
    frame, scope = release.frame, release.scope
    for key, values in keep.items():
        frame = frame.filter(pl.col(key).is_in(list(values)))
        if scope is not None and key in scope.columns:
            scope = scope.filter(pl.col(key).is_in(list(values)))
    if sum_out:
        by = [c for c in tidy_schema(store.card.key_names) if c not in ("value", *sum_out)]
        frame = (
            frame.group_by(by)
            .agg(pl.when(pl.col("value").null_count() == 0).then(pl.col("value").sum()).alias("value"))
            .with_columns(pl.lit(None, pl.String).alias(key) for key in sum_out)
            # six decimals of a pound: what adding the parts in another order could change is beyond them
            .with_columns(pl.col("value").round(6))
            .select(*tidy_schema(store.card.key_names))
        )
    return Release(**{**release.__dict__, "frame": frame, "scope": scope})


def _head_of(number: int, vintage: Vintage, release: Release) -> tomlkit.items.Table:
    table = tomlkit.table()
    table["number"] = number
    table["released_on"] = vintage.released_on
    table["precision"] = vintage.precision
    table["name"] = vintage.name
    table["layout"] = vintage.layout
    table["citation"] = vintage.citation
    table["sha256"] = vintage.snapshot
    table["first"] = str(vintage.first)
    table["last"] = str(vintage.last)
    if vintage.notes:
        table["notes"] = list(vintage.notes)
    if release.scope is not None:
        table["scope"] = json.dumps(release.scope.sort(release.scope.columns).to_dict(as_series=False))
    return table


def _body(changes: pl.DataFrame, card: SourceCard, sum_out: Sequence[str]) -> str:
    keys = [k for k in card.key_names if k not in sum_out]
    value = pl.col("value")
    ordered = changes.sort(["vintage", *keys, "measure", "period"])
    return ordered.select(
        "vintage",
        pl.col("period").dt.strftime("%Y-%m"),
        *keys,
        "measure",
        pl.when(value == value.round(0))
        .then(value.cast(pl.Int64).cast(pl.String))
        .otherwise(value.cast(pl.String)),
        pl.when(pl.col("status") != "").then(pl.col("status")).alias("status"),
        pl.when("withdrawn").then(pl.lit("1")).alias("withdrawn"),
    ).write_csv()
