# SPDX-License-Identifier: Apache-2.0
"""Verification of one party's log from its public files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rumbo.record.keys import VerifierKey
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.notes import LARGEST_NOTE
from rumbo.record.parties import LARGEST_VKEYS, PartyKeys, parse_vkeys
from rumbo.record.policy import Policy, Witnessed
from rumbo.record.reading import read_file
from rumbo.record.refusal import RefusedError, shown, to_base64
from rumbo.record.report import Findings, Status
from rumbo.record.statements import Statement, is_known_kind, open_statement, read_entry
from rumbo.record.tiles import LARGEST_ENTRY, WIDTH, Tile, pack_bundle, tile_bytes, tiles_of, unpack_bundle
from rumbo.terms.language import both

__all__ = ["CheckedLog", "LogFiles", "check_log"]

_LARGEST_TILE = WIDTH * (LARGEST_ENTRY + 2)


@dataclass(frozen=True)
class LogFiles:
    """The public files of one log: their folder, and their sizes by path in it."""

    folder: Path
    sizes: Mapping[str, int]

    def read(self, path: str, *, limit: int) -> bytes | None:
        """Content of the file at `path`, or None if the folder does not list it."""
        return read_file(self.folder, path, limit=limit) if path in self.sizes else None


@dataclass(frozen=True)
class CheckedLog:
    """
    A log whose entries lead to a root that it signed.

    Parameters
    ----------
    party : str
        Whose it is.
    keys : PartyKeys or None
        The list of keys beside it.
    tree : Tree
        Over all entries.
    statements : dict of int to Statement
        Those this version understands, by place.
    """

    party: str
    keys: PartyKeys | None
    tree: Tree
    statements: dict[int, Statement]


def check_log(
    party: str, log: VerifierKey, policy: Policy, files: LogFiles, findings: Findings
) -> CheckedLog | None:
    """
    Check everything about one log that needs no other log.

    Parameters
    ----------
    party : str
        Whose it is.
    log : VerifierKey
        Its key in `policy`.
    policy : Policy
        Whom to trust.
    files : LogFiles
        What is there; each file has to be part of the log.
    findings : Findings
        Where to put what is found.

    Returns
    -------
    CheckedLog or None
        None where the entries do not lead to a signed root, so that nothing can be said about them.
    """
    try:
        keys = _check_keys(party, log, files, findings)
        witnessed = _check_checkpoint(party, log, policy, files, findings)
        if witnessed is None:
            return None
        entries = _read_entries(party, witnessed.signed.size, files, findings)
        if entries is None:
            return None
        tree = Tree(leaf_hash(entry) for entry in entries)
        is_whole = _check_tiles(party, tree, entries, files, findings)
        if tree.root() != witnessed.signed.root:
            findings.add(
                Status.INVALID,
                both("{party}: the entries do not lead to the root that was signed.", party=party),
            )
            return None
        if is_whole:
            findings.checked(
                both(
                    "{party}: bundles, tiles and root fit (size {n}, root {root}).",
                    party=party,
                    n=tree.size,
                    root=to_base64(tree.root()),
                )
            )
        return CheckedLog(party, keys, tree, _check_entries(party, log, entries, findings))
    except RefusedError as refusal:
        findings.add(Status.INVALID, both("{party}: {what}.", party=party, what=refusal.text))
    return None


def _check_keys(party: str, log: VerifierKey, files: LogFiles, findings: Findings) -> PartyKeys | None:
    written = files.read("vkeys", limit=LARGEST_VKEYS)
    if written is None:
        findings.add(Status.INCOMPLETE, both("{party}: the list of keys is missing (vkeys).", party=party))
        return None
    keys = parse_vkeys(written)
    if keys.log != log:
        raise RefusedError(both("the list of keys has another log key than the policy"))
    return keys


def _check_checkpoint(
    party: str, log: VerifierKey, policy: Policy, files: LogFiles, findings: Findings
) -> Witnessed | None:
    written = files.read("checkpoint", limit=LARGEST_NOTE)
    if written is None:
        findings.add(Status.INCOMPLETE, both("{party}: the checkpoint is missing.", party=party))
        return None
    witnessed = policy.open(written)
    if witnessed.log != log:
        raise RefusedError(
            both(
                'the checkpoint is of the log "{origin}", not of "{name}"',
                origin=witnessed.log.name,
                name=log.name,
            )
        )
    times = ", ".join(f"{name} ({at:%Y-%m-%dT%H:%M:%SZ})" for name, at in sorted(witnessed.times.items()))
    if witnessed.has_quorum:
        findings.checked(
            both(
                "{party}: checkpoint signed by {log}; cosigned by {times}.",
                party=party,
                log=log.name,
                times=times,
            )
        )
    else:
        findings.add(
            Status.INCOMPLETE,
            both(
                "{party}: the checkpoint has too few cosignatures for the policy ({times}).",
                party=party,
                times=times or "0",
            ),
        )
    return witnessed


def _read_entries(party: str, size: int, files: LogFiles, findings: Findings) -> list[bytes] | None:
    """All entries, or None if a bundle is missing; ends there, whatever size the checkpoint claims."""
    entries: list[bytes] = []
    for tile in tiles_of(size):
        if tile.level >= 0:
            break
        packed = files.read(tile.path, limit=_LARGEST_TILE)
        if packed is None:
            findings.add(Status.INCOMPLETE, both("{party}: {path} is missing.", party=party, path=tile.path))
            return None
        entries += unpack_bundle(packed, tile.width)
    return entries


def _check_tiles(party: str, tree: Tree, entries: list[bytes], files: LogFiles, findings: Findings) -> bool:
    """Check each tile the log needs, each older one that is still there, and that there is nothing else."""
    needed = {tile.path for tile in tiles_of(tree.size)}
    missing = sorted(needed - files.sizes.keys())
    findings.add_all(
        Status.INCOMPLETE,
        (both("{party}: {path} is missing.", party=party, path=path) for path in missing),
        total=len(missing),
    )
    strays = []
    for path in sorted(files.sizes.keys() - {"checkpoint", "vkeys"}):
        tile = Tile.parse(path)
        if tile is None or tile.index * WIDTH + tile.width > tree.size >> (8 * max(tile.level, 0)):
            strays.append(both("{party}: {path} is no part of the log.", party=party, path=shown(path)))
        elif files.read(path, limit=_LARGEST_TILE) != _content(tile, tree, entries):
            strays.append(both("{party}: {path} does not fit the entries.", party=party, path=path))
    findings.add_all(Status.INVALID, strays, total=len(strays))
    return not missing and not strays


def _content(tile: Tile, tree: Tree, entries: list[bytes]) -> bytes:
    start = tile.index * WIDTH
    return pack_bundle(entries[start : start + tile.width]) if tile.level < 0 else tile_bytes(tree, tile)


def _check_entries(
    party: str, log: VerifierKey, entries: list[bytes], findings: Findings
) -> dict[int, Statement]:
    """Statements by place; each has to be well formed, and signed by the party."""
    statements: dict[int, Statement] = {}
    unknown = 0
    for place, data in enumerate(entries):
        try:
            entry = read_entry(data)
            if entry.is_statement and is_known_kind(entry.body):
                statements[place] = open_statement(entry, log)
            else:
                unknown += 1
        except RefusedError as refusal:
            findings.add(
                Status.INVALID, both("{party}, entry {n}: {what}.", party=party, n=place, what=refusal.text)
            )
            return statements
    findings.checked(
        both(
            "{party}: statements in canonical form, signed by the party: {n}.", party=party, n=len(statements)
        )
    )
    if unknown:
        findings.add(
            Status.INCOMPLETE,
            both(
                "{party}: entries of a kind this version does not know, checked in form only: {n}.",
                party=party,
                n=unknown,
            ),
        )
    return statements
