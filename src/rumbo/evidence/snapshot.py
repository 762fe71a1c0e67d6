# SPDX-License-Identifier: Apache-2.0
"""
Snapshots: the bytes an agency served, kept and never edited; and how to get at the text inside them.

Compression is recognised by content, not by name. Sizes are limited, so that a small file cannot
unpack into a large problem.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from rumbo.errors import EvidenceError, InputError
from rumbo.terms.language import gettext as _

PACKED_LIMIT = 200 * 1024 * 1024
UNPACKED_LIMIT = 1024 * 1024 * 1024
WORKBOOK_PARTS = 200
_STEP = 1 << 20
_ABOUT = "about.toml"
_PACKERS = (
    (b"\x1f\x8b", "gzip", gzip.open),
    (b"BZh", "bzip2", bz2.open),
    (b"\xfd7zXZ\x00", "xz", lzma.open),
)


@dataclass(frozen=True)
class Source:
    """A file as given: its name, its bytes, and their SHA-256."""

    name: str
    content: bytes
    sha256: str

    @classmethod
    def read(cls, path: Path) -> Source:
        """The file at `path`; `InputError` if it cannot be read or is too large."""
        name = printable(path.name)
        try:
            size = path.stat().st_size
            if size > PACKED_LIMIT:
                raise InputError(
                    _("{name} has {size} bytes").format(name=name, size=f"{size:,}"),
                    where=printable(path),
                    expected=_("at most {size} bytes").format(size=f"{PACKED_LIMIT:,}"),
                )
            content = path.read_bytes()
        except OSError as error:
            raise InputError(
                _("{name} cannot be read: {why}").format(name=name, why=error.strerror),
                where=printable(path),
            ) from None
        return cls(name, content, hashlib.sha256(content).hexdigest())


def printable(path: Path | str) -> str:
    """`path` as text that can be written anywhere; bytes that are no UTF-8 show as “�”."""
    return os.fsencode(path).decode("utf-8", "replace")


def unpack(source: Source, *, limit: int = UNPACKED_LIMIT) -> bytes:
    """
    The content with its compression taken off, if it has any; at most `limit` bytes of it.

    Raises
    ------
    EvidenceError
        If the archive is cut off or damaged, or unpacks beyond the limit.
    """
    for magic, name, opener in _PACKERS:
        if not source.content.startswith(magic):
            continue
        unpacked = io.BytesIO()
        try:
            with opener(io.BytesIO(source.content), "rb") as stream:
                while block := stream.read(_STEP):
                    unpacked.write(block)
                    if unpacked.tell() > limit:
                        raise EvidenceError(
                            _("{name} unpacks to more than {size} bytes").format(
                                name=source.name, size=f"{limit:,}"
                            ),
                            where=source.name,
                        )
        except (EOFError, OSError, lzma.LZMAError, zlib.error, ValueError) as error:
            raise EvidenceError(
                _("the {packer} archive is cut off or damaged: {why}").format(packer=name, why=error),
                where=source.name,
                hint=_("fetch the file again; its publisher's size and checksum tell whether it is whole"),
            ) from None
        return unpacked.getvalue()
    return source.content


def check_workbook(source: Source) -> None:
    """Refuse a workbook whose archive is damaged or would unpack beyond the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise EvidenceError(
            _("the workbook is cut off or damaged: {why}").format(why=error),
            where=source.name,
            hint=_("fetch the file again; its publisher's size and checksum tell whether it is whole"),
        ) from None
    if len(members) > WORKBOOK_PARTS or sum(m.file_size for m in members) > UNPACKED_LIMIT:
        raise EvidenceError(
            _("the workbook unpacks to more than a workbook of statistics would"),
            where=source.name,
            expected=_("at most {parts} parts and {size} bytes").format(
                parts=WORKBOOK_PARTS, size=f"{UNPACKED_LIMIT:,}"
            ),
        )


@dataclass(frozen=True)
class Decoded:
    """Text and how it had been written."""

    text: str
    encoding: str


def decode(content: bytes, *, name: str) -> Decoded:
    """
    The text of a file in UTF-8 (with or without byte-order mark) or, failing that, Latin-1.

    Raises
    ------
    EvidenceError
        For an empty file, a web page, a binary file, UTF-16, or text decoded twice (mojibake).
    """
    if not content.strip():
        raise EvidenceError(_("the file is empty"), where=name, hint=_("fetch it again"))
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")):
        raise EvidenceError(
            _("this is a web page, not a file of figures"),
            where=_("{name}, line 1").format(name=name),
            expected=_("a table in CSV or a workbook"),
            hint=_(
                "the server answered with a page (often “access denied” or “not found”): download it again"
            ),
        )
    if b"\x00" in content[:65536]:
        raise EvidenceError(
            _("this is not text: it holds NUL bytes"), where=name, expected=_("CSV in UTF-8 or Latin-1")
        )
    try:
        decoded = Decoded(content.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError:
        decoded = Decoded(content.decode("latin-1"), "latin-1")
    _refuse_mojibake(decoded.text, name=name)
    return decoded


# the letters of Spanish in UTF-8, taken for the encodings of Unix, Windows (where two have no
# counterpart) and the Macintosh; and two words of SESNSP in Latin-1, taken for the Macintosh's
_MOJIBAKE = (
    *(letter.encode("utf-8").decode("latin-1") for letter in "áéíóúñüÁÉÍÓÚÑ"),
    *(letter.encode("utf-8").decode("cp1252") for letter in "ÉÓÚÑ"),
    *(letter.encode("utf-8").decode("mac_roman") for letter in "áéíóúñüÁÉÍÓÚÑ"),
    "\ufffd",
    "AÒo",
    "jurÌdico",
)
_TELLTALE = "Ã√\ufffdÒÌ"


def _refuse_mojibake(text: str, *, name: str) -> None:
    if not any(letter in text for letter in _TELLTALE):
        return  # nearly every file: one fast look for each letter
    found = [at for wrong in _MOJIBAKE if (at := text.find(wrong)) >= 0]
    if not found:
        return
    at = min(found)
    start = max(text.rfind("\n", 0, at) + 1, at - 12)
    raise EvidenceError(
        _("the text was decoded with the wrong encoding before: “{sample}”").format(
            sample=text[start : at + 12].splitlines()[0]
        ),
        where=_("{name}, line {line}").format(name=name, line=text.count("\n", 0, at) + 1),
        expected=_("CSV in UTF-8 or Latin-1, as published"),
        hint=_("take the file from its publisher again instead of a re-saved copy"),
    )


def write_folder(target: Path, files: dict[str, bytes], *, scratch: Path) -> None:
    """
    Write `files` as the folder `target`, whole or not at all; an existing folder is left as it is.

    What a killed process leaves behind lies in `scratch`, where nobody takes it for a folder kept.
    """
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=scratch))
    try:
        for name, content in files.items():
            with (staging / name).open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        staging.chmod(0o755)
        staging.replace(target)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def keep(folder: Path, source: Source, note: Mapping[str, object], *, under: str) -> Path:
    """Keep the bytes of `source` with a note beside them; returns the folder they lie in."""
    target = folder / under / f"{source.sha256[:16]}"
    name = source.name if source.name.casefold() != _ABOUT else f"_{source.name}"
    about = tomlkit.document()
    for key, value in {"name": name, "sha256": source.sha256, "size": len(source.content), **note}.items():
        about[key] = value
    files = {name: source.content, _ABOUT: tomlkit.dumps(about).encode()}
    write_folder(target, files, scratch=folder / ".scratch")
    return target
