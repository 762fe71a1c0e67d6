# SPDX-License-Identifier: Apache-2.0
"""
What a document must satisfy beyond its form, alone and among the others.

Plain functions on documents: each yields refusals, none raises, so that all faults are listed together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from rumbo.errors import InputError
from rumbo.plan.documents import (
    Baseline,
    Citation,
    Claim,
    Commitment,
    Definition,
    Document,
    Event,
    Framework,
    Goal,
    Indicator,
    Part,
    Party,
    Target,
)
from rumbo.plan.lines import KeyPath
from rumbo.plan.refusals import Refusal, nearest, shown
from rumbo.terms import LANGUAGES, Period, Text, gettext as _
from rumbo.terms.unit import UNITS, unit

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?")
_URL = re.compile(r"https?://[^\s<>\"']+")

Documents = Mapping[str, Document]


def stated_day(written: str) -> dt.date | None:
    """
    The last day of a date as documents state it (a day, a month or a year), or None if it is none.

    Examples
    --------
    >>> stated_day("2019-06-07"), stated_day("2020-02"), stated_day("7 June 2019")
    (datetime.date(2019, 6, 7), datetime.date(2020, 2, 29), None)
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            return dt.date.fromisoformat(written)
        if re.fullmatch(r"\d{4}(-\d{2})?", written):
            return Period.parse(written).end
    except (ValueError, InputError):
        return None
    return None


def check_document(document: Document) -> Iterator[Refusal]:
    """The faults of `document` that can be seen without the others."""
    if not _ID.fullmatch(document.id):
        yield Refusal(
            ("id",),
            _('"{id}" is not an id').format(id=shown(document.id)),
            _("letters, digits and hyphens, at most 64"),
        )
    yield from _check_parts(document, ())
    match document:
        case Goal():
            yield from _check_goal(document)
        case Indicator():
            yield from _check_indicator(document)
        case Target():
            yield from _check_target(document)
        case Commitment():
            yield from _check_commitment(document)
        case Event():
            yield from _check_date(("date",), document.date)
        case Claim():
            yield from _check_date(("said_on",), document.said_on)
        case Framework():
            yield from _check_span(document)


def _check_parts(part: BaseModel, path: KeyPath) -> Iterator[Refusal]:
    """Texts in both languages, sources where a fact is stated, and addresses, at every depth."""
    if isinstance(part, (Document, Baseline)) and part.standing != "proposed" and not part.sources:
        yield Refusal(
            (*path, "sources"),
            _('no source, although the standing is "{standing}"').format(standing=part.standing),
            _('sources = [{ text = "…" }], or standing = "proposed"'),
        )
    if isinstance(part, Citation) and part.url is not None and not _URL.fullmatch(part.url):
        yield Refusal(
            (*path, "url"),
            _('"{url}" is not a web address').format(url=shown(part.url)),
            "https://…",
        )
    for name in type(part).model_fields:
        yield from _check_value(getattr(part, name), (*path, name))


def check_texts(part: Part) -> Iterator[Refusal]:
    """Texts of `part` that lack a language."""
    yield from _check_parts(part, ())


def _check_value(value: object, path: KeyPath) -> Iterator[Refusal]:
    match value:
        case Text():
            for language in LANGUAGES:
                if not getattr(value, language).strip():
                    there = path if value == Text() else (*path, "en" if language == "es" else "es")
                    yield Refusal(
                        there,
                        _("the text in {language} is missing").format(language=_language_name(language)),
                        _('both languages: { en = "…", es = "…" }'),
                    )
        case Part():
            yield from _check_parts(value, path)
        case tuple():
            for n, item in enumerate(value):
                yield from _check_value(item, (*path, n))
        case str() if not value.strip():
            yield Refusal(path, _("the text is empty"), _("something, or no such key at all"))


def _language_name(language: str) -> str:
    return {"en": _("English"), "es": _("Spanish")}[language]


def _check_date(path: KeyPath, written: str) -> Iterator[Refusal]:
    if stated_day(written) is None:
        yield Refusal(
            path,
            _('"{value}" is not a date').format(value=shown(written)),
            _("year-month-day, as 2020-01-31; 2020-01 or 2020 where no more is known"),
        )


