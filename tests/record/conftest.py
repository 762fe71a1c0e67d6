# SPDX-License-Identifier: Apache-2.0
"""A founded record, and an edition bound to it."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from rumbo.record import Record, canonical, found_record
from rumbo.record.canonical import Profile

AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)


@pytest.fixture
def at() -> dt.datetime:
    return AT


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return found_record(tmp_path / "record", ["us", "mx"], domain="rumbo.example", at=AT)


@pytest.fixture
def edition(tmp_path: Path, record: Record) -> Path:
    folder = tmp_path / "edition"
    publish(folder, record, {"index.html": b"<p>hi</p>", "data/deaths.csv": b"period,deaths\n2019-05,10\n"})
    return folder


def publish(folder: Path, record: Record, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    listed: canonical.Json = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    manifest = canonical.dumps({"edition": "2020-01-31", "files": listed}, profile=Profile(names=".+"))
    (folder / "manifest.json").write_bytes(manifest)
    digest = hashlib.sha256(manifest).hexdigest()
    record.append_edition(digest, edition="2020-01-31", as_of=dt.date(2020, 1, 31), at=AT)
    record.cosign_all(AT)
    record.export(folder / "record")
