# SPDX-License-Identifier: Apache-2.0
import json

import pytest
from hypothesis import given, strategies as st

from rumbo.errors import RecordError
from rumbo.record import canonical

names = st.from_regex("[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=8).map(
    lambda text: __import__("unicodedata").normalize("NFC", text)
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (b'{"a":1,"a":2}', "stands twice"),
        (b'{"a":1.5}', "not an integer"),
        (b'{"a":1e3}', "not an integer"),
        (b'{"a":NaN}', "not an integer"),
        (b'{"a":-Infinity}', "not an integer"),
        (b'{"a":9007199254740992}', "beyond"),
        (b'{"a":' + b"1" * 4000 + b"}", "beyond"),
        (b'{"a":-0}', "canonical form"),
        (b'{"a": 1}', "canonical form"),
        (b'{"b":1,"a":2}', "canonical form"),
        (b'{"a":"\\u0041"}', "canonical form"),
        (b'{"a":"\\u0001"}', "control"),
        (b'{"a":"\\ud800"}', "control"),
        ('{"a":"\u202e"}'.encode(), "control"),
        ('{"a":"\u2028"}'.encode(), "control"),
        ('{"a":"e\u0301"}'.encode(), "NFC"),
        (b'{"A":1}', "may not be a name"),
        (b'{"a b":1}', "may not be a name"),
        (b'{"a\\n":1}', "may not be a name"),
        (b"[" * 9 + b"]" * 9, "nested deeper"),
        (b"[" * 60_000, "nested deeper"),
        (b'{"a":"\xff"}', "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b"", "not JSON"),
        (b"{}{}", "not JSON"),
        (b'"' + b"a" * 70_000 + b'"', "longer"),
        (b"[" + b'"' + b"\\" * 40_000, "not JSON"),
        (json.dumps({f"a{i}": 1 for i in range(65)}, separators=(",", ":")).encode(), "more than 64"),
    ],
)
def test_what_parsers_disagree_on_is_refused(written: bytes, words: str) -> None:
    with pytest.raises(RecordError, match=words):
        canonical.loads(written)


@given(values)
def test_what_is_written_reads_back_the_same(value: canonical.Json) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(st.binary(max_size=60) | st.text(max_size=40).map(str.encode))
def test_any_bytes_are_read_in_their_one_form_or_refused(data: bytes) -> None:
    try:
        value = canonical.loads(data)
    except RecordError:
        return
    assert canonical.dumps(value) == data


@pytest.mark.parametrize("value", [1.5, {"a": {1: 2}}, {1: 2}, b"x", [[[[[[[[[1]]]]]]]]]], ids=str)
def test_what_the_profile_lacks_is_not_written(value: canonical.Json) -> None:
    with pytest.raises(RecordError):
        canonical.dumps(value)


def test_brackets_inside_texts_are_no_nesting() -> None:
    assert canonical.loads(b'["[[[[[[[[[[[[\\"[[["]') == ['[[[[[[[[[[[["[[[']
