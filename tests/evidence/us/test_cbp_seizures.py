# SPDX-License-Identifier: Apache-2.0
"""CBP weapons and ammunition, and the drugs of Air and Marine Operations."""

from collections.abc import Callable
from pathlib import Path

from rumbo.evidence.intake import Intake
from rumbo.evidence.release import Tidy
from rumbo.evidence.store import Vintage

Tidied = Callable[..., Tidy]
Add = Callable[..., Vintage]
Figures = Callable[..., dict[str, float | None]]

WEAPONS = "us.cbp.weapons"


def test_lines_of_one_event_are_added_those_alike_too(add: Add, figures: Figures) -> None:
    vintage = add("weapons.csv")

    assert vintage.notes[0] == "1 lines are like another in every column; they are counted, as further items"
    assert figures(f"{WEAPONS}.handgun.firearms") == {"2024-10": 5.0, "2024-11": 0.0}
    assert figures(f"{WEAPONS}.southbound_firearms.firearms") == {"2024-10": 7.0, "2024-11": 0.0}


def test_an_event_of_several_categories_is_one_event(add: Add, figures: Figures) -> None:
    add("weapons.csv")

    assert figures(f"{WEAPONS}.southbound.events") == {"2024-10": 2.0, "2024-11": 0.0}
    assert figures(f"{WEAPONS}.handgun.category_events") == {"2024-10": 1.0, "2024-11": 0.0}
    assert figures(f"{WEAPONS}.long_arm.category_events") == {"2024-10": 1.0, "2024-11": 0.0}


def test_a_line_without_quantity_leaves_its_total_without_value(add: Add, figures: Figures) -> None:
    vintage = add("weapons.csv")

    assert "1 lines state no quantity; their cells have no value" in vintage.notes
    assert figures(f"{WEAPONS}.ammunition.pieces") == {"2024-10": None, "2024-11": 0.0}
    assert figures(f"{WEAPONS}.southbound_ammunition.pieces") == {"2024-10": 900.0, "2024-11": 0.0}


def test_a_placeholder_is_no_event_number(add: Add, figures: Figures) -> None:
    vintage = add("weapons.csv")

    assert vintage.notes[-1] == (
        "2 lines have no event number; those of one month and place count as one event"
    )
    assert figures(f"{WEAPONS}.all.events")["2024-11"] == 2.0


def test_no_event_number_gets_into_the_tables(add: Add, intake: Intake, tidied: Tidied) -> None:
    add("weapons.csv")

    assert "event" not in tidied("weapons.csv").frame.columns
    tables = [p for p in (intake.folder / "tables").rglob("*") if p.is_file()]
    assert tables
    assert not any(b"3460425857" in Path(p).read_bytes() for p in tables)


def test_an_event_number_that_is_none_is_refused(tidied: Tidied) -> None:
    (fault,) = tidied("weapons.csv", ("12345.0", "case 12")).faults

    assert (fault.what, fault.where) == (
        "“case 12” is not an event number", "weapons.csv, line 7, column “Event ID”"
    )  # fmt: skip


def test_a_negative_quantity_is_refused_before_a_sum_hides_it(tidied: Tidied) -> None:
    (fault,) = tidied("weapons.csv", ("Handgun,3460425857.0,3.0", "Handgun,3460425857.0,-1.0")).faults

    assert fault.what == "“-1.0” is a negative figure"


def test_drugs_of_air_and_marine_operations_are_a_source_of_their_own(add: Add, figures: Figures) -> None:
    vintage = add("amo.csv")

    assert vintage.figures == 6
    cocaine = "us.cbp.amo_seizures.cocaine.weight_lb"
    assert figures(cocaine) == {"2024-09": 1800.5, "2024-10": 20.0}
    assert figures(cocaine, place="us-coastal-interior") == {"2024-09": 1800.5, "2024-10": 0.0}
    assert figures("us.cbp.amo_seizures.five_drugs.events") == {"2024-09": 4.0, "2024-10": 3.0}


def test_another_component_in_the_file_is_refused(tidied: Tidied) -> None:
    faults = tidied("amo.csv", ("OCT,Air and Marine Operations", "OCT,U.S. Border Patrol")).faults

    assert [f.what for f in faults] == ["“U.S. Border Patrol” is not known here"]
