# SPDX-License-Identifier: Apache-2.0
"""
Policy files (C2SP tlog-policy): which logs, which witnesses, and how many of them have to agree.

A verifier needs nothing else to judge a checkpoint, so the policy is the one thing to get from somebody
you trust: in print, from a party, from another reader.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rumbo.record.checkpoint import SignedCheckpoint, cosigned_at, open_checkpoint, parse_checkpoint
from rumbo.record.keys import Algorithm, VerifierKey
from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = ["LARGEST_POLICY", "Group", "Policy", "Witnessed", "parse_policy", "write_policy"]

LARGEST_POLICY = 262_144
_MOST_LINES = 4_096
_CONTROL = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]")
_COUNT = re.compile("[1-9][0-9]{0,3}", re.ASCII)
NONE = "none"


@dataclass(frozen=True)
class Group:
    """At least `least` of `members`, each a witness or an earlier group."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Witnessed:
    """
    A checkpoint that its log signed, and what the policy's witnesses said of it.

    Parameters
    ----------
    signed : SignedCheckpoint
        The checkpoint.
    log : VerifierKey
        The log that signed it.
    times : mapping of str to datetime
        When each witness (by its name in the policy) says it cosigned.
    has_quorum : bool
        True when these witnesses are enough.
    """

    signed: SignedCheckpoint
    log: VerifierKey
    times: Mapping[str, dt.datetime]
    has_quorum: bool


