# SPDX-License-Identifier: Apache-2.0
"""
Merkle tree of RFC 6962: roots, inclusion proofs and consistency proofs, with no input or output.

`Tree` keeps the hash of every complete subtree, level by level, so that any proof between any two
sizes is a walk of at most 63 steps; the functions beside it check proofs from hashes alone.

References
----------
.. [1] B. Laurie, A. Langley, E. Kasper, *Certificate Transparency*, RFC 6962, 2013, section 2.1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "Tree",
    "is_consistent",
    "is_included",
    "leaf_hash",
    "node_hash",
    "root_hash",
]

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry, 32 bytes; the 0x00 in front keeps leaves and nodes apart."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two neighbouring subtrees, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes in order; the hash of nothing for none."""
    tree = Tree(leaves)
    return tree.root()


class Tree:
    """
    A Merkle tree that grows at its right edge.

    Parameters
    ----------
    leaves : iterable of bytes
        Leaf hashes, 32 bytes each, in order.

    Examples
    --------
    >>> tree = Tree(leaf_hash(entry) for entry in (b"a", b"b", b"c"))
    >>> is_included(leaf_hash(b"c"), 2, tree.size, tree.inclusion(2), tree.root())
    True
    """

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        self.extend(leaves)

    @property
    def size(self) -> int:
        """Number of leaves."""
        return len(self._levels[0]) // HASH_BYTES

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Put leaf hashes at the end, and every subtree that they complete."""
        for leaf in leaves:
            if len(leaf) != HASH_BYTES:
                raise ValueError(f"a leaf hash has {HASH_BYTES} bytes, not {len(leaf)}")
            hashed = leaf
            for level in range(64):
                if level == len(self._levels):
                    self._levels.append(bytearray())
                row = self._levels[level]
                row += hashed
                if len(row) // HASH_BYTES % 2:
                    break
                hashed = node_hash(bytes(row[-2 * HASH_BYTES : -HASH_BYTES]), bytes(row[-HASH_BYTES:]))

    def row(self, level: int, start: int, stop: int) -> bytes:
        """Hashes `start` to `stop` of the complete subtrees of 2**`level` leaves, end to end."""
        if level >= len(self._levels):
            return b""
        return bytes(self._levels[level][start * HASH_BYTES : stop * HASH_BYTES])

    def root(self, size: int | None = None) -> bytes:
        """Root of the first `size` leaves (all by default)."""
        size = self.size if size is None else size
        self._check_size(size)
        return self._subtree(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Hashes that tie leaf `index` to the root at `size`, the leaf's sibling first."""
        size = self.size if size is None else size
        self._check_size(size)
        if not 0 <= index < size:
            raise ValueError(f"leaf {index} is not in a tree of {size}")
        start, stop, path = 0, size, []
        while stop - start > 1:
            middle = start + _split(stop - start)
            if index < middle:
                path.append(self._subtree(middle, stop))
                stop = middle
            else:
                path.append(self._subtree(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Hashes that show the tree at size `old` to be the beginning of the tree at size `new`."""
        new = self.size if new is None else new
        self._check_size(new)
        if not 0 <= old <= new:
            raise ValueError(f"a tree of {old} is not the beginning of one of {new}")
        if old in (0, new):
            return ()
        start, stop, path, whole = 0, new, [], True
        while old != stop:
            middle = start + _split(stop - start)
            if old <= middle:
                path.append(self._subtree(middle, stop))
                stop = middle
            else:
                path.append(self._subtree(start, middle))
                start, whole = middle, False
        if not whole:  # otherwise the reader holds this hash already: it is the old root
            path.append(self._subtree(start, stop))
        return tuple(reversed(path))

    def _check_size(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise ValueError(f"{size} is not a size this tree of {self.size} has had")

    def _subtree(self, start: int, stop: int) -> bytes:
        """
        Hash over leaves `start` to `stop`, where `start` is a multiple of the next power of two.

        The complete subtrees from the right edge inwards, folded together.
        """
        hashed, end = b"", stop
        while end > start:
            span = end - start
            level = (span & -span).bit_length() - 1
            place = (end >> level) - 1
            complete = self.row(level, place, place + 1)
            hashed = node_hash(complete, hashed) if hashed else complete
            end -= 1 << level
        return hashed


def _split(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """
    Tell whether `proof` shows `leaf` at place `index` of the tree of `size` leaves with this `root`.

    Parameters
    ----------
    leaf : bytes
        Leaf hash, 32 bytes.
    index, size : int
        Place from 0, and number of leaves.
    proof : sequence of bytes
        From the leaf's sibling to the root's child.
    root : bytes
        Root hash, 32 bytes.

    References
    ----------
    .. [1] E. Messeri and others, *Certificate Transparency Version 2.0*, RFC 9162, 2021, section 2.1.3.2.
    """
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in (leaf, root, *proof)):
        return False
    place, last, hashed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            hashed = node_hash(step, hashed)
            place, last = _skip_lone(place, last)
        else:
            hashed = node_hash(hashed, step)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def _skip_lone(place: int, last: int) -> tuple[int, int]:
    """Go up past the levels where the node at the right edge has no sibling."""
    while place and not place % 2:
        place, last = place >> 1, last >> 1
    return place, last


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """
    Tell whether `proof` shows the tree of `old` leaves to be the beginning of the one of `new`.

    Parameters
    ----------
    old, new : int
        Sizes, `old` at least 1: RFC 6962 defines no proof from the empty tree.
    old_root, new_root : bytes
        Roots at these sizes, 32 bytes each.
    proof : sequence of bytes
        As `Tree.consistency` gives it.

    References
    ----------
    .. [1] RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= new or any(len(step) != HASH_BYTES for step in proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    # The root of a complete tree is the first step, and is not sent.
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return bool(steps) and _walk_both(old, new, steps) == (old_root, new_root)


def _walk_both(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The roots at both sizes that `steps` lead to; None if they are too few or too many."""
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old_side = new_side = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place % 2 or place == last:
            old_side, new_side = node_hash(step, old_side), node_hash(step, new_side)
            place, last = _skip_lone(place, last)
        else:
            new_side = node_hash(new_side, step)
        place, last = place >> 1, last >> 1
    return (old_side, new_side) if last == 0 else None
