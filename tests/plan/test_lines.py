# SPDX-License-Identifier: Apache-2.0
"""The line of every key, however TOML lets it be written."""

import string
import tomllib
from typing import Any

from hypothesis import given, strategies as st

from rumbo.plan.lines import KeyPath, key_lines
from rumbo.plan.pack import read_pack

TEXT = '''\
# a comment with = and [brackets]
id = "a # no comment"   # one
"quoted key" = 'x'
dotted . "key" . c = 1

list = [
    1,  # first
    { a = "]", b = [2, 3] },
]
long = """
[not.a.table]
es = "no key"
"""
raw = \'\'\'
x = 1\'\'\'
[table]
en = "E"
[table.inner]
when = 2020-01-01 07:32:00
[[items]]
n = 1
[items.note]
es = "uno"
[[items]]
n = 2
[[items.sub]]
k = {}
'''


def paths(value: Any, path: KeyPath = ()) -> set[KeyPath]:
    if isinstance(value, dict):
        return {path}.union(*(paths(item, (*path, key)) for key, item in value.items()))
    if isinstance(value, list):
        return {path}.union(*(paths(item, (*path, n)) for n, item in enumerate(value)))
    return {path}


def test_every_form_of_key_has_its_line() -> None:
    lines = key_lines(TEXT)

    assert lines == {
        ("id",): 2, ("quoted key",): 3, ("dotted",): 4, ("dotted", "key"): 4, ("dotted", "key", "c"): 4,
        ("list",): 6, ("list", 0): 7, ("list", 1): 8, ("list", 1, "a"): 8, ("list", 1, "b"): 8,
        ("list", 1, "b", 0): 8, ("list", 1, "b", 1): 8, ("long",): 10, ("raw",): 14, ("table",): 16,
        ("table", "en"): 17, ("table", "inner"): 18, ("table", "inner", "when"): 19, ("items",): 20,
        ("items", 0): 20, ("items", 0, "n"): 21, ("items", 0, "note"): 22, ("items", 0, "note", "es"): 23,
        ("items", 1): 24, ("items", 1, "n"): 25, ("items", 1, "sub"): 26, ("items", 1, "sub", 0): 26,
        ("items", 1, "sub", 0, "k"): 27,
    }  # fmt: skip
    assert set(lines) == paths(tomllib.loads(TEXT)) - {()}


def test_escaped_quotes_end_no_text() -> None:
    assert key_lines('a = "x\\"y = 1"\nb = """q"" \\""" """\nc = \'\'\nd = 2\n') == {
        ("a",): 1, ("b",): 2, ("c",): 3, ("d",): 4,
    }  # fmt: skip


def test_every_key_of_the_pack_is_found() -> None:
    folder = read_pack().folder
    for kind in ("indicators", "goals", "frameworks", "commitments"):
        for entry in folder.joinpath(kind).iterdir():
            text = entry.read_text("utf-8")
            assert set(key_lines(text)) == paths(tomllib.loads(text)) - {()}


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1), st.text(st.characters(codec="utf-8"))))
def test_keys_stand_where_they_were_written(said: dict[str, str]) -> None:
    written = [f"{key} = {quoted(value)}" for key, value in said.items()]

    lines = key_lines("\n".join(written))

    assert lines == {(key,): n for n, key in enumerate(said, start=1)}


def quoted(value: str) -> str:
    return '"' + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in value) + '"'
