# SPDX-License-Identifier: Apache-2.0
"""What every page carries: its place, its languages, as of which day, which edition, signed by whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rumbo.errors import InputError
from rumbo.plan.documents import Citation
from rumbo.publish.addresses import PageRef
from rumbo.publish.dossier import EditionInputs
from rumbo.terms import Language, Period, Text, gettext as _
from rumbo.terms.period import day_label, parse_day


@dataclass(frozen=True)
class Said:
    """Words for the reader; ``language`` is set where they exist only in the other language."""

    words: str
    language: Language | None = None

    def __bool__(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class Link:
    """Words that lead to a page of the edition."""

    words: str
    page: PageRef
    is_current: bool = False


@dataclass(frozen=True)
class Cited:
    """A document a fact was read in, with its address where known."""

    words: str
    url: str | None = None


@dataclass(frozen=True)
class Frame:
    """The frame of a page."""

    language: Language
    here: PageRef
    title: str
    description: str
    nav: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    as_of: str
    as_of_iso: str
    edition_day: str
    is_edition_day: bool
    edition: str
    plan_title: Said
    plan_note: Said | None
    signed: str
    generator: str


def say(text: Text, language: Language) -> Said:
    """`text` for the reader, marked where it exists only in the other language."""
    spoken = text.spoken(language)
    return Said(text.said(language), None if spoken == language else spoken)


def cite(citation: Citation, language: Language) -> Cited:
    """A citation on one line; an address is only linked when it is one of the web."""
    parts = [citation.text]
    if citation.page:
        parts.append(_("page {page}").format(page=citation.page))
    if citation.on:
        parts.append(day_label(citation.on, language))
    url = citation.url if citation.url and citation.url.startswith(("https://", "http://")) else None
    return Cited(", ".join(parts), url)


def loose_day(written: str, language: Language) -> str:
    """A date as the plan writes it (a day, a month or looser words), said as fully as it is known."""
    try:
        is_day = len(written) == 10
        return day_label(parse_day(written), language) if is_day else Period.parse(written).label(language)
    except InputError:
        return written


def edition_id(inputs: EditionInputs) -> str:
    """The name of an edition: as given, else its plan and its day."""
    return inputs.edition or f"{inputs.plan.id}-{inputs.as_of_days[-1].isoformat()}"


def signed_words(inputs: EditionInputs, language: Language) -> str:
    """Who signed the edition, or that nobody has."""
    names = [name.said(language) for name in inputs.signed_by]
    if not names:
        return _("not signed")
    if len(names) == 1:
        return _("signed by {name}").format(name=names[0])
    return _("signed by {names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def frame(
    inputs: EditionInputs,
    language: Language,
    here: PageRef,
    title: str,
    *,
    description: str,
    crumbs: tuple[Link, ...] = (),
    day: dt.date | None = None,
) -> Frame:
    """The frame of the page `here`; to be called inside ``use_language(language)``."""
    own = inputs.as_of_days[-1]
    on = day or own
    section = {"indicator": "scorecard", "source": "sources"}.get(here.kind, here.kind)
    nav = (
        (_("Scorecard"), "scorecard"),
        (_("Commitments"), "commitments"),
        (_("Claims"), "claims"),
        (_("Sources"), "sources"),
        (_("Verify"), "verify"),
    )
    return Frame(
        language=language,
        here=here,
        title=title,
        description=description,
        nav=tuple(Link(words, PageRef(kind), kind == section) for words, kind in nav),  # type: ignore[arg-type]
        crumbs=crumbs,
        as_of=day_label(on, language),
        as_of_iso=on.isoformat(),
        edition_day=day_label(own, language),
        is_edition_day=on == own,
        edition=edition_id(inputs),
        plan_title=say(inputs.plan.title, language),
        plan_note=say(inputs.plan.note, language) if inputs.plan.note else None,
        signed=signed_words(inputs, language),
        generator=inputs.generator,
    )