def _check_span(framework: Framework) -> Iterator[Refusal]:
    """A framework's dates may also be fiscal years, as its money was counted."""
    days = []
    for name in ("begins", "ends"):
        written: str | None = getattr(framework, name)
        if written is None:
            continue
        if re.fullmatch(r"FY\d{4}", written):
            days.append(Period.parse(written).end)
        elif day := stated_day(written):
            days.append(day)
        else:
            yield Refusal(
                (name,),
                _('"{value}" is not a date').format(value=shown(written)),
                _("2019-08-27, 2019-08, 2019 or FY2019"),
            )
    if len(days) == 2 and days[1] < days[0]:
        yield Refusal(
            ("ends",),
            _("ends {ends}, before it begins").format(ends=framework.ends),
            _("a date from {begins} on").format(begins=framework.begins),
        )


def _check_goal(goal: Goal) -> Iterator[Refusal]:
    if not goal.risks:
        yield Refusal(("risks",), _("no risk is named"), _("at least one risk for each goal"))
    if not goal.assumptions:
        yield Refusal(
            ("assumptions",), _("no assumption is named"), _("at least one assumption for each goal")
        )


def _check_unit(name: str) -> Iterator[Refusal]:
    try:
        unit(name)
    except InputError as error:
        fault = error.faults[0]
        yield Refusal(("unit",), fault.what, fault.expected, nearest(name, UNITS))


def _check_indicator(indicator: Indicator) -> Iterator[Refusal]:
    yield from _check_unit(indicator.unit)
    if indicator.definition and indicator.unit in UNITS:
        yield from _check_definition(indicator.definition, indicator.unit)


def _check_definition(definition: Definition, unit_name: str) -> Iterator[Refusal]:
    """A month, a twelve-month sum, a rate and a share are different kinds of figure."""
    kind = UNITS[unit_name]
    if definition.aggregation == "sum" and not kind.is_additive:
        yield Refusal(
            ("definition", "aggregation"),
            _('figures in "{unit}" cannot be added').format(unit=unit_name),
            "as_published, mean, last",
        )
    if (kind.kind == "running_sum") != (definition.window == "twelve_months_ending"):
        yield Refusal(
            ("definition", "window"),
            _('the window "{window}" does not fit the unit "{unit}"').format(
                window=definition.window, unit=unit_name
            ),
            _("twelve_months_ending with a unit of twelve months, and only there"),
        )


def _check_target(target: Target) -> Iterator[Refusal]:
    yield from _check_unit(target.unit)
    if target.value is None and target.relative is None and target.standing != "not_found":
        yield Refusal(
            ("value",),
            _("neither a value nor a relative change is given"),
            _('value or relative, or standing = "not_found"'),
        )
    if target.base_period and target.base_period.start >= target.by.end:
        yield Refusal(
            ("base_period",),
            _("the base {base} is not before {by}").format(base=target.base_period, by=target.by),
            _("a base period before the date of the target"),
        )
    if target.id in target.conflicts_with:
        yield Refusal(("conflicts_with",), _("a target cannot be in conflict with itself"))


def _check_commitment(commitment: Commitment) -> Iterator[Refusal]:
    yield from _check_date(("made_on",), commitment.made_on)
    if not commitment.actors or len(set(commitment.actors)) < len(commitment.actors):
        yield Refusal(("actors",), _("no party, or one party twice"), 'actors = ["us", "mx"]')
    clock = commitment.clock
    needed = {"due": "due", "recurring": "every_days"}.get(clock.kind)
    for name in ("due", "every_days"):
        given = getattr(clock, name)
        if name == needed and given is None:
            yield Refusal(
                ("clock", name), _('the clock "{kind}" needs "{key}"').format(kind=clock.kind, key=name)
            )
        if name != needed and given is not None:
            yield Refusal(
                ("clock", name),
                _('"{key}" does not go with the clock "{kind}"').format(kind=clock.kind, key=name),
            )
    if clock.every_days is not None and clock.every_days < 1:
        yield Refusal(
            ("clock", "every_days"), _("{n} days is no interval").format(n=clock.every_days), _("1 or more")
        )
    made = stated_day(commitment.made_on)
    if clock.due and made and clock.due < made:
        yield Refusal(
            ("clock", "due"),
            _("due {due}, before it was made").format(due=clock.due),
            _("a date from {made} on").format(made=commitment.made_on),
        )
    if commitment.completion != "no_evidence_available" and commitment.completion_reason is None:
        yield Refusal(
            ("completion_reason",),
            _('"{completion}" without a reason').format(completion=commitment.completion),
            _("what it rests on, in both languages"),
        )


