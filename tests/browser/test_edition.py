# SPDX-License-Identifier: Apache-2.0
"""A visitor's errands in a published edition, from a server and from plain files, in both languages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PAGES = (
    "index.html",
    "as-of/2020-01-31/index.html",
    "indicators/overdose-deaths.html",
    "indicators/homicide-deaths.html",
    "indicators/apprehensions.html",
    "indicators/crime-incidence.html",
    "indicators/arms-smuggled.html",
    "commitments.html",
    "claims.html",
    "sources/index.html",
    "sources/example-deaths.html",
    "verify.html",
)
CHART = "indicators/overdose-deaths.html"
WIDTHS = (390, 1024, 1440)


def drawn(page: Page) -> None:
    """Wait until the script has drawn the chart."""
    expect(page.locator("#chart.alive svg").last).to_be_visible()


def measure_path(page: Page) -> str:
    """The line of complete figures as the browser drew it."""
    path = page.evaluate(
        """() => Array.from(document.querySelectorAll('.moving path[stroke="#1d2329"]'),
                            (path) => path.getAttribute('d')).join(' ')"""
    )
    return str(path)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_complains_overflows_or_asks_elsewhere(visitor: Any, base: str, language: str) -> None:
    faults = []
    for width in WIDTHS:
        watched = visitor.open(base + "index.html", width=width)
        for name in PAGES:
            watched.page.goto(f"{base}{language}/{name}")
            if watched.page.locator("#chart").count():
                drawn(watched.page)
            wide = watched.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            faults += [(width, name, f"{wide} px too wide")] if wide > 0 else []
        faults += [(width, "console", said) for said in watched.complaints]
        faults += [(width, "request", url) for url in watched.requests if not url.startswith(base)]

    assert faults == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visitor: Any, served: str, language: str, scheme: str, width: int) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    watched = visitor.open(served + "index.html", width=width, color_scheme=scheme, bypass_csp=True)
    found = []
    for name in ("../index.html", *PAGES):
        watched.page.goto(f"{served}{language}/{name}")
        if watched.page.locator("#chart").count():
            drawn(watched.page)
        watched.page.evaluate(axe)
        result = watched.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [(name, fault["id"], fault["nodes"][0]["html"][:200]) for fault in result["violations"]]

    assert found == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_works_without_scripts(visitor: Any, base: str, language: str) -> None:
    page = visitor.open(f"{base}{language}/{CHART}", scripts=False).page

    expect(page.locator(".still.wide svg")).to_be_visible()
    expect(page.locator("#look-back")).to_be_hidden()
    assert page.locator("#figures tbody tr").count() == 13
    assert "77,740" in page.locator("#chart-sentence").inner_text()


def test_looking_back_changes_chart_sentence_and_table(visitor: Any, base: str) -> None:
    watched = visitor.open(f"{base}en/{CHART}")
    page = watched.page
    drawn(page)
    last = measure_path(page)
    assert page.locator("#figures tbody tr").first.inner_text().split()[:3] == ["April", "2020", "75,591"]

    page.locator("#as-of").fill("0")
    expect(page.locator("#chart")).to_have_attribute("data-as-of", "2018-10-14")

    assert measure_path(page) != last
    assert page.locator("#as-of-day").inner_text() == "14 October 2018"
    assert page.locator("#as-of").get_attribute("aria-valuetext") == "14 October 2018"
    assert (
        page.locator("#chart-sentence")
        .inner_text()
        .startswith("Drug overdose deaths, United States, twelve months ending January 2018:")
    )
    assert page.locator("#figures tbody tr").first.inner_text().split()[:2] == ["May", "2018"]
    assert watched.complaints == []


def test_looking_back_works_from_the_keyboard(visitor: Any, served: str) -> None:
    page = visitor.open(f"{served}es/{CHART}").page
    drawn(page)

    page.locator("#as-of").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#chart")).to_have_attribute("data-as-of", "2020-09-14")
    page.locator("#as-of-earlier").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chart")).to_have_attribute("data-as-of", "2020-08-14")
    page.locator("#as-of-later").press("Enter")
    page.locator("#as-of-later").press("Enter")
    expect(page.locator("#as-of-later")).to_be_disabled()
    expect(page.locator("#chart")).to_have_attribute("data-as-of", "2020-09-30")


def test_script_draws_the_same_line_as_the_page_without_it(visitor: Any, served: str) -> None:
    page = visitor.open(f"{served}en/{CHART}").page
    drawn(page)

    counts = page.evaluate(
        """() => ['.still.wide', '.moving'].map((part) =>
            Array.from(document.querySelectorAll(part + ' path[stroke="#1d2329"]'),
                       (path) => (path.getAttribute('d').match(/[ML]/g) || []).length))"""
    )

    assert counts[0] == counts[1]


def test_earlier_scorecard_leads_to_the_measure_on_that_day(visitor: Any, base: str) -> None:
    page = visitor.open(f"{base}en/as-of/2020-01-31/index.html").page

    page.get_by_role("link", name="Drug overdose deaths, United States").click()
    drawn(page)

    expect(page.locator("#chart")).to_have_attribute("data-as-of", "2020-01-31")


def test_language_switch_keeps_the_page(visitor: Any, base: str) -> None:
    page = visitor.open(f"{base}en/{CHART}", width=390).page

    page.get_by_role("link", name="Español").click()

    assert page.url == f"{base}es/{CHART}"
    assert page.evaluate("document.documentElement.lang") == "es-MX"


def test_front_page_offers_both_languages(visitor: Any, base: str) -> None:
    page = visitor.open(base + "index.html", scripts=False).page

    page.get_by_role("link", name="Leer en español").click()

    assert page.url == base + "es/index.html"


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("name", ["index.html", CHART])
def test_tab_key_reaches_every_control_in_order(visitor: Any, served: str, name: str, width: int) -> None:
    page = visitor.open(f"{served}en/{name}", width=width).page
    if name == CHART:
        drawn(page)
    wanted = page.evaluate(
        """() => Array.from(document.querySelectorAll(
                'a[href], button:not(:disabled), input, [tabindex="0"]'))
              .filter((element) => element.checkVisibility()).length"""
    )

    page.evaluate("document.body.focus()")
    reached = []
    for _step in range(wanted):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => { const e = document.activeElement; e.dataset.n ??= String(Math.random());
                           return [e.dataset.n, getComputedStyle(e).outlineStyle]; }"""
            )
        )

    assert len({number for number, _outline in reached}) == wanted
    assert {outline for _number, outline in reached} == {"solid"}


