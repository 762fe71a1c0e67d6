# SPDX-License-Identifier: Apache-2.0
"""DEA NFLIS-Drug: laboratory reports by state, half year and substance, from the public data query."""

from __future__ import annotations

import polars as pl

from rumbo.errors import Fault
from rumbo.evidence.card import Key, SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.sums import refuse_negative
from rumbo.evidence.release import Tidy
from rumbo.terms.language import gettext as _
from rumbo.terms.place import spelling

_LABORATORIES = ("Local/Municipal,State,Federal,Private",)
_COUNTED = ("DrugReport",)
_FENTANYL_AND_RELATED = ("33",)
_HALVES = {"sa1 (jan - jun)": 1, "sa2 (jul - dec)": 7}
_NO_STATE = "XX"
_OTHER = "other_related"
_RUN = "QUERY_RUN_DATE"


def tidy_reports(printed: Printed, card: SourceCard) -> Tidy:
    """
    Reports by state, half year and group of substances, as of the day the query was run.

    The query has to ask for every kind of laboratory and for the category of fentanyl, or its counts
    are those of another series. Substances that the card does not name are “other related”. A report
    without a state belongs to the nation only.
    """
    stripped = printed.frame.with_columns(pl.col("RPTAGGR", "STATE", "BASE_DESCRIPTION").str.strip_chars())
    whole = Printed(stripped, printed.name, printed.notes, printed.faults)
    whole.word("LABTYPE", _LABORATORIES)
    whole.word("RPTAGGR", _COUNTED)
    whole.word("DRUG_CATEGORY_CODE", _FENTANYL_AND_RELATED)
    _refuse_repeated(whole)
    reports = whole.number("DRUG_REPORTS", whole=True)
    refuse_negative(whole, "DRUG_REPORTS", reports)
    frame = stripped.select(
        pl.date(whole.year("YYYY"), whole.month_name("PERIOD", _HALVES), 1).alias("period"),
        _state(whole, card.keys["state"]).alias("state"),
        _substance(card.keys["substance"]).alias("substance"),
        reports.alias("value"),
        _run_on(whole).alias("released_on"),
        "line",
    )
    cell = ["period", "state", "substance", "released_on"]
    summed = frame.group_by(cell).agg(pl.col("value").sum(), pl.col("line").min())
    tidy = summed.with_columns(measure=pl.lit("reports"), status=pl.lit(""), precision=pl.lit("day"))
    return Tidy(tidy, tuple(printed.faults), tuple(printed.notes))


def _state(printed: Printed, key: Key) -> pl.Expr:
    known = pl.col("STATE") != _NO_STATE
    stated = Printed(printed.frame.filter(known), printed.name, printed.notes, printed.faults)
    if n := printed.frame.height - stated.frame.height:
        printed.notes.append(_("{n} rows without a state count for the nation only").format(n=n))
    return pl.when(known).then(stated.label("STATE", key))


def _substance(key: Key) -> pl.Expr:
    named = key.slugs
    base = pl.col("BASE_DESCRIPTION").map_elements(spelling, pl.String)
    return base.replace_strict(list(named), list(named.values()), default=_OTHER, return_dtype=pl.String)


def _run_on(printed: Printed) -> pl.Expr:
    """The day of the query, one for the whole file."""
    day = pl.col(_RUN).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    listed = printed.frame.select(day.alias("day"), "line").group_by("day").agg(pl.col("line").min())
    days = listed.sort("line")
    for found, line in days.iter_rows():
        if found is None or days.height > 1:
            what = _("“{value}” is not the one day of the query").format(value=found or "")
            printed.refuse(line, _RUN, what, expected=_("one day in the whole file"))
    return day


def _refuse_repeated(printed: Printed) -> None:
    """Substances are added up, so one that stands twice would count twice."""
    key = ["YYYY", "PERIOD", "STATE", "SUBSTANCE_ID"]
    lines = printed.frame.group_by(key).agg(pl.col("line").sort().alias("lines"))
    twice = lines.filter(pl.col("lines").list.len() > 1).sort(pl.col("lines").list.first())
    for listed in twice["lines"].head(5).to_list():
        printed.faults.append(
            Fault(
                _("the same figure stands on more than one line"),
                _("{name}, lines {lines}").format(name=printed.name, lines=", ".join(map(str, listed[:6]))),
                _("one row per figure"),
            )
        )
