# SPDX-License-Identifier: Apache-2.0
"""Files of figures: a store written out, read back the same on every day, refused when tampered with."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.figures import condense, is_figures, read_figures
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.release import Release
from rumbo.evidence.snapshot import Source
from rumbo.evidence.store import Store

Cards = dict[str, SourceCard]
Given = Callable[[str, bytes | str], Source]
MakeRelease = Callable[..., Release]
MakeCard = Callable[..., SourceCard]
VER, CHH = "mx-ver", "mx-chh"


@pytest.fixture
def store(tmp_path: Path, toy_card: MakeCard, toy_release: MakeRelease) -> Store:
    """Five releases with everything that can happen: revisions, withdrawals, empty cells, a scope."""
    made = Store(tmp_path / "t", toy_card(scope='["offence"]'))
    first = {("2019-01", VER, "a"): 10.0, ("2019-01", CHH, "b"): 0.1, ("2019-02", VER, "a"): None}
    made.add([toy_release(first, "2019-03-20", scope=("a", "b"))])
    made.add([toy_release(first | {("2019-01", VER, "a"): 11.0}, "2019-04-20", scope=("a", "b"), status="x")])
    made.add([toy_release({("2019-02", VER, "a"): 5.0}, "2019-05-20", first="2019-01", scope=("a",))])
    made.add([toy_release({("2019-02", CHH, "b"): 7.5}, "2019-06-20", first="2019-01", scope=("b",))])
    made.add([toy_release({("2019-03", VER, "a"): 1e6}, "2019-06-20", scope=("a",), name="same day")])
    return made


def reread(text: str, store: Store, folder: Path) -> Store:
    data = text.encode()
    card = store.card
    again = Store(folder, card)
    again.add(read_figures(Source("figures.csv", data, "0" * 64), {card.id: card}))
    return again


def assert_same_on_every_day(one: Store, other: Store) -> None:
    for vintage in one.vintages():
        for day in (vintage.released_on, vintage.released_on - dt.timedelta(days=1)):
            assert_frame_equal(one.as_of(day).sort(one.cell), other.as_of(day).sort(one.cell))


def test_a_store_written_out_and_read_back_says_the_same_on_every_day(store: Store, tmp_path: Path) -> None:
    again = reread(condense(store), store, tmp_path / "again")

    assert_same_on_every_day(store, again)
    kept = ("released_on", "precision", "name", "citation", "snapshot", "first", "last", "notes")
    for before, after in zip(store.vintages(), again.vintages(), strict=True):
        assert [getattr(before, k) for k in kept] == [getattr(after, k) for k in kept]


def test_the_same_store_gives_the_same_text(store: Store, tmp_path: Path) -> None:
    text = condense(store)

    assert condense(store) == text
    assert condense(reread(text, store, tmp_path / "again")) == text


def test_a_release_that_says_nothing_of_what_is_kept_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    text = condense(store, keep={"offence": ("a",)})

    assert [line for line in text.splitlines() if line.startswith("# number")] == [
        "# number = 1", "# number = 2", "# number = 3", "# number = 4"
    ]  # fmt: skip
    assert condense(reread(text, store, tmp_path / "again")) == text


def test_figures_left_out_on_purpose_stay_out(store: Store, tmp_path: Path) -> None:
    again = reread(condense(store, keep={"offence": ("a",)}), store, tmp_path / "again")

    day = dt.date(2019, 5, 20)
    wanted = store.as_of(day).filter(offence="a").sort(store.cell)
    assert_frame_equal(again.as_of(day).sort(store.cell), wanted)
    assert set(again.as_of(dt.date(2030, 1, 1))["offence"]) == {"a"}


def test_summing_out_a_key_keeps_the_sums_and_a_missing_part_missing(
    excerpts: Path, intake: Intake, now: dt.datetime, tmp_path: Path, cards: Cards
) -> None:
    intake.add(excerpts / "cbp-drugs.csv", now=now, dated=Dated(dt.date(2024, 12, 20)))
    intake.add(excerpts / "cbp-drugs-later.csv", now=now, dated=Dated(dt.date(2025, 1, 20)))
    store = intake.store("us.cbp.seizures")

    again = reread(condense(store, sum_out=("land", "area")), store, tmp_path / "again")

    by = ["period", "component", "region", "drug", "measure"]
    for day in (dt.date(2024, 12, 20), dt.date(2025, 1, 20)):
        whole = store.as_of(day).group_by(by).agg(pl.col("value").sum()).sort(by)
        assert_frame_equal(again.as_of(day).select(*by, "value").sort(by), whole)
    assert again.as_of(now.date())["area"].null_count() == again.as_of(now.date()).height


def test_rates_and_places_beside_their_parts_are_never_summed_out(
    store: Store, cards: Cards, tmp_path: Path
) -> None:
    with pytest.raises(EvidenceError, match=r"figures of mx\.toy cannot be summed over state"):
        condense(store, sum_out=("state",))
    with pytest.raises(EvidenceError, match="cannot be summed over sector"):
        condense(Store(tmp_path / "u", cards["us.usbp.apprehensions"]), sum_out=("sector",))


def test_an_empty_store_has_nothing_to_condense(tmp_path: Path, toy_card: MakeCard) -> None:
    with pytest.raises(EvidenceError, match=r"nothing is held of mx\.toy"):
        condense(Store(tmp_path / "t", toy_card()))


def test_a_file_of_figures_takes_the_road_of_any_file(store: Store, tmp_path: Path, now: dt.datetime) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(condense(store), "utf-8")
    intake = Intake(tmp_path / "evidence", {"mx.toy": store.card})

    added = intake.add(path, now=now)

    assert len(added) == 5
    assert_same_on_every_day(store, intake.store("mx.toy"))
    assert len(list((intake.folder / "snapshots" / "mx.toy").glob("*/figures.csv"))) == 1


def test_line_ends_of_another_system_change_nothing(store: Store, tmp_path: Path) -> None:
    text = condense(store).replace("\n", "\r\n")

    assert_same_on_every_day(store, reread(text, store, tmp_path / "again"))


TAMPERED: Mapping[str, tuple[Callable[[str], str], str]] = {
    "a figure negative": (lambda t: t.replace(",0.1,", ",-0.1,", 1), "1 figures are negative or no numbers"),
    "a figure infinite": (lambda t: t.replace(",0.1,", ",inf,", 1), "1 figures are negative or no numbers"),
    "a figure that is no number": (lambda t: t.replace(",0.1,", ",many,"), "the file of figures is damaged"),
    "a row twice": (lambda t: t + t.splitlines()[-1] + "\n", "2 figures stand twice"),
    "a vintage without a head": (lambda t: t.replace("\n5,", "\n9,"), "“9” is not known here"),
    "an unknown place": (lambda t: t.replace("mx-chh", "mx-xxx"), "“mx-xxx” is not known here"),
    "an unknown measure": (lambda t: t.replace(",victims,", ",deaths,"), "“deaths” is not known here"),
    "an unknown column": (
        lambda t: t.replace("vintage,period", "vintage,colour,period", 1),
        "damaged|colour",
    ),
    "an unknown source": (
        lambda t: t.replace('source = "mx.toy"', 'source = "mx.tay"'),
        "is damaged: 'mx.tay'",
    ),
    "a day that is none": (lambda t: t.replace("2019-03-20", "2019-13-20", 1), "damaged"),
    "a day as text": (lambda t: t.replace("= 2019-03-20", '= "soon"', 1), "is not a day"),
    "a precision of its own": (
        lambda t: t.replace('precision = "day"', 'precision = "sure"', 1),
        "“sure” is not",
    ),
    "a period that is none": (
        lambda t: t.replace('first = "2019-01"', 'first = "January"', 1),
        "is not a period",
    ),
    "no vintages": (lambda t: t.split("# [[")[0] + "vintage,period,measure,value\n", "damaged"),
    "vintages, but none": (
        lambda t: t.split("# [[")[0] + "# vintage = []\nvintage,period,measure,value,status,withdrawn\n",
        "there is no figure in the file",
    ),
    "a head that is no list": (lambda t: t.split("# [[")[0] + "# vintage = 3\nvintage,period\n", "damaged"),
    "a scope of one's own": (lambda t: t.replace('{\\"offence\\"', '{\\"colour\\"', 1), "damaged"),
    "cut off": (lambda t: t[: t.index("vintage,period") + 20], "damaged"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_file_of_figures_that_was_tampered_with_is_refused(store: Store, given: Given, how: str) -> None:
    change, what = TAMPERED[how]
    text = condense(store)
    tampered = change(text)
    assert tampered != text

    with pytest.raises(EvidenceError, match=what) as refused:
        read_figures(given("figures.csv", tampered), {"mx.toy": store.card})

    assert all((fault.where or "").startswith(("figures.csv", "“")) for fault in refused.value.faults)


def test_only_the_first_line_makes_a_file_of_figures(store: Store) -> None:
    assert is_figures(condense(store).encode())
    assert not is_figures(b"isodate,entidad\n# rumbo figures 1\n")
