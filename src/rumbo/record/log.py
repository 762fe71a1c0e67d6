# SPDX-License-Identifier: Apache-2.0
"""
A party's own log: entries go in, signed checkpoints and tiles come out.

Nothing is signed that was not read back and hashed again on a second way, and nothing is signed twice
for one size. The database makes an append whole or nothing; the files that others read are written
after it, each under another name first, and a restart writes those that a crash left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from rumbo.record.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    cosigned_at,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    with_cosignatures,
)
from rumbo.record.keys import SigningKey, VerifierKey
from rumbo.record.merkle import HASH_BYTES, Tree, leaf_hash
from rumbo.record.notes import Signature
from rumbo.record.proof import Proof
from rumbo.record.refusal import RefusedError
from rumbo.record.store import Head, Node
from rumbo.record.tiles import (
    LARGEST_ENTRY,
    WIDTH,
    Tile,
    pack_bundle,
    root_of_tiles,
    tile_bytes,
    tiles_of,
)
from rumbo.terms.language import both

__all__ = ["Log", "write_whole"]

_MOST_WAITING = 4 * WIDTH


class Log:
    """
    The log that `key` signs.

    Parameters
    ----------
    node : Node
        Where its entries are kept.
    key : SigningKey
        Its own key; the log's origin is the key's name.
    folder : Path
        Where others read it: ``checkpoint`` and ``tile/``.

    Notes
    -----
    Opening a log finishes what a crash left unwritten.
    """

    def __init__(self, node: Node, key: SigningKey, folder: Path) -> None:
        self._node, self._key, self._folder = node, key, folder
        self._tree = Tree()
        self._published = 0
        with self._node.locked():
            self._refresh()
            self._published = self._size_on_disk()
            self._publish()

    @property
    def origin(self) -> str:
        """The log's name."""
        return self._key.name

    @property
    def size(self) -> int:
        """Number of entries."""
        return self._node.count(self.origin)

    def append(self, entries: Sequence[bytes]) -> range:
        """
        Put entries at the end and sign the new checkpoint; they are safe on disk when this returns.

        Others see them after `publish`, or once a thousand wait for it.

        Returns
        -------
        range
            Their places in the log.

        Raises
        ------
        RefusedError
            If an entry is empty or longer than 65,535 bytes, if the database is older than what was
            signed, or if what was read back is not what was put in. Nothing is kept then.
        """
        for entry in entries:
            if not 0 < len(entry) <= LARGEST_ENTRY:
                raise RefusedError(
                    both(
                        "an entry of {n} bytes is empty or longer than {limit}",
                        n=len(entry),
                        limit=LARGEST_ENTRY,
                    )
                )
        try:
            with self._node.signing(self.origin, self.origin) as turn:
                start = self._refresh()
                turn.check(start, self._tree)
                leaves = [leaf_hash(entry) for entry in entries]
                self._node.add(self.origin, entries, leaves)
                self._tree.extend(leaves)
                size, root = self._tree.size, self._tree.root()
                self._check_again(size, root)
                signed = sign_checkpoint(Checkpoint(self.origin, size, root), self._key)
                self._node.set_head(self.origin, Head(size, root, signed.encode()))
                turn.sign(size, root)
        except BaseException:
            self._tree = Tree()  # it may hold what was not kept
            raise
        if size - self._published >= _MOST_WAITING:  # each append reads again what is not yet in tiles
            self.publish()
        return range(start, size)

    def recover(self, checkpoint: bytes, entries: Iterable[bytes]) -> int:
        """
        Take back entries that this log signed and lost, from a peer that mirrors it.

        Nothing new is signed: `checkpoint` is one of this log's own.

        Parameters
        ----------
        checkpoint : bytes
            As the peer keeps it.
        entries : iterable of bytes
            All entries from this log's present size to the checkpoint's.

        Returns
        -------
        int
            Number of entries taken back.

        Raises
        ------
        RefusedError
            If they do not lead to the checkpoint, or the checkpoint not to what was signed last.
        """
        signed = open_checkpoint(checkpoint, self._key.verifier)
        try:
            with self._node.signing(self.origin, self.origin) as turn:
                start = self._refresh()
                lost = list(entries)
                leaves = [leaf_hash(entry) for entry in lost]
                self._node.add(self.origin, lost, leaves)
                self._tree.extend(leaves)
                self._check_leads_to(signed)
                turn.check(signed.size, self._tree)
                self._node.set_head(self.origin, Head(signed.size, signed.root, checkpoint))
                turn.sign(signed.size, signed.root)
        except BaseException:
            self._tree = Tree()
            raise
        self.publish()
        return signed.size - start

    def checkpoint(self) -> SignedCheckpoint:
        """The newest checkpoint, with the cosignatures added so far; `RefusedError` while there is none."""
        head = self._node.head(self.origin)
        if head is None:
            raise RefusedError(both('the log "{origin}" is empty', origin=self.origin))
        return parse_checkpoint(head.checkpoint)

    def add_cosignatures(self, lines: Iterable[Signature], witnesses: Iterable[VerifierKey]) -> None:
        """
        Put cosignatures of `witnesses` below the newest checkpoint.

        Raises
        ------
        RefusedError
            If one does not fit, as when the log has grown since it was cosigned.
        """
        with self._node.locked():
            signed = with_cosignatures(self.checkpoint(), lines)
            for key in witnesses:
                cosigned_at(signed, key)
            self._node.set_head(self.origin, Head(signed.size, signed.root, signed.encode()))
            self._refresh()
            self._publish()

    def publish(self) -> None:
        """Write the tiles and the checkpoint that others read."""
        with self._node.locked():
            self._refresh()
            self._publish()

    def prove(self, index: int) -> Proof:
        """The proof that entry `index` stands under the newest checkpoint; `RefusedError` if none does."""
        self._refresh()
        signed = self.checkpoint()
        if not 0 <= index < signed.size:
            raise RefusedError(
                both(
                    '"{origin}" has no entry {n}; it has {size}',
                    origin=self.origin,
                    n=index,
                    size=signed.size,
                )
            )
        return Proof(index, self._tree.inclusion(index, signed.size), signed.encode())

    def _refresh(self) -> int:
        """Bring the tree up to the database, which another process may have changed; its size."""
        self._tree.extend(self._node.leaves(self.origin, self._tree.size))
        head = self._node.head(self.origin)
        size, root = (head.size, head.root) if head else (0, Tree().root())
        if (self._tree.size, self._tree.root()) != (size, root):
            self._tree = Tree()
            raise RefusedError(
                both('the entries of "{origin}" do not lead to its own head', origin=self.origin)
            )
        return size

    def _check_leads_to(self, signed: SignedCheckpoint) -> None:
        if (self._tree.size, self._tree.root()) != (signed.size, signed.root):
            raise RefusedError(both('the entries do not lead to the root of "{origin}"', origin=self.origin))

    def _check_again(self, size: int, root: bytes) -> None:
        """Read the new entries back and hash them on from the tiles on disk, not from the tree in memory."""
        entries = self._node.entries(self.origin, self._published, size)
        leaves = [leaf_hash(entry) for entry in entries]
        if self._root_on_disk(self._published, leaves) != root:
            raise RefusedError(
                both(
                    'what was read back of "{origin}" is not what was written: not signed', origin=self.origin
                )
            )

    def _root_on_disk(self, size: int, leaves: Sequence[bytes] = ()) -> bytes | None:
        """Root from the tiles of `size` entries and the leaves after them; None if a tile is not whole."""

        def read(tile: Tile) -> bytes:
            content = (self._folder / tile.path).read_bytes()
            if len(content) != tile.width * HASH_BYTES:
                raise FileNotFoundError(tile.path)
            return content

        try:
            return root_of_tiles(read, size, leaves)
        except FileNotFoundError:
            return None

    def _size_on_disk(self) -> int:
        """How far the files that others read go; 0 unless they are of this very history."""
        file = self._folder / "checkpoint"
        if not file.exists():
            return 0
        try:
            written = parse_checkpoint(file.read_bytes())
        except RefusedError:
            return 0
        if written.size > self._tree.size or self._tree.root(written.size) != written.root:
            return 0
        return written.size if self._root_on_disk(written.size) == written.root else 0

    def _publish(self) -> None:
        head = self._node.head(self.origin)
        if head is None:
            return
        folders = set()
        for tile in tiles_of(head.size, since=self._published):
            file = self._folder / tile.path
            file.parent.mkdir(parents=True, exist_ok=True)
            _write_new(file, self._content(tile))
            folders |= {file.parent, *list(file.parent.parents)[: len(Path(tile.path).parents) - 1]}
        for folder in folders:
            _sync_folder(folder)
        write_whole(self._folder / "checkpoint", head.checkpoint)
        self._drop_partial(head.size)
        self._published = head.size

    def _content(self, tile: Tile) -> bytes:
        if tile.level >= 0:
            return tile_bytes(self._tree, tile)
        start = tile.index * WIDTH
        entries = self._node.entries(self.origin, start, start + tile.width)
        if b"".join(map(leaf_hash, entries)) != self._tree.row(0, start, start + tile.width):
            raise RefusedError(
                both('the entries of "{origin}" do not lead to its own head', origin=self.origin)
            )
        return pack_bundle(entries)

    def _drop_partial(self, size: int) -> None:
        """Remove partial tiles whose full tile is there now; readers are told to look for that one."""
        for tile in tiles_of(size, since=self._published):
            parts = (self._folder / tile.path).with_name(f"{Path(tile.path).name}.p")
            if tile.width == WIDTH and parts.is_dir():
                for part in parts.iterdir():
                    part.unlink()
                parts.rmdir()


def write_whole(file: Path, content: bytes) -> None:
    """Put `content` in the place of `file` so that a reader sees the old or the new, never a part."""
    _write_new(file, content)
    _sync_folder(file.parent)


def _write_new(file: Path, content: bytes) -> None:
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(file)


def _sync_folder(folder: Path) -> None:
    """Make the names in `folder` outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
