# SPDX-License-Identifier: Apache-2.0
"""
The joint record in a folder: a log for each party, each mirrored and cosigned by all.

    record/
    ├── policy            whom to trust, and how many of them have to agree
    ├── keys/             private keys; never leaves this machine
    └── us/               a party: vkeys, checkpoint and tile/ are public,
                          log.sqlite3 and heads.sqlite3 are its node's own

Here every node lies in one folder. A node needs of its peers only a checkpoint and the entries below it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rumbo.record.checkpoint import timestamp
from rumbo.record.keys import Algorithm, SigningKey, VerifierKey, load_private, save_private
from rumbo.record.log import Log, write_whole
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.mirror import Mirror
from rumbo.record.notes import Signature
from rumbo.record.parties import PartyKeys, key_name, parse_vkeys, party_of, policy_of
from rumbo.record.policy import Policy, parse_policy, write_policy
from rumbo.record.proof import Proof
from rumbo.record.refusal import RefusedError, shown
from rumbo.record.statements import (
    Entry,
    Statement,
    edition as edition_statement,
    genesis,
    is_party,
    make_entry,
    read_entry,
)
from rumbo.record.store import Node
from rumbo.record.tiles import WIDTH, pack_bundle, tile_bytes, tiles_of
from rumbo.terms.language import both

__all__ = ["Record", "found_record", "open_record"]

_KEY_FILES = ("log", "mirror", "mirror-pq")


@dataclass(frozen=True)
class Record:
    """
    A record one can append to.

    Parameters
    ----------
    folder : Path
        Where it lies.
    policy : Policy
        Whom it trusts.
    keys : dict of str to PartyKeys
        Public keys by party.
    passphrase : bytes, optional
        Opens the private keys.

    Notes
    -----
    It holds no file open between calls, so several processes may use one folder.
    """

    folder: Path
    policy: Policy
    keys: dict[str, PartyKeys]
    passphrase: bytes | None = field(default=None, repr=False)

    @property
    def parties(self) -> tuple[str, ...]:
        """Codes of the parties, in the policy's order."""
        return tuple(self.keys)

    def append(self, party: str, statement: Statement) -> int:
        """
        Append `statement` to the log of `party`, signed by it.

        Returns
        -------
        int
            Its place in the log. It is safe on disk; cosignatures come with `cosign_all`.

        Raises
        ------
        RefusedError
            If the statement breaks the rules of its kind, if it founds the record again, or if a peer
            holds more of this log than this node does.
        """
        if statement.get("kind") == "genesis":
            raise RefusedError(both("a record is founded once: its genesis is the first entry already"))
        with self._log(party) as log:
            self._check_peers(party, log)
            place = log.append([make_entry(statement, self._key(party, "log"))])[0]
            log.publish()
        return place

    def append_edition(
        self, manifest_sha256: str, *, edition: str, as_of: dt.date, at: dt.datetime
    ) -> dict[str, int]:
        """
        Append to every party's log that the edition with this manifest was published.

        Parameters
        ----------
        manifest_sha256 : str
            SHA-256 of the bytes of its ``manifest.json``, in hex.
        edition : str
            Its name, as the manifest gives it.
        as_of : date
            The day whose knowledge it shows.
        at : datetime
            Now.

        Returns
        -------
        dict of str to int
            Place of the entry in each party's log. Where the last entry on this edition says the same
            already, as after a crash half way, nothing is appended.
        """
        statement = edition_statement(manifest_sha256, edition=edition, as_of=as_of, at=at)
        return {
            party: self._last_issue(party, statement) or self.append(party, statement)
            for party in self.parties
        }

    def cosign_all(self, at: dt.datetime) -> None:
        """
        Let every party mirror and cosign the newest checkpoint of every log, its own among them.

        One policy then fits each log: all mirrors, whosever log it is.
        """
        timestamp(at)
        for party in self.parties:
            with self._log(party) as log, ExitStack() as opened:
                own = opened.enter_context(Node(self.folder / party))
                checkpoint = log.checkpoint().encode()
                lines: list[Signature] = []
                for peer in self.parties:
                    mirror = Mirror(opened.enter_context(Node(self.folder / peer)), self._mirror_keys(peer))
                    fetch = partial(own.entries, log.origin)
                    lines += mirror.cosign(checkpoint, self.keys[party].log, fetch, at=at)
                log.add_cosignatures(lines, self.policy.witnesses.values())

    def entries(self, party: str) -> tuple[Entry, ...]:
        """Everything `party` has put in its log, in order."""
        origin = self._public(party).log.name
        with Node(self.folder / party) as node:
            return tuple(read_entry(data) for data in node.entries(origin, 0, node.count(origin)))

    def prove(self, party: str, index: int) -> Proof:
        """The proof that entry `index` stands in the log of `party`."""
        with self._log(party) as log:
            return log.prove(index)

    def recover(self, party: str) -> int:
        """
        Give the log of `party` back the entries it lost, from the peer that holds most of it.

        Returns
        -------
        int
            Number of entries taken back; 0 if no peer holds more.
        """
        origin = self._public(party).log.name
        best: tuple[int, bytes] | None = None
        source = ""
        for peer in self._peers(party):
            with Node(self.folder / peer) as node:
                held = node.cosigned(origin)
                if held and (best is None or held[0] > best[0]):
                    best, source = held, peer
        with self._log(party) as log, ExitStack() as opened:
            if best is None or best[0] <= log.size:
                return 0
            node = opened.enter_context(Node(self.folder / source))
            return log.recover(best[1], node.entries(origin, log.size, best[0]))

    def export(self, target: Path) -> None:
        """
        Write what others need to verify the record into the empty folder `target`: no private key.

        Parameters
        ----------
        target : Path
            Made if it is not there.

        Raises
        ------
        RefusedError
            If there is something in `target` already.
        """
        _need_empty(target)
        write_whole(target / "policy", write_policy(self.policy))
        for party, keys in self.keys.items():
            folder = target / party
            folder.mkdir()
            write_whole(folder / "vkeys", keys.encode())
            with Node(self.folder / party) as node:
                _export_log(node, keys.log.name, folder)

    def _last_issue(self, party: str, statement: Statement) -> int | None:
        """Place of the last entry on the edition, if only its time is another; entry 0 is the genesis."""
        issues = [
            (place, entry.body)
            for place, entry in enumerate(self.entries(party))
            if (entry.body.get("kind"), entry.body.get("id")) == ("edition", statement["id"])
        ]
        if issues and {**issues[-1][1], "at": statement["at"]} == statement:
            return issues[-1][0]
        return None

    def _public(self, party: str) -> PartyKeys:
        if party not in self.keys:
            raise RefusedError(
                both('"{party}" is not a party of this record', party=shown(party)),
                expected=", ".join(self.keys),
            )
        return self.keys[party]

    def _peers(self, party: str) -> list[str]:
        return [peer for peer in self.parties if peer != party]

    def _key(self, party: str, role: str) -> SigningKey:
        expected = dict(zip(_KEY_FILES, self._public(party).all, strict=True))[role]
        return load_private(_key_file(self.folder, party, role), expected, passphrase=self.passphrase)

    def _mirror_keys(self, party: str) -> list[SigningKey]:
        return [self._key(party, role) for role in _KEY_FILES[1:]]

    @contextmanager
    def _log(self, party: str) -> Iterator[Log]:
        key = self._key(party, "log")
        with Node(self.folder / party) as node:
            yield Log(node, key, self.folder / party)

    def _check_peers(self, party: str, log: Log) -> None:
        """An old copy of the whole node, signed heads included, still shows against a peer's mirror."""
        for peer in self._peers(party):
            with Node(self.folder / peer) as node:
                held = node.cosigned(log.origin)
            if held and held[0] > log.size:
                raise RefusedError(
                    both(
                        '"{peer}" holds {n} entries of "{log}", {m} are here: an old copy was put in place',
                        peer=peer,
                        n=held[0],
                        log=log.origin,
                        m=log.size,
                    ),
                    hint="rumbo record recover",
                )


