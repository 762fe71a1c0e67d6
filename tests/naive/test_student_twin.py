# SPDX-License-Identifier: Apache-2.0
"""Mixtures of t distributions against adding up densities on a fine grid."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from rumbo.assess.kernels.student import Mixtures, mixture_below, mixture_quantiles

Floats = NDArray[np.float64]


def density(t: Floats, degrees: int) -> Floats:
    constant = math.gamma((degrees + 1) / 2) / math.gamma(degrees / 2) / math.sqrt(degrees * math.pi)
    values: Floats = constant * (1 + t * t / degrees) ** (-(degrees + 1) / 2)
    return values


def below(x: float, mean: Floats, sd: Floats, weight: Floats, degrees: int) -> float:
    """Probability up to `x`: one half up to each centre, then Simpson's rule."""
    total = 0.0
    for m, s, w in zip(mean, sd, weight, strict=True):
        t = np.linspace(0, (x - m) / s, 20001)
        f = density(t, degrees)
        area = (f[0] + f[-1] + 4 * f[1:-1:2].sum() + 2 * f[2:-1:2].sum()) * (t[1] - t[0]) / 3
        total += w * (0.5 + area)
    return total


MEAN, SD, WEIGHT = np.array([0.0, 1.0, -2.0]), np.array([1.0, 0.05, 3.0]), np.array([0.5, 0.3, 0.2])


def mixture(degrees: int) -> Mixtures:
    return Mixtures(np.array([0, 3]), WEIGHT, MEAN[:, None].copy(), SD[:, None].copy(), np.array([degrees]))


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 23, 107, 150])
@pytest.mark.parametrize("x", [-4.0, 0.0, 0.93, 1.2, 5.0])
def test_distribution_function_agrees_with_numerical_integration(degrees: int, x: float) -> None:
    found = mixture_below(mixture(degrees), np.array([[x]]))[0, 0]

    assert found == pytest.approx(below(x, MEAN, SD, WEIGHT, degrees), abs=1e-10)


@pytest.mark.parametrize("degrees", [3, 24, 107])
def test_quantiles_invert_the_distribution_function(degrees: int) -> None:
    levels = np.array([1e-6, 0.025, 0.1, 0.5, 0.9, 0.975, 1 - 1e-6])
    normal = np.array([-4.75, -1.96, -1.28, 0.0, 1.28, 1.96, 4.75])

    found = mixture_quantiles(mixture(degrees), levels, normal)[0, 0]

    back = [mixture_below(mixture(degrees), np.array([[x]]))[0, 0] for x in found]
    np.testing.assert_allclose(back, levels, rtol=1e-9, atol=1e-13)
    assert np.all(np.diff(found) > 0)


def test_quantiles_are_found_from_a_far_start_and_between_distant_modes() -> None:
    apart = Mixtures(
        np.array([0, 2]), np.array([0.5, 0.5]), np.array([[-1e6], [1e6]]), np.ones((2, 1)), np.array([30])
    )

    found = mixture_quantiles(apart, np.array([0.25, 0.75]), np.array([3.0, -3.0]))[0, 0]

    np.testing.assert_allclose(found, [-1e6, 1e6], rtol=1e-12)


def test_series_without_components_has_no_quantile() -> None:
    empty = Mixtures(np.array([0, 0]), np.zeros(0), np.zeros((0, 2)), np.zeros((0, 2)), np.array([0]))

    assert np.isnan(mixture_quantiles(empty, np.array([0.5]), np.array([0.0]))).all()
    assert np.isnan(mixture_below(empty, np.zeros((1, 2)))).all()
