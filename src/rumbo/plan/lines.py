# SPDX-License-Identifier: Apache-2.0
"""
On which line of a TOML text each key stands.

`tomllib` gives the values and forgets their place; a person who has to mend a file needs the line. The
text has already been accepted by `tomllib`, so this reads on without checking it again.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

KeyPath = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_PLAIN = re.compile(r"[^,\]}#\n]+")


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""
    The line (from 1) of every key, table and list item of the TOML `text`.

    Examples
    --------
    >>> lines = key_lines('id = "a"\n[title]\nen = "A"\n[[risks]]\nen = "R"\n')
    >>> lines[("title", "en")], lines[("risks", 0, "en")]
    (3, 5)
    """
    return _Scan(text).lines


class _Scan:
    """One pass over a text, noting where each key begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._items: dict[KeyPath, int] = {}
        table: KeyPath = ()
        while self._next():
            if self.text[self.at] == "[":
                table = self._heading()
            else:
                self._pair(table)

    def _next(self) -> str:
        """Skip blanks and comments; the character after them, or nothing at the end."""
        if match := _BLANK.match(self.text, self.at):
            self.at = match.end()
        return self.text[self.at : self.at + 1]

    def _note(self, path: KeyPath, at: int) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, at - 1) + 1)

    def _key(self) -> list[str]:
        """The parts of a key, dotted or not, up to what follows it."""
        parts: list[str] = []
        while True:
            self._next()
            if match := _STRING.match(self.text, self.at):
                parts.append(str(tomllib.loads(f"k = {match[0]}")["k"]))
            elif match := _BARE.match(self.text, self.at):
                parts.append(match[0])
            else:
                return parts
            self.at = match.end()
            if self._next() != ".":
                return parts
            self.at += 1

    def _heading(self) -> KeyPath:
        """Read ``[table]`` or ``[[list item]]``; the path that the keys below it belong to."""
        start, width = self.at, 2 if self.text.startswith("[[", self.at) else 1
        self.at += width
        parts = self._key()
        self.at += width
        path: KeyPath = ()
        for n, part in enumerate(parts, start=1):
            path = (*path, part)
            self._note(path, start)
            if n == len(parts) and width == 2:
                self._items[path] = self._items.get(path, -1) + 1
            if path in self._items:
                path = (*path, self._items[path])
                self._note(path, start)
        return path

    def _pair(self, table: KeyPath) -> None:
        """Read ``key = value``."""
        start = self.at
        path = table
        for part in self._key():
            path = (*path, part)
            self._note(path, start)
        self.at += 1  # the equals sign
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        match self._next():
            case "{":
                self.at += 1
                while self._next() not in ("}", ""):
                    self._pair(path)
                    self._comma()
                self.at += 1
            case "[":
                self.at += 1
                item = 0
                while self._next() not in ("]", ""):
                    self._note((*path, item), self.at)
                    self._value((*path, item))
                    self._comma()
                    item += 1
                self.at += 1
            case _:
                form = _STRING.match(self.text, self.at) or _PLAIN.match(self.text, self.at)
                self.at = form.end() if form else len(self.text)

    def _comma(self) -> None:
        if self._next() == ",":
            self.at += 1
