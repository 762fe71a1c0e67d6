# SPDX-License-Identifier: Apache-2.0
"""What holds of evidence for every input: text out and back, order of rows, numbers and labels, bytes."""

import bz2
import datetime as dt
import gzip
import hashlib
import lzma
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import given, settings, strategies as st
from polars.testing import assert_frame_equal

from rumbo.errors import EvidenceError
from rumbo.evidence.card import shipped_cards
from rumbo.evidence.changes import applied, difference
from rumbo.evidence.figures import condense, read_figures
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.printed import Printed
from rumbo.evidence.release import Release, empty_frame, tidy_schema
from rumbo.evidence.snapshot import Source, decode, unpack
from rumbo.evidence.store import Store
from rumbo.terms import Period

CARDS = shipped_cards()
CARD = CARDS["us.cdc.overdose"]
CELL = ["period", *CARD.key_names, "measure"]
JANUARY = Period.parse("2019-01").first
STATES, INDICATORS = ("us", "us-oh", "us-wy"), ("all_drugs", "heroin")

figures = st.one_of(
    st.none(), st.floats(0, 1e9, allow_nan=False, allow_infinity=False), st.integers(0, 10**9).map(float)
)
cells = st.tuples(st.integers(0, 3), st.sampled_from(STATES), st.sampled_from(INDICATORS))
tables = st.dictionaries(cells, figures, min_size=1, max_size=8)


def release(table: dict[tuple[int, str, str], float | None], day: int) -> Release:
    rows = [
        (Period(JANUARY + month).start, state, indicator, "deaths_12_months", value, "")
        for (month, state, indicator), value in table.items()
    ]
    frame = pl.DataFrame(rows, schema=tidy_schema(CARD.key_names), orient="row")
    return Release(
        source=CARD.id,
        frame=frame,
        first=Period(JANUARY),
        last=Period(JANUARY + 3),
        released_on=dt.date(2020, 1, 1) + dt.timedelta(days=day),
        precision="day",
        name=f"{day}.csv",
        layout="made up",
        citation="«made up», \\ “#” ‘x’",
        snapshot=hashlib.sha256(str(day).encode()).hexdigest(),
        scope=frame.select(CARD.scope_keys).unique().sort(CARD.scope_keys),
    )


@settings(deadline=None)
@given(tables, tables)
def test_a_change_leads_from_the_state_before_to_what_the_release_says(
    before: dict[tuple[int, str, str], float | None], after: dict[tuple[int, str, str], float | None]
) -> None:
    whole = release(after, 1)
    everything = Release(**{**whole.__dict__, "scope": None})
    current = applied(
        empty_frame(CARD.key_names), difference(empty_frame(CARD.key_names), release(before, 0), CARD), CELL
    )

    change = difference(current, everything, CARD)
    then = applied(current, change, CELL)

    assert_frame_equal(then.sort(CELL), everything.frame.sort(CELL), rel_tol=1e-11, abs_tol=0)
    assert difference(then, everything, CARD).height == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(tables, min_size=1, max_size=3))
