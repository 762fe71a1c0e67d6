# SPDX-License-Identifier: Apache-2.0
"""
Reading a folder that a stranger may have made.

Names come from the folder's own listing and never from a text in it; links, pipes and devices are
refused; every read has a limit.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = ["LARGEST_FILE", "digest_file", "list_files", "read_file"]

LARGEST_FILE = 2**30
_MOST_FILES = 200_000
_DEEPEST = 24
_BLOCK = 1 << 20
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


def list_files(root: Path) -> dict[str, int]:
    """
    Every file below `root`: its path with slashes, and its size in bytes.

    Raises
    ------
    RefusedError
        At a symbolic link, pipe, socket or device, or when there are too many files or levels.
    OSError
        If `root` is not there or may not be read.
    """
    if root.is_symlink():
        raise RefusedError(both('"{path}" is a link, not a folder', path=shown(root)))
    found: dict[str, int] = {}
    waiting = [("", 0)]
    while waiting:
        folder, level = waiting.pop()
        with os.scandir(root / folder) as listing:
            for item in listing:
                path = f"{folder}{item.name}"
                if item.is_dir(follow_symlinks=False) and level < _DEEPEST:
                    waiting.append((f"{path}/", level + 1))
                    continue
                status = item.stat(follow_symlinks=False)
                if not stat.S_ISREG(status.st_mode):
                    raise RefusedError(
                        both('"{path}" is a link, a device or too deep a folder', path=shown(path))
                    )
                found[path] = status.st_size
                if len(found) > _MOST_FILES:
                    raise RefusedError(both("there are more than {limit} files", limit=_MOST_FILES))
    return found


def read_file(root: Path, path: str, *, limit: int) -> bytes:
    """Content of a file that `list_files` found; `RefusedError` if it is longer than `limit` bytes."""
    handle = os.open(root / path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise RefusedError(both('"{path}" is longer than {limit} bytes', path=shown(path), limit=limit))
    return content


def digest_file(root: Path, path: str) -> str:
    """SHA-256, in hex, of a file that `list_files` found; `RefusedError` if it is longer than 1 GiB."""
    digest, left = hashlib.sha256(), LARGEST_FILE
    handle = os.open(root / path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        while block := file.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise RefusedError(
                    both('"{path}" is longer than {limit} bytes', path=shown(path), limit=LARGEST_FILE)
                )
            digest.update(block)
    return digest.hexdigest()
