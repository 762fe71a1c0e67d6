# SPDX-License-Identifier: Apache-2.0
"""
Readers: from a file as printed to tidy observations, one module per publisher.

A reader takes the printed table (all text, with line numbers) and the card, and gives `Tidy`. It
lists what it cannot read; it never guesses and never fills in.
"""

from collections.abc import Callable

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers import (
    cbp,
    cbp_amo,
    cbp_encounters,
    cbp_weapons,
    cdc,
    cdc_wonder,
    census,
    conapo,
    envipe,
    foreign_assistance,
    inegi_municipal,
    inm,
    mucd,
    nchs,
    nflis,
    ohss,
    remittances,
    sedena,
    sesnsp,
    sesnsp_files,
    sesnsp_municipal,
    transcribed,
    usbp,
)
from rumbo.evidence.release import Tidy

Reader = Callable[[Printed, SourceCard], Tidy]

READERS: dict[str, Reader] = {
    "cbp_seizures": cbp.tidy_seizures,
    "cbp_amo_seizures": cbp_amo.tidy_seizures,
    "cbp_encounters_by_state": cbp_encounters.tidy_by_state,
    "cbp_encounters_southwest": cbp_encounters.tidy_southwest,
    "cbp_weapons": cbp_weapons.tidy_weapons,
    "cdc_overdose": cdc.tidy_overdose,
    "cdc_wonder_final": cdc_wonder.tidy_final,
    "cdc_wonder_provisional": cdc_wonder.tidy_provisional,
    "census_estimates": census.tidy_estimates,
    "census_five_year_averages": census.tidy_five_year_averages,
    "extraditions": transcribed.tidy_extraditions,
    "foreign_assistance": foreign_assistance.tidy_by_country,
    "inegi_homicides": transcribed.tidy_homicides,
    "inegi_perception": transcribed.tidy_perception,
    "conapo_population": conapo.tidy_population,
    "inegi_homicides_municipal": inegi_municipal.tidy_deaths,
    "remittances": remittances.tidy_by_state,
    "sedena_by_event": sedena.tidy_by_event,
    "sedena_by_month": sedena.tidy_by_month,
    "nchs_drug_poisoning": nchs.tidy_drug_poisoning,
    "nflis_reports": nflis.tidy_reports,
    "ohss_encounters": ohss.tidy_encounters,
    "envipe_rounds": envipe.tidy_rounds,
    "inm_presented": inm.tidy_presented,
    "mucd_marijuana": mucd.tidy_marijuana,
    "sesnsp_municipal": sesnsp_municipal.tidy_by_name,
    "sesnsp_federal": sesnsp_files.tidy_federal,
    "sesnsp_offences": sesnsp_files.tidy_common,
    "sesnsp_victims_wide": sesnsp.tidy_wide,
    "sesnsp_victims_series": sesnsp.tidy_series,
    "sesnsp_victims_long": sesnsp.tidy_long,
    "usbp_apprehensions": usbp.tidy_apprehensions,
}
