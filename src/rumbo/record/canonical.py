# SPDX-License-Identifier: Apache-2.0
"""
JSON that has one spelling only: RFC 8785 (JCS) under a narrow profile, checked when read.

A signature covers bytes. Two readers must never see different things in the same bytes, nor the same
thing in different bytes; so what is read is written again and has to come out equal, and everything on
which parsers are known to disagree (names twice, floats, huge integers, lone surrogates) is refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

import rfc8785

from rumbo.record.refusal import RefusedError, shown
from rumbo.terms.language import both

__all__ = ["ENTRY", "Json", "Profile", "dumps", "loads"]

Json = bool | int | str | list["Json"] | dict[str, "Json"] | None

_LARGEST_INTEGER = 2**53 - 1
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_BYTES_OF_NUMBER = 17


@dataclass(frozen=True)
class Profile:
    """
    The limits one kind of JSON text is read under.

    Parameters
    ----------
    names : str
        Regular expression that each name of an object matches in full.
    most_names : int
        Names in one object.
    deepest : int
        Levels of nesting; an object of plain values has one.
    most_bytes : int
        Bytes of the whole text.
    """

    names: str = "[a-z][a-z0-9_]{0,39}"
    most_names: int = 64
    deepest: int = 8
    most_bytes: int = 65_535


ENTRY = Profile()


def dumps(value: Json, *, profile: Profile = ENTRY) -> bytes:
    """
    `value` in canonical form; `RefusedError` if the profile does not allow it.

    Examples
    --------
    >>> dumps({"v": 1, "kind": "note"})
    b'{"kind":"note","v":1}'
    """
    _check_value(value, profile, level=0)
    return rfc8785.dumps(value)


def loads(data: bytes, *, profile: Profile = ENTRY, is_canonical: bool = True) -> Json:
    """
    The value written in `data`.

    Parameters
    ----------
    data : bytes
        UTF-8 text, any bytes at all.
    profile : Profile
        Limits to read it under.
    is_canonical : bool
        Refuse any spelling but the canonical one: always, save for what a person has typed.

    Raises
    ------
    RefusedError
        If `data` is not JSON, leaves the profile, or is not canonical.
    """
    if len(data) > profile.most_bytes:
        raise RefusedError(both("the JSON text is longer than {limit} bytes", limit=profile.most_bytes))
    try:
        text = data.decode("utf-8")
        _check_depth(text, profile)
        value: Json = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except (ValueError, RecursionError):
        raise RefusedError(
            both("these bytes are not JSON text in UTF-8: {value}", value=shown(data[:60]))
        ) from None
    again = dumps(value, profile=profile)
    if is_canonical and again != data:
        raise RefusedError(
            both("this JSON text is not in canonical form (RFC 8785): {value}", value=shown(data[:60]))
        )
    return value


def _check_depth(text: str, profile: Profile) -> None:
    """Count brackets outside strings first, so that no parser has to recurse into a bomb."""
    level = 0
    for bracket in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        level += 1 if bracket in "[{" else -1
        if level > profile.deepest:
            raise RefusedError(both("JSON is nested deeper than {limit} levels", limit=profile.deepest))


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    read: dict[str, Json] = {}
    for name, value in pairs:
        if name in read:
            raise RefusedError(both('the name "{name}" stands twice in one JSON object', name=shown(name)))
        read[name] = value
    return read


def _integer(written: str) -> int:
    if len(written) > _MOST_BYTES_OF_NUMBER:
        raise RefusedError(both("the integer {value} is beyond ±(2^53 − 1)", value=shown(written[:40])))
    return int(written)


def _no_float(written: str) -> NoReturn:
    raise RefusedError(
        both("{value} is not an integer; amounts are written as strings", value=shown(written[:40]))
    )


def _check_value(value: object, profile: Profile, *, level: int) -> None:
    match value:
        case None | bool():
            return
        case int():
            if abs(value) > _LARGEST_INTEGER:
                raise RefusedError(both("the integer {value} is beyond ±(2^53 − 1)", value=shown(value)))
        case str():
            _check_string(value)
        case dict() | list() if level >= profile.deepest:
            raise RefusedError(both("JSON is nested deeper than {limit} levels", limit=profile.deepest))
        case dict():
            _check_names(value, profile)
            for member in value.values():
                _check_value(member, profile, level=level + 1)
        case list():
            for member in value:
                _check_value(member, profile, level=level + 1)
        case _:
            raise RefusedError(
                both("{value} is not an integer; amounts are written as strings", value=shown(value))
            )


def _check_names(names: Iterable[object], profile: Profile) -> None:
    listed = list(names)
    if len(listed) > profile.most_names:
        raise RefusedError(both("a JSON object holds more than {limit} names", limit=profile.most_names))
    for name in listed:
        if not isinstance(name, str) or not re.fullmatch(profile.names, name):
            raise RefusedError(both('"{name}" may not be a name in a JSON object', name=shown(name)))
        _check_string(name)


def _check_string(value: str) -> None:
    if _UNSAFE.search(value) or not unicodedata.is_normalized("NFC", value):
        raise RefusedError(
            both(
                'the text "{value}" holds a control, direction or separator character, or is not NFC',
                value=shown(value),
            )
        )
