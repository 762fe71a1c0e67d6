# SPDX-License-Identifier: Apache-2.0
"""
A folder of TOML documents, read and checked as one plan.

Every fault of every file is listed together, each with its file, line and key, so that a folder is
mended in one go.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from rumbo.errors import Fault, InputError
from rumbo.plan import checks
from rumbo.plan.documents import BilingualText, Document, Part, Party, PartyCode, Plan, Standing
from rumbo.plan.lines import KeyPath, key_lines
from rumbo.plan.refusals import Refusal, key_name, nearest, of_form, shown
from rumbo.plan.words import KINDS
from rumbo.terms import gettext as _

HEAD_FILE = "pack.toml"
LARGEST = 65_536
"""Bytes one document may have; the longest of the shipped pack has a tenth of that."""
DEEPEST = 8
MOST_FILES = 5_000
_OTHER_FOLDERS = ("figures",)

FOLDERS: dict[str, type[Document]] = {folder: kind for kind, (folder, _one, _many) in KINDS.items()}


class Edition(Part):
    """The days whose knowledge an edition shows, oldest first."""

    as_of: tuple[str, ...] = ()


class RecordHead(Part):
    """Under which domain the parties keep their logs."""

    domain: str


class Head(Part):
    """What `pack.toml` says of the whole plan."""

    id: str
    title: BilingualText
    standing: Standing = "proposed"
    note: BilingualText | None = None
    parties: tuple[PartyCode, ...]
    edition: Edition = Edition()
    record: RecordHead | None = None


@dataclass
class _File:
    """One file while it is being read: its text's lines, its document if it has one, its faults."""

    where: str
    folder: str
    lines: dict[KeyPath, int] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    document: Part | None = None
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Add a fault at the line of its key, or of the nearest table above it."""
        path = refusal.path
        while path and path not in self.lines:
            path = path[:-1]
        where = _("{file}, line {line}").format(file=self.where, line=self.lines.get(path, 1))
        if refusal.path:
            where = f"{where}: {key_name(refusal.path)}"
        self.faults.append(Fault(refusal.what, where, refusal.expected, refusal.hint))


def natural(name: str) -> tuple[str | int, ...]:
    """
    A key that sorts ids as people count them.

    Examples
    --------
    >>> sorted(["C10", "C2", "I14b", "I14"], key=natural)
    ['C2', 'C10', 'I14', 'I14b']
    """
    return tuple(int(p) if p.isdecimal() and p.isascii() else p for p in re.split(r"([0-9]+)", name))


def read_plan(folder: Path | Traversable) -> Plan:
    """
    Read every document of `folder` and check them against each other.

    Parameters
    ----------
    folder : Path or Traversable
        Holds `pack.toml` and one folder per kind of document: `goals/`, `indicators/`…

    Returns
    -------
    Plan
        Each list in natural order of its ids (C02 before C10), whatever the files are called.

    Raises
    ------
    InputError
        Listing every fault of every file, in order of the files.
    """
    head, files = _read(folder)
    listed: dict[str, list[Document]] = {name: [] for name in FOLDERS}
    for item in files:
        if isinstance(item.document, Document):
            listed[item.folder].append(item.document)
    groups = {name: tuple(sorted(found, key=lambda d: natural(d.id))) for name, found in listed.items()}
    about = {"id": head.id, "title": head.title, "standing": head.standing, "note": head.note}
    return Plan.model_validate(about | groups)


def read_head(folder: Path | Traversable) -> Head:
    """The `pack.toml` of `folder`; `InputError` listing its faults."""
    head = _read_head(folder)
    if head.faults or not isinstance(head.document, Head):
        raise InputError.of(head.faults)
    return head.document


def plan_notes(plan: Plan) -> list[str]:
    """What is allowed in `plan` but should be seen."""
    return checks.notes({document.id: document for document in documents_of(plan)})


def documents_of(plan: Plan) -> Iterator[Document]:
    """Every document of `plan`, kind by kind."""
    for name in FOLDERS:
        yield from getattr(plan, name)


def _read(folder: Path | Traversable) -> tuple[Head, list[_File]]:
    if not folder.is_dir():
        raise InputError(
            _('"{folder}" is not a folder').format(folder=folder),
            expected=_("a folder with {file} and the documents of a plan").format(file=HEAD_FILE),
            hint="rumbo plan check FOLDER",
        )
    head = _read_head(folder)
    stray, files = _list(folder)
    for item in files:
        if isinstance(item.document, Document):
            for refusal in checks.check_document(item.document):
                item.refuse(refusal)
    _check_together(files)
    _check_parties(head, files)
    faults = head.faults + stray + [fault for item in files for fault in item.faults]
    if faults or not isinstance(head.document, Head):
        raise InputError.of(faults)
    return head.document, files


def _label(folder: Path | Traversable) -> str:
    return str(folder) if isinstance(folder, Path) else folder.name


def _read_head(folder: Path | Traversable) -> _File:
    head = _File(f"{_label(folder)}/{HEAD_FILE}", "")
    entry = folder / HEAD_FILE
    if not entry.is_file():
        head.faults.append(
            Fault(
                _("there is no {file}").format(file=HEAD_FILE),
                _label(folder),
                _("id, title and parties of the plan"),
            )
        )
        return head
    _read_file(head, entry, Head)
    if isinstance(head.document, Head):
        for n, day in enumerate(head.document.edition.as_of):
            for refusal in _check_as_of(n, day):
                head.refuse(refusal)
        for refusal in checks.check_texts(head.document):
            head.refuse(refusal)
    return head


def _check_as_of(n: int, day: str) -> Iterator[Refusal]:
    if len(day) != len("2020-01-31") or checks.stated_day(day) is None:
        yield Refusal(
            ("edition", "as_of", n),
            _('"{value}" is not a day').format(value=shown(day)),
            _("year-month-day, as 2020-01-31"),
        )


def _list(folder: Path | Traversable) -> tuple[list[Fault], list[_File]]:
    """The documents of `folder`, and faults for whatever else lies there."""
    faults: list[Fault] = []
    files: list[_File] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        where = f"{_label(folder)}/{entry.name}"
        if _is_ignored(entry.name) or entry.name in (HEAD_FILE, *_OTHER_FOLDERS):
            continue
        if not entry.is_dir() or entry.name not in FOLDERS:
            faults.append(
                Fault(
                    _('"{name}" is not a folder of a plan').format(name=shown(entry.name)),
                    where,
                    ", ".join(FOLDERS),
                    nearest(entry.name, FOLDERS),
                )
            )
            continue
        for inner in sorted(entry.iterdir(), key=lambda e: natural(e.name)):
            if _is_ignored(inner.name):
                continue
            item = _File(f"{where}/{inner.name}", entry.name)
            if inner.is_file() and inner.name.endswith(".toml"):
                _read_file(item, inner, FOLDERS[entry.name])
            else:
                item.faults.append(
                    Fault(
                        _('"{name}" is not a document').format(name=shown(inner.name)),
                        item.where,
                        _("a file whose name ends in .toml"),
                    )
                )
            files.append(item)
            if len(files) > MOST_FILES:
                raise InputError(_("more than {n} files").format(n=MOST_FILES), where=_label(folder))
    return faults, files


def _is_ignored(name: str) -> bool:
    """Hidden files, editors' copies and the README are nobody's documents."""
    return name.startswith((".", "_")) or name.endswith("~") or name == "README.md"


def _read_file(item: _File, entry: Path | Traversable, model: type[Part]) -> None:
    """Read one file into `item`: its text, its TOML, its document; or its faults."""
    text = _read_text(item, entry)
    if text is None:
        return
    raw = _read_toml(item, text)
    if raw is None:
        return
    item.raw = raw
    item.lines = key_lines(text)
    try:
        item.document = model.model_validate(raw)
    except ValidationError as error:
        for refusal in of_form(model, error):
            item.refuse(refusal)


def _read_text(item: _File, entry: Path | Traversable) -> str | None:
    try:
        with entry.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        item.faults.append(Fault(_("cannot be read: {why}").format(why=error.strerror), item.where))
        return None
    if len(data) > LARGEST:
        item.faults.append(
            Fault(
                _("the file has more than {n} bytes").format(n=f"{LARGEST:,}"),
                item.where,
                _("one document per file"),
            )
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        item.faults.append(
            Fault(
                _("byte 0x{byte:02x} is not UTF-8").format(byte=data[error.start]),
                _("{file}, line {line}").format(file=item.where, line=line),
                _("text saved as UTF-8"),
            )
        )
        return None


def _read_toml(item: _File, text: str) -> dict[str, Any] | None:
    line = 1
    expected: str | None = None
    too_deep = _("tables or lists lie too deep in each other")
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        why = too_deep
    except tomllib.TOMLDecodeError as error:
        why = _("this is not TOML: {why}").format(why=_in_short(error))
        expected = _('lines such as id = "G1"')
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.rstrip("\n").count("\n") + 1
    except ValueError:  # tomllib hands on Python's refusal of integers with thousands of digits
        why = _("a number is too long")
    else:
        if _depth(raw) <= DEEPEST:
            return raw
        why = too_deep
    if why == too_deep:
        expected = _("at most {n} levels").format(n=DEEPEST)
    where = _("{file}, line {line}").format(file=item.where, line=line)
    item.faults.append(Fault(why, where, expected))
    return None


def _in_short(error: tomllib.TOMLDecodeError) -> str:
    """What the reader said, without its own account of the place."""
    return shown(re.sub(r" \(at .*\)$", "", str(error)))


def _depth(raw: object) -> int:
    """How deep tables and lists lie in each other, counted without recursion."""
    level, found = [raw], 0
    while level := [v for item in level for v in _inner(item)]:
        found += 1
        if found > DEEPEST:
            break
    return found


def _inner(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


def _check_together(files: list[_File]) -> None:
    """Ids that are taken twice, and references that lead nowhere."""
    first: dict[str, _File] = {}
    for item in files:
        name = item.raw.get("id")
        if not isinstance(name, str):
            continue
        if name in first:
            item.refuse(
                Refusal(
                    ("id",),
                    _('the id "{id}" is taken').format(id=shown(name)),
                    _("an id that no other document has; see {file}").format(file=first[name].where),
                )
            )
        else:
            first[name] = item
    ids = {name: item.folder for name, item in first.items()}
    documents = {n: i.document for n, i in first.items() if isinstance(i.document, Document)}
    for item in files:
        if isinstance(item.document, Document):
            for refusal in checks.check_references(item.document, documents, ids):
                item.refuse(refusal)


def _check_parties(head: _File, files: list[_File]) -> None:
    """The parties of the head are those that have a document."""
    if not isinstance(head.document, Head):
        return
    there = {str(item.raw.get("party")) for item in files if item.folder == FOLDER_OF_PARTIES}
    for n, code in enumerate(head.document.parties):
        if code not in there:
            head.refuse(
                Refusal(
                    ("parties", n),
                    _('party "{party}" has no document').format(party=code),
                    _("a document in {folder}/").format(folder=FOLDER_OF_PARTIES),
                )
            )


FOLDER_OF_PARTIES = KINDS[Party][0]
