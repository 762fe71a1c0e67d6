# SPDX-License-Identifier: Apache-2.0
"""The workspace's pages as of any day, kept until what they are made from changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from rumbo.publish.addresses import StaticAddresses
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.pages import Page
from rumbo.publish.rendering import render
from rumbo.terms import Language
from rumbo.workspace import Workspace
from rumbo.workspace.dossiers import edition_inputs

_KEPT_DAYS = 12
_KEPT_PAGES = 400


@dataclass(frozen=True)
class SiteAddresses(StaticAddresses):
    """The edition's relative addresses; the content security policy comes with the reply instead."""

    @property
    def policy(self) -> str:
        """Empty: the server sends it."""
        return ""


class Pages:
    """
    Page inputs by as-of day and pages by address, for one workspace.

    Parameters
    ----------
    workspace : Workspace
        Read again as soon as its evidence, plan or settings change.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.root
        self._workspace = workspace
        self._seen = ""
        self._inputs: OrderedDict[tuple[dt.date, ...], EditionInputs] = OrderedDict()
        self._pages: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def inputs(self, day: dt.date | None = None) -> EditionInputs:
        """What pages say: as of `day` too, where one is given."""
        with self._lock:
            return self._gathered(day)

    def _gathered(self, day: dt.date | None) -> EditionInputs:
        self._refresh()
        days = tuple(sorted({*self._workspace.as_of_days, *([day] if day else [])}))
        if days not in self._inputs:
            self._inputs[days] = edition_inputs(self._workspace, days=days, signed=False)
            while len(self._inputs) > _KEPT_DAYS:
                self._inputs.popitem(last=False)
        self._inputs.move_to_end(days)
        return self._inputs[days]

    def html(
        self,
        address: str,
        language: Language,
        make: Callable[[EditionInputs], Page],
        *,
        day: dt.date | None = None,
    ) -> str:
        """The page at `address`, rendered at most once for the same contents."""
        with self._lock:
            inputs = self._gathered(day)
            if address not in self._pages:
                page = make(inputs)
                self._pages[address] = render(page, SiteAddresses(page.frame.here, language))
                while len(self._pages) > _KEPT_PAGES:
                    self._pages.popitem(last=False)
            return self._pages[address]

    def _refresh(self) -> None:
        seen = self._workspace.fingerprint()
        if seen != self._seen:
            self._workspace = Workspace(self._root)
            self._inputs.clear()
            self._pages.clear()
            self._seen = seen
