# SPDX-License-Identifier: Apache-2.0
"""A mirror cosigns only what it holds and what continues what it held."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import RecordError
from rumbo.record.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from rumbo.record.keys import Algorithm, SigningKey
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.mirror import Mirror
from rumbo.record.refusal import ForkError
from rumbo.record.store import Node

ORIGIN = "rumbo.example/us/record"
AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.generate(ORIGIN, Algorithm.ED25519)


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def put_back(folder: Path, old: Path, *names: str) -> None:
    for name in names:
        shutil.copy(old / name, folder / name)


@pytest.fixture
def mirror_folder(tmp_path: Path) -> Path:
    made = tmp_path / "mx"
    made.mkdir()
    with Node.create(made) as node:
        node.start_signing("rumbo.example/mx/mirror", ORIGIN)
    return made


MIRROR_KEY = SigningKey.generate("rumbo.example/mx/mirror", Algorithm.COSIGNATURE_ED25519)


def cosign(folder: Path, key: SigningKey, entries: list[bytes], *, size: int | None = None) -> None:
    """Offer the log of `entries` at `size` to the mirror in `folder`."""
    tree = Tree(map(leaf_hash, entries))
    size = tree.size if size is None else size
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, size, tree.root(size)), key).encode()
    with Node(folder) as node:
        mirror = Mirror(node, [MIRROR_KEY])
        mirror.cosign(checkpoint, key.verifier, lambda start, stop: entries[start:stop], at=AT)
        assert mirror.largest(ORIGIN) == (size, checkpoint)


def giving(entries: list[bytes]) -> Callable[[int, int], list[bytes]]:
    """A log that gives these entries, whatever it is asked for."""
    return lambda _start, _stop: entries


def test_mirror_holds_every_entry_before_it_cosigns(mirror_folder: Path, key: SigningKey) -> None:
    entries = [b"a", b"b", b"c"]
    cosign(mirror_folder, key, entries, size=1)
    cosign(mirror_folder, key, entries)
    cosign(mirror_folder, key, entries)

    with Node(mirror_folder) as node:
        assert node.entries(ORIGIN, 0, 9) == entries


def test_mirror_refuses_a_second_history_and_keeps_both_checkpoints(
    mirror_folder: Path, key: SigningKey
) -> None:
    cosign(mirror_folder, key, [b"a", b"b", b"c"])

    for other in ([b"a", b"x", b"c"], [b"a", b"x"]):
        with pytest.raises(ForkError, match="two histories") as caught:
            cosign(mirror_folder, key, other)
        for held in (caught.value.held, caught.value.offered):
            open_checkpoint(held, key.verifier)
        assert parse_checkpoint(caught.value.held).root != parse_checkpoint(caught.value.offered).root


def test_mirror_refuses_what_does_not_continue_what_it_holds(mirror_folder: Path, key: SigningKey) -> None:
    cosign(mirror_folder, key, [b"a", b"b", b"c"])

    with pytest.raises(RecordError, match="do not lead to the root"):
        cosign(mirror_folder, key, [b"a", b"x", b"c", b"d"])
    with pytest.raises(RecordError, match="is cosigned already"):
        cosign(mirror_folder, key, [b"a", b"b"])
    with Node(mirror_folder) as node:
        assert node.count(ORIGIN) == 3


def test_mirror_refuses_a_log_that_holds_entries_back(mirror_folder: Path, key: SigningKey) -> None:
    tree = Tree(map(leaf_hash, [b"a", b"b"]))
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, 2, tree.root()), key).encode()
    with Node(mirror_folder) as node:
        for given in ([b"a"], [b"a", b"b", b"c"], [b"a", b""], []):
            with pytest.raises(RecordError, match="not every entry"):
                Mirror(node, [MIRROR_KEY]).cosign(checkpoint, key.verifier, giving(given), at=AT)
        assert node.count(ORIGIN) == 0


def test_mirror_rolled_back_refuses_to_cosign(mirror_folder: Path, key: SigningKey, tmp_path: Path) -> None:
    cosign(mirror_folder, key, [b"a"])
    old = copy_of(mirror_folder, tmp_path / "old-mirror")
    cosign(mirror_folder, key, [b"a", b"b"])
    put_back(mirror_folder, old, "log.sqlite3")

    with pytest.raises(RecordError, match="an old copy was put in place"):
        cosign(mirror_folder, key, [b"a", b"x", b"c"])
