# SPDX-License-Identifier: Apache-2.0
"""`rumbo plan` on the shipped pack and on a folder, in both languages, within 80 columns."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from rumbo.cli.plan import plan
from rumbo.errors import InputError
from rumbo.plan.folder import FOLDERS, documents_of
from rumbo.plan.pack import read_pack
from rumbo.terms import Language, use_language

Run = Callable[..., str]
WIDTH = 80


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `rumbo plan …` in an empty folder and gives what it prints; errors are raised."""
    monkeypatch.chdir(tmp_path)

    def run_plan(*arguments: str, language: Language = "en") -> str:
        with use_language(language):
            done = CliRunner().invoke(plan, arguments, catch_exceptions=True)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.output

    return run_plan


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "arguments", [("show",), ("commitments", "--on", "2020-03-31"), *(("show", kind) for kind in FOLDERS)]
)
def test_lists_fit_eighty_columns(run: Run, arguments: tuple[str, ...], language: Language) -> None:
    printed = run(*arguments, language=language)

    assert max(len(line) for line in printed.splitlines()) <= WIDTH


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_document_can_be_shown(run: Run, language: Language) -> None:
    found = read_pack("us-mexico").plan
    for document in list(documents_of(found))[::5]:
        printed = run("show", document.id.lower(), language=language)
        assert printed.startswith(document.id)
        assert max(len(line) for line in printed.splitlines()) <= WIDTH


def test_whole_plan_names_every_goal_indicator_and_the_undated(run: Run) -> None:
    printed = run("show")
    found = read_pack("us-mexico").plan

    assert [d.id for d in (*found.goals, *found.indicators) if f"\n {d.id} " not in printed] == []
    assert "11 of 16 commitments carry no date" in printed
    assert printed.count("≠") == 4  # three targets, and the line that says what the sign means


def test_square_brackets_in_a_text_are_shown(run: Run) -> None:
    assert "[us.cbp.seizures.fentanyl.weight_lb; us; month]" in run("show", "I12")


def test_commitments_are_read_on_the_day_asked_for(run: Run) -> None:
    printed = run("commitments", "--on", "2020-03-31")

    assert printed.startswith("10 of 15 commitments carry no date\nClocks as of 31 March 2020\n")
    assert "Not yet made on that day: C16" in printed
    assert "overdue since 5" in printed


def test_day_that_is_none_is_refused(run: Run) -> None:
    with pytest.raises(InputError, match="is not a day"):
        run("commitments", "--on", "31/03/2020")


def test_check_counts_the_documents_of_the_pack(run: Run) -> None:
    assert run("check").startswith("145 documents, no fault\n")


def test_check_lists_the_faults_of_a_folder(plan_folder: Path, run: Run) -> None:
    path = plan_folder / "events/meeting.toml"
    path.write_text(path.read_text("utf-8").replace("2019-08-27", "soon"), "utf-8")

    with pytest.raises(InputError) as refused:
        run("check", "plan")

    assert [fault.where for fault in refused.value.faults] == ["plan/events/meeting.toml, line 3: date"]


def test_plan_folder_here_comes_before_the_pack(plan_folder: Path, run: Run) -> None:
    assert run("show").startswith("Small\n")
    assert run("check") == "12 documents, no fault\n"


def test_unknown_id_is_refused_with_the_nearest(run: Run) -> None:
    with pytest.raises(InputError) as refused:
        run("show", "us-fentanyl-seized")

    assert refused.value.faults[0].hint == '"us-fentanyl-seized-2022"'
