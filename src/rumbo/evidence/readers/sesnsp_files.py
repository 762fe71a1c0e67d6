# SPDX-License-Identifier: Apache-2.0
"""
SESNSP investigation files by state: common jurisdiction (two catalogues) and federal jurisdiction.

Offences are matched by their whole name, so that an attempt is never taken for the offence.
"""

from __future__ import annotations

import polars as pl

from rumbo.evidence.card import SourceCard
from rumbo.evidence.printed import Printed
from rumbo.evidence.readers.columns import months_in_columns, refuse_uneven, states_by_code_and_name
from rumbo.evidence.readers.months import SPANISH
from rumbo.evidence.release import Tidy

_ABROAD = "mx-abroad"


def tidy_common(printed: Printed, card: SourceCard) -> Tidy:
    """State × offence × modality × month, of the methodology in force to 2025 or of the registry of 2026."""
    frame = months_in_columns(
        printed,
        year="Año",
        months=SPANISH,
        index={
            "state": states_by_code_and_name(
                printed, code="Clave_Ent", name="Entidad", key=card.keys["state"]
            ),
            "offence": printed.label("Subtipo de delito", card.keys["offence"]),
            "modality": printed.label("Modalidad", card.keys["modality"]),
        },
    )
    return _files(printed, frame)


def tidy_federal(printed: Printed, card: SourceCard) -> Tidy:
    """
    State × offence × month, and files opened for acts abroad, which have no state code.

    The same words stand under several laws (*CONTRA LA SALUD* under the organised-crime law too), so an
    offence is its heading and its type together.
    """
    named = printed.frame.with_columns((pl.col("CONCEPTO") + ": " + pl.col("TIPO")).alias("TIPO"))
    opened = Printed(named, printed.name, printed.notes, printed.faults)
    frame = months_in_columns(
        opened,
        year="AÑO",
        months=[month.upper() for month in SPANISH],
        index={
            "state": states_by_code_and_name(
                opened, code="INEGI", name="ENTIDAD", key=card.keys["state"], uncoded=[_ABROAD]
            ),
            "offence": opened.label("TIPO", card.keys["offence"]),
        },
    )
    return _files(opened, frame)


def _files(printed: Printed, frame: pl.DataFrame) -> Tidy:
    if not printed.faults:
        refuse_uneven(printed, frame)
    told = frame.with_columns(measure=pl.lit("case_files"), status=pl.lit(""))
    return Tidy(told, tuple(printed.faults), tuple(printed.notes))
