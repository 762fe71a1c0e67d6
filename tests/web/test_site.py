# SPDX-License-Identifier: Apache-2.0
"""The site on one machine: every address answers, says who may see it, and sends its policy."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from rumbo.web import urls


@pytest.fixture(scope="module")
def site(demo: Path) -> Iterator[str]:
    command = [
        sys.executable,
        "-u",
        "-c",
        "from rumbo.cli import main; main()",
        "-w",
        str(demo),
        "serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, "the server did not say where it is"
        yield found[0].rstrip("/")
        process.terminate()


def get(address: str) -> tuple[int, dict[str, str], str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as reply:
            return reply.status, dict(reply.headers), reply.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), ""


def test_every_view_states_who_may_see_it() -> None:
    silent = [str(p.pattern) for p in urls.urlpatterns if not hasattr(p.callback, "seen_by")]

    assert silent == []


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/es/", "/en/as-of/2021-06-30/", "/es/indicators/i01.html", "/en/commitments.html",
     "/es/claims.html", "/en/sources/index.html", "/es/sources/mx-sesnsp.html", "/en/verify.html"],
)  # fmt: skip
def test_pages_answer_with_their_policy_and_language(site: str, path: str) -> None:
    status, headers, page = get(site + path)

    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert f'<html lang="{path[1:3] or "en"}' in page


def test_a_day_asked_for_changes_what_is_known(site: str) -> None:
    early, late = (get(f"{site}/en/as-of/{day}/")[2] for day in ("2020-01-31", "2025-01-31"))

    assert "31 January 2020" in early
    assert early != late


def test_figures_can_be_taken_away(site: str) -> None:
    status, headers, body = get(site + "/data/i06/vintages.csv")

    assert status == 200
    assert headers["Content-Type"].startswith("text/csv")
    assert "2019-12" in body


@pytest.mark.parametrize(
    "path",
    ["/fr/", "/en/as-of/yesterday/", "/en/indicators/i99.html", "/data/i01/secrets.txt", "/assets/nothing.js",
     "/assets/%2e%2e/pages/frame.py", "/assets/..%2f..%2fedition.py", "/en/sources/unknown.html",
     "/record/keys/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(site: str, path: str) -> None:
    assert get(site + path)[0] == 404


def test_another_host_name_is_refused(site: str) -> None:
    request = urllib.request.Request(site + "/en/", headers={"Host": "rumbo.example"})

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=10)

    with caught.value as refused:
        assert refused.code == 400
