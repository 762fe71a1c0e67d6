# SPDX-License-Identifier: Apache-2.0
"""
Checkpoints (C2SP tlog-checkpoint) and cosignatures (C2SP tlog-cosignature).

A checkpoint is a log's signed word that it has so many entries under this root. A mirror's cosignature
says: I hold every entry up to this size, it continues everything I cosigned before, and it is the
largest I have seen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rumbo.record.keys import Algorithm, SigningKey, VerifierKey
from rumbo.record.merkle import HASH_BYTES
from rumbo.record.notes import Note, Signature, open_note, parse_note, sign_note
from rumbo.record.refusal import RefusedError, from_base64, shown, to_base64
from rumbo.terms.language import both

__all__ = [
    "Checkpoint",
    "SignedCheckpoint",
    "cosign",
    "cosigned_at",
    "open_checkpoint",
    "parse_checkpoint",
    "sign_checkpoint",
    "timestamp",
    "with_cosignatures",
]

_SIZE = re.compile("0|[1-9][0-9]{0,17}", re.ASCII)
_LATEST = 2**63 - 1


@dataclass(frozen=True)
class Checkpoint:
    """
    The state of a log.

    Parameters
    ----------
    origin : str
        Which log; also the name of its key.
    size : int
        Number of entries.
    root : bytes
        Merkle root, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint with the note it was read from."""

    checkpoint: Checkpoint
    note: Note

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.checkpoint.size

    @property
    def root(self) -> bytes:
        """Merkle root, 32 bytes."""
        return self.checkpoint.root

    def encode(self) -> bytes:
        """The checkpoint file's bytes."""
        return self.note.encode()


def parse_checkpoint(data: bytes) -> SignedCheckpoint:
    """Take a checkpoint apart without believing it; `RefusedError` unless it has its exact form."""
    note = parse_note(data)
    lines = note.text[:-1].split("\n")
    if len(lines) != 3 or not lines[0] or not _SIZE.fullmatch(lines[1]):
        raise RefusedError(both('"{value}" is not a checkpoint: origin, size, root', value=shown(note.text)))
    root = from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise RefusedError(
            both("the root of the checkpoint has {n} bytes, not {m}", n=len(root), m=HASH_BYTES)
        )
    return SignedCheckpoint(Checkpoint(lines[0], int(lines[1]), root), note)


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> SignedCheckpoint:
    """`checkpoint` signed by the log's own key."""
    if key.name != checkpoint.origin:
        raise RefusedError(
            both(
                'the key "{name}" is not that of the log "{origin}"', name=key.name, origin=checkpoint.origin
            )
        )
    return SignedCheckpoint(checkpoint, sign_note(checkpoint.text, [key]))


def open_checkpoint(data: bytes, log: VerifierKey) -> SignedCheckpoint:
    """Read a checkpoint and check that `log` signed it for its own origin; `RefusedError` otherwise."""
    signed = parse_checkpoint(data)
    if signed.checkpoint.origin != log.name:
        raise RefusedError(
            both(
                'the checkpoint is of the log "{origin}", not of "{name}"',
                origin=shown(signed.checkpoint.origin),
                name=log.name,
            )
        )
    open_note(signed.note, [log])
    return signed


def cosign(checkpoint: Checkpoint, key: SigningKey, *, at: dt.datetime) -> Signature:
    """The cosignature line of `key` over `checkpoint`, dated `at`."""
    seconds = timestamp(at)
    value = key.sign(_cosigned_bytes(checkpoint, key.name, key.algorithm, seconds))
    return Signature(key.name, key.verifier.key_id, seconds.to_bytes(8, "big") + value)


def cosigned_at(signed: SignedCheckpoint, key: VerifierKey) -> dt.datetime | None:
    """
    When `key` says it cosigned, or None if it did not.

    Raises
    ------
    RefusedError
        If there is a line of this key and it does not verify.
    """
    for signature in signed.note.signatures:
        if not signature.is_from(key):
            continue
        seconds = int.from_bytes(signature.value[:8], "big")
        if seconds <= _LATEST:
            message = _cosigned_bytes(signed.checkpoint, key.name, key.algorithm, seconds)
            if key.is_signed(message, signature.value[8:]):
                return dt.datetime.fromtimestamp(min(seconds, _LATEST_SHOWN), dt.UTC)
        raise RefusedError(both('the cosignature of "{name}" does not fit the checkpoint', name=key.name))
    return None


def with_cosignatures(signed: SignedCheckpoint, lines: Iterable[Signature]) -> SignedCheckpoint:
    """`signed` with `lines` put in: the log's own line first, then cosigners in the order of their bytes."""
    own = [s for s in signed.note.signatures if s.name == signed.checkpoint.origin]
    others = {(s.name, s.key_id): s for s in signed.note.signatures if s.name != signed.checkpoint.origin}
    others |= {(s.name, s.key_id): s for s in lines}
    ordered = sorted(others.values(), key=lambda signature: signature.line.encode())
    note = parse_note(Note(signed.note.text, (*own, *ordered)).encode())
    return SignedCheckpoint(signed.checkpoint, note)


def timestamp(at: dt.datetime) -> int:
    """Seconds since 1970 of a moment that knows its time zone; `RefusedError` for one that does not."""
    if at.tzinfo is None:
        raise RefusedError(both("the time {value} has no time zone", value=at.isoformat()))
    seconds = int(at.timestamp())
    if seconds < 0:
        raise RefusedError(both("the time {value} is before 1970", value=at.isoformat()))
    return seconds


_LATEST_SHOWN = int(dt.datetime(9999, 12, 31, tzinfo=dt.UTC).timestamp())


def _cosigned_bytes(checkpoint: Checkpoint, name: str, algorithm: Algorithm, seconds: int) -> bytes:
    """What a cosignature is over: the text for Ed25519, the binary structure for ML-DSA-44."""
    if algorithm == Algorithm.COSIGNATURE_ED25519:
        return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()
    if algorithm != Algorithm.COSIGNATURE_MLDSA44:
        raise RefusedError(both('the key "{name}" does not cosign', name=name))
    cosigner, origin = name.encode(), checkpoint.origin.encode()
    return b"".join(
        (
            b"subtree/v1\n\0",
            bytes([len(cosigner)]) + cosigner,
            seconds.to_bytes(8, "big"),
            bytes([len(origin)]) + origin,
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )
