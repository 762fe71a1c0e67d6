# SPDX-License-Identifier: Apache-2.0
"""Whatever stands in a document or a file, a page shows it as text."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from rumbo.plan.documents import Citation
from rumbo.publish.addresses import PageRef, StaticAddresses, static_path
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.pages import Page, claims_page, commitments_page, indicator_page, scorecard, source_page
from rumbo.publish.pages.chart import json_block
from rumbo.publish.rendering import render
from rumbo.terms import Text

HOSTILE = "\"'></title></script><script>alert(1)</script><img src=x onerror=alert(1)>\u202egnp.{{ 7*7 }}"


def html_of(page: Page) -> str:
    return render(page, StaticAddresses(page.frame.here, page.frame.language))


@pytest.fixture(scope="module")
def hostile(inputs: EditionInputs) -> EditionInputs:
    """The made-up edition with hostile words wherever words can stand."""
    text = Text(HOSTILE, HOSTILE)
    cited = (Citation(text=HOSTILE, url="javascript:alert(1)", page=HOSTILE, on=dt.date(2020, 1, 1)),)
    dossier = next(d for d in inputs.dossiers if d.indicator.id == "homicide-deaths")
    indicator = dossier.indicator.model_copy(
        update={"title": text, "counts": text, "note": text, "sources": cited, "unit": HOSTILE}
    )
    vintages = tuple(
        replace(v, citation=HOSTILE, data=tuple(replace(d, status=HOSTILE) for d in v.data))
        for v in dossier.vintages
    )
    assessments = {day: replace(a, reason=text, method=text) for day, a in dossier.assessments.items()}
    plan = inputs.plan
    return replace(
        inputs,
        plan=plan.model_copy(
            update={
                "title": text,
                "indicators": (indicator,),
                "goals": tuple(goal.model_copy(update={"title": text}) for goal in plan.goals),
                "targets": tuple(
                    target.model_copy(
                        update={"document": text, "stated_by": text, "page": HOSTILE, "sources": cited}
                    )
                    for target in plan.targets
                ),
                "commitments": tuple(
                    item.model_copy(
                        update={"text": text, "check": text, "wordings": (text,), "sources": cited}
                    )
                    for item in plan.commitments
                ),
                "claims": tuple(
                    claim.model_copy(
                        update={"sentence": text, "said_by": text, "behind": text, "said_on": HOSTILE}
                    )
                    for claim in plan.claims
                ),
            }
        ),
        dossiers=(replace(dossier, indicator=indicator, vintages=vintages, assessments=assessments),),
        sources=tuple(
            replace(
                sheet,
                title=text,
                counts=text,
                licence=HOSTILE,
                citation=HOSTILE,
                pages=("javascript:alert(1)",),
            )
            for sheet in inputs.sources
        ),
        signed_by=(text,),
        generator=HOSTILE,
    )


@pytest.fixture(scope="module", params=["en", "es"])
def hostile_pages(hostile: EditionInputs, request: pytest.FixtureRequest) -> list[str]:
    language = request.param
    return [
        html_of(page)
        for page in (
            scorecard(hostile, language),
            indicator_page(hostile, hostile.dossiers[0], language),
            commitments_page(hostile, language),
            claims_page(hostile, language),
            source_page(hostile, hostile.sources[0], language),
        )
    ]


def test_hostile_words_are_shown_not_run(hostile_pages: list[str]) -> None:
    for html in hostile_pages:
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'javascript:alert(1)"' not in html
        assert "</title></script>" not in html


def test_words_are_not_read_as_a_template(hostile_pages: list[str]) -> None:
    assert all("{{ 7*7 }}" in html for html in hostile_pages)


def test_characters_that_turn_the_text_are_shown_as_a_mark(hostile_pages: list[str]) -> None:
    for html in hostile_pages:
        visible = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)

        assert "\u202e" not in visible
        assert "\ufffdgnp" in visible


def test_data_block_cannot_be_closed_from_inside() -> None:
    block = json_block({"said": "</script><script>alert(1)</script>&\u2028"})

    assert "<" not in block
    assert "\u2028" not in block
    assert json.loads(block) == {"said": "</script><script>alert(1)</script>&\u2028"}


def test_same_templates_take_other_addresses(inputs: EditionInputs) -> None:
    class Routes:
        policy = ""
        manifest = "/edition/manifest.json"

        def page(self, ref: PageRef, language: str | None = None) -> str:
            return f"/{language or 'es'}/publish/{ref.kind}/{ref.key}"

        def data(self, indicator: str, kind: str) -> str:
            return f"/data/{indicator}/{kind}"

        def asset(self, name: str) -> str:
            return f"/static/{name}"

    html = render(scorecard(inputs, "es"), Routes())

    assert 'href="/en/publish/scorecard/"' in html
    assert 'href="/es/publish/indicator/overdose-deaths"' in html
    assert 'href="/static/rumbo.css"' in html
    assert "Content-Security-Policy" not in html


def test_addresses_are_relative_to_the_page() -> None:
    deep = StaticAddresses(PageRef("scorecard", "2020-01-31"), "en")

    assert deep.page(PageRef("indicator", "Overdose deaths")) == "../../indicators/overdose-deaths.html"
    assert deep.page(PageRef("scorecard", "2020-01-31"), "es") == "../../../es/as-of/2020-01-31/index.html"
    assert deep.asset("rumbo.css") == "../../../assets/rumbo.css"
    assert static_path(PageRef("front"), "en") == "index.html"