def found_record(
    folder: Path,
    parties: Sequence[str],
    *,
    domain: str,
    at: dt.datetime,
    passphrase: bytes | None = None,
) -> Record:
    """
    Make a new record: keys and a log for each party, and the policy that trusts them.

    The first entry of every log is a genesis statement with the digest of each party's list of keys: what
    the delegations read aloud to each other and sign on paper.

    Parameters
    ----------
    folder : Path
        Empty, or not there yet.
    parties : sequence of str
        Codes, two or more, such as ``us`` and ``mx``.
    domain : str
        Where key names begin, such as ``rumbo.example``.
    at : datetime
        Now.
    passphrase : bytes, optional
        Locks the private keys.

    Raises
    ------
    RefusedError
        If the folder is in use or a name is not fit for a key.
    """
    if len(set(parties)) != len(parties) or len(parties) < 2 or not all(map(is_party, parties)):
        raise RefusedError(
            both(
                '"{parties}" are not two or more different codes of parties',
                parties=shown(", ".join(parties)),
            ),
            expected="us mx",
        )
    timestamp(at)
    pairs = {party: _new_keys(domain, party) for party in parties}
    _need_empty(folder)
    (folder / "keys").mkdir(mode=0o700)
    keys = {}
    for party, made in pairs.items():
        for role, key in zip(_KEY_FILES, made, strict=True):
            save_private(key, _key_file(folder, party, role), passphrase=passphrase)
        keys[party] = PartyKeys(party, *(key.verifier for key in made))
    policy = policy_of(list(keys.values()))
    first = genesis({party: public.digest for party, public in keys.items()}, at=at)
    for party, made in pairs.items():
        _start_node(folder / party, keys, party)
        with Node(folder / party) as node:
            log = Log(node, made[0], folder / party)
            log.append([make_entry(first, made[0])])
            log.publish()
    write_whole(folder / "policy", write_policy(policy))  # last: without it there is no record
    return Record(folder, policy, keys, passphrase)


