# SPDX-License-Identifier: Apache-2.0
"""
Places and their codes.

The list is `places.toml`, and `municipalities.csv` for the municipalities of Mexico (codes and names
of INEGI's catalogue, under its terms of free use). A publisher's spelling is matched without regard to
case or doubled blanks, inside one group only (a state is never matched against a border region).
"""

from __future__ import annotations

import csv
import difflib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from rumbo.errors import InputError
from rumbo.terms.language import gettext as _
from rumbo.terms.text import Text


@dataclass(frozen=True)
class Place:
    """A nation, state, municipality, city, border region, field office or sector."""

    id: str
    group: str
    name: Text
    parent: str | None = None
    codes: dict[str, str] = field(default_factory=dict)
    written: tuple[str, ...] = ()


def spelling(written: str) -> str:
    """The form in which spellings are compared."""
    return " ".join(written.split()).casefold()


@cache
def places() -> dict[str, Place]:
    """Every place by id."""
    document = tomllib.loads(files("rumbo.terms").joinpath("places.toml").read_text("utf-8"))
    listed: dict[str, Place] = {}
    for row in document["place"]:
        name = Text(**row["name"])
        listed[row["id"]] = Place(
            id=row["id"],
            group=row["group"],
            name=name,
            parent=row.get("parent"),
            codes=row.get("codes", {}),
            written=(name.en, name.es, *row.get("written", ())),
        )
    return listed | _municipalities({p.codes["inegi"]: p.id for p in listed.values() if "inegi" in p.codes})


def _municipalities(states: dict[str, str]) -> dict[str, Place]:
    """The municipalities of Mexico by id, “mx-” and INEGI's five digits; `states` by the first two."""
    with files("rumbo.terms").joinpath("municipalities.csv").open(encoding="utf-8") as stream:
        return {
            f"mx-{code}": Place(
                id=f"mx-{code}",
                group="mx-municipalities",
                name=Text(name, name),
                parent=states[code[:2]],
                codes={"inegi": code},
                written=(name,),
            )
            for code, name in list(csv.reader(stream))[1:]
        }


@cache
def spellings(groups: tuple[str, ...], code: str | None = None) -> dict[str, str]:
    """
    Spelling → place id for the places of `groups`: by the code called `code`, else by name.

    Examples
    --------
    >>> spellings(("us-states",), "postal")["tx"], spellings(("mx-states",))["michoacán de ocampo"]
    ('us-tx', 'mx-mic')
    """
    found: dict[str, str] = {}
    for place in places().values():
        if place.group not in groups:
            continue
        for written in (place.codes.get(code, ""),) if code else place.written:
            if written:
                found[spelling(written)] = place.id
    return found


def place(name: str) -> Place:
    """The place called `name` (an id); `InputError` listing the nearest ids otherwise."""
    listed = places()
    if name in listed:
        return listed[name]
    near = difflib.get_close_matches(name.lower(), listed, n=4, cutoff=0.5)
    raise InputError(
        _('"{value}" is not a place').format(value=name),
        expected=_("a place id, such as {names}").format(names=", ".join(near or ["us", "mx", "mx-chh"])),
    )
