# SPDX-License-Identifier: Apache-2.0
"""
Write docs/commands.md and docs/commands.es.md from the commands themselves: `make pages`.

``python tools/commands.py LANGUAGE`` prints the page of one language; without a language both are written.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import click

from rumbo.cli import rumbo, translate_root
from rumbo.terms.language import LANGUAGES, Language, set_language

ROOT = Path(__file__).resolve().parents[1]
PAGES: dict[Language, Path] = {
    "en": ROOT / "docs" / "commands.md",
    "es": ROOT / "docs" / "commands.es.md",
}
HEADS: dict[Language, str] = {
    "en": """\
# Commands

What `rumbo` and each of its commands say with `--help`. This page is written by the program: `make pages`.
En español: [commands.es.md](commands.es.md).

Exit status: 0 done; 1 a fault, or a check that fails; 2 a command typed wrongly. `rumbo record verify` has
its own, below.
""",
    "es": """\
# Comandos

Lo que dicen `rumbo` y cada uno de sus comandos con `--help`. Esta página la escribe el propio programa:
`make pages`. In English: [commands.md](commands.md).

Código de salida: 0, hecho; 1, una falla o una verificación que no pasa; 2, un comando mal escrito.
`rumbo record verify` tiene los suyos, más abajo.
""",
}


def page(language: Language) -> str:
    """
    The page of commands.

    Help is put into words once a process, when a command is first loaded: one language a process.
    """
    set_language(language)
    translate_root()
    with _context(rumbo, "rumbo", None) as root:
        blocks = [HEADS[language]]
        for context in every_context(root):
            depth = len(context.command_path.split())
            blocks.append(f"{'#' * (depth + 1)} {context.command_path}\n\n```text\n{_help(context)}\n```\n")
    return "\n".join(blocks)


def every_context(parent: click.Context) -> Iterator[click.Context]:
    """The context of a command and of all below it, in the order in which they are listed."""
    yield parent
    command = parent.command
    if isinstance(command, click.Group):
        for name in command.list_commands(parent):
            found = command.get_command(parent, name)
            if found is not None:
                yield from every_context(_context(found, name, parent))


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    settings: dict[str, Any] = {**rumbo.context_settings, "terminal_width": 80}
    return click.Context(command, parent=parent, info_name=name, **settings)


def _help(context: click.Context) -> str:
    text = context.get_help()
    return "\n".join(line.rstrip() for line in text.splitlines())


def main(arguments: list[str]) -> int:
    """Print one page, or write both."""
    if arguments:
        sys.stdout.buffer.write(page(cast("Language", arguments[0])).encode())
        return 0
    for language in LANGUAGES:
        made = subprocess.run(  # noqa: S603 -- this very program
            [sys.executable, __file__, language], capture_output=True, check=True
        )
        PAGES[language].write_bytes(made.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
