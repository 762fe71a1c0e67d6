# SPDX-License-Identifier: Apache-2.0
"""The claims: public sentences about figures, who said them, and what stood behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rumbo.plan.documents import Claim
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.pages.frame import Cited, Frame, Link, Said, cite, frame, loose_day, say
from rumbo.terms import Language, gettext as _, use_language


@dataclass(frozen=True)
class ClaimEntry:
    """One claim."""

    id: str
    sentence: Said
    translated_note: str
    said_by: Said
    said_on: str
    behind: Said
    indicators: tuple[Link, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True)
class ClaimsPage:
    """The page."""

    template: ClassVar[str] = "claims.html"
    frame: Frame
    not_checked: str
    entries: tuple[ClaimEntry, ...]


def _entry(claim: Claim, inputs: EditionInputs, language: Language) -> ClaimEntry:
    by_id = {dossier.indicator.id: dossier.indicator for dossier in inputs.dossiers}
    sentence = say(claim.sentence, language)
    is_translated = claim.original != language and sentence.language is None
    original = {"en": _("Said in English; translated here."), "es": _("Said in Spanish; translated here.")}
    return ClaimEntry(
        id=claim.id.upper(),
        sentence=sentence,
        translated_note=original[claim.original] if is_translated else "",
        said_by=say(claim.said_by, language),
        said_on=loose_day(claim.said_on, language),
        behind=say(claim.behind, language),
        indicators=tuple(
            Link(by_id[name].title.said(language), PageRef("indicator", name))
            for name in claim.indicators
            if name in by_id
        ),
        sources=tuple(cite(citation, language) for citation in claim.sources),
    )


def claims_page(inputs: EditionInputs, language: Language) -> ClaimsPage:
    """The page."""
    with use_language(language):
        return ClaimsPage(
            frame=frame(
                inputs,
                language,
                PageRef("claims"),
                _("What has been said in public"),
                description=_(
                    "Public sentences about the figures, who said them and what stood behind them."
                ),
            ),
            not_checked=_("Not checked in this edition yet."),
            entries=tuple(_entry(claim, inputs, language) for claim in inputs.plan.claims),
        )
