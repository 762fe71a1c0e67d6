# SPDX-License-Identifier: Apache-2.0
"""
Why a document was refused, in words: the value, what was expected and, for a misspelt name, the nearest one.

Pydantic finds the faults of form; what it says about them is for programmers, so it is said again here.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rumbo.plan.lines import KeyPath
from rumbo.terms import LANGUAGES, gettext as _

SHOWN = 60


@dataclass(frozen=True)
class Refusal:
    """One fault of a document, at the key `path`; it has no file or line yet."""

    path: KeyPath
    what: str
    expected: str | None = None
    hint: str | None = None


def shown(value: object) -> str:
    """`value` as an error prints it: as it would be written, cut where it is long."""
    match value:
        case bool():
            text = "true" if value else "false"
        case dt.datetime() | dt.date() | dt.time():
            text = value.isoformat()
        case str() | int() | float():
            text = str(value)
        case dict():
            text = "{ " + ", ".join(f"{key} = …" for key in value) + " }" if value else "{}"
        case list():
            text = "[…]" if value else "[]"
        case _:
            text = type(value).__name__
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def key_name(path: KeyPath) -> str:
    """
    A key path as people read it.

    Examples
    --------
    >>> key_name(("baselines", 0, "period"))
    'baselines[0].period'
    """
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in path)
    return written.removeprefix(".")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the known name most like `name`, if one is close."""
    listed = list(known)
    lower = {item.casefold(): item for item in listed}
    found = difflib.get_close_matches(name[:SHOWN].casefold(), lower, n=1, cutoff=0.6)
    return f'"{lower[found[0]]}"' if found else None


def of_form(model: type[BaseModel], error: ValidationError) -> list[Refusal]:
    """Every fault of form that pydantic found, in words."""
    return [_in_words(model, detail) for detail in error.errors(include_url=False)]


def _in_words(model: type[BaseModel], detail: ErrorDetails) -> Refusal:
    path: KeyPath = tuple(detail["loc"])
    key = shown(path[-1]) if path else ""
    value = shown(detail["input"])
    context: dict[str, Any] = detail.get("ctx", {})
    expected: str | None = None
    hint: str | None = None
    match detail["type"]:
        case "missing":
            what = _('"{key}" is missing').format(key=key)
            expected = _expected_of(model, path)
        case "extra_forbidden":
            known = _fields(model, path[:-1])
            what = _('"{key}" is not a key of this table').format(key=key)
            expected = ", ".join(known)
            hint = nearest(str(path[-1]), known)
        case "literal_error":
            words = re.findall(r"'([^']+)'", str(context["expected"]))
            what = _('"{value}" is not one of the words for {key}').format(value=value, key=key_name(path))
            expected = ", ".join(words)
            hint = nearest(value, words)
        case "rumbo":
            what, expected = str(context["what"]), context["expected"]
        case "language":
            what = _('"{name}" is not a language of the plan').format(name=shown(context["name"]))
            expected = ", ".join(LANGUAGES)
        case "finite_number":
            what = _("{value} is not a figure").format(value=value)
            expected = _("a finite number")
        case kind:
            what = _("{key} cannot be {value}").format(key=key_name(path), value=value)
            expected = _expected(kind)
    return Refusal(path, what, expected, hint)


def _expected(kind: str) -> str:
    """What stands in a field of the kind that failed."""
    forms = {
        "bilingual": _('a text in both languages: { en = "…", es = "…" }'),
        "period": _('a period in quotation marks: "2019", "2019-05", "2019-Q2" or "FY2019"'),
        "string_type": _("a text in quotation marks"),
        "float_type": _("a number, without quotation marks"),
        "int_type": _("a whole number, without quotation marks"),
        "bool_type": _("true or false"),
        "tuple_type": _("a list in square brackets"),
        "model_type": _("a table with its own keys"),
    }
    return forms.get(kind, _("another kind of value; see docs/plan.md"))


def _expected_of(model: type[BaseModel], path: KeyPath) -> str | None:
    """The words a missing key may hold, where there are few."""
    part = _part(model, path[:-1])
    field = part.model_fields.get(str(path[-1])) if part else None
    words = getattr(field.annotation, "__args__", ()) if field else ()
    return ", ".join(words) if words and all(isinstance(word, str) for word in words) else None


def _fields(model: type[BaseModel], path: KeyPath) -> list[str]:
    part = _part(model, path)
    return list(part.model_fields) if part else []


def _part(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model of the table at `path` below `model`."""
    part: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, str) and part:
            field = part.model_fields.get(step)
            part = _model_in(field.annotation) if field else None
    return part


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The document part named in a type such as ``tuple[Baseline, ...]`` or ``Definition | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if found := _model_in(inner):
            return found
    return None
