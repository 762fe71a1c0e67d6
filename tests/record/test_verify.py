# SPDX-License-Identifier: Apache-2.0
"""What the verifier says of whole, altered, incomplete and forked records and editions."""

import datetime as dt
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import InputError
from rumbo.record import Record, Status, found_record, verify_edition, verify_record
from rumbo.record.checkpoint import Checkpoint, cosign, parse_checkpoint, sign_checkpoint, with_cosignatures
from rumbo.record.keys import load_private
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.notes import sign_note
from rumbo.record.report import Report
from rumbo.record.statements import note, seen
from rumbo.record.tiles import pack_bundle, tile_bytes, tiles_of

AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)


def words(report: Report) -> str:
    return "\n".join(line.en for line in report.lines)


def files_in(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_whole_edition_is_valid_and_says_that_keys_came_with_it(edition: Path) -> None:
    report = verify_edition(edition)

    assert (report.status, report.is_identity_shown, report.sizes) == (
        Status.VALID,
        False,
        {"us": 2, "mx": 2},
    )
    assert "not who made them" in words(report)
    assert "2 of 2 files" in words(report)


def test_trusted_policy_shows_identity_too(edition: Path, record: Record) -> None:
    report = verify_edition(edition, record.folder / "policy")

    assert (report.status, report.is_identity_shown) == (Status.VALID, True)
    assert "not who made them" not in words(report)


def test_edition_of_strangers_fails_under_a_trusted_policy(edition: Path, tmp_path: Path) -> None:
    stranger = found_record(tmp_path / "stranger", ["us", "mx"], domain="rumbo.example", at=AT)

    assert verify_edition(edition, stranger.folder / "policy").status == Status.INVALID


def test_trusted_policy_that_cannot_be_read_is_the_readers_fault(edition: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"believe\n")

    with pytest.raises(InputError, match="not a line of a policy"):
        verify_edition(edition, tmp_path / "bad")
    with pytest.raises(InputError, match="cannot be read"):
        verify_edition(edition, tmp_path / "none")


def test_report_is_in_both_languages(edition: Path) -> None:
    assert all(line.is_complete for line in verify_edition(edition).lines)


def test_working_record_is_verified_without_its_private_files(record: Record) -> None:
    record.cosign_all(AT)

    report = verify_record(record.folder)
    assert (report.status, "working record" in words(report)) == (Status.VALID, True)


def test_record_nobody_has_cosigned_is_incomplete(record: Record) -> None:
    assert verify_record(record.folder).status == Status.INCOMPLETE


def add(path: str, content: bytes = b"x") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)

    return change


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def link(path: str, target: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).symlink_to(target)


def exchange(folder: Path) -> None:
    us, mx = folder / "record/us", folder / "record/mx"
    us.rename(folder / "swap")
    mx.rename(us)
    (folder / "swap").rename(mx)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (add("index.html"), Status.INVALID),
        (add("extra.html"), Status.INVALID),
        (add(".hidden"), Status.INVALID),
        (add("record/note.txt"), Status.INVALID),
        (add("record/us/note.txt"), Status.INVALID),
        (add("record/us/log.sqlite3"), Status.INVALID),
        (add("record/keys/us-log.pem"), Status.INVALID),
        (add("record/us/tile/0/000.p/1"), Status.INVALID),
        (add("record/us/tile/0/000.p/9"), Status.INVALID),
        (add("record/us/tile/0/001"), Status.INVALID),
        (add("record/us/vkeys"), Status.INVALID),
        (add("record/policy"), Status.INVALID),
        (add("record/us/checkpoint"), Status.INVALID),
        (add("manifest.json"), Status.INVALID),
        (link("linked.html", "/etc/hostname"), Status.INVALID),
        (link("record/us/tile/1", "/etc"), Status.INVALID),
        (lambda folder: os.mkfifo(folder / "pipe"), Status.INVALID),
        (exchange, Status.INVALID),
        (remove("data/deaths.csv"), Status.INCOMPLETE),
        (remove("manifest.json"), Status.INCOMPLETE),
        (remove("record/policy"), Status.INCOMPLETE),
        (remove("record/us/checkpoint"), Status.INCOMPLETE),
        (remove("record/us/vkeys"), Status.INCOMPLETE),
        (remove("record/us/tile/0/000.p/2"), Status.INCOMPLETE),
        (remove("record/us/tile/entries/000.p/2"), Status.INCOMPLETE),
        (lambda folder: shutil.rmtree(folder / "record"), Status.INCOMPLETE),
        (lambda folder: shutil.rmtree(folder / "record/mx"), Status.INCOMPLETE),
    ],
)
def test_altered_edition_is_told_apart(
    change: Callable[[Path], object], status: Status, edition: Path
) -> None:
    change(edition)

    assert verify_edition(edition).status == status


