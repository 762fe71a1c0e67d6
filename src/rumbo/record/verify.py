# SPDX-License-Identifier: Apache-2.0
"""
Verification of a record or of an edition, offline, from files alone.

Everything is read anew and nothing in the files is believed before it is checked; whatever the bytes,
the verifier ends, says what it has checked and what it has not, and gives one of four answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from rumbo.errors import InputError
from rumbo.record.checkpoint import open_checkpoint, parse_checkpoint
from rumbo.record.manifest import (
    LARGEST_MANIFEST,
    MANIFEST_NAME,
    RECORD_FOLDER,
    Manifest,
    parse_manifest,
)
from rumbo.record.onelog import CheckedLog, LogFiles, check_log
from rumbo.record.parties import party_of
from rumbo.record.policy import LARGEST_POLICY, Policy, parse_policy, write_policy
from rumbo.record.reading import digest_file, list_files
from rumbo.record.refusal import RefusedError, shown
from rumbo.record.report import Findings, Report, Status
from rumbo.terms.language import both, gettext as _

__all__ = ["Report", "Status", "verify_edition", "verify_record"]

_POLICY_NAME = "policy"
_OWN_FILES = ("log.sqlite3", "heads.sqlite3")  # a node's own, with the companions SQLite puts beside them


def verify_record(folder: Path, policy: Path | None = None, *, known: Sequence[bytes] = ()) -> Report:
    """
    Verify the logs of all parties in `folder`.

    Parameters
    ----------
    folder : Path
        An exported record, or the working one.
    policy : Path, optional
        A policy from a source you trust. Without it the folder's own is used, which shows integrity only.
    known : sequence of bytes
        Checkpoints held from earlier: the logs have to continue them.

    Returns
    -------
    Report
        Never an exception for what is in the files.
    """
    findings = Findings(is_identity_shown=policy is not None)
    try:
        listed = list_files(folder)
        if any(path.startswith("keys/") for path in listed):
            findings.checked(both("This is a working record: its private files were not read."))
            listed = {path: size for path, size in listed.items() if not _is_private(path)}
        _check_record(LogFiles(folder, listed), policy, known, findings)
    except (RefusedError, OSError) as error:
        _add_failure(error, findings)
    return findings.report()


def verify_edition(folder: Path, policy: Path | None = None, *, known: Sequence[bytes] = ()) -> Report:
    """
    Verify that an edition is whole and that every party has put its manifest into its log.

    Parameters
    ----------
    folder : Path
        Holds ``manifest.json``, the files it lists, and ``record/``; nothing else.
    policy : Path, optional
        A policy from a source you trust.
    known : sequence of bytes
        Checkpoints held from earlier.

    Returns
    -------
    Report
        Never an exception for what is in the files.
    """
    findings = Findings(is_identity_shown=policy is not None)
    try:
        listed = list_files(folder)
        within = f"{RECORD_FOLDER}/"
        files = {path: size for path, size in listed.items() if not path.startswith(within)}
        record = {path.removeprefix(within): size for path, size in listed.items() if path.startswith(within)}
        manifest, digest = _check_manifest(LogFiles(folder, files), findings)
        logs = _check_record(LogFiles(folder / RECORD_FOLDER, record), policy, known, findings)
        if manifest is not None:
            _check_bound(manifest, digest, logs, findings)
    except (RefusedError, OSError) as error:
        _add_failure(error, findings)
    return findings.report()


def _check_record(
    files: LogFiles, trusted: Path | None, known: Sequence[bytes], findings: Findings
) -> dict[str, CheckedLog]:
    """Check each log, and the logs against each other; those that hold, by party."""
    written = files.read(_POLICY_NAME, limit=LARGEST_POLICY)
    if written is None:
        findings.add(Status.INCOMPLETE, both("There is no record here: the file policy is missing."))
        return {}
    own = parse_policy(written)
    if write_policy(own) != written:
        findings.add(Status.INVALID, both("The record's own policy is not written in its one form."))
    policy = own if trusted is None else _trusted_policy(trusted)
    logs: dict[str, CheckedLog] = {}
    for log in policy.logs:
        party = party_of(log)
        within = f"{party}/"
        sizes = {path.removeprefix(within): n for path, n in files.sizes.items() if path.startswith(within)}
        checked = check_log(party, log, policy, LogFiles(files.folder / party, sizes), findings)
        if checked is not None:
            logs[party] = checked
            findings.sizes[party] = checked.tree.size
    parties = {party_of(log) for log in policy.logs}
    strays = sorted(
        p for p in files.sizes if p != _POLICY_NAME and ("/" not in p or p.split("/")[0] not in parties)
    )
    findings.add_all(
        Status.INVALID,
        (both("{path} is no part of the record.", path=shown(path)) for path in strays),
        total=len(strays),
    )
    if len(parties) < 2:
        findings.add(Status.INCOMPLETE, both("The policy names fewer than two parties' logs."))
    if len(logs) == len(parties):
        _check_founding(own, logs, findings)
        _check_seen(logs, findings)
    for checkpoint in known:
        _check_known(checkpoint, policy, logs, findings)
    return logs


def _trusted_policy(file: Path) -> Policy:
    """The reader's own policy; a fault in it is the reader's to mend, and raises."""
    try:
        return parse_policy(file.read_bytes())
    except RefusedError as refusal:
        raise InputError.of(refusal.at(str(file)).faults) from None
    except OSError:
        raise InputError(_("{file} cannot be read").format(file=file), expected=_("a policy file")) from None


def _check_founding(own: Policy, logs: Mapping[str, CheckedLog], findings: Findings) -> None:
    """Every log begins with the same genesis, which names the keys that lie beside the logs."""
    digests = {party: log.keys.digest for party, log in logs.items() if log.keys}
    believed = {key.public for key in (*own.logs, *own.witnesses.values())}
    for party, log in logs.items():
        first = log.statements.get(0, {})
        later = any(statement["kind"] == "genesis" for place, statement in log.statements.items() if place)
        if first.get("kind") != "genesis" or later:
            findings.add(
                Status.INVALID, both("{party}: the first entry is not the one genesis.", party=party)
            )
        elif len(digests) == len(logs) and first["vkeys"] != digests:
            findings.add(
                Status.INVALID, both("{party}: the genesis names other keys than those here.", party=party)
            )
        elif log.keys and not all(key.public in believed for key in log.keys.all):
            findings.add(
                Status.INVALID, both("{party}: the record's policy lacks a key of the party.", party=party)
            )
        elif len(digests) == len(logs):
            findings.checked(both("{party}: the genesis names exactly the keys that are here.", party=party))


def _check_seen(logs: Mapping[str, CheckedLog], findings: Findings) -> None:
    """What each party says it saw of another's log has to be in that log."""
    for party, log in logs.items():
        for place, statement in log.statements.items():
            peer = logs.get(str(statement.get("peer")))
            if statement["kind"] != "seen" or peer is None:
                continue
            size = int(str(statement["size"]))
            words = {"party": party, "n": place, "peer": peer.party, "size": size}
            if size > peer.tree.size:
                findings.add(
                    Status.INCOMPLETE,
                    both("{party}, entry {n}: saw {size} entries of {peer}; fewer are here.", **words),
                )
            elif peer.tree.root(size).hex() != statement["root"]:
                findings.add(
                    Status.FORK,
                    both(
                        "{party}, entry {n}: says that {peer} had another history at {size} entries.", **words
                    ),
                )


