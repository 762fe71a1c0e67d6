# SPDX-License-Identifier: Apache-2.0
"""
Write into the pages what their commands really say: `make pages`.

A page shows commands in blocks fenced as ``console``: a line that starts with ``$`` is a command, the
lines below it are its output. A long output is shortened by the words after ``console``, and what is
left out is marked by a line with ``…``::

    first=6                the first six lines
    last=2                 the last two lines
    only="VALID|fits"      the lines in which this pattern is found

``status=1`` says that the commands of a block end with that status, not with 0. A test
writes every page again and compares.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "README.es.md", "docs/tour.md", "docs/tour.es.md")
LEFT_OUT = "…"
_BLOCK = re.compile(r"^```console(?P<shown>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_STATUS = re.compile(r"status=(\d+)")
_SHOWN = re.compile(r'(first|last)=(\d+)|only="([^"]*)"')

Say = Callable[[str, int], str]


class Terminal:
    """
    A shell in a folder that holds a finished demo workspace, `demo`.

    Parameters
    ----------
    folder : Path
        The folder commands are run in.
    demo_said : str, optional
        What ``rumbo demo demo`` said when it made the workspace; by default it is run when first asked.
    """

    def __init__(self, folder: Path, *, demo_said: str | None = None) -> None:
        self.folder = folder
        self._said = {} if demo_said is None else {"rumbo demo demo": demo_said}
        commands = folder / "bin"
        commands.mkdir(exist_ok=True)
        script = commands / "rumbo"
        program = "from rumbo.cli import main; main()"
        script.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c '{program}' \"$@\"\n", "utf-8")
        script.chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if k not in ("RUMBO_WORKSPACE", "COLUMNS", "LINES")}
        path = f"{commands}{os.pathsep}{os.environ['PATH']}"
        self.environment = {**kept, "PATH": path, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}

    def say(self, command: str, status: int = 0) -> str:
        """What `command` prints, faults included; `RuntimeError` unless it ends with `status`."""
        if command not in self._said:
            done = subprocess.run(  # noqa: S603 -- the commands of our own pages
                ["/bin/sh", "-euc", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, encoding="utf-8", check=False, cwd=self.folder, env=self.environment,
            )  # fmt: skip
            if done.returncode != status:
                raise RuntimeError(f"status {done.returncode}: {command}\n{done.stdout}")
            self._said[command] = done.stdout
        return self._said[command]


def written(page: str, say: Say) -> str:
    """The text of `page` with the output of every command in it as `say` gives it."""

    def again(block: re.Match[str]) -> str:
        commands = [line for line in block["body"].splitlines() if line.startswith("$ ")]
        asked = _STATUS.search(block["shown"])
        status = int(asked[1]) if asked else 0
        lines = [
            line
            for command in commands
            for line in (command, *shortened(tidied(say(command[2:], status)), block["shown"]))
        ]
        return "\n".join((f"```console{block['shown']}", *lines, "```"))

    return _BLOCK.sub(again, page)


def tidied(output: str) -> list[str]:
    """Lines without spaces at their ends, and without empty lines before, after or side by side."""
    lines = "\n".join(line.rstrip() for line in output.splitlines()).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", lines).split("\n") if lines else []


def shortened(lines: Sequence[str], shown: str) -> list[str]:
    """The lines that `shown` asks for; a mark stands for each run of lines left out."""
    wanted = _wanted(lines, shown)
    result: list[str] = []
    for line, is_wanted in zip(lines, wanted, strict=True):
        if is_wanted:
            result.append(line)
        elif not result or result[-1] != LEFT_OUT:
            result.append(LEFT_OUT)
    return result


def _wanted(lines: Sequence[str], shown: str) -> list[bool]:
    asked = _SHOWN.findall(shown)
    if not asked:
        return [True] * len(lines)
    wanted = [False] * len(lines)
    for end, count, pattern in asked:
        for n, line in enumerate(lines):
            is_at_end = n < int(count) if end == "first" else bool(end) and n >= len(lines) - int(count)
            wanted[n] |= is_at_end or bool(not end and re.search(pattern, line))
    return wanted


def main() -> int:
    """Write every page again; say which changed."""
    with tempfile.TemporaryDirectory() as scratch:
        terminal = Terminal(Path(scratch))
        terminal.say("rumbo demo demo")
        for name in PAGES:
            page = (ROOT / name).read_text("utf-8")
            new = written(page, terminal.say)
            if new != page:
                (ROOT / name).write_text(new, "utf-8")
                sys.stdout.write(f"{name}: written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