def test_skip_link_leads_to_the_content(visitor: Any, served: str) -> None:
    page = visitor.open(served + "en/index.html").page

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_controls_are_large_enough_to_touch(visitor: Any, served: str) -> None:
    page = visitor.open(f"{served}es/{CHART}", width=390).page
    drawn(page)

    small = page.evaluate(
        """() => Array.from(document.querySelectorAll(
                '.sections a, .languages a, .take a, .crumbs a, .days a, .look-back :is(button, input)'
              ))
              .filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"""
    )

    assert small == []


def test_masthead_leaves_the_phone_its_screen(visitor: Any, served: str) -> None:
    for language in ("en", "es"):
        page = visitor.open(f"{served}{language}/index.html", width=390).page

        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.querySelector('.standing').getBoundingClientRect().bottom") < 180


def test_resizing_redraws_the_chart_at_the_new_width(visitor: Any, served: str) -> None:
    page = visitor.open(f"{served}en/{CHART}").page
    drawn(page)

    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".moving svg")).to_have_attribute("height", "290")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pointer_finds_the_figure_under_it(visitor: Any, served: str) -> None:
    watched = visitor.open(f"{served}en/indicators/homicide-deaths.html")
    drawn(watched.page)

    watched.page.locator(".moving .mark-symbol path").nth(5).hover(force=True)

    expect(watched.page.locator(".tip")).to_be_visible()
    assert watched.complaints == []


@pytest.mark.parametrize(
    "media", [{"media": "print"}, {"forced_colors": "active"}, {"reduced_motion": "reduce"}]
)
def test_other_media_still_show_the_chart_and_the_verdict(
    visitor: Any, served: str, media: dict[str, str]
) -> None:
    page = visitor.open(f"{served}en/{CHART}").page
    drawn(page)
    page.emulate_media(**media)

    expect(page.locator(".ruling .word")).to_be_visible()
    assert page.locator("#chart svg:visible").count() == 1
