# SPDX-License-Identifier: Apache-2.0
"""What has to hold before a release may enter the store: one rule a test, and what is let through."""

import datetime as dt
from collections.abc import Sequence

import polars as pl
import pytest

from rumbo.errors import EvidenceError, Fault
from rumbo.evidence.card import SourceCard
from rumbo.evidence.contract import check
from rumbo.evidence.release import Tidy, tidy_schema
from rumbo.terms import Period
from rumbo.terms.place import places

Cards = dict[str, SourceCard]
TODAY = dt.date(2026, 7, 1)
Row = tuple[str, str, str, float | None]
STATES = tuple(sorted(p.id for p in places().values() if p.group == "mx-states"))
US_PARTS = tuple(
    sorted(p.id for p in places().values() if p.group in ("us-states", "us-cities") and p.id != "us-pr")
)


def tidy(card: SourceCard, keys: Sequence[str], rows: Sequence[Row], *, measure: str) -> Tidy:
    frame = pl.DataFrame(
        [(Period.parse(month).start, *key, value) for month, *key, value in rows],
        schema={"period": pl.Date, **dict.fromkeys(keys, pl.String), "value": pl.Float64},
        orient="row",
    )
    return Tidy(
        frame.with_columns(measure=pl.lit(measure), status=pl.lit("")).with_row_index("line", 2).with_columns(
            pl.col("line").cast(pl.Int64)
        )
    )  # fmt: skip


def victims(cards: Cards, rows: Sequence[Row]) -> Tidy:
    return tidy(cards["mx.sesnsp"], ("state", "offence"), rows, measure="victims")


def everywhere(*months: str, value: float = 1.0) -> list[Row]:
    return [(month, state, "femicide", value) for month in months for state in STATES]


def faults(table: Tidy, card: SourceCard, *, today: dt.date = TODAY) -> tuple[Fault, ...]:
    with pytest.raises(EvidenceError) as refused:
        check(table, card, name="t.csv", today=today)
    return refused.value.faults


def test_a_release_that_keeps_the_contract_comes_back_in_a_fixed_order(cards: Cards) -> None:
    rows = everywhere("2019-01", "2019-02")

    frame, notes = check(victims(cards, rows), cards["mx.sesnsp"], name="t.csv", today=TODAY)
    again, _ = check(victims(cards, rows[::-1]), cards["mx.sesnsp"], name="t.csv", today=TODAY)

    assert frame.schema == pl.Schema(tidy_schema(("state", "offence")))
    assert frame.equals(again)
    assert notes == ()


def test_a_figure_on_two_lines_is_refused_with_both(cards: Cards) -> None:
    rows = [*everywhere("2019-01"), ("2019-01", "mx-ver", "femicide", 1.0)]

    (fault,) = faults(victims(cards, rows), cards["mx.sesnsp"])

    line = STATES.index("mx-ver") + 2
    assert fault == Fault(
        "the same figure stands on more than one line: 2019-01 · mx-ver · femicide · victims",
        f"t.csv, lines {line}, 34",
        "one row per figure",
    )


def test_a_negative_figure_is_refused(cards: Cards) -> None:
    rows = [*everywhere("2019-01")[1:], ("2019-01", STATES[0], "femicide", -4.0)]

    (fault,) = faults(victims(cards, rows), cards["mx.sesnsp"])

    assert fault.what == f"a negative figure, -4.0: 2019-01 · {STATES[0]} · femicide · victims"
    assert fault.where == "t.csv, line 33"


def test_a_period_that_has_not_begun_is_refused(cards: Cards) -> None:
    today = dt.date(2019, 1, 31)

    (fault,) = faults(victims(cards, everywhere("2019-01", "2019-02")), cards["mx.sesnsp"], today=today)

    assert fault == Fault(
        "figures for 2019-02, which has not begun", "t.csv, line 34", "periods up to 2019-01-31"
    )


def test_the_running_month_may_be_there(cards: Cards) -> None:
    check(victims(cards, everywhere("2019-01")), cards["mx.sesnsp"], name="t", today=dt.date(2019, 1, 1))


def test_months_missing_inside_the_coverage_are_refused(cards: Cards) -> None:
    (fault,) = faults(victims(cards, everywhere("2019-01", "2019-03", "2019-06")), cards["mx.sesnsp"])

    assert fault.what == "no figure for 2019-02, 2019-04, 2019-05 inside the coverage"
    assert fault.expected == "every month from 2019-01 to 2019-06"


def test_a_yearly_table_may_have_gaps(cards: Cards) -> None:
    rows = [("2006-01", "mx", "all", 61.0), ("2019-01", "mx", "all", 58.0)]
    table = tidy(cards["mx.fgr.extraditions_to_us"], ("place", "persons"), rows, measure="extraditions")

    frame, _ = check(table, cards["mx.fgr.extraditions_to_us"], name="t", today=TODAY)

    assert frame.height == 2


