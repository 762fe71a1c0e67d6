# SPDX-License-Identifier: Apache-2.0
"""Series as known on a day: what is summed, what is missing, what is zero, and what is refused."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from rumbo.errors import InputError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.release import Release
from rumbo.evidence.series import Evidence, periods_of
from rumbo.evidence.store import Store

MakeRelease = Callable[..., Release]
MakeCard = Callable[..., SourceCard]
VER, CHH = "mx-ver", "mx-chh"
DAY = dt.date(2020, 1, 1)


@pytest.fixture
def evidence(tmp_path: Path, toy_card: MakeCard) -> Evidence:
    return Evidence(tmp_path, {"mx.toy": toy_card()})


@pytest.fixture
def zeros(tmp_path: Path, toy_card: MakeCard) -> Evidence:
    """A source in which a figure that is not in the file is zero."""
    return Evidence(tmp_path, {"mx.toy": toy_card(absent="zero")})


def rows(
    evidence: Evidence, name: str, *, place: str | None = None, day: dt.date = DAY
) -> list[tuple[object, ...]]:
    return evidence.as_of(name, day, place=place).frame.select("period", "value").rows()


JAN, FEB, MAR, APR = (dt.date(2019, month, 1) for month in (1, 2, 3, 4))


def test_states_and_labels_are_added_up_for_the_nation(evidence: Evidence, toy_release: MakeRelease) -> None:
    values = {("2019-01", VER, "a"): 1.0, ("2019-01", CHH, "a"): 2.0, ("2019-01", VER, "b"): 4.0}
    evidence.store("mx.toy").add([toy_release(values, "2019-03-20")])

    assert rows(evidence, "mx.toy.all.victims") == [(JAN, 7.0)]
    assert rows(evidence, "mx.toy.a.victims") == [(JAN, 3.0)]
    assert rows(evidence, "mx.toy.all.victims", place=VER) == [(JAN, 5.0)]
    assert rows(evidence, "mx.toy.b.victims", place="mx") == [(JAN, 4.0)]


def test_a_missing_part_makes_the_total_missing_not_small(
    evidence: Evidence, toy_release: MakeRelease
) -> None:
    values = {("2019-01", VER, "a"): 1.0, ("2019-01", CHH, "a"): None, ("2019-02", VER, "a"): 3.0}
    evidence.store("mx.toy").add([toy_release(values, "2019-03-20")])

    assert rows(evidence, "mx.toy.a.victims") == [(JAN, None), (FEB, 3.0)]


def test_rates_are_never_added_up(evidence: Evidence, toy_release: MakeRelease) -> None:
    values = {("2019-01", VER, "a"): 1.0, ("2019-01", CHH, "a"): 2.0}
    evidence.store("mx.toy").add([toy_release(values, "2019-03-20", measure="rate")])

    with pytest.raises(
        InputError, match=r"figures of mx\.toy\.all\.rate cannot be added up: they are per 100,000"
    ):
        evidence.as_of("mx.toy.all.rate", DAY)
    assert rows(evidence, "mx.toy.all.rate", place=VER) == [(JAN, 1.0)]


def test_parts_with_different_words_are_mixed(evidence: Evidence, toy_release: MakeRelease) -> None:
    store = evidence.store("mx.toy")
    store.add(
        [toy_release({("2019-01", VER, "a"): 1.0, ("2019-01", CHH, "a"): 1.0}, "2019-03-20", status="final")]
    )
    early = {("2019-02", VER, "a"): 1.0, ("2019-02", CHH, "a"): 1.0}
    store.add([toy_release(early, "2019-03-21", status="final")])
    mixed = toy_release(early, "2019-03-22")
    frame = mixed.frame.with_columns(
        status=pl.when(state=VER).then(pl.lit("final")).otherwise(pl.lit("early"))
    )
    store.add([Release(**{**mixed.__dict__, "frame": frame})])

    assert evidence.as_of("mx.toy.a.victims", DAY).frame["status"].to_list() == ["final", "mixed"]


def test_a_period_without_a_figure_is_zero_where_the_card_says_so(
    zeros: Evidence, toy_release: MakeRelease
) -> None:
    values = {("2019-01", VER, "a"): 5.0, ("2019-03", VER, "a"): 7.0, ("2019-02", CHH, "b"): 1.0}
    zeros.store("mx.toy").add([toy_release(values, "2019-05-20", last="2019-04")])

    assert rows(zeros, "mx.toy.a.victims") == [(JAN, 5.0), (FEB, 0.0), (MAR, 7.0), (APR, 0.0)]
    assert rows(zeros, "mx.toy.b.victims", place=CHH) == [(JAN, 0.0), (FEB, 1.0), (MAR, 0.0), (APR, 0.0)]


def test_months_that_no_release_covers_are_missing_even_where_absence_means_zero(
    zeros: Evidence, toy_release: MakeRelease
) -> None:
    zeros.store("mx.toy").add([toy_release({("2019-01", VER, "a"): 5.0}, "2019-02-20")])
    zeros.store("mx.toy").add([toy_release({("2019-04", VER, "a"): 6.0}, "2019-05-20")])

    assert rows(zeros, "mx.toy.a.victims") == [(JAN, 5.0), (APR, 6.0)]


def test_a_figure_that_is_there_without_a_value_is_not_zero(
    zeros: Evidence, toy_release: MakeRelease
) -> None:
    values = {("2019-01", VER, "a"): None, ("2019-02", VER, "a"): 1.0}
    zeros.store("mx.toy").add([toy_release(values, "2019-03-20")])

    assert rows(zeros, "mx.toy.a.victims") == [(JAN, None), (FEB, 1.0)]


def test_every_vintage_shows_the_series_as_it_left_it(evidence: Evidence, toy_release: MakeRelease) -> None:
    store = evidence.store("mx.toy")
    store.add([toy_release({("2019-01", VER, "b"): 9.0}, "2019-02-20")])
    store.add([toy_release({("2019-01", VER, "a"): 1.0, ("2019-01", VER, "b"): 9.0}, "2019-03-20")])
    store.add([toy_release({("2019-01", VER, "a"): 2.0, ("2019-01", VER, "b"): 9.0}, "2019-04-20")])

    series = evidence.vintage_series("mx.toy.a.victims")

    assert [(v.released_on, f["value"].to_list()) for v, f in series] == [
        (dt.date(2019, 3, 20), [1.0]),
        (dt.date(2019, 4, 20), [2.0]),
    ]
    for vintage, frame in series:
        assert frame.equals(evidence.as_of("mx.toy.a.victims", vintage.released_on).frame)


def test_what_was_revised_between_two_days_is_told_by_kind(
    evidence: Evidence, toy_release: MakeRelease
) -> None:
    store = evidence.store("mx.toy")
    before = {("2019-01", VER, "a"): 0.0, ("2019-02", VER, "a"): 4.0, ("2019-03", VER, "a"): 6.0}
    after = {("2019-01", VER, "a"): 1.0, ("2019-03", VER, "a"): 9.0, ("2019-04", VER, "a"): 2.0}
    store.add([toy_release(before, "2019-04-20")])
    store.add([toy_release(after, "2019-05-20")])
    days = (dt.date(2019, 4, 30), dt.date(2019, 5, 31))

    changes = evidence.difference("mx.toy.a.victims", between=days)

    assert changes.rows() == [
        (JAN, 0.0, 1.0, 1.0, None, "revised"),
        (FEB, 4.0, None, None, None, "withdrawn"),
        (MAR, 6.0, 9.0, 3.0, 0.5, "revised"),
        (APR, None, 2.0, None, None, "new"),
    ]
    assert evidence.difference("mx.toy.a.victims", between=days[::-1]).equals(changes)


def test_periods_are_those_of_the_sources_calendar(
    excerpts: Path, intake: Intake, now: dt.datetime, cards: dict[str, SourceCard]
) -> None:
    intake.add(excerpts / "inegi-perception.csv", now=now)
    intake.add(excerpts / "inegi-homicides.csv", now=now)
    evidence = Evidence(intake.folder, cards)

    quarters = evidence.as_of("mx.inegi.ensu.unsafe_city.percent", now.date()).frame
    years = evidence.as_of("mx.inegi.homicide.deaths", now.date()).frame

    assert [str(p) for p in periods_of(quarters, cards["mx.inegi.ensu"])] == ["2019-Q3", "2019-Q4"]
    assert [str(p) for p in periods_of(years, cards["mx.inegi.homicide"])] == ["2018", "2019"]
    assert years["status"].to_list() == ["definitive", "preliminary"]


@pytest.fixture
def held(excerpts: Path, intake: Intake, now: dt.datetime, cards: dict[str, SourceCard]) -> Evidence:
    intake.add(excerpts / "cbp-drugs.csv", now=now, dated=Dated(dt.date(2024, 12, 20)))
    intake.add(excerpts / "cdc-2017.csv", now=now, dated=Dated(dt.date(2017, 12, 15)))
    intake.add(excerpts / "cdc-from-2019.csv", now=now, dated=Dated(dt.date(2019, 9, 15)))
    return Evidence(intake.folder, cards)


def test_regions_and_areas_are_places_of_their_own(held: Evidence) -> None:
    def events(place: str | None) -> float:
        frame = held.as_of("us.cbp.seizures.all_drugs.events", dt.date(2025, 1, 1), place=place).frame
        return float(frame.filter(period=dt.date(2024, 10, 1))["value"].item())

    assert events(None) == 13 + 2 + 3 + 5
    assert events("us-southwest-border") == 13 + 2 + 5
    assert events("us-tucson-sector") == 5


def test_places_held_are_listed_with_the_nation_first(held: Evidence) -> None:
    assert held.places(held.series("us.cbp.seizures.heroin.events")) == (
        "us", "us-southwest-border", "us-tucson-field-office"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "place", "day", "what", "expected"),
    [
        ("us.cbp.seizures.fentanil.events", None, "2025-01-01", "is not a series", "seizures.fentanyl"),
        ("homicidios", None, "2025-01-01", "is not a series", "a series id, such as "),
        ("us.cbp.seizures.heroin.events", "us-tuscon", "2025-01-01", "is held for “us-tuscon”", "us-tucson"),
        ("us.cbp.seizures.heroin.events", "mx-ver", "2025-01-01", "is held for “mx-ver”", "one of us"),
        ("us.cbp.seizures.heroin.events", None, "2024-12-19", "known on 2024-12-19", "a day from 2024-12-20"),
        (
            "us.cdc.overdose.synthetic_opioids.deaths_12_months", "us-oh", "2018-01-01",
            "was known on 2018-01-01: the oldest release held is of 2019-09-15", "a day from 2019-09-15 on",
        ),
        ("mx.sesnsp.femicide.victims", None, "2025-01-01", "nothing is held of mx.sesnsp.femicide", None),
    ],
)  # fmt: skip
def test_an_unknown_series_place_or_day_is_refused_with_the_nearest(
    *, held: Evidence, name: str, place: str | None, day: str, what: str, expected: str | None
) -> None:
    with pytest.raises(InputError) as refused:
        held.as_of(name, dt.date.fromisoformat(day), place=place)

    fault = refused.value.faults[0]
    assert what in fault.what
    assert (expected or "") in (fault.expected or "")


def test_an_unknown_source_is_refused_with_the_nearest(held: Evidence) -> None:
    with pytest.raises(InputError) as refused:
        held.store("mx.sesnps")

    assert refused.value.faults[0].expected is not None
    assert refused.value.faults[0].expected.startswith("one of mx.sesnsp")


def test_a_series_of_which_nothing_is_held_has_no_vintages(evidence: Evidence) -> None:
    assert evidence.vintage_series("mx.toy.a.victims") == []
    assert isinstance(evidence.store("mx.toy"), Store)
