# SPDX-License-Identifier: Apache-2.0
"""How to verify an edition, and the front page that offers both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.pages.frame import Frame, Said, edition_id, frame, say
from rumbo.terms import LANGUAGES, Language, gettext as _, use_language
from rumbo.terms.period import day_label

_POLICY = "policy"  # the name the record gives the file


@dataclass(frozen=True)
class Step:
    """One step, with the command it needs."""

    says: str
    command: str = ""


@dataclass(frozen=True)
class VerifyPage:
    """The page."""

    template: ClassVar[str] = "verify.html"
    frame: Frame
    lead: str
    steps: tuple[Step, ...]
    proves: tuple[str, ...]
    proves_not: tuple[str, ...]


@dataclass(frozen=True)
class FrontDoor:
    """The way in, in one language."""

    language: Language
    title: Said
    words: str
    enter: str
    page: PageRef


@dataclass(frozen=True)
class FrontPage:
    """The page at the root, in both languages at once."""

    template: ClassVar[str] = "front.html"
    frame: Frame
    doors: tuple[FrontDoor, ...]


def verify_page(inputs: EditionInputs, language: Language) -> VerifyPage:
    """The page."""
    with use_language(language):
        return VerifyPage(
            frame=frame(
                inputs,
                language,
                PageRef("verify"),
                _("Check this edition yourself"),
                description=_("How to verify offline that nothing in this edition was changed afterwards."),
            ),
            lead=_("You need a copy of this edition and the rumbo program. No account, no network."),
            steps=(
                Step(_("Copy the whole edition into a folder, from any mirror.")),
                Step(_("Install the program from its own published source.")),
                Step(_("Disconnect from the network, if you like.")),
                Step(_("Verify the folder."), f"rumbo record verify {edition_id(inputs)}"),
                Step(
                    _("To know who signed as well, give the policy that a party publishes on its own site."),
                    f"rumbo record verify {edition_id(inputs)} --policy {_POLICY}",
                ),
            ),
            proves=(
                _("Every file is the one that was published: each matches its SHA-256 in manifest.json."),
                _("The manifest is the one entered in both logs, each signed with its party’s key."),
                _("Nothing in either log before that place was changed or taken out."),
            ),
            proves_not=(
                _("That a publisher’s figure is right: only that it is the one the publisher gave."),
                _("That a commitment was kept: only what each side reported, and when."),
            ),
        )


def front_page(inputs: EditionInputs) -> FrontPage:
    """The page at the root of an edition."""
    doors = []
    for language in LANGUAGES:
        with use_language(language):
            doors.append(
                FrontDoor(
                    language,
                    say(inputs.plan.title, language),
                    _("As known on {day}").format(day=day_label(inputs.as_of_days[-1], language)),
                    {"en": "Read in English", "es": "Leer en español"}[language],
                    PageRef("scorecard"),
                )
            )
    with use_language("en"):
        top = frame(
            inputs,
            "en",
            PageRef("front"),
            inputs.plan.title.said("en"),
            description=_("An edition in English and Spanish."),
        )
    return FrontPage(top, tuple(doors))
