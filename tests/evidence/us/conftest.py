# SPDX-License-Identifier: Apache-2.0
"""Excerpts of United States sources, and the road from one of them to a series."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.evidence.card import SourceCard
from rumbo.evidence.intake import Dated, Intake
from rumbo.evidence.printed import open_file
from rumbo.evidence.readers import READERS
from rumbo.evidence.release import Tidy
from rumbo.evidence.series import Evidence
from rumbo.evidence.snapshot import Source
from rumbo.evidence.store import Vintage


@pytest.fixture(scope="session")
def excerpts() -> Path:
    return Path(__file__).parent / "excerpts"


@pytest.fixture
def tidied(excerpts: Path, cards: dict[str, SourceCard]) -> Callable[..., Tidy]:
    """What the reader of an excerpt gives; `change` replaces some of its text first."""

    def made(name: str, change: tuple[str, str] | None = None) -> Tidy:
        text = (excerpts / name).read_text("utf-8")
        if change:
            assert change[0] in text
            text = text.replace(*change)
        opened = open_file(Source(name, text.encode(), "0" * 64), cards)
        return READERS[opened.layout.reader](opened.printed, opened.card)

    return made


@pytest.fixture
def add(excerpts: Path, intake: Intake, now: dt.datetime) -> Callable[..., Vintage]:
    """An excerpt added to the evidence, released on a day."""

    def added(name: str, day: str | None = None) -> Vintage:
        dated = Dated(dt.date.fromisoformat(day)) if day else None
        return intake.add(excerpts / name, now=now, dated=dated)[-1].vintage

    return added


@pytest.fixture
def figures(intake: Intake, cards: dict[str, SourceCard]) -> Callable[..., dict[str, float | None]]:
    """A series as month → value, as known at the end of 2026 or on another day."""

    def found(name: str, *, place: str | None = None, day: str = "2026-12-31") -> dict[str, float | None]:
        evidence = Evidence(intake.folder, cards)
        frame = evidence.as_of(name, dt.date.fromisoformat(day), place=place).frame
        return {f"{period:%Y-%m}": value for period, value in frame.select("period", "value").iter_rows()}

    return found
