# SPDX-License-Identifier: Apache-2.0
"""The workspace folder: what lies where, how it is founded, how it is found again."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import tomlkit

from rumbo.errors import InputError
from rumbo.evidence.card import SourceCard, shipped_cards
from rumbo.evidence.intake import Intake, Step
from rumbo.evidence.series import Evidence
from rumbo.plan.documents import Plan
from rumbo.plan.folder import read_plan
from rumbo.plan.pack import Pack, read_pack
from rumbo.record import Record, found_record, open_record
from rumbo.terms import Text, both
from rumbo.terms.language import gettext as _
from rumbo.terms.period import parse_day
from rumbo.workspace.copying import copy_tree

SETTINGS = "rumbo.toml"


class Workspace:
    """
    A workspace that exists.

    Parameters
    ----------
    root : Path
        The folder that holds ``rumbo.toml``.

    Raises
    ------
    InputError
        If there is no workspace there, or its settings cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        try:
            self.settings = tomllib.loads((root / SETTINGS).read_text("utf-8"))
        except FileNotFoundError:
            raise InputError(
                _("there is no workspace here: {file} is missing").format(file=SETTINGS),
                where=str(root),
                hint="rumbo demo",
            ) from None
        except tomllib.TOMLDecodeError as error:
            raise InputError(
                _("the settings are not TOML: {why}").format(why=error), where=str(root / SETTINGS)
            ) from None

    @classmethod
    def find(cls, given: str | None = None) -> Workspace:
        """The workspace at `given`, else the one around the current folder."""
        if given:
            return cls(Path(given))
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise InputError(
            _("there is no workspace in {folder} or above it").format(folder=here),
            hint=_("rumbo demo makes one; or give its folder: rumbo -w FOLDER …"),
        )

    @classmethod
    def found(cls, root: Path, pack_name: str, *, now: dt.datetime) -> Workspace:
        """
        Make a workspace from a pack: settings, plan text, and a record with a log per party.

        Raises
        ------
        InputError
            If the folder exists and is not empty.
        """
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(
                _("{folder} exists and is not empty").format(folder=root.name),
                where=str(root),
                hint=_("name another folder, or delete this one"),
            )
        pack = read_pack(pack_name)
        root.mkdir(parents=True, exist_ok=True)
        copy_tree(files("rumbo") / "packs" / pack_name, root / "plan", leave_out=("figures",))
        for name in ("sources", "evidence", "assess", "dialogue", "publish"):
            (root / name).mkdir()
        found_record(root / "record", pack.parties, domain=pack.domain, at=now)
        # the settings come last: a folder without them is no workspace
        (root / SETTINGS).write_text(_settings(pack, now), "utf-8")
        return cls(root)

    @cached_property
    def cards(self) -> dict[str, SourceCard]:
        """The cards Rumbo ships, and those in ``sources/``, which come first."""
        return shipped_cards() | shipped_cards(self.root / "sources")

    @property
    def intake(self) -> Intake:
        """The evidence, for writing."""
        return Intake(self.root / "evidence", self.cards)

    @property
    def evidence(self) -> Evidence:
        """The evidence, for reading."""
        return Evidence(self.root / "evidence", self.cards)

    @cached_property
    def plan(self) -> Plan:
        """The plan as written in ``plan/``."""
        return read_plan(self.root / "plan")

    @property
    def record(self) -> Record:
        """The record of both parties."""
        return open_record(self.root / "record")

    @property
    def as_of_days(self) -> tuple[dt.date, ...]:
        """The days whose knowledge an edition shows, oldest first."""
        return tuple(sorted(parse_day(str(day)) for day in self.settings["edition"]["as_of"]))

    @property
    def signatures(self) -> tuple[Text, ...]:
        """
        Who can be said to sign what is published here.

        A record founded with both parties' keys on one machine proves that nothing was changed, not
        that a government signed: its editions say so.
        """
        if self.settings["record"].get("demonstration", True):
            return (both("demonstration keys, not by any government"),)
        return tuple(party.name for party in self.plan.parties)

    @property
    def pack_name(self) -> str:
        """The pack the workspace was founded from."""
        return str(self.settings["pack"])

    def fingerprint(self) -> str:
        """Changes whenever evidence, plan, cards or settings do; for those who keep what is made of them."""
        made_of = (self.root / name for name in ("plan", "sources", "evidence/tables"))
        files_ = (path for folder in made_of for path in sorted(folder.rglob("*")))
        parts = [f"{path}:{path.stat().st_mtime_ns}" for path in files_ if path.suffix in (".toml", ".json")]
        parts.append(str((self.root / SETTINGS).stat().st_mtime_ns))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def add_pack_figures(self, *, now: dt.datetime, step: Step | None = None) -> int:
        """Add the pack's files of figures to the evidence; returns how many releases they held."""
        say: Callable[[str, int, int], None] = step or (lambda _what, _done, _of: None)
        listed = figure_files(self.pack_name)
        releases = 0
        for n, path in enumerate(listed):
            say(path.name, n, len(listed))
            releases += len(self.intake.add(path, now=now))
        return releases


def figure_files(pack_name: str) -> list[Path]:
    """The files of figures that a pack ships."""
    folder = Path(str(files("rumbo") / "packs" / pack_name / "figures"))
    return sorted(folder.glob("*.csv"))


def _settings(pack: Pack, now: dt.datetime) -> str:
    document = tomlkit.document()
    document["pack"] = pack.id
    document["founded_at"] = now.isoformat(timespec="seconds")
    document["parties"] = list(pack.parties)
    document["edition"] = {"as_of": [day.isoformat() for day in pack.as_of_days]}
    document["record"] = {"domain": pack.domain, "demonstration": True}
    return tomlkit.dumps(document)
