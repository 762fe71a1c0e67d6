# SPDX-License-Identifier: Apache-2.0
"""Questions to ask, made of figures that behave in a known way."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rumbo.assess.question import Observation, Question
from rumbo.terms import Period


@pytest.fixture
def months() -> Callable[..., tuple[Observation, ...]]:
    """Observations for `values`, one a month from `first`; ``nan`` becomes no figure."""

    def make(values: Iterable[float], first: str = "2015-01") -> tuple[Observation, ...]:
        start = Period.parse(first)
        return tuple(
            Observation(start.shift(i), None if np.isnan(v) else float(v)) for i, v in enumerate(values)
        )

    return make


@pytest.fixture
def noisy() -> Callable[..., NDArray[np.float64]]:
    """A level with a slope per month, a season and noise."""

    def make(
        level: float, per_month: float, n: int = 72, seed: int = 1, noise: float = 0.02
    ) -> NDArray[np.float64]:
        rng = np.random.default_rng(seed)
        t = np.arange(n)
        trend = level * np.exp(per_month * t) * (1 + 0.05 * np.sin(2 * np.pi * t / 12))
        rounded: NDArray[np.float64] = np.round(trend * np.exp(noise * rng.normal(size=n)))
        return rounded

    return make


@pytest.fixture
def ask(months: Callable[..., tuple[Observation, ...]]) -> Callable[..., Question]:
    """A question about monthly victims from January 2015, wanted down, as of the day after the last month."""

    def make(values: Iterable[float], **changes: Any) -> Question:
        series = months(values)
        settings: dict[str, Any] = {
            "indicator": "victims",
            "as_of": series[-1].period.end + dt.timedelta(days=20) if series else dt.date(2020, 1, 20),
            "direction": "down",
            "unit": "victims",
            "window": "month",
            "series": series,
        }
        return Question(**{**settings, **changes})

    return make
