# SPDX-License-Identifier: Apache-2.0
"""The bitemporal store: what was known on any day, whatever the order in which files arrive."""

import datetime as dt
import fcntl
import itertools
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.release import Release
from rumbo.evidence.store import Store
from rumbo.terms import Period

MakeRelease = Callable[..., Release]
MakeCard = Callable[..., SourceCard]
Tree = Callable[[Path], dict[str, str]]
VER, CHH = "mx-ver", "mx-chh"


@pytest.fixture
def store(tmp_path: Path, toy_card: MakeCard) -> Store:
    return Store(tmp_path / "tables" / "mx.toy", toy_card())


def known(store: Store, day: str) -> dict[tuple[str, str, str], float | None]:
    frame = store.as_of(dt.date.fromisoformat(day))
    return {
        (str(Period.month_of(row["period"])), row["state"], row["offence"]): row["value"]
        for row in frame.to_dicts()
    }


def counts(store: Store) -> list[tuple[str, int, int, int]]:
    return [(v.released_on.isoformat(), v.added, v.changed, v.withdrawn) for v in store.vintages()]


FIRST = {("2019-01", VER, "a"): 10.0, ("2019-02", VER, "a"): 20.0}
SECOND = {("2019-01", VER, "a"): 11.0, ("2019-02", VER, "a"): 20.0, ("2019-03", VER, "a"): 30.0}


