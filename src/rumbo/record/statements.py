# SPDX-License-Identifier: Apache-2.0
"""
What a party says in its own log: entries, and the statements ``log/v1`` that they carry.

An entry is a signed note of two lines: what kind of text it is, and one canonical JSON object. A
statement binds its speaker only; what both parties agreed are acts, which are texts of another kind.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rumbo.record import canonical
from rumbo.record.canonical import Json
from rumbo.record.checkpoint import timestamp
from rumbo.record.keys import SigningKey, VerifierKey
from rumbo.record.notes import Note, open_note, parse_note, sign_note
from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = [
    "LOG_TAG",
    "Entry",
    "Statement",
    "check_statement",
    "edition",
    "evidence",
    "genesis",
    "is_party",
    "make_entry",
    "moment",
    "note",
    "open_statement",
    "read_entry",
    "seen",
]

Statement = Mapping[str, Json]

LOG_TAG = "rumbo.example/log/v1"
_TAG = re.compile(r"rumbo\.example/[a-z]{1,20}/v[1-9][0-9]{0,2}", re.ASCII)
_PARTY = re.compile("[a-z][a-z0-9]{0,15}", re.ASCII)
_NOT_PARTIES = frozenset({"keys", "none", "parties", "policy"})
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)
_ID = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_MEDIA = re.compile("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}", re.ASCII)
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Entry:
    """
    An entry taken apart.

    Parameters
    ----------
    tag : str
        What kind of text it is, such as ``rumbo.example/log/v1``.
    body : Statement
        The JSON object.
    note : Note
        The signed text it was read from.
    """

    tag: str
    body: Statement
    note: Note

    @property
    def is_statement(self) -> bool:
        """True for ``log/v1``."""
        return self.tag == LOG_TAG


def read_entry(data: bytes) -> Entry:
    """
    Take an entry apart: its form is checked, who signed it is not.

    Raises
    ------
    RefusedError
        If it is not a note of two lines with sorted signatures, a known form of tag and canonical JSON.
    """
    read = parse_note(data)
    lines = read.text[:-1].split("\n")
    if len(lines) != 2 or not _TAG.fullmatch(lines[0]) or not read.is_sorted or read.encode() != data:
        raise RefusedError(both('"{value}" does not begin an entry', value=shown(read.text)))
    body = canonical.loads(lines[1].encode())
    if not isinstance(body, dict):
        raise RefusedError(
            both("the second line of an entry is not a JSON object: {value}", value=shown(lines[1]))
        )
    return Entry(lines[0], body, read)


def make_entry(statement: Statement, key: SigningKey) -> bytes:
    """`statement` as an entry signed by the party's log key; `RefusedError` if it breaks its own rules."""
    check_statement(statement)
    line = canonical.dumps(dict(statement)).decode()
    data = sign_note(f"{LOG_TAG}\n{line}\n", [key]).encode()
    open_statement(read_entry(data), key.verifier)
    return data


def open_statement(entry: Entry, key: VerifierKey) -> Statement:
    """
    The statement in `entry`, checked to be signed by `key` and to follow the rules of its kind.

    Raises
    ------
    RefusedError
        If it is no statement, is not signed by `key`, or breaks a rule.
    """
    if not entry.is_statement:
        raise RefusedError(both('"{tag}" is not a statement of a log', tag=shown(entry.tag)))
    open_note(entry.note, [key])
    check_statement(entry.body)
    return entry.body


def genesis(vkeys: Mapping[str, str], *, at: dt.datetime) -> Statement:
    """First entry of every log: the SHA-256 of each party's list of verifier keys, by party."""
    return {"kind": "genesis", "v": 1, "at": moment(at), "vkeys": dict(vkeys)}


def seen(peer: str, *, size: int, root: bytes, at: dt.datetime) -> Statement:
    """The speaker has stored the log of `peer` up to `size`, where it has this `root`."""
    return {"kind": "seen", "v": 1, "at": moment(at), "peer": peer, "size": size, "root": root.hex()}


def evidence(packs: Sequence[Mapping[str, Json]], *, at: dt.datetime) -> Statement:
    """
    The speaker relies on these files of evidence.

    Each has ``sha256``, ``size`` in bytes, ``media`` type and ``vintage`` (the day the source released it).
    """
    listed: list[Json] = [dict(pack) for pack in sorted(packs, key=lambda pack: str(pack.get("sha256")))]
    return {"kind": "evidence", "v": 1, "at": moment(at), "packs": listed}


