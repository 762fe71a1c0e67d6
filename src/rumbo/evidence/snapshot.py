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
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from rumbo.errors import EvidenceError, InputError
from rumbo.terms.language import gettext as _

PACKED_LIMIT = 200 * 1024 * 1024
UNPACKED_LIMIT = 1024 * 1024 * 1024
_STEP = 1 << 20
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
        try:
            size = path.stat().st_size
            if size > PACKED_LIMIT:
                raise InputError(
                    _("{name} has {size} bytes").format(name=path.name, size=f"{size:,}"),
                    where=str(path),
                    expected=_("at most {size} bytes").format(size=f"{PACKED_LIMIT:,}"),
                )
            content = path.read_bytes()
        except OSError as error:
            raise InputError(
                _("{name} cannot be read: {why}").format(name=path.name, why=error.strerror), where=str(path)
            ) from None
        return cls(path.name, content, hashlib.sha256(content).hexdigest())


def unpack(source: Source) -> bytes:
    """
    The content with its compression taken off, if it has any.

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
                    if unpacked.tell() > UNPACKED_LIMIT:
                        raise EvidenceError(
                            _("{name} unpacks to more than {size} bytes").format(
                                name=source.name, size=f"{UNPACKED_LIMIT:,}"
                            ),
                            where=source.name,
                        )
        except (EOFError, OSError, lzma.LZMAError, ValueError) as error:
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
            _("the workbook is cut off or damaged: {why}").format(why=error), where=source.name
        ) from None
    if len(members) > 200 or sum(m.file_size for m in members) > UNPACKED_LIMIT:
        raise EvidenceError(
            _("the workbook unpacks to more than a workbook of statistics would"),
            where=source.name,
            expected=_("at most 200 parts and {size} bytes").format(size=f"{UNPACKED_LIMIT:,}"),
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


_MOJIBAKE = (
    *(letter.encode("utf-8").decode("latin-1") for letter in "áéíóúñüÁÉÍÓÚÑ"),
    "\ufffd",
    "AÒo",
    "jurÌdico",
)


def _refuse_mojibake(text: str, *, name: str) -> None:
    sample = text[: 1 << 20]
    for wrong in _MOJIBAKE:
        at = sample.find(wrong)
        if at >= 0:
            line = sample.count("\n", 0, at) + 1
            start = max(sample.rfind("\n", 0, at) + 1, at - 12)
            raise EvidenceError(
                _("the text was decoded with the wrong encoding before: “{sample}”").format(
                    sample=sample[start : at + 12].splitlines()[0]
                ),
                where=_("{name}, line {line}").format(name=name, line=line),
                expected=_("CSV in UTF-8 or Latin-1, as published"),
                hint=_("take the file from its publisher again instead of a re-saved copy"),
            )


def write_folder(target: Path, files: dict[str, bytes]) -> None:
    """Write `files` as the folder `target`, whole or not at all; an existing folder is left as it is."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
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
    about = tomlkit.document()
    for key, value in {
        "name": source.name,
        "sha256": source.sha256,
        "size": len(source.content),
        **note,
    }.items():
        about[key] = value
    write_folder(
        target, {Path(source.name).name: source.content, "about.toml": tomlkit.dumps(about).encode()}
    )
    return target
