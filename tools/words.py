# SPDX-License-Identifier: Apache-2.0
"""
Gather the interface words into the one catalogue and compile it: `make words`.

Words come from the code (``_``, ``ngettext``, ``both``), the templates, and the help of the commands,
which is put into words when it is shown. A word that is no longer used leaves the catalogue.
"""

from __future__ import annotations

import datetime as dt
import importlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from rumbo.cli import _COMMANDS, rumbo

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rumbo"
PO = SOURCE / "locale" / "es_MX" / "LC_MESSAGES" / "rumbo.po"
_METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "ngettext": (1, 2), "both": None,
}  # fmt: skip


def gathered() -> Catalog:
    """Every word that the program can say, without translations."""
    catalogue = Catalog(locale="es_MX", project="rumbo", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(SOURCE), _METHODS, options_map={"**/templates/**.html": {"trimmed": "true"}}, keywords=_KEYWORDS
    )
    for path, _line, message, _comments, _context in sorted(found, key=lambda f: (f[0], f[1])):
        if message and (message[0] if isinstance(message, tuple) else message).strip():
            catalogue.add(message, locations=[(f"src/rumbo/{path}", None)])  # type: ignore[list-item]
    for words in command_words():
        catalogue.add(words, locations=[("src/rumbo/cli", None)])  # type: ignore[list-item]
    return catalogue


def command_words() -> Iterator[str]:
    """Help of every command and option, as it is looked up when shown."""
    yield from (words for _module, words in _COMMANDS.values())
    commands: list[click.Command] = [rumbo]
    for name, (module, _words) in _COMMANDS.items():
        commands.append(getattr(importlib.import_module(module), name))
    while commands:
        command = commands.pop(0)
        if command.help:
            yield " ".join(command.help.split())
        yield from (p.help for p in command.params if isinstance(p, click.Option) and p.help)
        if isinstance(command, click.Group):
            commands += command.commands.values()


def translated(known: Catalog) -> Catalog:
    """The gathered words with the translations that `known` holds."""
    catalogue = gathered()
    for message in catalogue:
        had = known.get(message.id[0] if isinstance(message.id, tuple) else message.id)
        if message.id and had is not None and had.string:
            message.string = had.string
            if isinstance(message.id, tuple) and not isinstance(message.string, tuple):
                message.string = (str(message.string), str(message.string))
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it; the same words give the same bytes."""
    catalogue.creation_date = catalogue.revision_date = dt.datetime(2020, 1, 31, tzinfo=dt.UTC)
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def written(catalogue: Catalog) -> bytes:
    """The catalogue as people read it; the same words give the same bytes."""
    target = io.BytesIO()
    write_po(target, catalogue, width=100, omit_header=False, sort_output=True, no_location=True)
    kept = [line for line in target.getvalue().decode().splitlines() if not _is_date(line)]
    return ("\n".join(kept) + "\n").encode()


def _is_date(line: str) -> bool:
    return line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator'))


def known() -> Catalog:
    """The catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="es_MX")


def missing(catalogue: Catalog) -> list[str]:
    """Words without a translation."""
    return [
        str(m.id)
        for m in catalogue
        if m.id and not (all(m.string) if isinstance(m.string, (tuple, list)) else m.string)
    ]


def main() -> int:
    """Write the catalogue; say what is not translated yet."""
    catalogue = translated(known()) if PO.exists() else gathered()
    PO.write_bytes(written(catalogue))
    PO.with_suffix(".mo").write_bytes(compiled(catalogue))
    without = missing(catalogue)
    for words in without:
        sys.stderr.write(f"no Spanish yet: {words!r}\n")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
