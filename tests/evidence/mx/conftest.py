# SPDX-License-Identifier: Apache-2.0
"""The excerpts of Mexican sources, read as files are, and files spoilt in one place."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.release import Release, Tidy
from rumbo.evidence.series import Evidence
from rumbo.evidence.snapshot import Source


@pytest.fixture(scope="session")
def excerpts() -> Path:
    return Path(__file__).parent / "excerpts"


@pytest.fixture
def tidied(excerpts: Path, cards: dict[str, SourceCard]) -> Callable[[str], Tidy]:
    def made(name: str) -> Tidy:
        opened = open_file(Source.read(excerpts / name), cards)
        return READERS[opened.layout.reader](opened.printed, opened.card)

    return made


@pytest.fixture
def spoilt(excerpts: Path, intake: Intake, now: dt.datetime) -> Callable[..., list[Release]]:
    """The releases in an excerpt whose first `before` was replaced by `after`."""

    def made(name: str, before: bytes, after: bytes) -> list[Release]:
        content = (excerpts / name).read_bytes()
        assert before in content
        content = content.replace(before, after, 1)
        source = Source(name, content, hashlib.sha256(content).hexdigest())
        return intake.releases(source, Dated(), now.date())

    return made


@pytest.fixture
def added(excerpts: Path, intake: Intake, now: dt.datetime) -> Callable[..., Evidence]:
    """The evidence that is there once the named excerpts were added."""

    def made(*names: str) -> Evidence:
        for name in names:
            intake.add(excerpts / name, now=now)
        return Evidence(intake.folder, intake.cards)

    return made
