# SPDX-License-Identifier: Apache-2.0
"""Appending, crashing and cheating, on real files."""

import datetime as dt
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rumbo.errors import RecordError
from rumbo.record.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from rumbo.record.keys import Algorithm, SigningKey
from rumbo.record.log import Log
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.store import Node
from rumbo.record.tiles import Tile, tile_bytes, tiles_of, unpack_bundle

ORIGIN = "rumbo.example/us/record"
AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.generate(ORIGIN, Algorithm.ED25519)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "us"
    made.mkdir()
    with Node.create(made) as node:
        node.start_signing(ORIGIN, ORIGIN)
    return made


def grow(folder: Path, key: SigningKey, entries: list[bytes]) -> bytes:
    with Node(folder) as node:
        log = Log(node, key, folder)
        log.append(entries)
        log.publish()
        return log.checkpoint().encode()


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def put_back(folder: Path, old: Path, *names: str) -> None:
    for name in names:
        shutil.copy(old / name, folder / name)


def test_entries_stand_in_tiles_under_a_signed_root(folder: Path, key: SigningKey) -> None:
    entries = [b"entry %d" % i for i in range(600)]
    for start, stop in ((0, 1), (1, 255), (255, 256), (256, 258), (258, 600)):
        grow(folder, key, entries[start:stop])

    tree = Tree(map(leaf_hash, entries))
    signed = open_checkpoint((folder / "checkpoint").read_bytes(), key.verifier)
    assert signed.checkpoint == Checkpoint(ORIGIN, 600, tree.root())
    held: list[bytes] = []
    for tile in tiles_of(600):
        content = (folder / tile.path).read_bytes()
        if tile.level < 0:
            held += unpack_bundle(content, tile.width)
        else:
            assert content == tile_bytes(tree, tile)
    assert held == entries
    assert not (folder / Tile(0, 0, 1).path).exists()  # the full tile has taken its place
    assert (folder / Tile(0, 2, 2).path).exists() is False  # no checkpoint had this size
    assert (folder / Tile(0, 1, 2).path).exists() is False


def test_entry_that_fits_no_bundle_is_refused_and_nothing_is_kept(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one"])
    for bad in (b"", b"x" * 65_536):
        with pytest.raises(RecordError, match="empty or longer"):
            grow(folder, key, [b"two", bad])
    with Node(folder) as node:
        assert node.count(ORIGIN) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET bytes = x'00'",
        "DELETE FROM entry",
        "INSERT INTO entry VALUES ('rumbo.example/us/record', 7, x'00', x'00')",
        "INSERT OR REPLACE INTO entry VALUES ('rumbo.example/us/record', 0, x'00', x'00')",
        "UPDATE head SET size = 0",
        "UPDATE head SET root = x'00'",
        "DELETE FROM head",
        "DELETE FROM cosigned",
        "UPDATE cosigned SET size = 0",
    ],
)
def test_database_itself_refuses_to_change_what_was_kept(folder: Path, key: SigningKey, change: str) -> None:
    checkpoint = grow(folder, key, [b"one"])
    with Node(folder) as node:
        node.add_cosigned(ORIGIN, 1, checkpoint)
    database = sqlite3.connect(folder / "log.sqlite3")

    with pytest.raises(sqlite3.IntegrityError):
        database.execute(change)
    database.close()


def test_log_rolled_back_against_its_signed_heads_refuses_to_sign(
    folder: Path, key: SigningKey, tmp_path: Path
) -> None:
    grow(folder, key, [b"one"])
    old = copy_of(folder, tmp_path / "old")
    before = grow(folder, key, [b"two"])
    put_back(folder, old, "log.sqlite3")

    with pytest.raises(RecordError, match="an old copy was put in place"):
        grow(folder, key, [b"another two"])
    with pytest.raises(RecordError, match="an old copy was put in place"):
        grow(folder, key, [b"another two", b"three"])

    with Node(folder) as node:
        assert Log(node, key, folder).recover(before, [b"two"]) == 1
    assert parse_checkpoint(grow(folder, key, [b"three"])).size == 3


