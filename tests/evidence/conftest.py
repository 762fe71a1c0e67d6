# SPDX-License-Identifier: Apache-2.0
"""What the tests of this stage share: cards, excerpts, and releases of a source small enough to read."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from rumbo.evidence.card import SourceCard, read_card, shipped_cards
from rumbo.evidence.intake import Intake
from rumbo.evidence.release import Release, tidy_schema
from rumbo.evidence.snapshot import Source
from rumbo.terms import Period

Values = Mapping[tuple[str, str, str], float | None]

TOY = """
id = "mx.toy"
title = { en = "A source for tests", es = "Una fuente para pruebas" }
publisher = { en = "Nobody", es = "Nadie" }
country = "mx"
licence = "none"
citation = "Nobody, figures for tests"
pages = []
frequency = "month"
absent = "ABSENT"
open_periods = 1
place_keys = ["state"]
scope_keys = SCOPE
counts = { en = "Nothing.", es = "Nada." }
calendar = { says = { en = "Monthly.", es = "Mensual." }, lag_days = 20, every_days = 31 }
revision_policy = { en = "None.", es = "Ninguna." }
traps = []
nation = { place = "mx", from = "sum" }
[[layouts]]
name = "toy"
reader = "toy"
columns = ["month", "state", "offence", "count"]
[keys.state]
text = { en = "state", es = "estado" }
places = ["mx-states"]
[keys.offence]
text = { en = "offence", es = "delito" }
[keys.offence.labels]
a = { written = ["A"], en = "a", es = "a" }
b = { written = ["B"], en = "b", es = "b" }
[measures.victims]
unit = "victims"
text = { en = "victims", es = "víctimas" }
[measures.rate]
unit = "per_100k"
text = { en = "rate", es = "tasa" }
[[series]]
id = "mx.toy.all.{measure}"
title = { en = "all, {measure}", es = "todo, {measure}" }
measures = ["victims", "rate"]
[[series]]
id = "mx.toy.{offence}.{measure}"
title = { en = "{label}, {measure}", es = "{label}, {measure}" }
measures = ["victims"]
"""


@pytest.fixture(scope="session")
def cards() -> dict[str, SourceCard]:
    return shipped_cards()


@pytest.fixture(scope="session")
def excerpts() -> Path:
    return Path(__file__).parent / "excerpts"


@pytest.fixture(scope="session")
def now() -> dt.datetime:
    return dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def intake(tmp_path: Path, cards: dict[str, SourceCard]) -> Intake:
    return Intake(tmp_path / "evidence", cards)


@pytest.fixture(scope="session")
def given() -> Callable[[str, bytes | str], Source]:
    """A file as given, without a disk."""

    def made(name: str, content: bytes | str) -> Source:
        data = content.encode() if isinstance(content, str) else content
        return Source(name, data, hashlib.sha256(data).hexdigest())

    return made


@pytest.fixture(scope="session")
def toy_card() -> Callable[..., SourceCard]:
    """The card of the source for tests; `absent` and `scope` as wanted."""

    def made(*, absent: str = "missing", scope: str = "[]") -> SourceCard:
        return read_card(TOY.replace("ABSENT", absent).replace("SCOPE", scope), where="toy.toml")

    return made


@pytest.fixture(scope="session")
def toy_release() -> Callable[..., Release]:
    """
    A release of the source for tests: {("2019-05", "mx-ver", "a"): 3.0}, released on a day.

    Covers what the values cover, unless `first` and `last` say more.
    """

    def made(
        values: Values,
        day: str,
        *,
        first: str | None = None,
        last: str | None = None,
        scope: tuple[str, ...] | None = None,
        measure: str = "victims",
        status: str = "",
        name: str | None = None,
    ) -> Release:
        rows = [
            (Period.parse(month).start, state, kind, measure, value, status)
            for (month, state, kind), value in values.items()
        ]
        months = sorted(month for month, _state, _kind in values)
        text = f"{sorted(values.items(), key=str)} {day} {name}"
        return Release(
            source="mx.toy",
            frame=pl.DataFrame(rows, schema=tidy_schema(("state", "offence")), orient="row"),
            first=Period.parse(first or months[0]),
            last=Period.parse(last or months[-1]),
            released_on=dt.date.fromisoformat(day),
            precision="day",
            name=name or f"{day}.csv",
            layout="toy",
            citation="Nobody",
            snapshot=hashlib.sha256(text.encode()).hexdigest(),
            scope=None if scope is None else pl.DataFrame({"offence": list(scope)}),
        )

    return made


def digests(folder: Path) -> dict[str, str]:
    """Every file below `folder` with the SHA-256 of its bytes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, str]]:
    """A folder as a mapping of file to digest: two equal ones are the same byte for byte."""
    return digests
