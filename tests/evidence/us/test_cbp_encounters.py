# SPDX-License-Identifier: Apache-2.0
"""CBP encounters: what changed its name between releases did not change its figures."""

from collections.abc import Callable

from rumbo.evidence.release import Tidy
from rumbo.evidence.store import Vintage

Tidied = Callable[..., Tidy]
Add = Callable[..., Vintage]
Figures = Callable[..., dict[str, float | None]]

SOUTHWEST = "us.cbp.encounters_southwest"
NATIONWIDE = "us.cbp.encounters_nationwide"


def test_counts_with_a_decimal_point_are_counts(add: Add, figures: Figures) -> None:
    add("encounters-2022.csv")

    assert figures(f"{SOUTHWEST}.all.encounters") == {"2022-08": 500.0, "2022-09": 1000.0}


def test_a_row_that_says_zero_is_left_out_because_absence_is_zero(tidied: Tidied) -> None:
    tidy = tidied("encounters-2022.csv")

    assert tidy.notes == ("1 rows that say zero left out: an absent row is zero",)
    assert tidy.frame.filter(component="ports")["demographic"].to_list() == ["family_members"]


def test_new_names_for_children_and_expulsions_are_no_revision(add: Add, figures: Figures) -> None:
    add("encounters-2022.csv", "2022-10-20")
    later = add("encounters-later.csv", "2022-11-20")

    assert (later.added, later.changed, later.withdrawn) == (1, 0, 0)
    assert figures(f"{SOUTHWEST}.unaccompanied_children.encounters") == {
        "2022-08": 0.0, "2022-09": 60.0, "2022-10": 70.0
    }  # fmt: skip


def test_expulsions_are_no_apprehensions_whatever_the_file_calls_them(add: Add, figures: Figures) -> None:
    add("encounters-2022.csv")

    assert figures(f"{SOUTHWEST}.patrol_apprehensions.encounters") == {"2022-08": 0.0, "2022-09": 360.0}
    assert figures(f"{SOUTHWEST}.title_42.encounters") == {"2022-08": 500.0, "2022-09": 600.0}


def test_the_grouping_of_months_is_in_no_key_and_may_change(tidied: Tidied) -> None:
    before = tidied("encounters-later.csv")
    after = tidied("encounters-later.csv", ("2022,Remaining,AUG", "2022,FYTD,AUG"))

    assert before.frame.equals(after.frame)


def test_an_unknown_grouping_of_months_is_refused(tidied: Tidied) -> None:
    faults = tidied("encounters-later.csv", ("2022,Remaining,AUG", "2022,Part,AUG")).faults

    assert [(f.what, f.where) for f in faults] == [
        ("“Part” is not known here", "encounters-later.csv, line 3, column “Month Grouping”")
    ]


def test_states_and_borders_add_up_to_the_nation(add: Add, figures: Figures) -> None:
    add("encounters-state.csv")

    assert figures(f"{NATIONWIDE}.all.encounters") == {"2023-09": 1005.0, "2023-10": 100.0}
    assert figures(f"{NATIONWIDE}.southwest.encounters") == {"2023-09": 1000.0, "2023-10": 80.0}
    assert figures(f"{NATIONWIDE}.all.encounters", place="us-tx") == {"2023-09": 700.0, "2023-10": 80.0}
    assert figures(f"{NATIONWIDE}.china.encounters", place="us-gu") == {"2023-09": 5.0, "2023-10": 0.0}
