# SPDX-License-Identifier: Apache-2.0
"""Publishing: the edition, its digest in both logs, and what happens when something goes wrong."""

import datetime as dt
import json
from pathlib import Path

import pytest

from rumbo.errors import InputError, PublishError, RumboError
from rumbo.record import Status, verify_edition
from rumbo.workspace import Workspace
from rumbo.workspace.editions import publish_edition, published

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def test_an_edition_verifies_with_the_record_it_carries(demo: Path) -> None:
    (folder,) = published(Workspace(demo))

    assert verify_edition(folder).status is Status.VALID


def test_one_changed_byte_in_a_page_fails_verification(demo_copy: Path) -> None:
    (folder,) = published(Workspace(demo_copy))
    page = folder / "en" / "index.html"
    content = bytearray(page.read_bytes())
    content[len(content) // 2] ^= 1
    page.write_bytes(content)

    assert verify_edition(folder).status is Status.INVALID


def test_publishing_again_gives_the_same_pages_under_a_new_name(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    (first,) = published(workspace)

    second = publish_edition(workspace, now=NOW).folder

    digests = [json.loads((f / "manifest.json").read_bytes())["files"] for f in (first, second)]
    differing = {p for p in digests[0] if digests[0][p] != digests[1][p]}
    assert second.name == f"{first.name}-2"
    assert digests[0].keys() == digests[1].keys()
    data = {p for p in digests[0] if p.startswith(("data/", "assets/"))}
    assert not data & differing  # only pages that print the edition's name may differ


def test_an_edition_is_never_overwritten(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    (first,) = published(workspace)

    with pytest.raises(PublishError, match="does not change"):
        publish_edition(workspace, now=NOW, name=first.name)


@pytest.mark.parametrize("name", ["../out", "A", "a b", "-x", "a" * 81, "café"])
def test_a_name_that_is_no_folder_name_is_refused(demo_copy: Path, name: str) -> None:
    with pytest.raises(PublishError, match="cannot be the name"):
        publish_edition(Workspace(demo_copy), now=NOW, name=name)


def test_an_edition_that_cannot_be_recorded_is_not_left_behind(demo_copy: Path) -> None:
    workspace = Workspace(demo_copy)
    for key in (demo_copy / "record" / "keys").iterdir():
        key.unlink()

    with pytest.raises((RumboError, OSError)):
        publish_edition(workspace, now=NOW, name="unsigned")

    assert [p.name for p in (demo_copy / "publish").iterdir()] == [published(workspace)[0].name]


def test_a_fault_in_the_plan_stops_publishing_before_anything_is_written(demo_copy: Path) -> None:
    goal = next((demo_copy / "plan" / "goals").iterdir())
    goal.write_text(goal.read_text("utf-8") + "\nsurprise = 1\n", "utf-8")

    with pytest.raises(InputError, match="surprise"):
        publish_edition(Workspace(demo_copy), now=NOW, name="broken")

    assert not (demo_copy / "publish" / "broken").exists()
