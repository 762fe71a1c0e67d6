# SPDX-License-Identifier: Apache-2.0
"""
Where hashes and entries of a log lie on disk (C2SP tlog-tiles): arithmetic on paths, no storage.

A tile holds 256 neighbouring hashes of one level of the tree, and levels are 8 apart; a bundle holds
the 256 entries under a tile of level 0. Full ones never change, so copying a log again is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rumbo.record.merkle import EMPTY_ROOT, HASH_BYTES, Tree, node_hash
from rumbo.record.refusal import RefusedError
from rumbo.terms.language import both

__all__ = [
    "LARGEST_ENTRY",
    "WIDTH",
    "Tile",
    "pack_bundle",
    "root_of_tiles",
    "tile_bytes",
    "tiles_of",
    "unpack_bundle",
]

WIDTH = 256
LARGEST_ENTRY = 65_535
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)
_HIGHEST_LEVEL = 63


@dataclass(frozen=True, order=True)
class Tile:
    """
    One tile, or one bundle of entries.

    Parameters
    ----------
    level : int
        0 to 63, or −1 for a bundle of entries.
    index : int
        Place within the level, from 0.
    width : int
        Hashes or entries in it, 1 to 256.

    Examples
    --------
    >>> Tile(0, 1234067).path, Tile(-1, 5, 17).path
    ('tile/0/x001/x234/067', 'tile/entries/005.p/17')
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Path below the log's folder, with slashes."""
        level = "entries" if self.level < 0 else str(self.level)
        digits = str(self.index).zfill(3 * max(1, -(-len(str(self.index)) // 3)))
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        name = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{name}{part}"

    @classmethod
    def parse(cls, path: str) -> Tile | None:
        """The tile that lies at `path`, or None if no tile does."""
        match = _PATH.fullmatch(path)
        if match is None:
            return None
        level = -1 if match[1] == "entries" else int(match[1])
        tile = cls(level, int(match[2].replace("/", "").replace("x", "")), int(match[3] or WIDTH))
        return tile if level <= _HIGHEST_LEVEL and tile.path == path else None


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """
    Tiles and bundles of a log with `size` entries that one with `since` entries did not have.

    Bundles first, then the tiles from the leaves upwards.
    """
    level = -1
    while level < 0 or size >> (8 * level):
        here, before = size >> (8 * max(level, 0)), since >> (8 * max(level, 0))
        for index in range(before // WIDTH, here // WIDTH):
            yield Tile(level, index)
        if here % WIDTH and here != before:
            yield Tile(level, here // WIDTH, here % WIDTH)
        level += 1


def tile_bytes(tree: Tree, tile: Tile) -> bytes:
    """Content of a tile of hashes (not of a bundle), 32 bytes a hash."""
    start = tile.index * WIDTH
    return tree.row(8 * tile.level, start, start + tile.width)


def root_of_tiles(read: Callable[[Tile], bytes], size: int, leaves: Sequence[bytes] = ()) -> bytes:
    """
    Root from the tiles of a log with `size` entries and the leaf hashes that came after them.

    Parameters
    ----------
    read : callable
        Gives the bytes of a tile; asked only for those at the right edge.
    size : int
        Entries the tiles cover.
    leaves : sequence of bytes
        Leaf hashes after them, 32 bytes each.

    Returns
    -------
    bytes
        32 bytes. It shares no step with `Tree`, so that each can be held against the other.
    """
    risen, level, partial = list(leaves), 0, []
    while size >> (8 * level) or risen:
        here = size >> (8 * level)
        stored = read(Tile(level, here // WIDTH, here % WIDTH)) if here % WIDTH else b""
        row = [stored[i : i + HASH_BYTES] for i in range(0, len(stored), HASH_BYTES)] + risen
        risen = [_fold(row[i : i + WIDTH]) for i in range(0, len(row) - WIDTH + 1, WIDTH)]
        partial.append(row[len(risen) * WIDTH :])
        level += 1
    hashed: list[bytes] = []
    for row in partial:  # what lies to the right is smaller, and hangs on as one node more
        hashed = [_fold([*row, *hashed])] if row or hashed else []
    return hashed[0] if hashed else EMPTY_ROOT


def _fold(nodes: Sequence[bytes]) -> bytes:
    """Root over nodes of equal size, of which the last may be smaller."""
    if len(nodes) == 1:
        return nodes[0]
    middle = 1 << ((len(nodes) - 1).bit_length() - 1)
    return node_hash(_fold(nodes[:middle]), _fold(nodes[middle:]))


def pack_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries end to end, each after its length in two bytes, big end first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_bundle(data: bytes, width: int) -> tuple[bytes, ...]:
    """
    The `width` entries of a bundle; `RefusedError` if there are more, fewer or loose bytes.

    Examples
    --------
    >>> unpack_bundle(pack_bundle([b"a", b"bc"]), 2)
    (b'a', b'bc')
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data) and len(entries) < width:
        length = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + length]
        if at + 2 > len(data) or len(entry) != length:
            raise RefusedError(both("entry {n} of the bundle is cut short", n=len(entries)))
        entries.append(entry)
        at += 2 + length
    if at != len(data) or len(entries) != width:
        raise RefusedError(both("the bundle does not hold exactly {n} entries", n=width))
    return tuple(entries)