def test_working_record_given_as_an_edition_is_refused(edition: Path, record: Record) -> None:
    shutil.rmtree(edition / "record")
    shutil.copytree(record.folder, edition / "record")

    report = verify_edition(edition)
    assert (report.status, "keys/us-log.pem is no part" in words(report)) == (Status.INVALID, True)


def test_nothing_at_all_is_incomplete(tmp_path: Path) -> None:
    assert verify_record(tmp_path / "none").status == Status.INCOMPLETE
    assert verify_edition(tmp_path).status == Status.INCOMPLETE


@pytest.mark.parametrize("policy", [b"quorum none\n", None])
def test_policy_that_trusts_too_few_logs_is_not_valid(
    policy: bytes | None, edition: Path, record: Record
) -> None:
    one_log = f"log {record.keys['us'].log}\nquorum none\n".encode()
    shutil.rmtree(edition / "record/mx")
    if policy is not None:
        shutil.rmtree(edition / "record/us")
    (edition / "record/policy").write_bytes(policy or one_log)

    assert verify_edition(edition).status != Status.VALID
    assert verify_record(edition / "record").status != Status.VALID


@pytest.mark.parametrize(
    "path",
    [
        "../outside", "/etc/hostname", "a/../b", "a//b", "./a", "a/", "record/policy", "Record/x",
        "manifest.json", "MANIFEST.JSON", "a\\b", "c:x", "", "a\x00b", "a\u202eb",
    ],
)  # fmt: skip
def test_manifest_with_a_path_that_plays_tricks_is_refused(path: str, edition: Path) -> None:
    manifest = json.loads((edition / "manifest.json").read_bytes())
    manifest["files"][path] = "ab" * 32
    import rfc8785

    (edition / "manifest.json").write_bytes(rfc8785.dumps(manifest))

    report = verify_edition(edition)
    assert report.status == Status.INVALID
    assert "may not be" in words(report) or "control" in words(report)


def test_manifest_with_paths_that_differ_in_case_only_is_refused(edition: Path) -> None:
    manifest = (edition / "manifest.json").read_bytes()
    (edition / "manifest.json").write_bytes(
        manifest.replace(b'"files":{', b'"files":{"INDEX.html":"' + b"ab" * 32 + b'",')
    )

    assert "differ in case only" in words(verify_edition(edition))


def test_many_strange_files_are_counted_not_listed(edition: Path) -> None:
    for i in range(50):
        (edition / f"x{i}").write_bytes(b"")

    report = verify_edition(edition)
    assert (report.status, "… and 30 more." in words(report)) == (Status.INVALID, True)
    assert len(report.lines) < 45


