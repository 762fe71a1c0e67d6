# SPDX-License-Identifier: Apache-2.0
"""The plans that come with Rumbo, and the edition and record each is shown with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from rumbo.errors import InputError
from rumbo.plan.documents import PartyCode, Plan
from rumbo.plan.folder import HEAD_FILE, read_head, read_plan
from rumbo.plan.refusals import nearest, shown
from rumbo.terms import Text, gettext as _


@dataclass(frozen=True)
class Pack:
    """
    A plan that can be opened by name.

    Parameters
    ----------
    id, title : str, Text
        What it is called.
    parties : tuple of str
        Codes of the parties, in the order of the pack.
    plan : Plan
        All its documents.
    as_of_days : tuple of date
        The days whose knowledge its edition shows, oldest first.
    domain : str
        The domain under which the parties' logs are named.
    folder : Traversable
        Where its files lie.
    """

    id: str
    title: Text
    parties: tuple[PartyCode, ...]
    plan: Plan
    as_of_days: tuple[dt.date, ...]
    domain: str
    folder: Traversable


def pack_names() -> list[str]:
    """The packs that are there, in order of name."""
    root = files("rumbo").joinpath("packs")
    return sorted(entry.name for entry in root.iterdir() if (entry / HEAD_FILE).is_file())


def pack_folder(name: str) -> Traversable:
    """The folder of the pack called `name`; `InputError` listing those that are there."""
    names = pack_names()
    if name not in names:
        raise InputError(
            _('"{name}" is not a pack').format(name=shown(name)),
            expected=", ".join(names),
            hint=nearest(name, names),
        )
    return files("rumbo").joinpath("packs").joinpath(name)


def read_pack(name: str = "us-mexico") -> Pack:
    """
    Read the pack called `name`.

    Raises
    ------
    InputError
        If there is no such pack, or listing every fault of its files.

    Examples
    --------
    >>> read_pack("us-mexico").as_of_days[0]
    datetime.date(2020, 3, 31)
    """
    folder = pack_folder(name)
    head = read_head(folder)
    return Pack(
        id=head.id,
        title=head.title,
        parties=head.parties,
        plan=read_plan(folder),
        as_of_days=tuple(sorted(dt.date.fromisoformat(day) for day in head.edition.as_of)),
        domain=head.record.domain if head.record else "",
        folder=folder,
    )