def _check_known(data: bytes, policy: Policy, logs: Mapping[str, CheckedLog], findings: Findings) -> None:
    """Hold the logs against a checkpoint that the reader has kept from earlier."""
    try:
        origin = parse_checkpoint(data).checkpoint.origin
        key = policy.log_named(origin)
        kept = open_checkpoint(data, key)
    except RefusedError as refusal:
        findings.add(Status.INVALID, both("The checkpoint you kept: {what}.", what=refusal.text))
        return
    log = logs.get(party_of(key))
    if log is None or log.tree.size < kept.size:
        findings.add(
            Status.INCOMPLETE,
            both("{log}: you kept a checkpoint of {n} entries; fewer are here.", log=origin, n=kept.size),
        )
    elif log.tree.root(kept.size) != kept.root:
        findings.add(
            Status.FORK,
            both(
                "{log}: its own signed checkpoint of {n} entries, which you kept, is of another history.",
                log=origin,
                n=kept.size,
            ),
        )
    else:
        findings.checked(
            both("{log}: continues the checkpoint of {n} entries you kept.", log=origin, n=kept.size)
        )


def _check_manifest(files: LogFiles, findings: Findings) -> tuple[Manifest | None, str]:
    """The manifest and its SHA-256, once every file has been held against it."""
    written = files.read(MANIFEST_NAME, limit=LARGEST_MANIFEST)
    if written is None:
        findings.add(Status.INCOMPLETE, both("There is no edition here: manifest.json is missing."))
        return None, ""
    manifest = parse_manifest(written)
    present = files.sizes.keys() - {MANIFEST_NAME}
    listed = manifest.files.keys()
    shared = sorted(present & listed)
    altered = [path for path in shared if digest_file(files.folder, path) != manifest.files[path]]
    findings.add_all(
        Status.INVALID,
        (both("{path} is not in the manifest.", path=shown(path)) for path in sorted(present - listed)),
        total=len(present - listed),
    )
    findings.add_all(
        Status.INCOMPLETE,
        (
            both("{path} is in the manifest and not here.", path=shown(path))
            for path in sorted(listed - present)
        ),
        total=len(listed - present),
    )
    findings.add_all(
        Status.INVALID,
        (both("{path} is not the file that was published.", path=shown(path)) for path in altered),
        total=len(altered),
    )
    findings.checked(
        both(
            'Edition "{edition}": {same} of {n} files are those of the manifest.',
            edition=shown(manifest.edition),
            same=len(shared) - len(altered),
            n=len(listed),
        )
    )
    return manifest, hashlib.sha256(written).hexdigest()