def test_link_to_an_edition_and_a_bloated_checkpoint_are_refused(edition: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(edition)
    assert verify_edition(tmp_path / "link").status == Status.INVALID
    (edition / "record/us/checkpoint").write_bytes(b"x" * 100_000)
    assert "longer than" in words(verify_edition(edition))


def test_policy_that_lacks_a_key_of_a_party_is_not_valid(edition: Path, record: Record) -> None:
    logs = "".join(f"log {keys.log}\n" for keys in record.keys.values())
    (edition / "record/policy").write_bytes(f"{logs}quorum none\n".encode())

    assert "lacks a key" in words(verify_edition(edition))


def test_edition_issued_again_leaves_the_earlier_copy_invalid(edition: Path, record: Record) -> None:
    record.append_edition("ab" * 32, edition="2020-01-31", as_of=AT.date(), at=AT)
    record.cosign_all(AT)
    shutil.rmtree(edition / "record")
    record.export(edition / "record")

    report = verify_edition(edition)
    assert (report.status, "issued again" in words(report)) == (Status.INVALID, True)


def test_manifest_that_one_party_alone_has_logged_is_invalid(
    edition: Path, record: Record, tmp_path: Path
) -> None:
    content = b"new"
    (edition / "index.html").write_bytes(content)
    manifest = (edition / "manifest.json").read_bytes()
    old = hashlib.sha256(b"<p>hi</p>").hexdigest().encode()
    manifest = manifest.replace(old, hashlib.sha256(content).hexdigest().encode())
    (edition / "manifest.json").write_bytes(manifest)
    from rumbo.record.statements import edition as edition_statement

    digest = hashlib.sha256(manifest).hexdigest()
    record.append("us", edition_statement(digest, edition="2020-01-31", as_of=AT.date(), at=AT))
    record.cosign_all(AT)
    shutil.rmtree(edition / "record")
    record.export(edition / "record")

    report = verify_edition(edition)
    assert (report.status, "mx: no entry says" in words(report)) == (Status.INVALID, True)


def test_checkpoint_kept_from_earlier_is_continued_or_shows_a_fork(record: Record, tmp_path: Path) -> None:
    kept = (record.folder / "us/checkpoint").read_bytes()
    record.append("us", note({"en": "ab" * 32, "es": "cd" * 32}, at=AT))
    record.cosign_all(AT)
    newer = (record.folder / "us/checkpoint").read_bytes()
    key = load_private(record.folder / "keys/us-log.pem", record.keys["us"].log)
    other = sign_checkpoint(Checkpoint(key.name, 1, leaf_hash(b"told to you")), key).encode()
    beyond = sign_checkpoint(Checkpoint(key.name, 9, leaf_hash(b"later")), key).encode()

    assert verify_record(record.folder, known=[kept, newer]).status == Status.VALID
    assert verify_record(record.folder, known=[other]).status == Status.FORK
    assert verify_record(record.folder, known=[beyond]).status == Status.INCOMPLETE
    assert verify_record(record.folder, known=[other.replace(b"\n1\n", b"\n2\n")]).status == Status.INVALID
    assert verify_record(record.folder, known=[b"junk"]).status == Status.INVALID


@pytest.mark.parametrize(("size", "root", "status"), [(1, None, 0), (1, bytes(32), 3), (7, bytes(32), 2)])
def test_what_one_party_saw_has_to_be_in_the_others_log(
    size: int, root: bytes | None, status: int, record: Record
) -> None:
    seen_root = parse_checkpoint((record.folder / "us/checkpoint").read_bytes()).root
    record.append("mx", seen("us", size=size, root=root or seen_root, at=AT))
    record.cosign_all(AT)

    assert verify_record(record.folder).status == status


def rewrite(folder: Path, record: Record, party: str, entries: list[bytes]) -> None:
    """Make the files of a log of `entries` by hand, signed and cosigned with every right key."""
    shutil.rmtree(folder / party / "tile")
    tree = Tree(map(leaf_hash, entries))
    for tile in tiles_of(len(entries)):
        file = folder / party / tile.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pack_bundle(entries) if tile.level < 0 else tile_bytes(tree, tile))
    keys = {
        name: load_private(record.folder / "keys" / f"{name}.pem", key)
        for code, public in record.keys.items()
        for name, key in zip((f"{code}-log", f"{code}-mirror", f"{code}-mirror-pq"), public.all, strict=True)
    }
    own = keys[f"{party}-log"]
    signed = sign_checkpoint(Checkpoint(own.name, tree.size, tree.root()), own)
    lines = [cosign(signed.checkpoint, key, at=AT) for name, key in keys.items() if "mirror" in name]
    (folder / party / "checkpoint").write_bytes(with_cosignatures(signed, lines).encode())


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ('rumbo.example/log/v1\n{"a":1}\n', Status.INCOMPLETE, "does not know"),
        ('rumbo.example/act/v1\n{"a":1}\n', Status.INCOMPLETE, "does not know"),
        ('rumbo.example/log/v1\n{"kind":"note"}\n', Status.INVALID, "members"),
        ('rumbo.example/log/v1\n{"kind": "note"}\n', Status.INVALID, "canonical"),
        ('rumbo.example/log/v1\n{"kind":"note","kind":"note"}\n', Status.INVALID, "stands twice"),
        ("no entry\n", Status.INVALID, "does not begin an entry"),
        ("genesis again", Status.INVALID, "not the one genesis"),
        ("note of mx", Status.INVALID, "no key we know"),
    ],
)
def test_entries_that_all_mirrors_cosigned_are_still_judged(
    text: str, status: Status, said: str, record: Record, tmp_path: Path
) -> None:
    record.cosign_all(AT)
    record.export(tmp_path / "out")
    genesis = record.entries("us")[0].note.encode()
    signer = "mx" if text == "note of mx" else "us"
    key = load_private(record.folder / f"keys/{signer}-log.pem", record.keys[signer].log)
    if text == "genesis again":
        entry = genesis
    elif text == "note of mx":
        from rumbo.record.statements import make_entry

        entry = make_entry(note({"en": "ab" * 32, "es": "cd" * 32}, at=AT), key)
    else:
        entry = sign_note(text, [key]).encode()
    rewrite(tmp_path / "out", record, "us", [genesis, entry])

    report = verify_record(tmp_path / "out")
    assert (report.status, said in words(report)) == (status, True)


