# SPDX-License-Identifier: Apache-2.0
"""Copying a packaged folder out of the installation."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources.abc import Traversable
from pathlib import Path


def copy_tree(source: Traversable, target: Path, *, leave_out: Collection[str] = ()) -> None:
    """Copy the files of `source` to the new folder `target`, except entries named in `leave_out`."""
    target.mkdir(parents=True)
    for entry in source.iterdir():
        if entry.name in leave_out or entry.name.startswith(("__", ".")):
            continue
        if entry.is_dir():
            copy_tree(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())
