# SPDX-License-Identifier: Apache-2.0
"""Month names as publishers write them, as `rumbo.terms.place.spelling` compares them."""

from rumbo.terms.period import MONTHS

ENGLISH = {name.casefold(): n for n, name in enumerate(MONTHS["en"], start=1)}
ENGLISH_SHORT = {name.casefold()[:3]: n for n, name in enumerate(MONTHS["en"], start=1)}
SPANISH = tuple(name.capitalize() for name in MONTHS["es"])
