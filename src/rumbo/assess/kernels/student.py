# SPDX-License-Identifier: Apache-2.0
"""
Mixtures of Student t distributions: what averaging over the grid leaves for every forecast.

References
----------
.. [1] M. Abramowitz and I. A. Stegun, *Handbook of Mathematical Functions*, 1964, 26.7.3 and 26.7.4:
   the distribution function for whole degrees of freedom as a finite sum.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.kernels.compiled import compiled

__all__ = ["Mixtures", "mixture_below", "mixture_quantiles"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

MOST_STEPS = 200  # bisection alone would need about 60
CLOSE = 1e-8  # Newton squares the error: after a step this small it is rounding


class Mixtures(NamedTuple):
    """
    One mixture for each series and column.

    Parameters
    ----------
    start : (S + 1,) int64
        Components ``start[s]`` to ``start[s + 1]`` belong to series `s`.
    weight : (M,) float64
        Adding to one within each series.
    mean, sd : (M, H) float64
        Centre and scale of each component.
    degrees : (S,) int64
        Degrees of freedom.
    """

    start: Whole
    weight: Floats
    mean: Floats
    sd: Floats
    degrees: Whole


class Mixture(NamedTuple):
    """
    One mixture, ready to be evaluated.

    (R,) weights, centres and scales; what depends on the degrees of freedom only; (4, R) room to work in.
    """

    weight: Floats
    mean: Floats
    sd: Floats
    degrees: int
    terms: Floats
    peak: float
    room: Floats


@compiled
def series_terms(degrees: int) -> Floats:
    """Coefficients of the finite sum in the squared cosine; none are needed for one degree of freedom."""
    odd = degrees % 2
    terms = np.ones((degrees - odd) // 2)
    for j in range(1, terms.shape[0]):
        terms[j] = terms[j - 1] * (2 * j - 1 + odd) / (2 * j + odd)
    return terms


@compiled
def peak_of(degrees: int) -> float:
    """Density of the t distribution at zero."""
    logarithm = math.lgamma(0.5 * (degrees + 1)) - math.lgamma(0.5 * degrees)
    return math.exp(logarithm) / math.sqrt(degrees * math.pi)


@compiled
def one_of(mixtures: Mixtures, s: int, h: int) -> Mixture:
    """The mixture of series `s` in column `h`, in contiguous arrays."""
    a, b = mixtures.start[s], mixtures.start[s + 1]
    degrees = mixtures.degrees[s]
    return Mixture(
        mixtures.weight[a:b],
        mixtures.mean[a:b, h].copy(),
        mixtures.sd[a:b, h].copy(),
        degrees,
        series_terms(degrees),
        peak_of(degrees),
        np.empty((4, b - a)),
    )


@compiled
def at(x: float, mixture: Mixture) -> tuple[float, float]:
    """
    Distribution function and density of `mixture` at `x`.

    With the angle whose tangent is t / sqrt(degrees), the distribution function is a polynomial in the
    squared cosine and the density a power of it; both are taken for all components side by side, so
    that the inner loop becomes vector instructions.
    """
    count = mixture.weight.shape[0]
    degrees, terms = mixture.degrees, mixture.terms
    cosine2, sine, total, power = mixture.room[0], mixture.room[1], mixture.room[2], mixture.room[3]
    for r in range(count):
        t = (x - mixture.mean[r]) / mixture.sd[r]
        cosine2[r] = degrees / (degrees + t * t)
        sine[r] = t / math.sqrt(degrees + t * t)
        total[r] = 0.0
        power[r] = 1.0
    for j in range(terms.shape[0] - 1, -1, -1):
        term = terms[j]
        for r in range(count):
            total[r] = total[r] * cosine2[r] + term
            power[r] *= cosine2[r]
    is_odd = degrees % 2 == 1
    probability = 0.0
    density = 0.0
    for r in range(count):
        cosine = math.sqrt(cosine2[r])
        if is_odd:
            below = 0.5 + (math.asin(sine[r]) + sine[r] * cosine * total[r]) / math.pi
            shape = power[r] * cosine2[r]
        else:
            below = 0.5 * (1.0 + sine[r] * total[r])
            shape = power[r] * cosine
        probability += mixture.weight[r] * below
        density += mixture.weight[r] * mixture.peak * shape / mixture.sd[r]
    return probability, density


@compiled
def moments(mixture: Mixture) -> tuple[float, float, float]:
    """Mean of the centres, a spread on which to start looking, and the narrowest component's."""
    centre = 0.0
    for r in range(mixture.weight.shape[0]):
        centre += mixture.weight[r] * mixture.mean[r]
    square = 0.0
    for r in range(mixture.weight.shape[0]):
        square += mixture.weight[r] * (mixture.sd[r] ** 2 + (mixture.mean[r] - centre) ** 2)
    return centre, math.sqrt(square), np.min(mixture.sd)


@compiled
def quantile(p: float, normal: float, mixture: Mixture) -> float:
    """The `p` quantile of one mixture, from a normal guess: Newton's steps kept inside a bracket."""
    centre, spread, narrowest = moments(mixture)
    x = centre + normal * spread
    low, high = -math.inf, math.inf
    before = math.inf
    for _ in range(MOST_STEPS):
        probability, density = at(x, mixture)
        if probability > p:
            high = x
        else:
            low = x
        step = (p - probability) / density if density > 0.0 else math.copysign(math.inf, p - probability)
        step = min(max(step, -2.0 * spread), 2.0 * spread)
        is_slow = abs(step) > 0.5 * before  # between distant modes Newton would jump to and fro
        if high - low < math.inf and (is_slow or not low <= x + step <= high):
            step = 0.5 * (low + high) - x
        x += step
        before = abs(step)
        if before <= CLOSE * narrowest:
            break
    return x


@compiled
def mixture_below(mixtures: Mixtures, x: Floats) -> Floats:
    """
    Probability that each series' mixture lies at or below `x`.

    Parameters
    ----------
    mixtures : Mixtures
    x : (S, H) float64

    Returns
    -------
    (S, H) float64
        ``nan`` for a series without components.
    """
    out = np.full(x.shape, np.nan)
    for s in range(x.shape[0]):
        if mixtures.start[s] < mixtures.start[s + 1]:
            for h in range(x.shape[1]):
                out[s, h] = at(x[s, h], one_of(mixtures, s, h))[0]
    return out


@compiled
def mixture_quantiles(mixtures: Mixtures, probabilities: Floats, normal: Floats) -> Floats:
    """
    Quantiles of each series' mixture.

    Parameters
    ----------
    mixtures : Mixtures
    probabilities, normal : (Q,) float64
        Probabilities, and the normal quantiles for them, from which the search starts.

    Returns
    -------
    (S, H, Q) float64
        ``nan`` for a series without components.
    """
    series = mixtures.start.shape[0] - 1
    columns = mixtures.mean.shape[1]
    out = np.full((series, columns, probabilities.shape[0]), np.nan)
    for s in range(series):
        if mixtures.start[s] < mixtures.start[s + 1]:
            for h in range(columns):
                mixture = one_of(mixtures, s, h)
                for q in range(probabilities.shape[0]):
                    out[s, h, q] = quantile(probabilities[q], normal[q], mixture)
    return out