def test_each_day_shows_what_was_known_then(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([toy_release(SECOND, "2019-04-20")])

    assert known(store, "2019-03-19") == {}
    assert known(store, "2019-03-20") == known(store, "2019-04-19") == FIRST
    assert known(store, "2019-04-20") == known(store, "2030-01-01") == SECOND


def test_a_release_adds_only_what_it_changed(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    (added,) = store.add([toy_release(SECOND, "2019-04-20")])

    assert (added.vintage.added, added.vintage.changed, added.vintage.withdrawn) == (1, 1, 0)
    assert added.vintage.figures == 3
    assert store.history().height == 2 + 2


def test_a_figure_left_out_of_a_later_release_is_withdrawn(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([toy_release({("2019-02", VER, "a"): 20.0}, "2019-04-20", first="2019-01", last="2019-02")])

    assert counts(store)[-1] == ("2019-04-20", 0, 0, 1)
    assert known(store, "2019-04-20") == {("2019-02", VER, "a"): 20.0}
    assert known(store, "2019-04-19") == FIRST


def test_a_withdrawn_figure_can_come_back(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([toy_release({("2019-02", VER, "a"): 20.0}, "2019-04-20", first="2019-01", last="2019-02")])
    store.add([toy_release(FIRST, "2019-05-20", name="again")])

    assert counts(store)[-1] == ("2019-05-20", 1, 0, 0)
    assert known(store, "2019-05-20") == FIRST


def test_what_a_release_does_not_cover_it_does_not_withdraw(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([toy_release({("2019-03", VER, "a"): 30.0}, "2019-04-20")])

    assert known(store, "2019-04-20") == FIRST | {("2019-03", VER, "a"): 30.0}


def test_a_release_speaks_only_for_the_scope_it_has(
    tmp_path: Path, toy_card: MakeCard, toy_release: MakeRelease
) -> None:
    store = Store(tmp_path / "t", toy_card(scope='["offence"]'))
    both = {("2019-01", VER, "a"): 1.0, ("2019-01", VER, "b"): 2.0, ("2019-01", CHH, "a"): 3.0}
    store.add([toy_release(both, "2019-03-20", scope=("a", "b"))])

    store.add([toy_release({("2019-01", VER, "a"): 5.0}, "2019-04-20", scope=("a",))])

    assert known(store, "2019-04-20") == {("2019-01", VER, "a"): 5.0, ("2019-01", VER, "b"): 2.0}
    assert store.vintages()[1].scope is not None


def test_a_figure_without_a_value_differs_from_no_figure(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    emptied = FIRST | {("2019-01", VER, "a"): None}
    store.add([toy_release(emptied, "2019-04-20")])
    store.add([toy_release(FIRST, "2019-05-20", name="back")])

    assert counts(store)[1:] == [("2019-04-20", 0, 1, 0), ("2019-05-20", 0, 1, 0)]
    assert known(store, "2019-04-20") == emptied


def test_a_new_word_for_the_same_value_is_a_change(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20", status="preliminary")])
    store.add([toy_release(FIRST, "2019-04-20", status="final")])

    assert counts(store)[-1] == ("2019-04-20", 0, 2, 0)


def test_another_number_of_digits_is_no_change(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release({("2019-01", VER, "a"): 0.1 + 0.2}, "2019-03-20")])

    with pytest.raises(EvidenceError, match="brings no new period and changes no figure"):
        store.add([toy_release({("2019-01", VER, "a"): 0.3}, "2019-04-20")])


def test_a_file_already_held_is_refused_whatever_day_is_given(
    store: Store, toy_release: MakeRelease, tmp_path: Path, tree: Tree
) -> None:
    release = toy_release(FIRST, "2019-03-20")
    store.add([release])
    before = tree(tmp_path)

    for day in ("2019-03-20", "2019-01-01", "2020-01-01"):
        again = Release(**{**release.__dict__, "released_on": dt.date.fromisoformat(day)})
        with pytest.raises(EvidenceError, match=r"is already held: mx\.toy, released 2019-03-20"):
            store.add([again])
    assert tree(tmp_path) == before


def test_a_release_that_says_nothing_new_is_refused(
    store: Store, toy_release: MakeRelease, tmp_path: Path, tree: Tree
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    before = tree(tmp_path)

    with pytest.raises(EvidenceError, match=r"same\.csv brings no new period and changes no figure"):
        store.add([toy_release(FIRST, "2019-04-20", name="same.csv")])

    assert tree(tmp_path) == before


def test_several_releases_are_added_together_or_not_at_all(
    store: Store, toy_release: MakeRelease, tmp_path: Path, tree: Tree
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    before = tree(tmp_path)

    with pytest.raises(EvidenceError, match="brings no new period"):
        store.add([toy_release(SECOND, "2019-04-20"), toy_release(SECOND, "2019-05-20", name="same.csv")])

    assert tree(tmp_path) == before


def three(toy_release: MakeRelease) -> list[Release]:
    third = {("2019-01", VER, "a"): 11.0, ("2019-03", VER, "a"): 31.0, ("2019-03", CHH, "b"): 1.0}
    return [
        toy_release(FIRST, "2019-03-20"),
        toy_release(SECOND, "2019-04-20"),
        toy_release(third, "2019-05-20", first="2019-01", last="2019-03"),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_arrival_does_not_matter(
    tmp_path: Path, toy_card: MakeCard, toy_release: MakeRelease, order: tuple[int, ...]
) -> None:
    in_time, shuffled = Store(tmp_path / "a", toy_card()), Store(tmp_path / "b", toy_card())
    releases = three(toy_release)
    in_time.add(releases)

    for n in order:
        shuffled.add([releases[n]])

    assert counts(shuffled) == counts(in_time)
    for day in ("2019-03-20", "2019-04-20", "2019-05-20"):
        assert known(shuffled, day) == known(in_time, day)


def test_a_late_arrival_says_how_many_releases_were_compared_again(
    store: Store, toy_release: MakeRelease
) -> None:
    first, second, third = three(toy_release)
    store.add([second])
    store.add([third])

    (added,) = store.add([first])

    assert added.rewritten == 2
    assert counts(store) == [("2019-03-20", 2, 0, 0), ("2019-04-20", 1, 1, 0), ("2019-05-20", 1, 1, 1)]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 0, 1)])
def test_of_two_releases_of_one_day_the_one_that_reaches_further_is_the_later(
    tmp_path: Path, toy_card: MakeCard, toy_release: MakeRelease, order: tuple[int, ...]
) -> None:
    releases = [
        toy_release({("2019-01", VER, "a"): 4.0}, "2019-02-20"),
        toy_release({("2019-01", VER, "a"): 3.0}, "2019-04-20"),
        toy_release({("2019-01", VER, "a"): 4.0, ("2019-02", VER, "a"): 9.0}, "2019-04-20", name="b"),
    ]
    store = Store(tmp_path / "t", toy_card())

    for n in order:
        store.add([releases[n]])

    assert known(store, "2019-04-20") == {("2019-01", VER, "a"): 4.0, ("2019-02", VER, "a"): 9.0}


def test_a_store_made_again_takes_back_what_later_arrivals_made_redundant(
    tmp_path: Path, toy_card: MakeCard, toy_release: MakeRelease
) -> None:
    store = Store(tmp_path / "a", toy_card())
    late = toy_release(SECOND, "2019-05-20")
    early = toy_release(SECOND, "2019-04-20", name="earlier.csv")
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([late])
    store.add([early])

    again = Store(tmp_path / "b", toy_card())
    again.add([toy_release(FIRST, "2019-03-20"), late, early])

    assert counts(again) == counts(store)
    assert counts(store)[-1] == ("2019-05-20", 0, 0, 0)


def test_a_held_release_is_given_back_as_it_came(store: Store, toy_release: MakeRelease) -> None:
    releases = three(toy_release)
    for release in releases:
        store.add([release])

    for vintage, release in zip(store.vintages(), releases, strict=True):
        back = store.release(vintage)
        cell = ["period", "state", "offence"]
        assert back.frame.sort(cell).equals(release.frame.sort(cell))
        assert (back.first, back.last, back.snapshot) == (release.first, release.last, release.snapshot)


def test_only_one_writer_at_a_time(
    store: Store, toy_release: MakeRelease, tmp_path: Path, tree: Tree
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    before = tree(tmp_path)

    with (store.folder / ".writer").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(EvidenceError, match=r"somebody else is adding to mx\.toy at this moment"):
            store.add([toy_release(SECOND, "2019-04-20")])

    assert tree(tmp_path) == before
    store.add([toy_release(SECOND, "2019-04-20")])


def orphan(store: Store, vintage: int) -> None:
    """What a writer leaves behind that is killed between its two commits."""
    rows = store.history().drop("order").head(1)
    left = rows.with_columns(value=pl.lit(666.0), vintage=pl.lit(vintage, pl.Int32))
    left.write_delta(str(store.folder / "figures"), mode="append")


def test_rows_of_a_killed_writer_are_invisible_and_the_next_writer_removes_them(
    store: Store, toy_release: MakeRelease
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    orphan(store, 2)

    assert known(store, "2030-01-01") == FIRST
    store.add([toy_release(SECOND, "2019-04-20")])

    assert known(store, "2030-01-01") == SECOND
    figures = pl.read_delta(str(store.folder / "figures"))
    assert 666.0 not in figures["value"].to_list()
    assert set(figures["vintage"]) == {1, 2}


def test_nothing_is_written_when_the_snapshot_cannot_be_kept(
    store: Store, toy_release: MakeRelease, tmp_path: Path, tree: Tree
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    before = tree(tmp_path)

    def full() -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        store.add([toy_release(SECOND, "2019-04-20")], before=full)

    assert tree(tmp_path) == before


def test_the_tables_are_readable_without_us(store: Store, toy_release: MakeRelease) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    store.add([toy_release(SECOND, "2019-04-20")])

    vintages = pl.read_delta(str(store.folder / "vintages"))
    figures = pl.read_delta(str(store.folder / "figures"))

    day = dt.date(2019, 4, 1)
    latest = (
        figures.join(vintages.filter(pl.col("released_on") <= day), on="vintage")
        .sort("released_on", "last", "vintage")
        .unique(["period", "state", "offence", "measure"], keep="last", maintain_order=True)
        .filter(~pl.col("withdrawn"))
    )
    assert latest.sort("period")["value"].to_list() == [10.0, 20.0]


def test_a_release_with_fewer_figures_than_were_held_is_taken_and_noted(
    store: Store, toy_release: MakeRelease
) -> None:
    store.add([toy_release(FIRST, "2019-03-20")])
    less = {("2019-02", VER, "a"): 21.0, ("2019-03", VER, "a"): 1.0}

    (added,) = store.add([toy_release(less, "2019-04-20", first="2019-01")])

    assert added.vintage.notes == (
        "1 figures where 2 were held for the same periods: check that the file is whole",
    )


def test_progress_is_said_from_nothing_to_all(store: Store, toy_release: MakeRelease) -> None:
    said: list[tuple[int, int]] = []

    store.add(three(toy_release), progress=lambda done, of: said.append((done, of)))

    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]
