# SPDX-License-Identifier: Apache-2.0
"""The sources: who publishes what, under which licence, and which releases of it are held."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from rumbo.plan.words import PARTIES
from rumbo.publish import figures, words
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import EditionInputs, Precision, SourceSheet
from rumbo.publish.pages.frame import Frame, Link, Said, frame, say
from rumbo.terms import Language, gettext as _, ngettext, use_language
from rumbo.terms.period import day_label


@dataclass(frozen=True)
class SourceRow:
    """One source in the list."""

    title: Said
    page: PageRef
    publisher: Said
    country: str
    counts: Said
    coverage: str
    releases: str
    freshness: str
    licence: str


@dataclass(frozen=True)
class SourcesPage:
    """The list of sources."""

    template: ClassVar[str] = "sources.html"
    frame: Frame
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True)
class Release:
    """One release held."""

    day: str
    precision: str
    name: str


@dataclass(frozen=True)
class SourcePage:
    """The page of one source."""

    template: ClassVar[str] = "source.html"
    frame: Frame
    row: SourceRow
    citation: str
    addresses: tuple[str, ...]
    calendar: Said
    revision_policy: Said
    traps: tuple[Said, ...]
    series: str
    releases: tuple[Release, ...]
    indicators: tuple[Link, ...]


def _known(sheet: SourceSheet, inputs: EditionInputs) -> list[tuple[dt.date, Precision, str]]:
    """The releases that were public on the edition's own day, newest first."""
    held = [release for release in sheet.vintages if release[0] <= inputs.as_of_days[-1]]
    return sorted(held, key=lambda release: release[0], reverse=True)


def _freshness(sheet: SourceSheet, inputs: EditionInputs, language: Language) -> str:
    held = _known(sheet, inputs)
    if not held:
        return _("no release held")
    latest = held[0][0]
    age = figures.days_between(latest, inputs.as_of_days[-1])
    every = sheet.expected_every_days
    said = (
        ngettext(
            "last release {day}, {n} day before this edition; one is expected every {m} days",
            "last release {day}, {n} days before this edition; one is expected every {m} days",
            age,
        )
        if every and age > every
        else ngettext(
            "last release {day}, {n} day before this edition",
            "last release {day}, {n} days before this edition",
            age,
        )
    )
    return said.format(day=day_label(latest, language), n=f"{age:,}", m=every)


def _row(sheet: SourceSheet, inputs: EditionInputs, language: Language) -> SourceRow:
    held = _known(sheet, inputs)
    coverage = _("no figures held")
    if sheet.first_period and sheet.last_period:
        coverage = _("{first} to {last}").format(
            first=sheet.first_period.label(language), last=sheet.last_period.label(language)
        )
    return SourceRow(
        title=say(sheet.title, language),
        page=PageRef("source", sheet.id),
        publisher=say(sheet.publisher, language),
        country=PARTIES[sheet.country].said(language),
        counts=say(sheet.counts, language),
        coverage=coverage,
        releases=ngettext("{n} release held", "{n} releases held", len(held)).format(n=f"{len(held):,}"),
        freshness=_freshness(sheet, inputs, language),
        licence=sheet.licence,
    )


def sources_page(inputs: EditionInputs, language: Language) -> SourcesPage:
    """The list of all sources."""
    with use_language(language):
        return SourcesPage(
            frame=frame(
                inputs,
                language,
                PageRef("sources"),
                _("Where the figures come from"),
                description=_("Every source with its publisher, licence, releases held and traps."),
            ),
            sources=tuple(_row(sheet, inputs, language) for sheet in inputs.sources),
        )


def source_page(inputs: EditionInputs, sheet: SourceSheet, language: Language) -> SourcePage:
    """The page of `sheet`."""
    with use_language(language):
        return SourcePage(
            frame=frame(
                inputs,
                language,
                PageRef("source", sheet.id),
                sheet.title.said(language),
                description=sheet.counts.said(language),
                crumbs=(Link(_("Sources"), PageRef("sources")),),
            ),
            row=_row(sheet, inputs, language),
            citation=sheet.citation,
            addresses=tuple(page for page in sheet.pages if page.startswith(("https://", "http://"))),
            calendar=say(sheet.calendar, language),
            revision_policy=say(sheet.revision_policy, language),
            traps=tuple(say(trap, language) for trap in sheet.traps),
            series=ngettext("{n} series", "{n} series", sheet.series).format(n=f"{sheet.series:,}"),
            releases=tuple(
                Release(day_label(day, language), words.precision(precision), name)
                for day, precision, name in _known(sheet, inputs)
            ),
            indicators=tuple(
                Link(dossier.indicator.title.said(language), PageRef("indicator", dossier.indicator.id))
                for dossier in inputs.dossiers
                if dossier.source == sheet.id
            ),
        )
