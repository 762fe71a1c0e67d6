# SPDX-License-Identifier: Apache-2.0
"""The record of all parties in one folder."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from rumbo.errors import RecordError
from rumbo.record import Record, found_record, open_record, verify_record
from rumbo.record.checkpoint import parse_checkpoint
from rumbo.record.policy import parse_policy
from rumbo.record.proof import check_proof
from rumbo.record.statements import note, seen

ORIGIN = "rumbo.example/us/record"
AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)


def copy_of(folder: Path, target: Path) -> Path:
    shutil.copytree(folder, target)
    return target


def put_back(folder: Path, old: Path, *names: str) -> None:
    for name in names:
        shutil.copy(old / name, folder / name)


# The joint record


def test_every_log_begins_with_the_genesis_that_names_all_keys(record: Record) -> None:
    digests = {party: keys.digest for party, keys in record.keys.items()}

    for party in ("us", "mx"):
        first = record.entries(party)[0]
        assert first.body == {"kind": "genesis", "v": 1, "at": "2020-01-31T18:00:00Z", "vkeys": digests}


def test_record_opens_again_with_what_was_appended(record: Record) -> None:
    statement = note({"en": "ab" * 32, "es": "cd" * 32}, at=AT)

    place = open_record(record.folder).append("mx", statement)

    assert place == 1
    assert [entry.body for entry in open_record(record.folder).entries("mx")][1] == statement
    assert len(record.entries("us")) == 1


def test_edition_is_appended_once_however_often_it_is_asked_for(record: Record) -> None:
    first = record.append_edition("ab" * 32, edition="e1", as_of=AT.date(), at=AT)
    again = record.append_edition("ab" * 32, edition="e1", as_of=AT.date(), at=AT + dt.timedelta(hours=1))
    other = record.append_edition("cd" * 32, edition="e1", as_of=AT.date(), at=AT)
    back = record.append_edition("ab" * 32, edition="e1", as_of=AT.date(), at=AT)

    assert (first, again, other, back) == (
        {"us": 1, "mx": 1}, {"us": 1, "mx": 1}, {"us": 2, "mx": 2}, {"us": 3, "mx": 3},
    )  # fmt: skip


def test_keys_that_the_policy_does_not_know_are_refused(record: Record, tmp_path: Path) -> None:
    other = found_record(tmp_path / "other", ["us", "mx"], domain="rumbo.example", at=AT)
    shutil.copy(other.folder / "us/vkeys", record.folder / "us/vkeys")

    with pytest.raises(RecordError, match="is not in the policy"):
        open_record(record.folder)


def test_second_genesis_and_strange_party_are_refused(record: Record) -> None:
    with pytest.raises(RecordError, match="founded once"):
        record.append("us", record.entries("us")[0].body)
    with pytest.raises(RecordError, match="not a party"):
        record.append("ca", note({"en": "ab" * 32, "es": "cd" * 32}, at=AT))


@pytest.mark.parametrize("parties", [[], ["us"], ["us", "us"], ["us", "MX"], ["us", "keys"], ["us", "../mx"]])
def test_record_is_not_founded_for_odd_parties(parties: list[str], tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="not two or more"):
        found_record(tmp_path / "r", parties, domain="rumbo.example", at=AT)
    assert not (tmp_path / "r").exists()


def test_record_is_not_founded_over_something_or_with_an_odd_domain(record: Record, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="something in"):
        found_record(record.folder, ["us", "mx"], domain="rumbo.example", at=AT)
    with pytest.raises(RecordError, match="not a key name"):
        found_record(tmp_path / "r", ["us", "mx"], domain="Rumbo Example", at=AT)
    with pytest.raises(RecordError, match="no record in"):
        open_record(tmp_path / "nothing")


def test_passphrase_locks_the_keys(tmp_path: Path) -> None:
    found_record(tmp_path / "r", ["us", "mx"], domain="rumbo.example", at=AT, passphrase=b"secret")

    with pytest.raises(RecordError, match="does not open"):
        open_record(tmp_path / "r").cosign_all(AT)
    open_record(tmp_path / "r", passphrase=b"secret").cosign_all(AT)
    assert b"secret" not in repr(open_record(tmp_path / "r", passphrase=b"secret")).encode()


def test_proof_of_an_entry_is_checked_with_the_policy_alone(record: Record) -> None:
    record.cosign_all(AT)
    proof = record.prove("us", 0)
    policy = parse_policy((record.folder / "policy").read_bytes())

    witnessed = check_proof(proof, record.entries("us")[0].note.encode(), policy)

    assert sorted(witnessed.times) == ["mx", "mx-pq", "us", "us-pq"]
    with pytest.raises(RecordError, match="has no entry 1"):
        record.prove("us", 1)


def test_export_holds_no_private_key(record: Record, tmp_path: Path) -> None:
    record.cosign_all(AT)
    record.export(tmp_path / "out")

    out = tmp_path / "out"
    files = {file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*") if file.is_file()}
    public = ("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1", "vkeys")
    assert set(files) == {"policy"} | {f"{party}/{name}" for party in ("mx", "us") for name in public}
    for content in files.values():
        assert b"PRIVATE" not in content
    with pytest.raises(RecordError, match="something in"):
        record.export(tmp_path / "out")


def test_old_copy_of_a_whole_node_shows_against_the_peers_mirror(record: Record, tmp_path: Path) -> None:
    old = copy_of(record.folder / "us", tmp_path / "old")
    statement = note({"en": "ab" * 32, "es": "cd" * 32}, at=AT)
    record.append("us", statement)
    record.cosign_all(AT)
    put_back(record.folder / "us", old, "log.sqlite3", "heads.sqlite3")

    with pytest.raises(RecordError, match="an old copy was put in place"):
        record.append("us", {**statement, "at": "2020-02-01T18:00:00Z"})

    assert record.recover("us") == 1
    assert record.recover("us") == 0
    assert record.append("us", {**statement, "at": "2020-02-01T18:00:00Z"}) == 2
    record.cosign_all(AT)
    assert verify_record(record.folder).is_valid


def test_three_parties_cosign_one_another(tmp_path: Path) -> None:
    record = found_record(tmp_path / "r", ["us", "mx", "ca"], domain="rumbo.example", at=AT)
    root = parse_checkpoint((record.folder / "us/checkpoint").read_bytes()).root
    record.append("ca", seen("us", size=1, root=root, at=AT))
    record.cosign_all(AT)

    report = verify_record(record.folder)
    assert (report.is_valid, report.sizes) == (True, {"us": 1, "mx": 1, "ca": 2})
