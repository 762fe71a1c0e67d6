# SPDX-License-Identifier: Apache-2.0
"""
Keys that sign and keys that verify, as C2SP signed notes write them.

A verifier key (vkey) is one line of text: name, ID and public key. A private key is a PEM file only its
owner may read. Each key pair has one use, told by its algorithm byte.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from rumbo.record.refusal import RefusedError, from_base64, shown, to_base64
from rumbo.terms.language import both

__all__ = ["Algorithm", "SigningKey", "VerifierKey", "check_key_name", "load_private", "save_private"]

_NAME = re.compile("[a-z0-9./-]{1,120}", re.ASCII)
_PRIME = 2**255 - 19
_CURVE = -121665 * pow(121666, -1, _PRIME) % _PRIME
_LARGEST_KEY_FILE = 16_384


class Algorithm(IntEnum):
    """What a key signs, and how: the byte that C2SP assigns to it."""

    ED25519 = 0x01
    """A note's text."""
    COSIGNATURE_ED25519 = 0x04
    """Another's checkpoint, with a time."""
    COSIGNATURE_MLDSA44 = 0x06
    """The same, safe against quantum computers."""


_PUBLIC_BYTES = {
    Algorithm.ED25519: 32,
    Algorithm.COSIGNATURE_ED25519: 32,
    Algorithm.COSIGNATURE_MLDSA44: 1312,
}


def check_key_name(name: str) -> str:
    """`name`, if it is fit to name a key; `RefusedError` otherwise."""
    if not _NAME.fullmatch(name):
        raise RefusedError(
            both('"{name}" is not a key name', name=shown(name)),
            expected="[a-z0-9./-], 1-120",
        )
    return name


@dataclass(frozen=True)
class VerifierKey:
    """
    A public key with its name.

    Parameters
    ----------
    name : str
        Such as ``rumbo.example/us/record``.
    algorithm : Algorithm
        What it signs, and how.
    public : bytes
        32 bytes (Ed25519) or 1,312 (ML-DSA-44).

    Raises
    ------
    RefusedError
        If the name or the length is wrong, or an Ed25519 key is no point of the curve, is written in
        another than its canonical way, or has small order: with such a key one signature fits many
        messages, and its owner could sign and later deny.
    """

    name: str
    algorithm: Algorithm
    public: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public) != _PUBLIC_BYTES[self.algorithm]:
            raise RefusedError(
                both('the public key of "{name}" has {n} bytes', name=self.name, n=len(self.public)),
                expected=str(_PUBLIC_BYTES[self.algorithm]),
            )
        if self.algorithm != Algorithm.COSIGNATURE_MLDSA44:
            _check_point(self.public, self.name)

    @classmethod
    def parse(cls, written: str) -> VerifierKey:
        """Read ``name+id+key``; `RefusedError` unless every part is right and the ID is that of the key."""
        parts = written.split("+", 2)  # base64 has plus signs of its own
        if len(parts) != 3:
            raise RefusedError(
                both('"{value}" is not a verifier key', value=shown(written)), expected="name+id+key"
            )
        name, key_id, encoded = parts
        material = from_base64(encoded)
        if material[0] not in _PUBLIC_BYTES:
            raise RefusedError(
                both('the key "{name}" is of an unknown kind, {byte}', name=shown(name), byte=material[0])
            )
        key = cls(name, Algorithm(material[0]), material[1:])
        if key_id != key.key_id.hex():
            raise RefusedError(
                both('the ID {value} is not that of the key "{name}"', value=shown(key_id), name=name),
                expected=key.key_id.hex(),
            )
        return key

    @cached_property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; no proof of anything."""
        material = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public
        return hashlib.sha256(material).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.algorithm]) + self.public)}"

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Tell whether `signature` over exactly these bytes is this key's."""
        try:
            self._loaded.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _loaded(self) -> Ed25519PublicKey | MLDSA44PublicKey:
        if self.algorithm == Algorithm.COSIGNATURE_MLDSA44:
            return MLDSA44PublicKey.from_public_bytes(self.public)
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True)
class SigningKey:
    """
    A private key with its name; `verifier` is its public half.

    Examples
    --------
    >>> key = SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519)
    >>> key.verifier.is_signed(b"text", key.sign(b"text"))
    True
    """

    name: str
    algorithm: Algorithm
    private: Ed25519PrivateKey | MLDSA44PrivateKey

    @classmethod
    def generate(cls, name: str, algorithm: Algorithm) -> SigningKey:
        """A new key from the operating system's randomness."""
        if algorithm == Algorithm.COSIGNATURE_MLDSA44:
            return cls(name, algorithm, MLDSA44PrivateKey.generate())
        return cls(name, algorithm, Ed25519PrivateKey.generate())

    @cached_property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.algorithm, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The signature over exactly these bytes: 64 bytes, or 2,420 with ML-DSA-44."""
        return self.private.sign(message)

    def __repr__(self) -> str:  # never the key itself
        return f"SigningKey({self.verifier.name!r}, {self.algorithm.name})"


def save_private(key: SigningKey, file: Path, *, passphrase: bytes | None = None) -> None:
    """Write the private half as PEM (PKCS #8) into a new file that only its owner may read."""
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        protection = serialization.BestAvailableEncryption(passphrase)
    pem = key.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())


