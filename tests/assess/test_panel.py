# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from rumbo.assess.panel import Panel
from rumbo.errors import InputError
from rumbo.terms import Period

FIRST = Period.parse("2019-01")


def test_figures_are_copied_and_cannot_be_changed_afterwards() -> None:
    given = np.ones((1, 3))
    panel = Panel(given, FIRST, ("a",), "count")
    given[0, 0] = 7

    assert panel.values[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        panel.values[0, 0] = 2


def test_last_month_is_that_of_the_last_column() -> None:
    assert Panel(np.ones((2, 14)), FIRST, ("a", "b"), "rate").last == Period.parse("2020-02")


def test_one_dimension_is_refused() -> None:
    with pytest.raises(InputError, match="the figures have 1 dimensions"):
        Panel(np.ones(3), FIRST, ("a",), "count")


def test_all_faults_of_the_figures_are_listed_with_key_and_month() -> None:
    values = np.array([[1.0, -2.0, 3.0], [np.inf, 1.0, np.nan]])

    with pytest.raises(InputError) as raised:
        Panel(values, Period.parse("2019"), ("a", "b"), "count")

    assert [fault.where for fault in raised.value.faults] == [None, "a, 2020", "b, 2019"]


@pytest.mark.parametrize("keys", [("a", "a"), ("a",), ("a", "b", "c")])
def test_keys_have_to_be_one_for_each_series_and_different(keys: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="different keys for 2 series"):
        Panel(np.ones((2, 3)), FIRST, keys, "count")


def test_an_index_may_be_negative() -> None:
    assert Panel(np.array([[-1.0]]), FIRST, ("a",), "index").values[0, 0] == -1
