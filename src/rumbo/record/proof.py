# SPDX-License-Identifier: Apache-2.0
"""
Proof files (C2SP tlog-proof): one entry, shown to stand in a log, in a file of about a kilobyte.

With the entry, the proof and a policy anyone can check it offline, with no copy of the log.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rumbo.record.checkpoint import parse_checkpoint
from rumbo.record.merkle import HASH_BYTES, is_included, leaf_hash
from rumbo.record.policy import Policy, Witnessed
from rumbo.record.refusal import RefusedError, from_base64, shown, to_base64
from rumbo.terms.language import both

__all__ = ["LARGEST_PROOF", "Proof", "check_proof", "parse_proof"]

LARGEST_PROOF = 131_072
_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile("index (0|[1-9][0-9]{0,17})", re.ASCII)
_MOST_HASHES = 63


@dataclass(frozen=True)
class Proof:
    """
    An inclusion proof with its checkpoint.

    Parameters
    ----------
    index : int
        Place of the entry, from 0.
    hashes : tuple of bytes
        From the leaf's sibling to the root's child.
    checkpoint : bytes
        The log's checkpoint as it stands, cosignatures included.
    extra : bytes, optional
        Whatever the maker added; covered by no signature.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """The file's bytes."""
        lines = [_FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines += [f"index {self.index}", *(to_base64(step) for step in self.hashes), ""]
        return "".join(line + "\n" for line in lines).encode() + self.checkpoint


def parse_proof(data: bytes) -> Proof:
    """Take a proof file apart without believing it; `RefusedError` unless it has its exact form."""
    head, blank, checkpoint = data[:LARGEST_PROOF].partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    if len(data) > LARGEST_PROOF or not blank or lines[0] != _FIRST_LINE or len(lines) < 2:
        raise RefusedError(
            both('this is not a proof file: its first line is "{value}"', value=shown(lines[0]))
        )
    extra = None
    if lines[1].startswith("extra "):
        extra = from_base64(lines.pop(1).removeprefix("extra "))
    index = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
    if index is None or len(lines) - 2 > _MOST_HASHES:
        raise RefusedError(
            both("the proof has no index line, or more than {limit} hashes", limit=_MOST_HASHES)
        )
    hashes = tuple(from_base64(line) for line in lines[2:])
    if any(len(step) != HASH_BYTES for step in hashes):
        raise RefusedError(both("a hash of the proof does not have {n} bytes", n=HASH_BYTES))
    parse_checkpoint(checkpoint)
    return Proof(int(index[1]), hashes, checkpoint, extra)


def check_proof(proof: Proof, entry: bytes, policy: Policy) -> Witnessed:
    """
    Check that `entry` stands in a log of `policy` as `proof` says.

    Returns
    -------
    Witnessed
        The checkpoint it stands under, with the witnesses' times.

    Raises
    ------
    RefusedError
        If a signature or the inclusion proof fails, or the witnesses are too few.
    """
    witnessed = policy.open(proof.checkpoint)
    signed = witnessed.signed
    if not is_included(leaf_hash(entry), proof.index, signed.size, proof.hashes, signed.root):
        raise RefusedError(
            both(
                'the proof does not lead from this entry to the root of "{origin}"', origin=witnessed.log.name
            )
        )
    if not witnessed.has_quorum:
        raise RefusedError(
            both('too few witnesses have cosigned the checkpoint of "{origin}"', origin=witnessed.log.name)
        )
    return witnessed
