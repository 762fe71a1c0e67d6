# SPDX-License-Identifier: Apache-2.0
"""
Readers: from a file as printed to tidy observations, one module per publisher.

A reader takes the printed table (all text, with line numbers) and the card, and gives `Tidy`. It
lists what it cannot read; it never guesses and never fills in.
"""

from collections.abc import Callable

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers import cbp, cdc, sesnsp, transcribed, usbp
from rumbo.evidence.release import Tidy

Reader = Callable[[Printed, SourceCard], Tidy]

READERS: dict[str, Reader] = {
    "cbp_seizures": cbp.tidy_seizures,
    "cdc_overdose": cdc.tidy_overdose,
    "extraditions": transcribed.tidy_extraditions,
    "inegi_homicides": transcribed.tidy_homicides,
    "inegi_perception": transcribed.tidy_perception,
    "sesnsp_victims_wide": sesnsp.tidy_wide,
    "sesnsp_victims_series": sesnsp.tidy_series,
    "sesnsp_victims_long": sesnsp.tidy_long,
    "usbp_apprehensions": usbp.tidy_apprehensions,
}
