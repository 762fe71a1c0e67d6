# SPDX-License-Identifier: Apache-2.0
"""
Where each page, download and asset is found.

Templates only ever ask an `Addresses`; the static edition answers with relative paths, so that it
works from a folder, a stick or any web server, and a site can answer with its own routes.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, Protocol

from rumbo.errors import PublishError
from rumbo.terms import Language, gettext as _

PageKind = Literal["front", "scorecard", "indicator", "commitments", "sources", "source", "claims", "verify"]
DataKind = Literal["vintages.csv", "vintages.json", "chart.vl.json"]


@dataclass(frozen=True, order=True)
class PageRef:
    """A page by kind and key: the as-of day, the indicator or the source it is about."""

    kind: PageKind
    key: str = ""


# Nothing is loaded from elsewhere and nothing in a page runs by itself; `file:` pages obey it too.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


class Addresses(Protocol):
    """Answers where something is, seen from the page being rendered."""

    @property
    def policy(self) -> str:
        """The content security policy to write into the page; empty where a server sends one."""

    @property
    def manifest(self) -> str:
        """Address of the edition's manifest."""

    def page(self, ref: PageRef, language: Language | None = None) -> str:
        """Address of a page, in the language of the current one unless another is named."""

    def data(self, indicator: str, kind: DataKind) -> str:
        """Address of an indicator's data."""

    def asset(self, name: str) -> str:
        """Address of a style sheet, script or font."""


def slug(name: str) -> str:
    """
    `name` as it may stand in an address.

    Examples
    --------
    >>> slug("Overdose deaths (US)"), slug("Percepción")
    ('overdose-deaths-us', 'percepcion')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not made:
        raise PublishError(
            _('"{value}" cannot be made into an address').format(value=name),
            expected=_("an id of letters, digits and hyphens"),
        )
    return made


def static_path(ref: PageRef, language: Language) -> str:
    """Path of a page inside an edition."""
    match ref.kind:
        case "front":
            return "index.html"
        case "scorecard":
            return f"{language}/as-of/{ref.key}/index.html" if ref.key else f"{language}/index.html"
        case "indicator":
            return f"{language}/indicators/{slug(ref.key)}.html"
        case "sources":
            return f"{language}/sources/index.html"
        case "source":
            return f"{language}/sources/{slug(ref.key)}.html"
        case _:
            return f"{language}/{ref.kind}.html"


def static_data_path(indicator: str, kind: DataKind, language: Language) -> str:
    """Path of an indicator's data inside an edition; only the chart has words, so a language."""
    name = f"chart.{language}.vl.json" if kind == "chart.vl.json" else kind
    return f"data/{slug(indicator)}/{name}"


@dataclass(frozen=True)
class StaticAddresses:
    """Relative paths inside an edition, seen from the page at `ref` in `language`."""

    ref: PageRef
    language: Language

    @property
    def policy(self) -> str:
        """The policy stands in the page, because a folder has no server to send it."""
        return POLICY

    @property
    def manifest(self) -> str:
        """Relative path of the manifest."""
        return self._from_here("manifest.json")

    def _from_here(self, path: str) -> str:
        return posixpath.relpath(path, posixpath.dirname(static_path(self.ref, self.language)) or ".")

    def page(self, ref: PageRef, language: Language | None = None) -> str:
        """Relative path of a page."""
        return self._from_here(static_path(ref, language or self.language))

    def data(self, indicator: str, kind: DataKind) -> str:
        """Relative path of an indicator's data."""
        return self._from_here(static_data_path(indicator, kind, self.language))

    def asset(self, name: str) -> str:
        """Relative path of an asset."""
        return self._from_here(f"assets/{name}")
