# SPDX-License-Identifier: Apache-2.0
"""
Signed notes (C2SP signed-note): a text and, below it, who signed it.

Everything in the record that somebody answers for is a note: entries and checkpoints alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rumbo.record.keys import Algorithm, SigningKey, VerifierKey
from rumbo.record.refusal import RefusedError, from_base64, shown, to_base64
from rumbo.terms.language import both

__all__ = ["LARGEST_NOTE", "MOST_SIGNATURES", "Note", "Signature", "open_note", "parse_note", "sign_note"]

LARGEST_NOTE = 65_535
MOST_SIGNATURES = 16
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_SIGNATURE = re.compile(r"— ([^\s+]+) (\S+)")


@dataclass(frozen=True)
class Signature:
    """
    One signature line.

    Parameters
    ----------
    name : str
        Name of the key.
    key_id : bytes
        Four bytes.
    value : bytes
        What the algorithm made: at least one byte.
    """

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, without its end."""
        return f"— {self.name} {to_base64(self.key_id + self.value)}"

    def is_from(self, key: VerifierKey) -> bool:
        """Tell whether it claims to be of `key`, by name and ID."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True)
class Note:
    """
    A text that ends in a line end, and its signatures in the order of their lines.

    Nothing in it may be believed before `open_note` or the checks of its own kind.
    """

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """The note as bytes."""
        lines = "".join(signature.line + "\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    @property
    def is_sorted(self) -> bool:
        """True when the signature lines stand in the order of their bytes."""
        lines = [signature.line.encode() for signature in self.signatures]
        return lines == sorted(lines)


def parse_note(data: bytes) -> Note:
    """
    Take a note apart without believing it.

    Parameters
    ----------
    data : bytes
        Any bytes at all.

    Raises
    ------
    RefusedError
        If it is longer than 65,535 bytes, is not UTF-8, holds a control character, has no signature or
        more than 16, a line that is none, or the same (name, ID) twice.
    """
    if len(data) > LARGEST_NOTE:
        raise RefusedError(
            both("a note of {n} bytes is longer than {limit}", n=len(data), limit=LARGEST_NOTE)
        )
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(both("the note is not UTF-8 text")) from None
    if _CONTROL.search(whole):
        raise RefusedError(both("the note holds a control character"))
    text, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise RefusedError(both("the note has no signature lines below a blank line"))
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise RefusedError(both("the note has more than {limit} signatures", limit=MOST_SIGNATURES))
    signatures = tuple(_parse_line(line) for line in lines)
    if len({(s.name, s.key_id) for s in signatures}) != len(signatures):
        raise RefusedError(both("one key has signed the note twice"))
    return Note(text + "\n", signatures)


def sign_note(text: str, keys: Iterable[SigningKey]) -> Note:
    """`text` signed by `keys` (plain Ed25519), lines in the order of their bytes."""
    signatures = [Signature(k.name, k.verifier.key_id, k.sign(text.encode())) for k in keys]
    note = Note(text, tuple(sorted(signatures, key=lambda signature: signature.line.encode())))
    return parse_note(note.encode())


def open_note(note: Note, known: Sequence[VerifierKey]) -> tuple[VerifierKey, ...]:
    """
    Keys among `known` (plain Ed25519) that signed `note`; signatures of strangers count for nothing.

    Raises
    ------
    RefusedError
        If a line of a known key does not verify, or no known key has signed.
    """
    signers = []
    for key in known:
        for signature in note.signatures:
            if key.algorithm == Algorithm.ED25519 and signature.is_from(key):
                if not key.is_signed(note.text.encode(), signature.value):
                    raise RefusedError(both('the signature of "{name}" does not fit the text', name=key.name))
                signers.append(key)
    if not signers:
        raise RefusedError(both("no key we know has signed the note"))
    return tuple(signers)


def _parse_line(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise RefusedError(both('"{value}" is not a signature line', value=shown(line)))
    value = from_base64(match[2])
    if len(value) <= 4:
        raise RefusedError(both('"{value}" is not a signature line', value=shown(line)))
    return Signature(match[1], value[:4], value[4:])
