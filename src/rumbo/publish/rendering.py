# SPDX-License-Identifier: Apache-2.0
"""
Page models to HTML: one set of templates for the static edition and for any site that shows the same pages.

Everything put into a page is escaped; text that would turn the reading direction of what follows it
is shown as a replacement mark, since neither English nor Spanish needs it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rumbo.publish.addresses import Addresses, PageRef
from rumbo.publish.pages import Page
from rumbo.terms import gettext, ngettext, use_language

TEMPLATES = Path(__file__).parent / "templates"
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MARK = "\ufffd"


def plain(value: Any) -> Any:  # noqa: ANN401 -- Jinja hands over whatever an expression gives
    """`value` without characters that turn the direction of text or cannot be seen."""
    if isinstance(value, str):
        cleaned = _TURNING.sub(MARK, value)
        return Markup(cleaned) if isinstance(value, Markup) else cleaned  # noqa: S704 -- was markup already
    return value


@cache
def environment() -> Environment:
    """The Jinja environment of all pages."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(
        _=gettext,
        ngettext=ngettext,
        scorecard_ref=PageRef("scorecard"),
        verify_ref=PageRef("verify"),
    )
    return made


def render(page: Page, addresses: Addresses) -> str:
    """
    `page` as HTML in its own language.

    Parameters
    ----------
    page : Page
        A page model of `rumbo.publish.pages`.
    addresses : Addresses
        Says where other pages, data and assets are found from here.
    """
    with use_language(page.frame.language):
        template = environment().get_template(page.template)
        return template.render(page=page, addresses=addresses).lstrip()
