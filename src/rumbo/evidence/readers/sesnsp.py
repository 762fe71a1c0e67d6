# SPDX-License-Identifier: Apache-2.0
"""
SESNSP victims: three layouts of one publication, all brought to state × offence × month.

Sex, age and modality are summed out. An offence is matched by its exact name (from 2026 the registry
has *Tentativa de homicidio doloso*, which a prefix match would swallow).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from rumbo.errors import Fault
from rumbo.evidence.card import Key, SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.months import SPANISH
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places

_NATION = "Nacional"


def tidy_wide(printed: Printed, card: SourceCard) -> Tidy:
    """
    The release as published: months in columns, one row per state, offence, modality, sex and age.

    Months after the last one with any figure are not yet published; an empty cell before it is a fault.
    """
    _refuse_repeated(printed, [c for c in printed.frame.columns if c not in (*SPANISH, "line")])
    columns = {m: printed.number(m, may_be_empty=True, whole=True) for m in SPANISH}
    frame = printed.frame.select(
        printed.year("Año").alias("year"),
        printed.label("Entidad", card.keys["state"]).alias("state"),
        printed.label("Subtipo de delito", card.keys["offence"]).alias("offence"),
        *(values.alias(str(i)) for i, (_name, values) in enumerate(columns.items(), start=1)),
        "line",
    )
    long = frame.unpivot(
        [str(i) for i in range(1, 13)], index=["year", "state", "offence", "line"], variable_name="month"
    ).select(
        pl.date("year", pl.col("month").cast(pl.Int8), 1).alias("period"),
        "state", "offence", "value", "line",
    )  # fmt: skip
    published = long.filter(pl.col("value").is_not_null())
    if published.height:
        cut = published.select(pl.col("period").max()).item()
        holes = long.filter(pl.col("value").is_null() & (pl.col("period") <= cut)).sort("period", "line")
        for period, line in holes.select("period", "line").head(5).iter_rows():
            printed.refuse(
                line,
                SPANISH[period.month - 1],
                _("an empty cell before the last month published"),
                expected=_("a count, 0 where there was none"),
            )
        long = long.filter(pl.col("period") <= cut)
    return _summed(printed, long)


def tidy_long(printed: Printed, card: SourceCard) -> Tidy:
    """The long form with full detail; states by code, so that short and long names cannot differ."""
    _refuse_repeated(printed, [c for c in printed.frame.columns if c not in ("n_victimas", "line")])
    by_name = card.keys["state"]
    state = Key(text=by_name.text, places=by_name.places, code="inegi")
    padded = printed.frame.with_columns(pl.col("cve_ent").str.zfill(2))
    opened = Printed(padded, printed.name, printed.notes, printed.faults)
    frame = padded.select(
        pl.date(opened.year("n_year"), opened.month_number("n_month"), 1).alias("period"),
        opened.label("cve_ent", state).alias("state"),
        opened.label("subtipo_de_delito", card.keys["offence"]).alias("offence"),
        opened.number("n_victimas", whole=True).alias("value"),
        "line",
    )
    return _summed(printed, frame)


def tidy_series(printed: Printed, card: SourceCard) -> Tidy:
    """
    The long form by state and offence that somebody made from the release.

    It holds a national row, checked against the sum of the states and then left out, and zeros for
    months not yet published.
    """
    _refuse_repeated(printed, ["isodate", "entidad", "delito"])
    day = pl.col("isodate").str.to_date("%Y-%m-%d", strict=False)
    for line, written in printed.frame.filter(day.is_null()).select("line", "isodate").head(5).iter_rows():
        printed.refuse(
            line, "isodate", _("“{value}” is not a day").format(value=written), expected="2019-05-01"
        )
    states = printed.frame.filter(pl.col("entidad") != _NATION)
    opened = Printed(states, printed.name, printed.notes, printed.faults)
    national = Printed(
        printed.frame.filter(pl.col("entidad") == _NATION), printed.name, printed.notes, printed.faults
    )
    offence = card.keys["offence"]
    frame = states.select(
        day.alias("period"),
        opened.label("entidad", card.keys["state"]).alias("state"),
        opened.label("delito", offence).alias("offence"),
        opened.number("total", whole=True).alias("value"),
        "line",
    )
    totals = national.frame.select(
        day.alias("period"),
        national.label("delito", offence).alias("offence"),
        national.number("total", whole=True).alias("national"),
        pl.col("line").alias("national_line"),
    )
    _check_national(printed, frame, totals)
    return _summed(printed, frame)


def _check_national(printed: Printed, states: pl.DataFrame, totals: pl.DataFrame) -> None:
    summed = states.group_by("period", "offence").agg(pl.col("value").sum())
    wrong = (
        totals.join(summed, on=["period", "offence"], how="full", coalesce=True)
        .filter(pl.col("national").ne_missing(pl.col("value")))
        .sort("period", "offence")
    )
    for period, offence, national, line, value in wrong.drop_nulls("period").head(5).iter_rows():
        cell = f"{offence}, {period:%Y-%m}"
        if line is None:
            what = _("there is no national row for {cell}").format(cell=cell)
            printed.faults.append(Fault(what, printed.name, _("the row “{row}”").format(row=_NATION)))
            continue
        printed.faults.append(
            Fault(
                _("the national row says {national}, the states add up to {value}").format(
                    national=_figure(national), value=_figure(value)
                ),
                _("{name}, line {line} ({cell})").format(name=printed.name, line=line, cell=cell),
                _("equal figures"),
            )
        )


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


def _refuse_repeated(printed: Printed, columns: list[str]) -> None:
    """The rows are summed, so a row that stands twice would count twice."""
    lines = pl.col("line").sort().head(6).alias("lines")
    twice = printed.frame.group_by(columns).agg(lines).filter(pl.col("lines").list.len() > 1)
    for listed in twice.sort(pl.col("lines").list.first())["lines"].head(5).to_list():
        printed.faults.append(
            Fault(
                _("the same row stands on more than one line"),
                _("{name}, lines {lines}").format(name=printed.name, lines=", ".join(map(str, listed))),
                _("one row per figure"),
            )
        )


def _refuse_uneven(printed: Printed, frame: pl.DataFrame) -> None:
    """Every state has a row for every offence, age and sex in every month: fewer means a cut-off file."""
    rows = frame.drop_nulls(["period", "state"]).group_by("period", "state").agg(
        pl.len().alias("rows"), pl.col("line").max()
    )  # fmt: skip
    short = rows.filter(pl.col("rows") < pl.col("rows").max()).sort("line", "period", "state")
    for period, state, held, line in short.head(5).iter_rows():
        printed.faults.append(
            Fault(
                _("{state} has {n} rows for {period}, others have {most}").format(
                    state=places()[state].name.es, n=held, period=f"{period:%Y-%m}", most=rows["rows"].max()
                ),
                _("{name}, line {line}").format(name=printed.name, line=line),
                _("as many rows for every state and month"),
                _("the file looks cut off: fetch it again"),
            )
        )


def _without_future_zeros(printed: Printed, frame: pl.DataFrame) -> pl.DataFrame:
    """Months after the last with any victim anywhere: copies fill with 0 what is not yet published."""
    by_month = frame.group_by("period").agg(pl.col("value").sum()).sort("period")
    last = by_month.filter(pl.col("value") > 0).select(pl.col("period").max()).item()
    if last is None:
        return frame
    empty = by_month.filter(pl.col("period") > last).height
    if empty:
        printed.notes.append(
            _("{n} months after {month} hold only zeros and are not yet published").format(
                n=empty, month=f"{last:%Y-%m}"
            )
        )
    return frame.filter(pl.col("period") <= last)


def _summed(printed: Printed, frame: pl.DataFrame) -> Tidy:
    """State × offence × month; a missing part makes the total missing, not small."""
    _refuse_negative(printed, frame)
    if not printed.faults:
        _refuse_uneven(printed, frame)
    value = pl.col("value")
    summed = (
        _without_future_zeros(printed, frame)
        .group_by("period", "state", "offence", maintain_order=True)
        .agg(pl.when(value.null_count() == 0).then(value.sum()).alias("value"), pl.col("line").min())
        .with_columns(measure=pl.lit("victims"), status=pl.lit(""))
    )
    return Tidy(summed, tuple(printed.faults), tuple(printed.notes))


def _refuse_negative(printed: Printed, frame: pl.DataFrame) -> None:
    """Checked before the sum, which would hide it."""
    negative = frame.filter(pl.col("value") < 0).select("period", "state", "offence", "line", "value")
    for *cell, line, value in negative.head(5).iter_rows():
        said = " · ".join(f"{part:%Y-%m}" if isinstance(part, dt.date) else str(part) for part in cell)
        printed.faults.append(
            Fault(
                _("a negative figure, {value}: {cell}").format(value=value, cell=said),
                _("{name}, line {line}").format(name=printed.name, line=line),
                _("0 or more"),
            )
        )