def load_private(file: Path, expected: VerifierKey, *, passphrase: bytes | None = None) -> SigningKey:
    """
    Read the private half of `expected` from `file`.

    Raises
    ------
    RefusedError
        If the file is missing, may be read by others, does not open with `passphrase`, or holds another key.
    """
    try:
        mode = file.stat().st_mode
        pem = file.read_bytes()[:_LARGEST_KEY_FILE]
    except OSError:
        raise RefusedError(
            both('the private key of "{name}" is not here', name=expected.name), where=str(file)
        ) from None
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise RefusedError(
            both('others may read the private key of "{name}"', name=expected.name),
            where=str(file),
            hint=f"chmod 600 {file}",
        )
    try:
        private = serialization.load_pem_private_key(pem, passphrase or None)
    except (ValueError, TypeError):
        raise RefusedError(
            both(
                'the private key of "{name}" does not open: not a PEM key, or a wrong passphrase',
                name=expected.name,
            ),
            where=str(file),
        ) from None
    if isinstance(private, Ed25519PrivateKey | MLDSA44PrivateKey):
        key = SigningKey(expected.name, expected.algorithm, private)
        if private.public_key().public_bytes_raw() == expected.public:
            return key
    raise RefusedError(
        both('this file does not hold the private key of "{name}"', name=expected.name), where=str(file)
    )


def _check_point(public: bytes, name: str) -> None:
    """
    Refuse a public key that is not the canonical spelling of a point whose order is large.

    Curve and decoding are those of RFC 8032, section 5.1.3; eight times a point of small order is zero.
    """
    number = int.from_bytes(public, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(_CURVE * y * y + 1, -1, _PRIME) % _PRIME if y < _PRIME else -1
    x = pow(square, (_PRIME + 3) // 8, _PRIME) if square >= 0 else 0
    if (x * x - square) % _PRIME:
        x = x * pow(2, (_PRIME - 1) // 4, _PRIME) % _PRIME
    is_point = square >= 0 and (x * x - square) % _PRIME == 0 and not (x == 0 and sign)
    if not is_point:
        raise RefusedError(both('the public key of "{name}" is not a point in canonical form', name=name))
    for _doubling in range(3):
        product = _CURVE * x * x * y * y % _PRIME
        x, y = (
            2 * x * y * pow(1 + product, -1, _PRIME) % _PRIME,
            (y * y + x * x) * pow(1 - product, -1, _PRIME) % _PRIME,
        )
    if (x, y) == (0, 1):
        raise RefusedError(
            both('the public key of "{name}" has small order: it would fit many messages', name=name)
        )
