# SPDX-License-Identifier: Apache-2.0
"""The public keys of a party, and the policy that follows from those of all parties."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rumbo.record.keys import Algorithm, VerifierKey, check_key_name
from rumbo.record.policy import Group, Policy
from rumbo.record.refusal import RefusedError, shown
from rumbo.record.statements import is_party
from rumbo.terms.language import both

__all__ = ["LARGEST_VKEYS", "PartyKeys", "key_name", "parse_vkeys", "party_of", "policy_of"]

LARGEST_VKEYS = 16_384
_ROLES = {
    "record": Algorithm.ED25519,
    "mirror": Algorithm.COSIGNATURE_ED25519,
    "mirror-pq": Algorithm.COSIGNATURE_MLDSA44,
}


@dataclass(frozen=True)
class PartyKeys:
    """
    Public keys of one party.

    Parameters
    ----------
    party : str
        Its code.
    log : VerifierKey
        Signs its checkpoints and statements.
    mirror, mirror_pq : VerifierKey
        Cosign, with Ed25519 and with ML-DSA-44.
    """

    party: str
    log: VerifierKey
    mirror: VerifierKey
    mirror_pq: VerifierKey

    @property
    def all(self) -> tuple[VerifierKey, VerifierKey, VerifierKey]:
        """The three in the order they are written."""
        return self.log, self.mirror, self.mirror_pq

    def encode(self) -> bytes:
        """The file ``vkeys``: a verifier key a line."""
        return "".join(f"{key}\n" for key in self.all).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of that file, as the genesis statement carries it."""
        return hashlib.sha256(self.encode()).hexdigest()


def key_name(domain: str, party: str, role: str) -> str:
    """
    Name of a key.

    Examples
    --------
    >>> key_name("rumbo.example", "us", "record")
    'rumbo.example/us/record'
    """
    return check_key_name(f"{domain}/{party}/{role}")


def party_of(log: VerifierKey) -> str:
    """The code of the party whose log has this key; `RefusedError` if the name does not say."""
    domain, party, role = ("", *log.name.rsplit("/", 2))[-3:] if log.name.count("/") > 1 else ("", "", "")
    if not domain or role != "record" or not is_party(party):
        raise RefusedError(
            both('the log "{name}" is not that of a party: DOMAIN/PARTY/record', name=shown(log.name))
        )
    return party


def parse_vkeys(data: bytes) -> PartyKeys:
    """Read a file ``vkeys``; `RefusedError` unless it holds the three keys of one party in order."""
    text = data.decode("ascii", "replace")
    lines = text.splitlines()
    if len(lines) != len(_ROLES):
        raise RefusedError(
            both("a list of verifier keys has {n} lines, not {m}", n=len(lines), m=len(_ROLES))
        )
    log, mirror, mirror_pq = (VerifierKey.parse(line) for line in lines)
    party = party_of(log)
    domain = log.name.removesuffix(f"/{party}/record")
    keys = PartyKeys(party, log, mirror, mirror_pq)
    for key, (role, algorithm) in zip(keys.all, _ROLES.items(), strict=True):
        if key.name != key_name(domain, party, role) or key.algorithm != algorithm:
            raise RefusedError(both('the key "{name}" is not in its place in the list', name=key.name))
    if keys.encode() != data:
        raise RefusedError(both("the list of verifier keys is not written in its one form"))
    return keys


def policy_of(parties: Sequence[PartyKeys]) -> Policy:
    """The policy that trusts these parties' logs where every mirror of each of them has cosigned."""
    witnesses: Mapping[str, VerifierKey] = {
        **{keys.party: keys.mirror for keys in parties},
        **{f"{keys.party}-pq": keys.mirror_pq for keys in parties},
    }
    everyone = Group(len(witnesses), tuple(witnesses))
    return Policy(tuple(keys.log for keys in parties), witnesses, {"parties": everyone}, "parties")