def test_huge_size_in_a_checkpoint_ends_at_the_first_missing_bundle(record: Record, tmp_path: Path) -> None:
    record.cosign_all(AT)
    record.export(tmp_path / "out")
    key = load_private(record.folder / "keys/us-log.pem", record.keys["us"].log)
    huge = sign_checkpoint(Checkpoint(key.name, 10**17, bytes(32)), key)
    (tmp_path / "out/us/checkpoint").write_bytes(huge.encode())

    assert verify_record(tmp_path / "out").status == Status.INCOMPLETE


def test_hostile_file_names_are_printed_harmlessly(edition: Path) -> None:
    (edition / "a\x1b[2J\u202eb").write_bytes(b"")
    (edition / os.fsdecode(b"\xff\xfe")).write_bytes(b"")

    said = words(verify_edition(edition))
    assert "\x1b" not in said
    assert "\u202e" not in said
    said.encode()


def test_no_single_flipped_bit_is_accepted(edition: Path, record: Record) -> None:
    trusted = record.folder / "policy"
    chance = random.Random(11)  # noqa: S311 -- picks bits to flip, the same each time
    for file in files_in(edition):
        whole = file.read_bytes()
        bits = range(8 * len(whole))
        for bit in bits if len(bits) <= 64 else sorted(chance.sample(bits, 40)):
            altered = bytearray(whole)
            altered[bit // 8] ^= 1 << bit % 8
            file.write_bytes(altered)
            for policy in (None, trusted):
                assert verify_edition(edition, policy).status != Status.VALID, (file, bit)
        file.write_bytes(whole)
    assert verify_edition(edition).is_valid


def test_no_cut_doubled_or_exchanged_file_is_accepted(edition: Path) -> None:
    files = files_in(edition)
    contents = {file: file.read_bytes() for file in files}
    for file, whole in contents.items():
        others = [other for other in contents.values() if other != whole]
        for altered in (b"", whole[:-1], whole[1:], whole + b"\n", whole + whole, *others):
            file.write_bytes(altered)
            assert verify_edition(edition).status != Status.VALID, file
        file.write_bytes(whole)
    assert verify_edition(edition).is_valid


def test_verifier_needs_no_heavy_library(edition: Path) -> None:
    program = """
import sys
from pathlib import Path
from rumbo.cli import main
try:
    main(["record", "verify", sys.argv[1]])
except SystemExit as end:
    heavy = {"polars", "numba", "numpy", "pydantic", "jinja2", "django", "deltalake"} & set(sys.modules)
    print(sorted(heavy), end.code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(edition)], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[] 0"