def test_a_store_as_text_and_back_is_the_same_store(
    releases: list[dict[tuple[int, str, str], float | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "one", CARD)
        store.add([release(table, day) for day, table in enumerate(releases)])
        text = condense(store)

        again = Store(Path(folder) / "two", CARD)
        again.add(read_figures(Source("f.csv", text.encode(), "0"), CARDS))

        for vintage in store.vintages():
            one, other = store.as_of(vintage.released_on), again.as_of(vintage.released_on)
            assert_frame_equal(one.sort(CELL), other.sort(CELL))
        assert condense(again) == text


@settings(deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_in_a_file_does_not_matter(order: list[int]) -> None:
    header = (
        "sector,fiscal_year,month,total_apprehensions,unaccompanied_child_apprehension,family_apprehensions"
    )
    lines = [
        f"{sector},2019,{month},{n},0,NA"
        for n, (sector, month) in enumerate(
            (s, m) for s in ("tucson", "yuma", "miami", "laredo") for m in ("october", "november", "december")
        )
    ]

    def read(rows: list[str]) -> pl.DataFrame:
        data = "\n".join([header, *rows]).encode()
        source = Source("t.csv", data, hashlib.sha256(data).hexdigest())
        (made,) = Intake(Path("unused"), CARDS).releases(source, Dated(), dt.date(2020, 1, 31))
        return made.frame

    assert read([lines[n] for n in order]).equals(read(lines))


@settings(deadline=None)
@given(st.text(max_size=40) | st.floats().map(str) | st.integers().map(lambda n: f"{n:,}"))
def test_a_cell_is_a_finite_number_or_a_fault_and_never_both(written: str) -> None:
    frame = pl.DataFrame({"line": [2], "x": [written]}, schema={"line": pl.Int64, "x": pl.String})
    table = Printed(frame, "t.csv")

    value = frame.select(table.number("x").alias("v"))["v"].item()

    if table.faults:
        assert [fault.where for fault in table.faults] == ["t.csv, line 2, column “x”"]
    else:
        assert value is not None
        assert abs(value) < float("inf")


@settings(deadline=None)
@given(st.integers(0, 10**12), st.booleans())
def test_thousands_separators_change_nothing(n: int, has_decimals: bool) -> None:
    written = f"{n:,}" + (".25" if has_decimals else "")
    frame = pl.DataFrame({"line": [2], "x": [written]}, schema={"line": pl.Int64, "x": pl.String})
    table = Printed(frame, "t.csv")

    assert frame.select(table.number("x"))["x"].item() == n + (0.25 if has_decimals else 0)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="latin-1", exclude_characters="\x00ÃÒÌ"), min_size=1))
def test_text_is_the_same_in_both_encodings(text: str) -> None:
    one, other = text.encode("utf-8"), text.encode("latin-1")
    try:
        decoded = decode(one, name="t")
    except EvidenceError:
        return  # empty, or a page
    # some Latin-1 happens to be valid UTF-8 too; then it is read as that
    if decode(other, name="t").encoding == "latin-1" or text.isascii():
        assert decode(other, name="t").text == decoded.text.removeprefix("\ufeff")


@settings(deadline=None)
@given(st.binary(max_size=400), st.data())
def test_any_bytes_are_read_or_refused_with_words(content: bytes, data: st.DataObject) -> None:
    packed = data.draw(
        st.sampled_from([content, gzip.compress(content), bz2.compress(content), lzma.compress(content)])
    )
    cut = data.draw(st.integers(0, len(packed)))
    flipped = bytearray(packed[:cut])
    if flipped:
        flipped[data.draw(st.integers(0, len(flipped) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    source = Source("t.csv", bytes(flipped), hashlib.sha256(bytes(flipped)).hexdigest())

    try:
        Intake(Path("unused"), CARDS).releases(source, Dated(), dt.date(2026, 7, 1))
    except EvidenceError as error:
        faults = error.faults
    else:
        faults = ()
    assert all(fault.what for fault in faults)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_excerpt_is_read_or_refused_and_never_breaks_the_program(data: st.DataObject) -> None:
    excerpts = sorted((Path(__file__).parents[1] / "evidence" / "excerpts").glob("*.csv"))
    content = bytearray(data.draw(st.sampled_from(excerpts)).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["byte", "cut out", "double"])):
            case "byte":
                content[at] = data.draw(st.sampled_from(list(b'",;\n\r -.0129NaN\xf1\xc3')))
            case "cut out":
                del content[at : at + data.draw(st.integers(1, 60))]
            case _:
                content[at:at] = content[at : at + data.draw(st.integers(1, 60))]
    source = Source("t.csv", bytes(content), hashlib.sha256(bytes(content)).hexdigest())

    try:
        made = Intake(Path("unused"), CARDS).releases(source, Dated(), dt.date(2026, 7, 1))
    except EvidenceError:
        return
    assert made
    assert all(one.frame.height and one.frame["value"].is_finite().all() for one in made)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=2000))
def test_compression_comes_off_whole(content: bytes) -> None:
    for pack in (gzip.compress, bz2.compress, lzma.compress):
        assert unpack(Source("t", pack(content), "")) == content