def test_a_missing_state_is_refused_where_the_nation_is_a_sum(cards: Cards) -> None:
    rows = [row for row in everywhere("2019-01", "2019-02") if (row[0], row[1]) != ("2019-02", "mx-ver")]

    (fault,) = faults(victims(cards, rows), cards["mx.sesnsp"])

    assert fault == Fault("2019-02 lacks 1 of 32 places: mx-ver", "t.csv", "every place in every period")


def test_no_figure_at_all_is_refused(cards: Cards) -> None:
    (fault,) = faults(victims(cards, []), cards["mx.sesnsp"])

    assert fault == Fault("there is no figure in the file", "t.csv")


def deaths(cards: Cards, national: float | None, *, without: str = "") -> Tidy:
    rows: list[Row] = [("2019-01", p, "all_drugs", 10.0) for p in US_PARTS if p != without]
    rows.append(("2019-01", "us", "all_drugs", national))
    return tidy(cards["us.cdc.overdose"], ("state", "indicator"), rows, measure="deaths_12_months")


def test_a_national_row_that_is_not_the_sum_is_refused_with_both_figures(cards: Cards) -> None:
    (fault,) = faults(deaths(cards, 521.0), cards["us.cdc.overdose"])

    assert fault == Fault(
        "the total for us says 521, its parts add up to 520 (2019-01)", "t.csv, line 54", "equal figures"
    )


def test_a_national_row_that_is_the_sum_passes(cards: Cards) -> None:
    _frame, notes = check(deaths(cards, 520.0), cards["us.cdc.overdose"], name="t", today=TODAY)

    assert notes == ()


def test_a_total_without_all_of_its_parts_is_not_checked_and_that_is_said(cards: Cards) -> None:
    table = deaths(cards, 9.0, without="us-wy")

    _frame, notes = check(table, cards["us.cdc.overdose"], name="t", today=TODAY)

    assert notes == ("totals not checked: there are no figures for us-wy",)


def test_an_extract_of_the_nation_alone_passes(cards: Cards) -> None:
    rows = [("2019-01", "us", "all_drugs", 9.0)]
    table = tidy(cards["us.cdc.overdose"], ("state", "indicator"), rows, measure="deaths_12_months")

    _frame, notes = check(table, cards["us.cdc.overdose"], name="t", today=TODAY)

    assert notes == ()


@pytest.mark.parametrize("southwest", [45.0, 46.0])
def test_the_southwest_border_is_the_sum_of_its_nine_sectors(cards: Cards, southwest: float) -> None:
    card = cards["us.usbp.apprehensions"]
    rows = [("2019-01", part, float(n)) for n, part in enumerate(card.totals[0].parts, start=1)]
    frame = pl.DataFrame(
        [*rows, ("2019-01", "us-southwest-border", southwest), ("2019-01", "us-miami-sector", 99.0)],
        schema=["month", "sector", "value"],
        orient="row",
    ).select(
        pl.lit(dt.date(2019, 1, 1)).alias("period"), "sector", "value",
        pl.lit("apprehensions").alias("measure"), pl.lit("").alias("status"),
    ).with_row_index("line", 2)  # fmt: skip

    if southwest == 45.0:
        check(Tidy(frame), card, name="t", today=TODAY)
    else:
        (fault,) = faults(Tidy(frame), card)
        assert fault.what == ("the total for us-southwest-border says 46, its parts add up to 45 (2019-01)")


def test_what_could_not_be_read_is_listed_before_any_rule_is_tried(cards: Cards) -> None:
    broken = Tidy(victims(cards, everywhere("2019-01")[1:]).frame, (Fault("one"), Fault("two")))

    assert faults(broken, cards["mx.sesnsp"]) == (Fault("one"), Fault("two"))


def test_a_flood_of_faults_is_cut_and_counted(cards: Cards) -> None:
    broken = Tidy(pl.DataFrame(), tuple(Fault(str(n)) for n in range(1000)))

    listed = faults(broken, cards["mx.sesnsp"])

    assert len(listed) == 21
    assert listed[-1] == Fault("and 980 more faults like these", "t.csv")


def test_faults_of_several_rules_are_listed_together(cards: Cards) -> None:
    rows: list[Row] = [row for row in everywhere("2019-01", "2019-03") if row[1] != "mx-ver"]
    rows[0] = (*rows[0][:3], -1.0)

    assert [fault.what.split(" 2019")[0] for fault in faults(victims(cards, rows), cards["mx.sesnsp"])] == [
        "a negative figure, -1.0:",
        "no figure for",
        "2019-01 lacks 1 of 32 places: mx-ver",
        "2019-03 lacks 1 of 32 places: mx-ver",
    ]
