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
from dataclasses import replace
from itertools import takewhile
from typing import get_args

import polars as pl
import tomlkit

from rumbo.errors import EvidenceError, Fault, RumboError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.changes import applied, difference, inside, state
from rumbo.evidence.release import Precision, Release, empty_frame, tidy_schema
from rumbo.evidence.snapshot import Source
from rumbo.evidence.store import Store, Vintage
from rumbo.terms import Period
from rumbo.terms.language import gettext as _
from rumbo.terms.unit import unit

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
        if not rows.height:
            raise EvidenceError(_("there is no figure in the file"))
        if faults := _faults(rows, [h["number"] for h in head["vintage"]], card):
            raise EvidenceError.of(faults)
        return [_release(vintage, known, card) for vintage, known in _accumulate(rows, head["vintage"], card)]
    except RumboError as error:
        raise EvidenceError.of(error.at(source.name).faults) from None
    except (AttributeError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError) as error:
        raise EvidenceError(
            _("the file of figures is damaged: {why}").format(why=str(error).splitlines()[0]),
            where=source.name,
            hint="rumbo evidence condense",
        ) from None


def _head_lines(text: str) -> list[str]:
    return list(takewhile(lambda line: line.startswith("#"), text.splitlines()[1:]))


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
    return rows.select(*schema, "withdrawn", "vintage")


def _faults(rows: pl.DataFrame, numbers: Sequence[int], card: SourceCard) -> list[Fault]:
    """What is wrong with the rows, whoever wrote them: the file may have been edited by hand."""
    allowed: dict[str, set[object]] = {key: set(card.keys[key].slugs.values()) for key in card.key_names}
    allowed |= {"measure": set(card.measures), "vintage": set(numbers)}
    faults = [
        Fault(_("“{value}” is not known here").format(value=value), f"“{column}”")
        for column, values in allowed.items()
        for value in rows[column].unique(maintain_order=True).to_list()
        if value not in values and not (value is None and column in card.keys)
    ]
    cell = ["vintage", "period", *card.key_names, "measure"]
    value = pl.col("value")
    for wrong, what in (
        (~value.is_finite() | (value < 0), _("{n} figures are negative or no numbers")),
        (pl.struct(cell).is_duplicated(), _("{n} figures stand twice")),
        (pl.col("period").is_null(), _("{n} figures have no period")),
    ):
        if n := rows.filter(wrong).height:
            faults.append(Fault(what.format(n=n)))
    return faults


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
    released, precision = head["released_on"], str(head["precision"])
    if not isinstance(released, dt.date):
        raise EvidenceError(_('"{value}" is not a day').format(value=released))
    if precision not in get_args(Precision):
        raise EvidenceError(
            _("“{value}” is not known here").format(value=precision), expected=", ".join(get_args(Precision))
        )
    return Release(
        source=card.id,
        frame=inside(known, first, last, scope),
        first=first,
        last=last,
        released_on=released,
        precision=precision,  # type: ignore[arg-type]
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

    Raises
    ------
    EvidenceError
        If nothing is held, or a key is to be summed out whose figures cannot be added up.
    """
    card = store.card
    _refuse_summing(card, sum_out)
    head = tomlkit.document()
    head["source"] = card.id
    head["summed_out"] = list(sum_out)
    listed = tomlkit.aot()
    parts: list[pl.DataFrame] = []
    current = empty_frame(card.key_names)
    for vintage in store.vintages():
        release = _condensed(store, vintage, sum_out, keep or {})
        change = difference(current, release, card)
        current = applied(current, change, store.cell)
        if change.height:  # a release that says nothing new of what is kept is left out
            number = len(listed) + 1
            parts.append(change.with_columns(pl.lit(number).alias("vintage")))
            listed.append(_head_of(number, vintage, release))
    if not parts:
        raise EvidenceError(
            _("nothing is held of {series}").format(series=card.id), hint="rumbo evidence add"
        )
    head["vintage"] = listed
    commented = "\n".join(f"# {line}" for line in tomlkit.dumps(head).splitlines())
    return f"{MAGIC}\n{commented}\n{_body(pl.concat(parts), card, sum_out)}"


def _refuse_summing(card: SourceCard, sum_out: Sequence[str]) -> None:
    if not sum_out:
        return
    fixed = [m.unit for m in card.measures.values() if not unit(m.unit).is_additive]
    printed = [key for key in sum_out if key in card.place_keys and card.nation.from_ == "printed"]
    if fixed or printed:
        raise EvidenceError(
            _("figures of {source} cannot be summed over {keys}").format(
                source=card.id, keys=", ".join(sum_out)
            ),
            expected=_("counts or amounts, and no place that stands beside its own parts"),
        )


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
        by = [c for c in store.cell if c not in sum_out]
        value, status = pl.col("value"), pl.col("status")
        frame = (
            frame.group_by(by)
            .agg(
                # six decimals of a pound: what adding in another order could change is beyond them
                pl.when(value.null_count() == 0).then(value.sum().round(6)).alias("value"),
                pl.when(status.n_unique() == 1)
                .then(status.first())
                .otherwise(pl.lit("mixed"))
                .alias("status"),
            )
            .with_columns(pl.lit(None, pl.String).alias(key) for key in sum_out)
            .select(*tidy_schema(store.card.key_names))
        )
    return replace(release, frame=frame, scope=scope)


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
