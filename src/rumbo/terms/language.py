# SPDX-License-Identifier: Apache-2.0
"""
The reader's language: which one it is, and the interface words in it.

One gettext catalogue (`rumbo/locale/es_MX`) serves the command line, the pages and the errors.
English is the source text, Spanish is `es-MX`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from rumbo.terms.text import LANGUAGES, Language, Text

__all__ = [
    "LANGUAGES",
    "Language",
    "both",
    "current_language",
    "gettext",
    "language_of_locale",
    "ngettext",
    "set_language",
    "translations",
    "use_language",
]

LOCALE_FOLDER = Path(__file__).parents[1] / "locale"
_current: ContextVar[Language] = ContextVar("language", default="en")


@cache
def translations(language: Language) -> _gettext.NullTranslations:
    """The catalogue of `language`; English needs none."""
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("rumbo", LOCALE_FOLDER, languages=["es_MX"], fallback=True)


def current_language() -> Language:
    """The language words are given in now."""
    return _current.get()


def set_language(language: Language) -> None:
    """Give words in `language` from here on; for the edge of a program, which has one reader."""
    _current.set(language)


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Give words in `language` inside the `with` block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str) -> str:
    """`message` in the reader's language; imported as ``_``."""
    return translations(_current.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many` by the reader's language's rule for `n`."""
    return translations(_current.get()).ngettext(one, many, n)


def both(message: str, **values: object) -> Text:
    """
    `message` in both languages, with `values` put in; a `Text` among them is given in each language.

    Examples
    --------
    >>> both("{n} months", n=3).en
    '3 months'
    """
    said = {}
    for language in LANGUAGES:
        filled = {k: v.said(language) if isinstance(v, Text) else v for k, v in values.items()}
        said[language] = translations(language).gettext(message).format(**filled)
    return Text(en=said["en"], es=said["es"])


def language_of_locale(environment: dict[str, str] | None = None) -> Language:
    """
    The language the reader's terminal asks for: Spanish for any ``es`` locale, else English.

    Examples
    --------
    >>> language_of_locale({"LANG": "es_MX.UTF-8"}), language_of_locale({"LC_ALL": "C", "LANG": "es_MX"})
    ('es', 'en')
    """
    settings = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = settings.get(name, "")
        if value:
            return "es" if value.lower().startswith("es") else "en"
    return "en"