_REFERENCES: dict[type[Document], tuple[tuple[str, str], ...]] = {
    Party: (("lead", "bodies"),),
    Framework: (("predecessor", "frameworks"), ("successor", "frameworks")),
    Indicator: (("goal", "goals"),),
    Target: (("indicator", "indicators"), ("conflicts_with", "targets")),
    Commitment: (("checked_by", "indicators"),),
    Claim: (("indicators", "indicators"),),
}
"""The keys that name other documents, and the folder these lie in."""


def check_references(document: Document, documents: Documents, ids: Mapping[str, str]) -> Iterator[Refusal]:
    """
    References of `document` to others: they exist, are of the right kind and answer each other.

    Parameters
    ----------
    document : Document
        The one whose references are checked.
    documents : mapping
        Every document that could be read, by id.
    ids : mapping
        Folder by id of every file that states an id, readable otherwise or not.
    """
    for path, name, folder in references(document):
        if ids.get(name) != folder:
            known = [i for i, f in ids.items() if f == folder]
            yield Refusal(
                path,
                _('"{name}" is not among the {folder}').format(name=shown(name), folder=folder),
                _("the id of a document in {folder}/").format(folder=folder),
                nearest(name, known),
            )
        elif name in documents:
            yield from _check_answer(document, path, documents[name])


def references(document: Document) -> Iterator[tuple[KeyPath, str, str]]:
    """Each id that `document` names: where, which, and in which folder it should be."""
    for name, folder in _REFERENCES.get(type(document), ()):
        named = getattr(document, name)
        if isinstance(named, tuple):
            for n, other in enumerate(named):
                yield (name, n), other, folder
        elif named is not None:
            yield (name,), named, folder


def _check_answer(document: Document, path: KeyPath, other: Document) -> Iterator[Refusal]:
    """Where one document names another, the other must not say something else."""
    match document, other:
        case Framework(), Framework():
            back = "successor" if path == ("predecessor",) else "predecessor"
            if getattr(other, back) != document.id:
                yield Refusal(
                    path,
                    _('"{other}" does not name "{id}" as its {key}').format(
                        other=other.id, id=document.id, key=back
                    ),
                    _('{key} = "{id}" in "{other}"').format(key=back, id=document.id, other=other.id),
                )
        case Target(), Target():
            if document.id not in other.conflicts_with:
                yield Refusal(
                    path,
                    _('"{other}" does not name "{id}" as being in conflict').format(
                        other=other.id, id=document.id
                    ),
                    _('"{id}" in conflicts_with of "{other}"').format(id=document.id, other=other.id),
                )
        case Target(), Indicator():
            if document.unit != other.unit:
                yield Refusal(
                    ("unit",),
                    _('the target is in "{unit}", its indicator in "{other}"').format(
                        unit=document.unit, other=other.unit
                    ),
                    other.unit,
                )
        case _:
            return


def notes(documents: Documents) -> list[str]:
    """What is allowed but should be seen: targets that were stated for measures that are never judged."""
    said = []
    for document in documents.values():
        if isinstance(document, Target):
            measured = documents.get(document.indicator)
            if isinstance(measured, Indicator) and measured.direction == "context":
                said.append(
                    _(
                        'target "{target}" is for "{indicator}", a context measure: shown, never judged'
                    ).format(target=document.id, indicator=measured.id)
                )
    return said
