# SPDX-License-Identifier: Apache-2.0
"""The command line as a person meets it: words, errors, exit statuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERIES = "mx.sesnsp.homicide_intentional.victims"


def rumbo(
    *arguments: str, cwd: Path | None = None, lang: str = "C.UTF-8"
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LC_ALL": lang, "LANG": lang}
    environment.pop("RUMBO_WORKSPACE", None)
    return subprocess.run(
        [sys.executable, "-c", "from rumbo.cli import main; main()", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd, env=environment,
    )  # fmt: skip


def test_the_demo_says_what_it_found_and_where_things_lie(demo: Path) -> None:
    said = (demo.parent / "terminal.txt").read_text("utf-8")

    assert "As known on 31 March 2020" in said
    assert "11 of 16 carry no date" in said
    assert "index.html" in said
    assert "rumbo record verify" in said
    assert "serve" in said
    assert max(len(line) for line in said.splitlines() if "/" not in line) <= 80


def test_the_demo_refuses_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", "utf-8")

    done = rumbo("demo", str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("error[input]:")
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_errors_are_in_the_language_of_the_locale(tmp_path: Path) -> None:
    english = rumbo("evidence", "list", cwd=tmp_path)
    spanish = rumbo("evidence", "list", cwd=tmp_path, lang="es_MX.UTF-8")

    assert "there is no workspace" in english.stderr
    assert "no hay" in spanish.stderr
    assert english.returncode == spanish.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("evidence", "show", "mx.sesnsp.homicide.victims"), 1, SERIES.split(".victims", maxsplit=1)[0][:20]),
        (("evidence", "show", SERIES, "--place", "mx-chi"), 1, "mx-ch"),
        (("evidence", "show", SERIES, "--as-of", "2015-01-01"), 1, "2019-12-20"),
        (("evidence", "show", SERIES, "--as-of", "31/12/2019"), 1, "is not a day"),
        (("evidence", "show", SERIES, "--vintage", "2019-12-21"), 1, "2019-12-20"),
        (("evidence", "show", SERIES, "--period", "2031"), 1, "from 2015-01 to 2025-06"),
        (("evidence", "show", SERIES, "--period", "2019-13"), 1, "is not a period"),
        (("evidence", "show", SERIES, "--vintage", "x", "--as-of", "2020-01-31"), 1, "both given"),
        (("evidence", "list", "mx.sesnps"), 1, "mx.sesnsp"),
        (("evidence", "add", "nowhere.csv"), 1, "nowhere.csv"),
        (("assess", "show", "I99"), 1, "I01"),
        (("evidence", "shwo"), 2, "No such command"),
        (("evidence", "diff", SERIES), 2, "--between"),
    ],
)
def test_what_is_not_there_is_refused_with_the_nearest_names(
    demo: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    done = rumbo("-w", str(demo), *arguments)

    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_series_is_shown_as_it_was_known(demo: Path) -> None:
    early = rumbo("-w", str(demo), "evidence", "show", SERIES, "--as-of", "2020-01-31", "--csv").stdout
    late = rumbo("-w", str(demo), "evidence", "show", SERIES, "--as-of", "2026-01-31", "--csv").stdout

    assert early.splitlines()[-1].startswith("2019-12-01,")
    assert late.splitlines()[-1].startswith("2025-06-01,")
    assert set(early.splitlines()) - set(late.splitlines())  # old months were revised since


def test_a_series_is_shown_as_one_release_left_it(demo: Path) -> None:
    asked = ("-w", str(demo), "evidence", "show", SERIES, "--period", "2019-11", "--csv")
    first = rumbo(*asked, "--vintage", "Estatal-Victimas_2019-11.xlsx").stdout.splitlines()
    second = rumbo(*asked, "--vintage", "2020-01-20").stdout.splitlines()

    assert len(first) == len(second) == 2  # a header and one month
    assert first != second  # November was revised in January


def test_a_difference_says_what_was_revised_and_by_how_much(demo: Path) -> None:
    done = rumbo("-w", str(demo), "evidence", "diff", SERIES, "--between", "2020-01-31", "2025-12-31")

    assert "periods revised; net change" in done.stdout
    assert "2019-12" in done.stdout
