# SPDX-License-Identifier: Apache-2.0
"""
A document written out as TOML, always in the same way.

Keys stand in the order of the model, plain values first and tables after them, one sentence per line,
so that two people who edit the same document make the smallest possible difference.
"""

from __future__ import annotations

import datetime as dt
import re

from pydantic import BaseModel

from rumbo.plan.documents import Document
from rumbo.terms import LANGUAGES, Period, Text

WIDTH = 110
_LAST = ("note", "sources")

# A sentence ends where a word of two letters or more, a figure or a bracket is followed by a full stop and
# a capital: "U.S. customs" and "E. Smith" stay together.
_SENTENCE = re.compile(r"(?<=[\w)\]\"”»%][\w)\]\"”»%][.?!]) (?=[A-ZÁÉÍÓÚÑ¿¡\"“«(])")
_BLANKS = "\u00a0\u202f"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def document_text(document: Document) -> str:
    """
    `document` as the text of its file.

    Examples
    --------
    >>> from rumbo.plan.documents import Event
    >>> event = Event(id="first-meeting", standing="stated", date="2019-08-27",
    ...               title=Text(en="First meeting", es="Primera reunión"))
    >>> print(document_text(event), end="")
    id = "first-meeting"
    standing = "stated"
    date = "2019-08-27"
    title = { en = "First meeting", es = "Primera reunión" }
    """
    return "\n".join(_table(document, ())) + "\n"


def _table(part: BaseModel, path: tuple[str, ...]) -> list[str]:
    """The lines of one table: plain keys, then its tables, then its lists of tables."""
    plain: list[str] = []
    tables: list[str] = []
    for name in _order(part):
        value = getattr(part, name)
        if name not in part.model_fields_set or value is None or value == ():
            continue
        line = f"{name} = {_inline(value)}"
        is_short = len(line) <= WIDTH and not _has_paragraph(value) and not _is_table_list(value)
        if is_short or not isinstance(value, (tuple, Text, BaseModel)):
            plain.append(line)
        elif isinstance(value, tuple) and not _is_table_list(value):
            plain += [f"{name} = [", *(f"    {_inline(item)}," for item in value), "]"]
        else:
            tables += _below(value, (*path, name))
    return plain + tables


def _order(part: BaseModel) -> list[str]:
    """Field names as a file lists them: what a document says first, its note and its sources last."""
    names = list(type(part).model_fields)
    if isinstance(part, Document):
        names = [name for name in names if name not in _LAST] + list(_LAST)
    return names


def _below(value: object, path: tuple[str, ...]) -> list[str]:
    """A value that needs a heading of its own: a text, a part, or a list of parts."""
    if isinstance(value, tuple):
        return [line for item in value for line in ["", f"[[{'.'.join(path)}]]", *_body(item, path)]]
    return ["", f"[{'.'.join(path)}]", *_body(value, path)]


def _body(value: object, path: tuple[str, ...]) -> list[str]:
    if isinstance(value, Text):
        return [f"{key} = {_paragraph(getattr(value, key))}" for key in LANGUAGES if getattr(value, key)]
    if isinstance(value, BaseModel):
        return _table(value, path)
    raise TypeError(f"{type(value).__name__} has no table form")


def _is_table_list(value: object) -> bool:
    """True for a list whose items do not fit on a line each, or are bilingual."""
    return isinstance(value, tuple) and any(
        isinstance(item, Text) or len(_inline(item)) > WIDTH or _has_paragraph(item) for item in value
    )


def _has_paragraph(value: object) -> bool:
    """True if `value` holds a text of several sentences, which deserves a line for each."""
    if isinstance(value, Text):
        return any(_SENTENCE.search(getattr(value, key)) for key in LANGUAGES)
    if isinstance(value, BaseModel):
        return any(_has_paragraph(getattr(value, name)) for name in type(value).model_fields)
    return False


def _paragraph(text: str) -> str:
    """A string with each of its sentences on its own line; the line ends are not part of it."""
    sentences = _SENTENCE.split(text)
    if len(sentences) == 1:
        return _string(text)
    return '"""\\\n    ' + " \\\n    ".join(_string(s)[1:-1] for s in sentences) + '\\\n    """'


def _string(text: str) -> str:
    escaped = (
        _ESCAPES.get(c) or (c if c.isprintable() or c in _BLANKS else f"\\U{ord(c):08x}") for c in text
    )
    return '"' + "".join(escaped) + '"'


def _inline(value: object) -> str:
    """`value` on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case Period():
            return _string(str(value))
        case dt.date() | int() | float():
            return str(int(value) if isinstance(value, float) and value.is_integer() else value)
        case tuple():
            return "[" + ", ".join(_inline(item) for item in value) + "]"
        case Text():
            pairs: dict[str, object] = {key: getattr(value, key) for key in LANGUAGES if getattr(value, key)}
        case BaseModel():
            pairs = {
                name: getattr(value, name)
                for name in type(value).model_fields
                if name in value.model_fields_set and getattr(value, name) not in (None, ())
            }
        case _:
            raise TypeError(f"{type(value).__name__} has no TOML form")
    return "{ " + ", ".join(f"{key} = {_inline(item)}" for key, item in pairs.items()) + " }"
