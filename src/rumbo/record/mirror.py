# SPDX-License-Identifier: Apache-2.0
"""
A mirror: holds another party's log entry by entry, and cosigns what it holds.

The cosignature is also the receipt: whoever shows it shows that this party has had the entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from rumbo.record.checkpoint import SignedCheckpoint, cosign, open_checkpoint
from rumbo.record.keys import SigningKey, VerifierKey
from rumbo.record.merkle import Tree, leaf_hash
from rumbo.record.notes import Signature
from rumbo.record.refusal import ForkError, RefusedError
from rumbo.record.store import Head, Node
from rumbo.record.tiles import LARGEST_ENTRY
from rumbo.terms.language import both

__all__ = ["Mirror"]

Fetch = Callable[[int, int], Sequence[bytes]]


class Mirror:
    """
    A party as cosigner.

    Parameters
    ----------
    node : Node
        Where it keeps the entries.
    keys : sequence of SigningKey
        All sign together; the first one's name stands for the mirror.
    """

    def __init__(self, node: Node, keys: Sequence[SigningKey]) -> None:
        self._node, self._keys = node, tuple(keys)

    @property
    def name(self) -> str:
        """Whose memory of signed heads this is."""
        return self._keys[0].name

    def largest(self, log: str) -> tuple[int, bytes] | None:
        """Size and bytes of the largest checkpoint of `log` cosigned here."""
        return self._node.cosigned(log)

    def cosign(
        self, checkpoint: bytes, log: VerifierKey, fetch: Fetch, *, at: dt.datetime
    ) -> tuple[Signature, ...]:
        """
        Store every entry up to `checkpoint`, check, remember, and only then sign.

        Parameters
        ----------
        checkpoint : bytes
            As the log gives it.
        log : VerifierKey
            Whose it has to be.
        fetch : callable
            Gives entries ``start`` to ``stop`` of the log.
        at : datetime
            The time put into the cosignatures.

        Returns
        -------
        tuple of Signature
            A line of each key.

        Raises
        ------
        ForkError
            If the log signed another history before; carries both checkpoints.
        RefusedError
            If the checkpoint is smaller than one cosigned before, the entries do not lead to its root,
            or this mirror's own files are older than what it signed.
        """
        offered = open_checkpoint(checkpoint, log)
        with self._node.signing(self.name, log.name) as turn:
            tree = Tree(self._node.leaves(log.name))
            held = self._node.cosigned(log.name)
            turn.check(held[0] if held else 0, tree)
            self._check_history(offered, held, tree, checkpoint)
            self._store(offered, tree, fetch)
            if held is None or offered.size > held[0]:
                self._node.add_cosigned(log.name, offered.size, checkpoint)
            head = self._node.head(log.name)
            if head is None or offered.size > head.size:
                self._node.set_head(log.name, Head(offered.size, offered.root, checkpoint))
            turn.sign(offered.size, offered.root)
        return tuple(cosign(offered.checkpoint, key, at=at) for key in self._keys)

    def _check_history(
        self, offered: SignedCheckpoint, held: tuple[int, bytes] | None, tree: Tree, checkpoint: bytes
    ) -> None:
        origin = offered.checkpoint.origin
        if held is None:
            return
        if offered.size <= held[0] and tree.root(offered.size) != offered.root:
            raise ForkError(
                both(
                    '"{origin}" has signed two histories: at {n} entries its root was another',
                    origin=origin,
                    n=offered.size,
                ),
                held=held[1],
                offered=checkpoint,
            )
        if offered.size < held[0]:
            raise RefusedError(
                both(
                    'the checkpoint of "{origin}" has {n} entries; one with {m} is cosigned already',
                    origin=origin,
                    n=offered.size,
                    m=held[0],
                )
            )

    def _store(self, offered: SignedCheckpoint, tree: Tree, fetch: Fetch) -> None:
        """Hold every entry up to the checkpoint's size; the tree grows with them."""
        origin, start = offered.checkpoint.origin, tree.size
        if offered.size > start:
            entries = list(fetch(start, offered.size))
            if len(entries) != offered.size - start or not all(0 < len(e) <= LARGEST_ENTRY for e in entries):
                raise RefusedError(
                    both('not every entry of "{origin}" up to {n} was given', origin=origin, n=offered.size)
                )
            leaves = [leaf_hash(entry) for entry in entries]
            tree.extend(leaves)
            self._node.add(origin, entries, leaves)
        if tree.root(offered.size) != offered.root:
            raise RefusedError(both('the entries do not lead to the root of "{origin}"', origin=origin))
