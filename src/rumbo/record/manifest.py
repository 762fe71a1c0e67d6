# SPDX-License-Identifier: Apache-2.0
"""The manifest of an edition: each of its files by path and SHA-256, as one canonical JSON object."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rumbo.record import canonical
from rumbo.record.canonical import Profile
from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = ["LARGEST_MANIFEST", "MANIFEST_NAME", "RECORD_FOLDER", "Manifest", "parse_manifest"]

LARGEST_MANIFEST = 2**25
MANIFEST_NAME = "manifest.json"
RECORD_FOLDER = "record"
_PROFILE = Profile(names=r"[^\\]{1,1024}", most_names=200_000, deepest=8, most_bytes=LARGEST_MANIFEST)
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Manifest:
    """
    What an edition is made of.

    Parameters
    ----------
    edition : str
        Its name.
    files : dict of str to str
        SHA-256, in hex, by path with slashes.
    """

    edition: str
    files: dict[str, str]


def parse_manifest(data: bytes) -> Manifest:
    """
    Read ``manifest.json``.

    Raises
    ------
    RefusedError
        If it is not canonical JSON, has no ``edition`` or ``files``, or a path in it could lead out of
        the edition, into its record, or to another file on a system that ignores case.
    """
    read = canonical.loads(data, profile=_PROFILE)
    edition, files = (read.get("edition"), read.get("files")) if isinstance(read, dict) else (None, None)
    if not isinstance(edition, str) or not isinstance(files, dict):
        raise RefusedError(both('the manifest has no "edition" or no "files"'))
    listed: dict[str, str] = {}
    for path, digest in files.items():
        if not _is_safe(path):
            raise RefusedError(both('"{path}" may not be a path in a manifest', path=shown(path)))
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise RefusedError(both('"{path}" has no SHA-256 in the manifest', path=shown(path)))
        listed[path] = digest
    if len({path.casefold() for path in listed}) != len(listed):
        raise RefusedError(both("two paths in the manifest differ in case only"))
    return Manifest(edition, listed)


def _is_safe(path: str) -> bool:
    parts = path.split("/")
    return (
        all(part not in ("", ".", "..") and len(part.encode()) <= 255 and ":" not in part for part in parts)
        and path.casefold() != MANIFEST_NAME
        and parts[0].casefold() != RECORD_FOLDER
    )