def test_log_whose_history_was_exchanged_refuses_to_sign(
    folder: Path, key: SigningKey, tmp_path: Path
) -> None:
    old = copy_of(folder, tmp_path / "old")
    grow(folder, key, [b"one"])
    grow(old, key, [b"another one", b"more"])
    put_back(folder, old, "log.sqlite3")

    with pytest.raises(RecordError, match="are not those that"):
        grow(folder, key, [b"three"])


def test_missing_memory_of_signed_heads_is_not_made_anew(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one"])
    (folder / "heads.sqlite3").unlink()

    with pytest.raises(RecordError, match="is not there"):
        grow(folder, key, [b"two"])


def test_key_that_was_never_let_in_does_not_sign(folder: Path) -> None:
    with pytest.raises(RecordError, match="never allowed"):
        grow(folder, SigningKey.generate("rumbo.example/zz/record", Algorithm.ED25519), [b"one"])


def test_altered_tile_is_found_before_the_next_signature(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one", b"two"])
    with Node(folder) as node:
        log = Log(node, key, folder)
        tile = folder / Tile(0, 0, 2).path
        tile.write_bytes(bytes(64))
        with pytest.raises(RecordError, match="not what was written"):
            log.append([b"three"])
        tile.unlink()
        with pytest.raises(RecordError, match="not what was written"):
            log.append([b"three"])
        assert log.size == 2


def test_entry_altered_inside_the_database_stops_the_log(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one", b"two"])
    database = sqlite3.connect(folder / "log.sqlite3")
    database.executescript("DROP TRIGGER entry_stays; UPDATE entry SET leaf = zeroblob(32) WHERE idx = 1")
    database.close()

    with pytest.raises(RecordError, match="do not lead to its own head"):
        grow(folder, key, [b"three"])


def test_entry_whose_bytes_no_longer_fit_its_hash_is_not_published(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one", b"two"])
    database = sqlite3.connect(folder / "log.sqlite3")
    database.executescript("DROP TRIGGER entry_stays; UPDATE entry SET bytes = x'00' WHERE idx = 1")
    database.close()
    (folder / "checkpoint").write_bytes(b"cut")

    with pytest.raises(RecordError, match="do not lead to its own head"):
        grow(folder, key, [])


def test_tile_cut_short_is_written_again_on_opening(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one", b"two"])
    tile = folder / Tile(0, 0, 2).path
    whole = tile.read_bytes()
    tile.write_bytes(whole[:40])

    with Node(folder) as node:
        Log(node, key, folder)

    assert tile.read_bytes() == whole


def test_waiting_entries_are_published_by_the_thousand(folder: Path, key: SigningKey) -> None:
    with Node(folder) as node:
        log = Log(node, key, folder)
        log.append([b"entry"] * 1_023)
        assert not (folder / "checkpoint").exists()
        log.append([b"one more"])
    assert parse_checkpoint((folder / "checkpoint").read_bytes()).size == 1_024


def test_recovery_takes_only_what_leads_to_a_checkpoint_of_its_own(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one"])
    tree = Tree(map(leaf_hash, [b"one", b"two"]))
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, 2, tree.root()), key).encode()
    with Node(folder) as node:
        log = Log(node, key, folder)
        for entries in ([b"three"], [b"two", b"three"], []):
            with pytest.raises(RecordError, match="do not lead to the root"):
                log.recover(checkpoint, entries)
        with pytest.raises(RecordError, match="does not fit"):
            log.recover(checkpoint.replace(b"\n2\n", b"\n1\n"), [b"two"])
        assert (log.recover(checkpoint, [b"two"]), log.size) == (1, 2)


def test_empty_log_has_no_checkpoint_and_a_node_is_made_once(folder: Path, key: SigningKey) -> None:
    with Node(folder) as node, pytest.raises(RecordError, match="is empty"):
        Log(node, key, folder).checkpoint()
    with pytest.raises(RecordError, match="there already"):
        Node.create(folder)


def test_signature_in_the_middle_of_anothers_turn_is_refused(folder: Path, key: SigningKey) -> None:
    with (
        Node(folder) as node,
        pytest.raises(RecordError, match="somebody else"),
        node.signing(ORIGIN, ORIGIN) as turn,
    ):
        turn.size = 5  # as if another had swapped the signed head


def test_restart_writes_the_files_that_a_crash_left_out(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one"])
    with Node(folder) as node:
        Log(node, key, folder).append([b"two"])  # and the process ends before publishing
    shutil.rmtree(folder / "tile")

    with Node(folder) as node:
        Log(node, key, folder)

    assert parse_checkpoint((folder / "checkpoint").read_bytes()).size == 2
    assert unpack_bundle((folder / Tile(-1, 0, 2).path).read_bytes(), 2) == (b"one", b"two")


def test_two_processes_on_one_log_make_one_history(folder: Path, key: SigningKey) -> None:
    with Node(folder) as node, Node(folder) as other_node:
        log, other = Log(node, key, folder), Log(other_node, key, folder)
        places = [log.append([b"a"]), other.append([b"b"]), other.append([b"c"]), log.append([b"d"])]
        other.publish()
        log.publish()

    assert [list(place) for place in places] == [[0], [1], [2], [3]]
    root = parse_checkpoint((folder / "checkpoint").read_bytes()).root
    assert root == Tree(map(leaf_hash, [b"a", b"b", b"c", b"d"])).root()


def test_damaged_database_is_a_fault_for_people(folder: Path, key: SigningKey) -> None:
    grow(folder, key, [b"one"])
    (folder / "log.sqlite3").write_bytes(b"not a database at all" * 500)

    with pytest.raises(RecordError, match="cannot be used"):
        grow(folder, key, [b"two"])


APPENDER = """
import sys
from pathlib import Path
from rumbo.record.keys import Algorithm, SigningKey, VerifierKey, load_private
from rumbo.record.log import Log
from rumbo.record.store import Node
folder = Path(sys.argv[1])
key = load_private(folder / "key.pem", VerifierKey.parse(sys.argv[2]))
with Node(folder) as node:
    log = Log(node, key, folder)
    for i in range(1_000_000):
        places = log.append([b"%s %d %d" % (sys.argv[3].encode(), i, j) for j in range(1 + i % 3)])
        if i % 4 == 0:
            log.publish()
        print(places[-1], sys.argv[3], i, flush=True)
"""


def test_killing_the_process_loses_no_acknowledged_entry(
    folder: Path, key: SigningKey, request: pytest.FixtureRequest
) -> None:
    from rumbo.record.keys import save_private

    save_private(key, folder / "key.pem")
    chance = random.Random(7)  # noqa: S311 -- picks moments, the same each time
    acknowledged: dict[int, tuple[str, int]] = {}
    for run in range(24):
        child = subprocess.Popen(
            [sys.executable, "-c", APPENDER, str(folder), str(key.verifier), f"r{run}"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None
        first = child.stdout.readline()  # it runs: now kill it at any moment
        time.sleep(chance.random() * 0.06)
        child.send_signal(signal.SIGKILL)
        lines = [first, *child.stdout.read().splitlines(keepends=True)]
        child.stdout.close()
        child.wait()
        for line in lines:
            if line.endswith("\n"):
                written, by, number = line.split()
                acknowledged[int(written)] = (by, int(number))

    with Node(folder) as node:
        log = Log(node, key, folder)
        entries = node.entries(ORIGIN, 0, log.size)
        signed = log.checkpoint()
    assert len(acknowledged) >= 24
    for place, (name, i) in acknowledged.items():
        assert entries[place] == b"%s %d %d" % (name.encode(), i, i % 3)
    assert signed.checkpoint == Checkpoint(ORIGIN, len(entries), Tree(map(leaf_hash, entries)).root())
    assert (folder / "checkpoint").read_bytes() == signed.encode()
