# SPDX-License-Identifier: Apache-2.0
"""Text that people wrote in English and Spanish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True)
class Text:
    """
    The same thing said in English and in Spanish; either may be missing, not both.

    Examples
    --------
    >>> Text(en="seizures", es="aseguramientos").said("es")
    'aseguramientos'
    >>> Text(en="seizures").said("es"), Text(en="seizures").spoken("es")
    ('seizures', 'en')
    """

    en: str = ""
    es: str = ""

    def said(self, language: Language) -> str:
        """The words in `language`, or in the other one where it is missing."""
        return getattr(self, language) or self.en or self.es

    def spoken(self, language: Language) -> Language:
        """The language in which `said(language)` is really written, for the page to say so."""
        if getattr(self, language):
            return language
        return "en" if self.en else "es"

    @property
    def is_complete(self) -> bool:
        """True when both languages are there."""
        return bool(self.en and self.es)