@dataclass(frozen=True)
class Policy:
    """
    Logs and witnesses one trusts, and the quorum.

    Parameters
    ----------
    logs : tuple of VerifierKey
        Each signs its own checkpoints.
    witnesses : mapping of str to VerifierKey
        By the name the policy gives them.
    groups : mapping of str to Group
        In the order written: a group names only what stands above it.
    quorum : str
        A witness, a group, or ``none``.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, VerifierKey]
    groups: Mapping[str, Group]
    quorum: str

    def is_quorum(self, names: Sequence[str]) -> bool:
        """Tell whether the witnesses `names` are enough."""
        agreed = set(names) & self.witnesses.keys()
        for name, group in self.groups.items():
            if sum(member in agreed for member in group.members) >= group.least:
                agreed.add(name)
        return self.quorum == NONE or self.quorum in agreed

    def log_named(self, origin: str) -> VerifierKey:
        """The key of the log called `origin`; `RefusedError` if the policy does not know it."""
        for key in self.logs:
            if key.name == origin:
                return key
        raise RefusedError(both('the log "{origin}" is not in the policy', origin=shown(origin)))

    def open(self, data: bytes) -> Witnessed:
        """
        Judge a checkpoint.

        Raises
        ------
        RefusedError
            If none of the logs signed it, or the line of a known witness does not verify. Too few
            witnesses are no refusal: see `Witnessed.has_quorum`.
        """
        log = self.log_named(parse_checkpoint(data).checkpoint.origin)
        signed = open_checkpoint(data, log)
        times = {}
        for name, key in self.witnesses.items():
            if (at := cosigned_at(signed, key)) is not None:
                times[name] = at
        return Witnessed(signed, log, times, self.is_quorum(list(times)))


def parse_policy(data: bytes) -> Policy:
    """
    Read a policy file.

    Parameters
    ----------
    data : bytes
        Lines of ``log``, ``witness``, ``group``, ``quorum``; ``#`` begins a line of comment.

    Raises
    ------
    RefusedError
        With the line, if it breaks any rule of the format, or repeats a name or a public key.
    """
    if len(data) > LARGEST_POLICY or data.count(b"\n") > _MOST_LINES:
        raise RefusedError(both("the policy is longer than {limit} bytes", limit=LARGEST_POLICY))
    if _CONTROL.search(data) or not data.endswith(b"\n"):
        raise RefusedError(both("the policy holds a control character, or its last line has no end"))
    reader = _Reader()
    # Latin-1 keeps each byte a character of its own: the format treats names as opaque bytes.
    for number, line in enumerate(data.decode("latin-1").split("\n"), start=1):
        words = [word for word in re.split("[ \t]+", line) if word]
        if words and not words[0].startswith("#"):
            try:
                reader.take(words)
            except RefusedError as refusal:
                raise _in_line(refusal, number) from None
    if reader.quorum is None:
        raise RefusedError(both("the policy has no quorum line"))
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)


def write_policy(policy: Policy) -> bytes:
    """`policy` as a file, in the same order, without comments."""
    lines = [f"log {key}" for key in policy.logs]
    lines += [f"witness {name} {key}" for name, key in policy.witnesses.items()]
    for name, group in policy.groups.items():
        least = "all" if group.least == len(group.members) else str(group.least)
        lines.append(f"group {name} {least} {' '.join(group.members)}")
    lines.append(f"quorum {policy.quorum}")
    return "".join(line + "\n" for line in lines).encode("latin-1")


class _Reader:
    """The lines of a policy taken one by one."""

    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, VerifierKey] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None

    def take(self, words: list[str]) -> None:
        readers: dict[str, tuple[Callable[[list[str]], None], int, int]] = {
            "log": (self._log, 2, 3),
            "witness": (self._witness, 3, 4),
            "group": (self._group, 4, 1_000),
            "quorum": (self._quorum, 2, 2),
        }
        reader, least, most = readers.get(words[0], (None, 0, 0))
        if reader is None or not least <= len(words) <= most:
            raise RefusedError(both('"{value}" is not a line of a policy', value=shown(" ".join(words))))
        reader(words)

    def _log(self, words: list[str]) -> None:
        key = self._new_key(words[1], (Algorithm.ED25519,))
        if any(log.name == key.name for log in self.logs):
            raise RefusedError(both('the policy names "{name}" twice', name=key.name))
        self.logs.append(key)

    def _witness(self, words: list[str]) -> None:
        name = self._new_name(words[1])
        self.witnesses[name] = self._new_key(
            words[2], (Algorithm.COSIGNATURE_ED25519, Algorithm.COSIGNATURE_MLDSA44)
        )

    def _group(self, words: list[str]) -> None:
        name, count, members = self._new_name(words[1]), words[2], tuple(words[3:])
        for member in members:
            self._check_known(member)
        if any(member in group.members for group in self.groups.values() for member in members) or len(
            set(members)
        ) != len(members):
            raise RefusedError(both("a member of a group is a member already"))
        least = {"all": len(members), "any": 1}.get(count) or (int(count) if _COUNT.fullmatch(count) else 0)
        if not 1 <= least <= len(members):
            raise RefusedError(
                both(
                    '"{value}" of {n} members is not a number of members', value=shown(count), n=len(members)
                )
            )
        self.groups[name] = Group(least, members)

    def _quorum(self, words: list[str]) -> None:
        if self.quorum is not None:
            raise RefusedError(both("the policy has two quorum lines"))
        if words[1] != NONE:
            self._check_known(words[1])
        self.quorum = words[1]

    def _new_key(self, written: str, allowed: tuple[Algorithm, ...]) -> VerifierKey:
        key = VerifierKey.parse(written)
        if key.algorithm not in allowed:
            raise RefusedError(both('the key "{name}" is not of the kind this line needs', name=key.name))
        # By the public bytes, never by name or ID: one key must not count as two.
        if any(key.public == other.public for other in (*self.logs, *self.witnesses.values())):
            raise RefusedError(both('the public key of "{name}" stands twice in the policy', name=key.name))
        return key

    def _new_name(self, name: str) -> str:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise RefusedError(both('the policy names "{name}" twice', name=shown(name)))
        return name

    def _check_known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise RefusedError(
                both('the policy has no witness or group "{name}" above this line', name=shown(name))
            )


def _in_line(refusal: RefusedError, number: int) -> RefusedError:
    text = both("line {n} of the policy: {what}", n=number, what=refusal.text)
    return RefusedError(text, expected=refusal.faults[0].expected)
