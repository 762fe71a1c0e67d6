# SPDX-License-Identifier: Apache-2.0
"""A folder of documents: every fault is named with its file, line and key, and all are listed together."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from rumbo.errors import Fault, InputError
from rumbo.plan.folder import LARGEST, natural, read_plan

Read = Callable[[Path], tuple[Fault, ...]]


def test_small_plan_reads(plan_folder: Path) -> None:
    plan = read_plan(plan_folder)

    assert (plan.id, [t.id for t in plan.targets], plan.indicators[0].baselines[1].value) == (
        "small", ["one", "two"], 11.5,
    )  # fmt: skip


def test_all_faults_of_all_files_are_listed_together(plan_folder: Path, faults: Read) -> None:
    for name, old, new in (
        ("goals/goal.toml", "number = 1", 'number = "one"'),
        ("events/meeting.toml", '"2019-08-27"', '"soon"'),
        ("events/meeting.toml", 'es = "Reunión"', 'es = ""'),
        ("claims/k01.toml", '"I01"', '"I99"'),
        ("indicators/deaths.toml", 'level = "impact"', "level = "),
    ):
        path = plan_folder / name
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    assert [(f.where, f.what) for f in faults(plan_folder) if "among" not in f.what] == [
        ("plan/events/meeting.toml, line 4: title.en", "the text in Spanish is missing"),
        ("plan/events/meeting.toml, line 3: date", '"soon" is not a date'),
        ("plan/goals/goal.toml, line 3: number", "number cannot be one"),
        ("plan/indicators/deaths.toml, line 6", "this is not TOML: Invalid value"),
    ]


def test_reference_to_a_file_with_a_fault_is_not_a_second_fault(plan_folder: Path, faults: Read) -> None:
    path = plan_folder / "goals/goal.toml"
    path.write_text(path.read_text("utf-8").replace("number = 1", "number = []"), "utf-8")

    assert [f.what for f in faults(plan_folder)] == ["number cannot be []"]


def test_stray_files_and_folders_are_named_with_the_nearest(plan_folder: Path, faults: Read) -> None:
    (plan_folder / "goal").mkdir()
    (plan_folder / "events" / "notes.txt").write_text("x")
    (plan_folder / "README.md").write_text("what this is")
    (plan_folder / "goals" / ".goal.toml.swp").write_bytes(b"\0")

    assert [(f.where, f.what, f.hint) for f in faults(plan_folder)] == [
        ("plan/goal", '"goal" is not a folder of a plan', '"goals"'),
        ("plan/events/notes.txt", '"notes.txt" is not a document', None),
    ]


def test_missing_party_document_is_a_fault_of_the_head(plan_folder: Path, faults: Read) -> None:
    (plan_folder / "parties/mx.toml").unlink()

    assert [(f.where, f.what) for f in faults(plan_folder)] == [
        ("plan/pack.toml, line 3: parties[1]", 'party "mx" has no document')
    ]


def test_folder_that_is_none_or_has_no_head_is_refused(plan_folder: Path, faults: Read) -> None:
    assert faults(Path("nowhere"))[0].what == '"nowhere" is not a folder'
    (plan_folder / "pack.toml").unlink()
    assert [f.what for f in faults(plan_folder)] == ["there is no pack.toml"]


HOSTILE: list[tuple[str, bytes, str, str]] = [
    ("huge", b"#" * (LARGEST + 1), "plan/events/x.toml", f"the file has more than {LARGEST:,} bytes"),
    ("deep lists", b"a = " + b"[" * 30_000 + b"]" * 30_000, "plan/events/x.toml, line 1",
     "tables or lists lie too deep in each other"),
    ("deep tables", b"a" + b".a" * 20 + b" = 1\n", "plan/events/x.toml, line 1",
     "tables or lists lie too deep in each other"),
    ("NUL", b'id = "x"\ntitle = "\x00"\n', "plan/events/x.toml, line 2",
     "this is not TOML: Illegal character '\\x00'"),
    ("Latin-1", b'id = "x"\ntitle = "Reuni\xf3n"\n', "plan/events/x.toml, line 2", "byte 0xf3 is not UTF-8"),
    ("UTF-16", 'id = "x"'.encode("utf-16"), "plan/events/x.toml, line 1", "byte 0xff is not UTF-8"),
    ("long integer", b"a = " + b"9" * 5_000, "plan/events/x.toml, line 1", "a number is too long"),
    ("duplicate table", b"[a]\nb = 1\n[a]\nc = 1\n", "plan/events/x.toml, line 3",
     "this is not TOML: Cannot declare ('a',) twice"),
    ("unclosed text", b'id = "x', "plan/events/x.toml, line 1", "this is not TOML: Unterminated string"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "where", "what"), [c[1:] for c in HOSTILE], ids=[c[0] for c in HOSTILE])
def test_hostile_file_is_one_fault(
    plan_folder: Path, faults: Read, data: bytes, where: str, what: str
) -> None:
    (plan_folder / "events" / "x.toml").write_bytes(data)

    assert [(f.where, f.what) for f in faults(plan_folder)] == [(where, what)]


def test_empty_file_lacks_every_key(plan_folder: Path, faults: Read) -> None:
    (plan_folder / "events" / "x.toml").write_bytes(b"")

    assert [f.what for f in faults(plan_folder)] == [
        '"id" is missing', '"standing" is missing', '"date" is missing', '"title" is missing',
    ]  # fmt: skip


@pytest.mark.parametrize("change", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")])
def test_editors_on_windows_change_nothing(plan_folder: Path, change: Callable[[bytes], bytes]) -> None:
    before = read_plan(plan_folder)
    for path in plan_folder.rglob("*.toml"):
        path.write_bytes(change(path.read_bytes()))

    assert read_plan(plan_folder) == before


def test_lines_are_right_in_files_with_windows_line_ends(plan_folder: Path, faults: Read) -> None:
    path = plan_folder / "indicators/deaths.toml"
    text = path.read_text("utf-8").replace("11.5", "inf").replace("\n", "\r\n")
    path.write_bytes(text.encode())

    assert faults(plan_folder)[0].where == "plan/indicators/deaths.toml, line 30: baselines[1].value"


def test_value_in_an_error_is_short_and_printable(plan_folder: Path, faults: Read) -> None:
    path = plan_folder / "events/meeting.toml"
    path.write_text(path.read_text("utf-8").replace("2019-08-27", "\\u001b[31m" + "x" * 500), "utf-8")

    what = faults(plan_folder)[0].what

    assert what.isprintable()
    assert len(what) < 100


def test_ids_sort_as_people_count() -> None:
    assert sorted(["C10", "C2", "I14b", "I14", "I2"], key=natural) == ["C2", "C10", "I2", "I14", "I14b"]
    assert sorted(["1", "a", "²", "10", ""], key=natural) == ["", "1", "10", "a", "²"]


def test_file_names_do_not_decide_the_order(plan_folder: Path) -> None:
    tenth = (plan_folder / "goals" / "goal.toml").read_text("utf-8").replace("G1", "G10")
    (plan_folder / "goals" / "a.toml").write_text(tenth, "utf-8")

    assert [g.id for g in read_plan(plan_folder).goals] == ["G1", "G10"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(
    at=st.integers(0, 620),
    drop=st.integers(0, 9),
    put=st.sampled_from(
        [b"", b'"', b"[", b"]", b"{", b"}", b"=", b"\n", b"nan", b"1e400", b"07:00", b"\xff", b"[]", b"."]
    ),
)
def test_any_change_to_a_file_reads_or_is_refused_in_words(
    plan_folder: Path, at: int, drop: int, put: bytes
) -> None:
    path = plan_folder / "indicators/deaths.toml"
    before = path.read_bytes()
    found: tuple[Fault, ...] = ()
    path.write_bytes(before[:at] + put + before[at + drop :])

    try:
        read_plan(plan_folder)
    except InputError as error:
        found = error.faults
    finally:
        path.write_bytes(before)

    assert all(fault.what and fault.where for fault in found)
