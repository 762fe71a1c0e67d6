# SPDX-License-Identifier: Apache-2.0
"""`rumbo record` as a person uses it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rumbo.cli.record import record as command
from rumbo.errors import InputError, RecordError
from rumbo.record import Record
from rumbo.record.proof import check_proof, parse_proof


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def test_record_is_founded_appended_to_shown_proved_and_verified(tmp_path: Path) -> None:
    folder, proof = tmp_path / "r", tmp_path / "e.tlog-proof"
    statement = tmp_path / "note.json"
    statement.write_text(json.dumps({"kind": "note", "text": {"es": "cd" * 32, "en": "ab" * 32}}))

    founded = run("init", folder, "--party", "us", "--party", "mx", "--domain", "rumbo.example")
    assert founded.exit_code == 0
    assert founded.output.count("keys with SHA-256") == 2
    assert run("append", folder, "us", statement).output == "Entry 1 of the log of us, signed and cosigned.\n"
    rows = [json.loads(line) for line in run("show", folder, "--json").output.splitlines()]
    assert [(row["party"], row["index"], row["body"]["kind"]) for row in rows] == [
        ("us", 0, "genesis"), ("us", 1, "note"), ("mx", 0, "genesis"),
    ]  # fmt: skip
    assert len(run("show", folder, "--party", "mx").output.splitlines()) == 1
    assert run("prove", folder, "us", 1, "-o", proof).exit_code == 0
    assert run("prove", folder, "us", 1).output == proof.read_text()
    verified = run("verify", folder)
    assert (verified.exit_code, verified.output.splitlines()[-1]) == (
        0,
        "VALID: everything is here and fits.",
    )
    assert run("recover", folder, "us").output == "Entries taken back: 0.\n"


def test_printed_proof_verifies(record: Record) -> None:
    record.cosign_all(datetime(2020, 2, 1, tzinfo=UTC))
    proof = parse_proof(run("prove", record.folder, "mx", 0).output.encode())

    assert check_proof(proof, record.entries("mx")[0].note.encode(), record.policy).has_quorum


def test_exit_status_tells_the_answer(edition: Path, record: Record, tmp_path: Path) -> None:
    assert run("verify", edition).exit_code == 0
    assert run("verify", edition, "--policy", record.folder / "policy").exit_code == 0
    (edition / "index.html").write_bytes(b"<p>bye</p>")
    assert run("verify", edition).exit_code == 1
    (edition / "index.html").unlink()
    assert run("verify", edition).exit_code == 2
    kept = tmp_path / "kept"
    kept.write_bytes((edition / "record/us/checkpoint").read_bytes())
    assert run("verify", edition / "record", "--known", kept).exit_code == 0


def test_faults_of_people_are_errors_for_people(record: Record, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    for content, kind in (('{"kind": "boast"}', RecordError), ("[]", InputError), ("{", RecordError)):
        bad.write_text(content)
        with pytest.raises(kind):
            run("append", record.folder, "us", bad)
    with pytest.raises(InputError, match="cannot be read"):
        run("append", record.folder, "us", tmp_path / "none.json")
    with pytest.raises(InputError, match="cannot be read"):
        run("verify", record.folder, "--known", tmp_path / "none")
    with pytest.raises(RecordError, match="no record in"):
        run("show", tmp_path)
