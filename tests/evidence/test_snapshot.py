# SPDX-License-Identifier: Apache-2.0
"""Bytes as served: compression, encodings, and what is no file of figures."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import EvidenceError, InputError
from rumbo.evidence.snapshot import Source, check_workbook, decode, keep, unpack

Given = Callable[[str, bytes | str], Source]
TEXT = "Año,Entidad\n2019,Michoacán\n" * 400


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_compression_is_recognised_by_content_whatever_the_name_says(
    given: Given, pack: Callable[[bytes], bytes]
) -> None:
    assert unpack(given("table.txt", pack(TEXT.encode()))) == TEXT.encode()


@pytest.mark.parametrize(
    ("pack", "word"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2"), (lzma.compress, "xz")]
)
@pytest.mark.parametrize("kept", [0.5, 0.95])
def test_a_cut_off_archive_is_refused(
    given: Given, pack: Callable[[bytes], bytes], word: str, kept: float
) -> None:
    whole = pack(os.urandom(5000))

    with pytest.raises(EvidenceError, match=f"the {word} archive is cut off or damaged"):
        unpack(given("table.csv", whole[: int(len(whole) * kept)]))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_damaged_archive_is_refused(given: Given, pack: Callable[[bytes], bytes]) -> None:
    whole = bytearray(pack(os.urandom(5000)))
    for at in range(60, 90):
        whole[at] ^= 0xFF

    with pytest.raises(EvidenceError, match="cut off or damaged"):
        unpack(given("table.csv", bytes(whole)))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_an_archive_that_unpacks_beyond_the_limit_is_refused(
    given: Given, pack: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(EvidenceError, match="unpacks to more than 2,000,000 bytes"):
        unpack(given("bomb.csv", pack(bytes(9_000_000))), limit=2_000_000)


def workbook(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def test_a_workbook_of_too_many_parts_is_refused(given: Given) -> None:
    bomb = workbook({f"xl/{n}.xml": b"x" for n in range(201)})

    with pytest.raises(EvidenceError, match="unpacks to more than a workbook of statistics would"):
        check_workbook(given("bomb.xlsx", bomb))


def test_a_workbook_that_says_it_unpacks_beyond_the_limit_is_refused(given: Given) -> None:
    small = workbook({"xl/sheet.xml": bytes(1000)})
    lying = small.replace((1000).to_bytes(4, "little"), (2**31).to_bytes(4, "little"))
    assert lying != small

    with pytest.raises(EvidenceError, match="unpacks to more than a workbook of statistics would"):
        check_workbook(given("bomb.xlsx", lying))


def test_a_cut_off_workbook_is_refused(given: Given) -> None:
    with pytest.raises(EvidenceError, match="the workbook is cut off or damaged"):
        check_workbook(given("cut.xlsx", workbook({"xl/sheet.xml": os.urandom(4000)})[:2000]))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("latin-1"), "latin-1"),
    ],
    ids=["UTF-8", "UTF-8 with byte-order mark", "Latin-1"],
)
def test_the_two_encodings_publishers_use_give_the_same_text(content: bytes, encoding: str) -> None:
    decoded = decode(content, name="t.csv")

    assert (decoded.text, decoded.encoding) == (TEXT, encoding)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b" \r\n\t", "the file is empty"),
        (b"<!DOCTYPE html><html><body>Access denied</body></html>", "this is a web page"),
        (b"\xef\xbb\xbf\n  <html lang=es>", "this is a web page"),
        (b"<?xml version='1.0'?><Error>AccessDenied</Error>", "this is a web page"),
        (b"a,b\n1,\x002\n", "it holds NUL bytes"),
        ("a,b\n1,2\n".encode("utf-16"), "it holds NUL bytes"),
        (b"%PDF-1.4\n\x00\x01", "it holds NUL bytes"),
    ],
)
def test_what_is_no_file_of_figures_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(EvidenceError, match=what):
        decode(content, name="t.csv")


@pytest.mark.parametrize(
    ("wrong", "text"),
    [("latin-1", TEXT), ("cp1252", "a,b\n1,2\nx,MÉXICO\n"), ("mac_roman", TEXT)],
)
def test_text_decoded_wrongly_before_is_refused_with_its_line(wrong: str, text: str) -> None:
    garbled = text.encode("utf-8").decode(wrong)

    with pytest.raises(EvidenceError, match="decoded with the wrong encoding before") as refused:
        decode(garbled.encode("utf-8"), name="t.csv")

    line = next(n for n, row in enumerate(text.splitlines(), start=1) if not row.isascii())
    assert refused.value.faults[0].where == f"t.csv, line {line}"


def test_latin_1_taken_for_the_macintosh_is_refused() -> None:
    garbled = TEXT.encode("latin-1").decode("mac_roman")

    with pytest.raises(EvidenceError, match="AÒo"):
        decode(b"\xef\xbb\xbf" + garbled.encode("utf-8"), name="t.csv")


def test_mojibake_far_down_a_long_file_is_found() -> None:
    far = "a,b\n" * 600_000 + "x,MichoacÃ¡n\n"

    with pytest.raises(EvidenceError) as refused:
        decode(far.encode(), name="t.csv")

    assert refused.value.faults[0].where == "t.csv, line 600001"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.csv cannot be read: No such file"):
        Source.read(tmp_path / "nothing.csv")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        Source.read(tmp_path)


def test_a_name_that_is_no_text_is_kept_readable(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"v\xedctimas.csv")
    path.write_bytes(b"a\n1\n")

    source = Source.read(path)

    assert source.name == "v�ctimas.csv"
    assert (keep(tmp_path, source, {}, under="quarantine") / source.name).read_bytes() == b"a\n1\n"


def test_bytes_are_kept_once_beside_a_note_that_names_them(tmp_path: Path, given: Given) -> None:
    source = given("a.csv", "a\n1\n")

    folder = keep(tmp_path, source, {"verdict": "first"}, under="quarantine")
    again = keep(tmp_path, source, {"verdict": "second"}, under="quarantine")

    assert folder == again
    assert sorted(p.name for p in folder.iterdir()) == ["a.csv", "about.toml"]
    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    assert about == {
        "name": "a.csv", "sha256": hashlib.sha256(b"a\n1\n").hexdigest(), "size": 4, "verdict": "first"
    }  # fmt: skip


def test_a_file_called_like_the_note_loses_no_bytes(tmp_path: Path, given: Given) -> None:
    folder = keep(tmp_path, given("about.toml", "a\n1\n"), {}, under="quarantine")

    about = tomllib.loads((folder / "about.toml").read_text("utf-8"))
    assert (folder / about["name"]).read_bytes() == b"a\n1\n"