def note(text: Mapping[str, str], *, at: dt.datetime) -> Statement:
    """The speaker put down a text, given by its salted SHA-256 in each language (``en``, ``es``)."""
    return {"kind": "note", "v": 1, "at": moment(at), "text": dict(text)}


def edition(manifest: str, *, edition: str, as_of: dt.date, at: dt.datetime) -> Statement:
    """The speaker published the edition called `edition`, whose manifest has this SHA-256."""
    return {
        "kind": "edition",
        "v": 1,
        "at": moment(at),
        "as_of": as_of.isoformat(),
        "id": edition,
        "manifest": manifest,
    }


def moment(at: dt.datetime) -> str:
    """
    A moment as statements write it.

    Examples
    --------
    >>> moment(dt.datetime(2020, 1, 31, 18, 0, tzinfo=dt.UTC))
    '2020-01-31T18:00:00Z'
    """
    timestamp(at)
    return at.astimezone(dt.UTC).strftime(_MOMENT)


def is_party(code: str) -> bool:
    """Tell whether `code` may name a party."""
    return bool(_PARTY.fullmatch(code)) and code not in _NOT_PARTIES


def check_statement(statement: Statement) -> None:
    """Raise `RefusedError` unless `statement` has exactly the members of its kind, each as it has to be."""
    rules = _KINDS.get(str(statement.get("kind")))
    if rules is None:
        raise RefusedError(
            both('"{kind}" is not a kind of statement', kind=shown(statement.get("kind"))),
            expected=", ".join(_KINDS),
        )
    rules = {**_COMMON, **rules}
    if set(statement) != set(rules):
        raise RefusedError(
            both(
                'a statement "{kind}" has the members {names}',
                kind=statement["kind"],
                names=shown(", ".join(sorted(statement))),
            ),
            expected=", ".join(sorted(rules)),
        )
    for name, rule in rules.items():
        if not rule(statement[name]):
            raise RefusedError(
                both(
                    '{value} may not be "{name}" of a statement "{kind}"',
                    value=shown(repr(statement[name])),
                    name=name,
                    kind=statement["kind"],
                )
            )


def is_known_kind(statement: Statement) -> bool:
    """Tell whether this version of Rumbo knows the kind of `statement`."""
    return str(statement.get("kind")) in _KINDS


def _matches(form: re.Pattern[str]) -> Callable[[Json], bool]:
    return lambda value: isinstance(value, str) and bool(form.fullmatch(value))


def _is_moment(value: Json) -> bool:
    return (
        isinstance(value, str)
        and value.endswith("Z")
        and _same(value, lambda: dt.datetime.fromisoformat(value).strftime(_MOMENT))
    )


def _is_day(value: Json) -> bool:
    return isinstance(value, str) and _same(value, lambda: dt.date.fromisoformat(value).isoformat())


def _same(value: str, again: Callable[[], str]) -> bool:
    """True when reading `value` and writing it again changes nothing."""
    try:
        return again() == value
    except ValueError:
        return False


def _is_size(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_party_digests(value: Json) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(is_party(party) and _is_digest(digest) for party, digest in value.items())
    )


def _is_texts(value: Json) -> bool:
    return isinstance(value, dict) and set(value) == {"en", "es"} and all(map(_is_digest, value.values()))


def _is_packs(value: Json) -> bool:
    if not isinstance(value, list) or not value or not all(map(_is_pack, value)):
        return False
    digests = [pack["sha256"] for pack in value if isinstance(pack, dict)]
    return all(str(one) < str(next_one) for one, next_one in pairwise(digests))


def _is_pack(value: Json) -> bool:
    rules = {"sha256": _is_digest, "size": _is_size, "media": _matches(_MEDIA), "vintage": _is_day}
    return (
        isinstance(value, dict)
        and set(value) == set(rules)
        and all(rule(value[name]) for name, rule in rules.items())
    )


_is_digest = _matches(_DIGEST)

_COMMON: dict[str, Callable[[Json], bool]] = {
    "kind": lambda value: isinstance(value, str),
    "v": lambda value: value == 1 and value is not True,
    "at": _is_moment,
}
_KINDS: dict[str, dict[str, Callable[[Json], bool]]] = {
    "genesis": {"vkeys": _is_party_digests},
    "seen": {
        "peer": lambda value: isinstance(value, str) and is_party(value),
        "size": _is_size,
        "root": _is_digest,
    },
    "evidence": {"packs": _is_packs},
    "note": {"text": _is_texts},
    "edition": {"id": _matches(_ID), "manifest": _is_digest, "as_of": _is_day},
}
