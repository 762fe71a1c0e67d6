# SPDX-License-Identifier: Apache-2.0
"""The Merkle tree against RFC 6962 written down word for word, and against pymerkle."""

import hashlib
from collections.abc import Sequence

import pymerkle
import pytest
from hypothesis import given, settings, strategies as st

from rumbo.record.merkle import Tree, is_consistent, is_included, leaf_hash, root_hash
from rumbo.record.tiles import Tile, root_of_tiles, tile_bytes

entries = st.lists(st.binary(max_size=8), max_size=70)


def mth(data: Sequence[bytes]) -> bytes:
    """MTH(D[n]) of section 2.1."""
    if not data:
        return hashlib.sha256(b"").digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    return [*path(m, data[:k]), mth(data[k:])] if m < k else [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m: int, data: Sequence[bytes], is_whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of section 2.1.2."""
    if m == len(data):
        return [] if is_whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], is_whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def split(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


@given(entries, st.data())
def test_tree_agrees_with_the_recursive_definition(data: list[bytes], draw: st.DataObject) -> None:
    tree = Tree(map(leaf_hash, data))

    assert tree.root() == mth(data) == root_hash(map(leaf_hash, data))
    if data:
        new = draw.draw(st.integers(1, len(data)))
        old = draw.draw(st.integers(1, new))
        index = draw.draw(st.integers(0, new - 1))
        assert tree.root(new) == mth(data[:new])
        assert list(tree.inclusion(index, new)) == path(index, data[:new])
        assert list(tree.consistency(old, new)) == subproof(old, data[:new], True)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100, 255, 256, 257, 511, 600])
def test_roots_agree_with_pymerkle(size: int) -> None:
    data = [b"entry %d" % i for i in range(size)]
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in data:
        oracle.append_entry(entry)

    assert Tree(map(leaf_hash, data)).root() == oracle.get_root()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 66_000), st.integers(0, 600))
def test_root_from_tiles_agrees_with_the_tree(size: int, more: int) -> None:
    tree = big_tree()
    leaves = [tree.row(0, i, i + 1) for i in range(size, size + more)]

    def read(tile: Tile) -> bytes:
        assert tile.width < 256  # full tiles never have to be read again
        return tile_bytes(tree, tile)

    assert root_of_tiles(read, size, leaves) == tree.root(size + more)


def test_exhaustive_proofs_of_small_trees_verify_and_fit_nothing_else() -> None:
    data = [bytes([i]) for i in range(17)]
    tree = Tree(map(leaf_hash, data))
    for new in range(1, 18):
        for index in range(new):
            proof = tree.inclusion(index, new)
            places = [
                i for i in range(new) if is_included(leaf_hash(data[index]), i, new, proof, tree.root(new))
            ]
            assert places == [index]
            longer = (*proof, tree.root())
            assert not is_included(leaf_hash(data[index]), index, new, longer, tree.root(new))
        for old in range(1, new + 1):
            assert is_consistent(old, tree.root(old), new, tree.root(new), tree.consistency(old, new))
            for other in range(1, new + 1):
                if other != old:
                    assert not is_consistent(
                        other, tree.root(other), new, tree.root(new), tree.consistency(old, new)
                    ) or tree.consistency(old, new) == tree.consistency(other, new)


_BIG: list[Tree] = []


def big_tree() -> Tree:
    if not _BIG:
        _BIG.append(Tree(leaf_hash(i.to_bytes(4, "big")) for i in range(66_700)))
    return _BIG[0]


def test_questions_beyond_the_tree_are_refused() -> None:
    tree = Tree(map(leaf_hash, [b"a", b"b"]))

    for ask in (
        lambda: tree.root(3),
        lambda: tree.inclusion(2),
        lambda: tree.inclusion(0, 3),
        lambda: tree.consistency(2, 1),
        lambda: tree.extend([b"short"]),
    ):
        with pytest.raises(ValueError, match=r"tree|bytes"):
            ask()
    assert tree.row(9, 0, 1) == b""