def open_record(folder: Path, *, passphrase: bytes | None = None) -> Record:
    """
    The record in `folder`.

    Raises
    ------
    RefusedError
        If there is none, or its keys are not those of its policy.
    """
    try:
        policy = parse_policy((folder / "policy").read_bytes())
        parties = [party_of(log) for log in policy.logs]
        keys = {party: parse_vkeys((folder / party / "vkeys").read_bytes()) for party in parties}
    except OSError:
        raise RefusedError(
            both("there is no record in {folder}", folder=folder), hint="rumbo record init"
        ) from None
    known = {key.public for key in (*policy.logs, *policy.witnesses.values())}
    for public in keys.values():
        for key in public.all:
            if key.public not in known:
                raise RefusedError(
                    both('the key "{name}" is not in the policy', name=key.name), where=str(folder)
                )
    return Record(folder, policy, keys, passphrase)


def _new_keys(domain: str, party: str) -> tuple[SigningKey, SigningKey, SigningKey]:
    return (
        SigningKey.generate(key_name(domain, party, "record"), Algorithm.ED25519),
        SigningKey.generate(key_name(domain, party, "mirror"), Algorithm.COSIGNATURE_ED25519),
        SigningKey.generate(key_name(domain, party, "mirror-pq"), Algorithm.COSIGNATURE_MLDSA44),
    )


def _start_node(folder: Path, keys: dict[str, PartyKeys], party: str) -> None:
    folder.mkdir()
    write_whole(folder / "vkeys", keys[party].encode())
    own: VerifierKey = keys[party].log
    with Node.create(folder) as node:
        node.start_signing(own.name, own.name)
        for public in keys.values():
            node.start_signing(keys[party].mirror.name, public.log.name)


def _export_log(node: Node, origin: str, folder: Path) -> None:
    head = node.head(origin)
    if head is None:
        raise RefusedError(both('the log "{origin}" is empty', origin=origin))
    entries = node.entries(origin, 0, head.size)
    tree = Tree(leaf_hash(entry) for entry in entries)
    for tile in tiles_of(head.size):
        file = folder / tile.path
        file.parent.mkdir(parents=True, exist_ok=True)
        start = tile.index * WIDTH
        bundle = entries[start : start + tile.width] if tile.level < 0 else []
        file.write_bytes(pack_bundle(bundle) if tile.level < 0 else tile_bytes(tree, tile))
    write_whole(folder / "checkpoint", head.checkpoint)


def _key_file(folder: Path, party: str, role: str) -> Path:
    return folder / "keys" / f"{party}-{role}.pem"


def _need_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise RefusedError(both("there is something in {folder} already", folder=folder))
