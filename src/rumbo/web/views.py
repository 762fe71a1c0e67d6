# SPDX-License-Identifier: Apache-2.0
"""The pages of the site. A view fetches, asks `pages`, and answers; it decides nothing about figures."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Callable
from typing import cast, get_args

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from rumbo.errors import RumboError
from rumbo.publish.addresses import slug
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.downloads import vintages_csv, vintages_json
from rumbo.publish.edition import HERE, style_sheet
from rumbo.publish.pages import (
    IndicatorPage,
    Page,
    claims_page,
    commitments_page,
    front_page,
    indicator_page,
    scorecard as scorecard_page,
    source_page,
    sources_page,
    verify_page,
)
from rumbo.terms import Language, use_language
from rumbo.terms.period import parse_day
from rumbo.web.access import seen_by
from rumbo.web.pages import Pages

_SIMPLE: dict[str, Callable[[EditionInputs, Language], Page]] = {
    "commitments": commitments_page,
    "claims": claims_page,
    "verify": verify_page,
}


def _pages() -> Pages:
    pages: Pages = settings.RUMBO_PAGES
    return pages


def _language(written: str) -> Language:
    if written not in get_args(Language):
        raise Http404(written)
    return cast("Language", written)


def _answer(
    request: HttpRequest,
    language: Language,
    make: Callable[[EditionInputs], Page],
    day: dt.date | None = None,
) -> HttpResponse:
    with use_language(language):
        return HttpResponse(_pages().html(request.path, language, make, day=day))


@seen_by("anyone")
def front(request: HttpRequest) -> HttpResponse:
    """The front door in both languages."""
    return _answer(request, "en", front_page)


@seen_by("anyone")
def scorecard(request: HttpRequest, language: str, day: str | None = None) -> HttpResponse:
    """The scorecard, as known on any day."""
    said = _language(language)
    try:
        on = parse_day(day) if day else None
    except RumboError as error:
        raise Http404(str(error)) from None
    return _answer(request, said, lambda inputs: scorecard_page(inputs, said, on), on)


@seen_by("anyone")
def simple(request: HttpRequest, language: str, page: str) -> HttpResponse:
    """Commitments, claims, and how to verify."""
    said = _language(language)
    if page not in _SIMPLE:
        raise Http404(page)
    return _answer(request, said, lambda inputs: _SIMPLE[page](inputs, said))


@seen_by("anyone")
def indicator(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One indicator."""
    said = _language(language)
    return _answer(request, said, lambda inputs: indicator_page(inputs, _dossier(inputs, name), said))


@seen_by("anyone")
def sources(request: HttpRequest, language: str) -> HttpResponse:
    """Every source with its freshness."""
    said = _language(language)
    return _answer(request, said, lambda inputs: sources_page(inputs, said))


@seen_by("anyone")
def source(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """One source."""
    said = _language(language)

    def make(inputs: EditionInputs) -> Page:
        for sheet in inputs.sources:
            if slug(sheet.id) == name:
                return source_page(inputs, sheet, said)
        raise Http404(name)

    return _answer(request, said, make)


@seen_by("anyone")
def data(_request: HttpRequest, name: str, file: str) -> HttpResponse:
    """An indicator's figures in every vintage, or its chart."""
    inputs = _pages().inputs()
    dossier = _dossier(inputs, name)
    if file == "vintages.csv" and dossier.vintages:
        return HttpResponse(vintages_csv(dossier), content_type="text/csv; charset=utf-8")
    if file == "vintages.json" and dossier.vintages:
        return HttpResponse(vintages_json(dossier), content_type="application/json")
    language = file.removeprefix("chart.").removesuffix(".vl.json")
    if file == f"chart.{language}.vl.json" and language in get_args(Language):
        return _chart(inputs, dossier, _language(language))
    raise Http404(file)


def _chart(inputs: EditionInputs, dossier: Dossier, language: Language) -> HttpResponse:
    import rfc8785  # noqa: PLC0415 -- only the chart's download needs it

    with use_language(language):
        page: IndicatorPage = indicator_page(inputs, dossier, language)
    if page.chart is None:
        raise Http404(page.id)
    return HttpResponse(rfc8785.dumps(page.chart.spec), content_type="application/json")


@seen_by("anyone")
def asset(_request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet, script or font of the edition."""
    if name == "rumbo.css":
        return HttpResponse(style_sheet(), content_type="text/css; charset=utf-8")
    root = (HERE / "assets").resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise Http404(name)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return HttpResponse(path.read_bytes(), content_type=kind)


def _dossier(inputs: EditionInputs, name: str) -> Dossier:
    for dossier in inputs.dossiers:
        if slug(dossier.indicator.id) == name:
            return dossier
    raise Http404(name)
