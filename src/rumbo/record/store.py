# SPDX-License-Identifier: Apache-2.0
"""
The SQLite files of a node: its entries and heads, and, apart from them, the heads it has signed.

The first file makes appending atomic. The second remembers what was signed and is never restored from
a backup: if the first one is found older than the second, somebody has put an old copy in place, and a
log that signed on from there would show two histories.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from rumbo.record.merkle import EMPTY_ROOT, Tree
from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = ["Head", "Node", "Turn"]

_PATIENCE_SECONDS = 30.0

_ENTRIES = """
CREATE TABLE IF NOT EXISTS entry (
    log TEXT NOT NULL, idx INTEGER NOT NULL, bytes BLOB NOT NULL, leaf BLOB NOT NULL,
    PRIMARY KEY (log, idx), CHECK (typeof(bytes) = 'blob' AND typeof(leaf) = 'blob' AND length(leaf) = 32)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS head (
    log TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, checkpoint BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cosigned (
    log TEXT NOT NULL, size INTEGER NOT NULL, checkpoint BLOB NOT NULL, PRIMARY KEY (log, size));
CREATE TRIGGER IF NOT EXISTS entry_in_order BEFORE INSERT ON entry
    WHEN NEW.idx <> (SELECT coalesce(max(idx), -1) + 1 FROM entry WHERE log = NEW.log)
    BEGIN SELECT raise(ABORT, 'entries are appended in order'); END;
CREATE TRIGGER IF NOT EXISTS entry_stays BEFORE UPDATE ON entry
    BEGIN SELECT raise(ABORT, 'an entry never changes'); END;
CREATE TRIGGER IF NOT EXISTS entry_remains BEFORE DELETE ON entry
    BEGIN SELECT raise(ABORT, 'an entry is never removed'); END;
CREATE TRIGGER IF NOT EXISTS head_only_grows BEFORE UPDATE ON head
    WHEN NEW.log <> OLD.log OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
    BEGIN SELECT raise(ABORT, 'a head never goes back'); END;
CREATE TRIGGER IF NOT EXISTS head_remains BEFORE DELETE ON head
    BEGIN SELECT raise(ABORT, 'a head is never removed'); END;
CREATE TRIGGER IF NOT EXISTS cosigned_stays BEFORE UPDATE ON cosigned
    BEGIN SELECT raise(ABORT, 'a cosigned checkpoint never changes'); END;
CREATE TRIGGER IF NOT EXISTS cosigned_remains BEFORE DELETE ON cosigned
    BEGIN SELECT raise(ABORT, 'a cosigned checkpoint is never removed'); END;
"""

_SIGNED = """
CREATE TABLE IF NOT EXISTS signed (
    signer TEXT NOT NULL, log TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    PRIMARY KEY (signer, log));
"""


@dataclass(frozen=True)
class Head:
    """A size, its root, and the checkpoint that says so."""

    size: int
    root: bytes
    checkpoint: bytes


class Node:
    """
    What one party keeps: entries of its own log and of those it mirrors.

    Parameters
    ----------
    folder : Path
        Holds ``log.sqlite3`` and ``heads.sqlite3``.

    Raises
    ------
    RefusedError
        If a file is missing. A missing file of signed heads is not made anew: that would forget what
        was signed.
    """

    def __init__(self, folder: Path) -> None:
        for file in _files(folder):
            if not file.exists():
                raise RefusedError(both("{file} is not there", file=file))
        self._entries, self._signed = (_connect(file) for file in _files(folder))

    @classmethod
    def create(cls, folder: Path) -> Node:
        """A node with nothing in it, in a folder that has none."""
        for file, tables in zip(_files(folder), (_ENTRIES, _SIGNED), strict=True):
            if file.exists():
                raise RefusedError(both("{file} is there already", file=file))
            database = _connect(file)
            database.executescript(tables)
            database.close()
        return cls(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise RefusedError(both("the node's files cannot be used: {what}", what=shown(error))) from error

    def close(self) -> None:
        """Let go of both files."""
        self._entries.close()
        self._signed.close()

    def count(self, log: str) -> int:
        """Number of entries held of `log`."""
        last = self._entries.execute("SELECT max(idx) FROM entry WHERE log = ?", (log,)).fetchone()[0]
        return 0 if last is None else int(last) + 1

    def entries(self, log: str, start: int, stop: int) -> list[bytes]:
        """Entries `start` to `stop` of `log`, in order."""
        rows = self._entries.execute(
            "SELECT bytes FROM entry WHERE log = ? AND idx >= ? AND idx < ? ORDER BY idx", (log, start, stop)
        )
        return [row[0] for row in rows]

    def leaves(self, log: str, start: int = 0) -> Iterator[bytes]:
        """Leaf hashes of `log` from place `start` on, as they were stored."""
        rows = self._entries.execute(
            "SELECT leaf FROM entry WHERE log = ? AND idx >= ? ORDER BY idx", (log, start)
        )
        return (row[0] for row in rows)

    def add(self, log: str, entries: Sequence[bytes], leaves: Sequence[bytes]) -> None:
        """Put entries and their leaf hashes at the end of `log`."""
        start = self.count(log)
        self._entries.executemany(
            "INSERT INTO entry (log, idx, bytes, leaf) VALUES (?, ?, ?, ?)",
            [(log, start + i, *row) for i, row in enumerate(zip(entries, leaves, strict=True))],
        )

    def head(self, log: str) -> Head | None:
        """The newest checkpoint of `log` held here."""
        row = self._entries.execute(
            "SELECT size, root, checkpoint FROM head WHERE log = ?", (log,)
        ).fetchone()
        return None if row is None else Head(*row)

    def set_head(self, log: str, head: Head) -> None:
        """Put a newer checkpoint of `log` in the place of the old one."""
        self._entries.execute(
            "INSERT INTO head (log, size, root, checkpoint) VALUES (?, ?, ?, ?) ON CONFLICT (log) DO UPDATE "
            "SET size = excluded.size, root = excluded.root, checkpoint = excluded.checkpoint",
            (log, head.size, head.root, head.checkpoint),
        )

    def cosigned(self, log: str) -> tuple[int, bytes] | None:
        """Size and bytes of the largest checkpoint of `log` that this node cosigned."""
        row: tuple[int, bytes] | None = self._entries.execute(
            "SELECT size, checkpoint FROM cosigned WHERE log = ? ORDER BY size DESC LIMIT 1", (log,)
        ).fetchone()
        return row

    def add_cosigned(self, log: str, size: int, checkpoint: bytes) -> None:
        """Remember for ever that this node cosigned this checkpoint."""
        self._entries.execute(
            "INSERT INTO cosigned (log, size, checkpoint) VALUES (?, ?, ?)", (log, size, checkpoint)
        )

    def start_signing(self, signer: str, log: str) -> None:
        """Let `signer` sign for `log` from its first entry on; once, when the key is made."""
        self._signed.execute(
            "INSERT INTO signed (signer, log, size, root) VALUES (?, ?, 0, ?)", (signer, log, EMPTY_ROOT)
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else signs or publishes from this node inside the `with` block."""
        with _transaction(self._signed):
            yield

    @contextmanager
    def signing(self, signer: str, log: str) -> Iterator[Turn]:
        """
        One turn of signing: compare with what was signed before, change, swap in what is signed now.

        Inside the block entries and head change in one transaction, which ends before the signed head is
        swapped. A process killed in between leaves the entries ahead of the signed head, which the next
        turn accepts because nothing was handed out yet; the signed head ahead of the entries is refused.
        """
        with _transaction(self._signed):
            row = self._signed.execute(
                "SELECT size, root FROM signed WHERE signer = ? AND log = ?", (signer, log)
            ).fetchone()
            if row is None:
                raise RefusedError(
                    both('"{name}" was never allowed to sign for "{log}" here', name=signer, log=log)
                )
            turn = Turn(signer, log, *row)
            with _transaction(self._entries):
                yield turn
            swapped = self._signed.execute(
                "UPDATE signed SET size = ?, root = ? WHERE signer = ? AND log = ? AND size = ? AND root = ?",
                (turn.new_size, turn.new_root, signer, log, turn.size, turn.root),
            )
            if swapped.rowcount != 1:
                raise RefusedError(both('somebody else signed for "{log}" meanwhile', log=log))


class Turn:
    """What `signer` last signed for `log`, and what it is about to sign."""

    def __init__(self, signer: str, log: str, size: int, root: bytes) -> None:
        self.signer, self.log = signer, log
        self.size, self.root = size, root
        self.new_size, self.new_root = size, root

    def check(self, size: int, tree: Tree) -> None:
        """
        Raise `RefusedError` unless the node's state, `size` entries of `tree`, continues what was signed.

        Parameters
        ----------
        size : int
            Size of the newest head the node holds.
        tree : Tree
            Over the entries it holds.
        """
        if size < self.size or tree.size < self.size:
            raise RefusedError(
                both(
                    '"{name}" has signed "{log}" at {signed} entries, but only {held} are here: '
                    "an old copy was put in place, and signing on would make two histories",
                    name=self.signer,
                    log=self.log,
                    signed=self.size,
                    held=min(size, tree.size),
                ),
                hint="rumbo record recover",
            )
        if tree.root(self.size) != self.root:
            raise RefusedError(
                both(
                    'the first {n} entries of "{log}" are not those that "{name}" has signed',
                    n=self.size,
                    log=self.log,
                    name=self.signer,
                )
            )

    def sign(self, size: int, root: bytes) -> None:
        """Say what is signed in this turn."""
        self.new_size, self.new_root = size, root


def _files(folder: Path) -> tuple[Path, Path]:
    return folder / "log.sqlite3", folder / "heads.sqlite3"


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")  # an acknowledged entry outlives a power cut
    except sqlite3.Error as error:
        database.close()
        raise RefusedError(both("the node's files cannot be used: {what}", what=shown(error))) from error
    return database


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