def _check_bound(manifest: Manifest, digest: str, logs: Mapping[str, CheckedLog], findings: Findings) -> None:
    """The manifest has to be the last one that every party logged under the edition's name."""
    holders = []
    for party, log in logs.items():
        issues = [
            (place, str(statement["manifest"]))
            for place, statement in log.statements.items()
            if statement["kind"] == "edition" and statement["id"] == manifest.edition
        ]
        words = {"party": party, "edition": shown(manifest.edition), "digest": digest}
        places = [place for place, logged in issues if logged == digest]
        if not places:
            findings.add(
                Status.INVALID,
                both('{party}: no entry says that edition "{edition}" has the manifest {digest}.', **words),
            )
        elif issues[-1][1] != digest:
            findings.add(
                Status.INVALID,
                both('{party}: edition "{edition}" was issued again after this copy.', **words),
            )
        else:
            holders.append(party)
            findings.checked(
                both(
                    '{party}: entry {n} says that edition "{edition}" has the manifest {digest}.',
                    n=places[-1],
                    **words,
                )
            )
    if not holders:
        findings.add(Status.INCOMPLETE, both("No party is shown to have published this edition."))


def _is_private(path: str) -> bool:
    parts = path.split("/")
    return parts[0] == "keys" or (
        len(parts) == 2 and parts[1].removesuffix("-wal").removesuffix("-shm") in _OWN_FILES
    )


def _add_failure(error: RefusedError | OSError, findings: Findings) -> None:
    if isinstance(error, RefusedError):
        findings.add(Status.INVALID, both("{what}.", what=error.text))
    else:
        name = shown(error.filename or error)
        findings.add(Status.INCOMPLETE, both("{path} cannot be read.", path=name))
