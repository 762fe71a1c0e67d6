# SPDX-License-Identifier: Apache-2.0
"""
Words that every stage shares: bilingual text, languages, periods, places, units.

Takes strings at the edge (a file, a command), gives values that cannot be confused with each other.
Start reading in `period`; nothing here needs a data library.
"""

from rumbo.terms.language import LANGUAGES, Language, both, gettext, ngettext, use_language
from rumbo.terms.period import Period
from rumbo.terms.text import Text

__all__ = ["LANGUAGES", "Language", "Period", "Text", "both", "gettext", "ngettext", "use_language"]
