# SPDX-License-Identifier: Apache-2.0
"""The way of a file: kept, read, checked, added; or refused, with the store as it was."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import EvidenceError, InputError
from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.series import Evidence

Tree = Callable[[Path], dict[str, str]]
Cards = dict[str, SourceCard]
DECEMBER, JANUARY = Dated(dt.date(2024, 12, 20)), Dated(dt.date(2025, 1, 20))


def test_a_file_is_kept_as_it_came_beside_what_is_known_of_it(
    excerpts: Path, intake: Intake, now: dt.datetime
) -> None:
    intake.add(
        excerpts / "cbp-drugs.csv", now=now, dated=Dated(dt.date(2024, 12, 20), "day", "CBP, as served")
    )

    (folder,) = (intake.folder / "snapshots" / "us.cbp.seizures").iterdir()
    assert (folder / "cbp-drugs.csv").read_bytes() == (excerpts / "cbp-drugs.csv").read_bytes()
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    assert folder.name == about["sha256"][:16]
    assert {
        k: about[k] for k in ("source", "added_at", "released_on", "precision", "layout", "citation")
    } == {
        "source": "us.cbp.seizures",
        "added_at": "2026-07-01T12:00:00+00:00",
        "released_on": dt.date(2024, 12, 20),
        "precision": "day",
        "layout": "nationwide drugs",
        "citation": "CBP, as served",
    }


def test_a_later_file_revises_adds_and_withdraws(excerpts: Path, intake: Intake, now: dt.datetime) -> None:
    intake.add(excerpts / "cbp-drugs.csv", now=now, dated=DECEMBER)

    (added,) = intake.add(excerpts / "cbp-drugs-later.csv", now=now, dated=JANUARY)

    vintage = added.vintage
    assert (vintage.added, vintage.changed, vintage.withdrawn) == (8, 1, 2)


def test_the_release_day_is_inferred_from_the_calendar_and_marked_so(
    excerpts: Path, intake: Intake, now: dt.datetime
) -> None:
    (added,) = intake.add(excerpts / "cbp-drugs.csv", now=now)

    assert (added.vintage.released_on, added.vintage.precision) == (dt.date(2024, 12, 20), "inferred")


def test_an_inferred_release_day_is_never_after_today(excerpts: Path, intake: Intake) -> None:
    early = dt.datetime(2024, 12, 3, tzinfo=dt.UTC)

    (added,) = intake.add(excerpts / "cbp-drugs.csv", now=early)

    assert (added.vintage.released_on, added.vintage.precision) == (dt.date(2024, 12, 3), "inferred")


@pytest.mark.parametrize(
    ("day", "what"),
    [
        ("2024-11-01", "released on 2024-11-01, but it holds figures for 2024-11"),
        ("2020-01-01", "released on 2020-01-01, but it holds figures for 2024-11"),
        ("2026-07-02", "released on 2026-07-02, which has not come yet"),
    ],
)
def test_a_release_day_that_cannot_be_is_refused(
    excerpts: Path, intake: Intake, now: dt.datetime, day: str, what: str
) -> None:
    with pytest.raises(EvidenceError, match=what):
        intake.add(excerpts / "cbp-drugs.csv", now=now, dated=Dated(dt.date.fromisoformat(day)))


def test_a_release_before_its_last_period_had_ended_is_noted(
    excerpts: Path, intake: Intake, now: dt.datetime
) -> None:
    (added,) = intake.add(excerpts / "cbp-drugs.csv", now=now, dated=Dated(dt.date(2024, 11, 20)))

    assert added.vintage.notes == ("released before 2024-11 had ended: its figure is partial",)


def test_several_releases_in_one_file_are_several_vintages(
    excerpts: Path, intake: Intake, now: dt.datetime, cards: Cards
) -> None:
    added = intake.add(excerpts / "inegi-homicides.csv", now=now)

    evidence = Evidence(intake.folder, cards)
    assert len(added) == 3
    for day, value in (("2019-07-01", 30100.0), ("2020-01-01", 30500.0)):
        frame = evidence.as_of("mx.inegi.homicide.deaths", dt.date.fromisoformat(day)).frame
        assert frame.select("value").rows() == [(value,)]


def test_a_refused_file_leaves_the_store_as_it_was_and_is_quarantined_with_its_verdict(
    excerpts: Path, intake: Intake, now: dt.datetime, tmp_path: Path, tree: Tree
) -> None:
    intake.add(excerpts / "cbp-drugs.csv", now=now, dated=DECEMBER)
    before = tree(intake.folder)
    path = tmp_path / "bad.csv"
    path.write_bytes((excerpts / "cbp-drugs-later.csv").read_bytes().replace(b"Fentanyl", b"Fentanil", 1))

    with pytest.raises(EvidenceError, match="“Fentanil” is not known here") as refused:
        intake.add(path, now=now, dated=JANUARY)

    after = tree(intake.folder)
    assert {name: digest for name, digest in after.items() if not name.startswith("quarantine/")} == before
    (folder,) = (intake.folder / "quarantine").iterdir()
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    assert about["verdict"] == "\n".join(refused.value.lines())
    assert about["refused_at"] == "2026-07-01T12:00:00+00:00"
    assert (folder / "bad.csv").read_bytes() == path.read_bytes()


def test_a_file_already_held_leaves_everything_and_one_that_says_nothing_new_is_quarantined(
    excerpts: Path, intake: Intake, now: dt.datetime, tmp_path: Path, tree: Tree
) -> None:
    intake.add(excerpts / "cbp-drugs.csv", now=now, dated=DECEMBER)
    same = tmp_path / "same.csv"
    same.write_bytes((excerpts / "cbp-drugs.csv").read_bytes().replace(b"\r\n", b"\n"))
    before = tree(intake.folder)

    with pytest.raises(EvidenceError, match="is already held"):
        intake.add(excerpts / "cbp-drugs.csv", now=now, dated=DECEMBER)
    assert tree(intake.folder) == before

    with pytest.raises(EvidenceError, match="brings no new period and changes no figure"):
        intake.add(same, now=now, dated=JANUARY)
    after = tree(intake.folder)
    assert {name: digest for name, digest in after.items() if not name.startswith("quarantine/")} == before
    (folder,) = (intake.folder / "quarantine").iterdir()
    assert "brings no new period" in (folder / "about.toml").read_text("utf-8")


def test_a_file_that_is_not_there_makes_no_folder(intake: Intake, now: dt.datetime, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        intake.add(tmp_path / "nothing.csv", now=now)

    assert not intake.folder.exists()


def test_what_it_does_is_said_while_it_works(excerpts: Path, intake: Intake, now: dt.datetime) -> None:
    said: list[tuple[str, int, int]] = []

    intake.add(excerpts / "cbp-drugs.csv", now=now, step=lambda what, done, of: said.append((what, done, of)))

    assert said == [("reading", 0, 3), ("comparing with what was known", 1, 3), ("done", 3, 3)]
