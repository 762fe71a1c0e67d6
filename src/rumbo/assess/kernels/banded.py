# SPDX-License-Identifier: Apache-2.0
"""
Cholesky factors of banded Toeplitz covariances, and whitening with them.

The differenced basic structural model is a moving average of order 13, so its covariance has 13 bands
and its factor costs a few dozen operations per month. One factor serves every series: the factor of a
shorter series is the leading part of that of a longer one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rumbo.assess.kernels.compiled import compiled

__all__ = ["BAND", "LANES", "factor_grid", "sums_of_squares", "whiten_columns"]

BAND = 13
LANES = 64  # known when compiled, so that the innermost loop becomes vector instructions

Floats = NDArray[np.float64]


@compiled
def factor_grid(autocovariances: Floats, length: int) -> Floats:
    """
    Cholesky factors of Toeplitz covariances, one for each grid point.

    Parameters
    ----------
    autocovariances : (G, 14) float64
        Autocovariance at lags 0 to 13; zero beyond.
    length : int
        Number of rows wanted.

    Returns
    -------
    (G, length, 14) float64
        ``factor[g, t, k]`` is row `t`, column ``t - k``, of the lower factor; zero left of column 0.
    """
    factor = np.zeros((autocovariances.shape[0], length, BAND + 1))
    for g in range(autocovariances.shape[0]):
        for t in range(length):
            for k in range(min(BAND, t), -1, -1):
                j = t - k
                value = autocovariances[g, k]
                for m in range(max(0, t - BAND), j):
                    value -= factor[g, t, t - m] * factor[g, j, j - m]
                factor[g, t, k] = math.sqrt(value) if k == 0 else value / factor[g, j, 0]
    return factor


@compiled
def sums_of_squares(packed: Floats, steps: Floats) -> Floats:
    """
    Sum of squared innovations of every series at every grid point.

    Parameters
    ----------
    packed : (B, T, 64) float64
        Differenced series in blocks of 64 lanes, months outside lanes.
    steps : (G, >= T, 14) float64
        ``steps[g, t, 0]`` is one over the factor's diagonal; ``steps[g, t, k]`` the factor over its diagonal.

    Returns
    -------
    (B, G, 64) float64
    """
    blocks, length, _ = packed.shape
    points = steps.shape[0]
    sums = np.zeros((blocks, points, LANES))
    e = np.zeros((length + BAND, LANES))  # innovations, after thirteen zeros
    for b in range(blocks):
        for g in range(points):
            for t in range(length):
                c = steps[g, t]
                c0, c1, c2, c3, c4, c5, c6 = c[0], c[1], c[2], c[3], c[4], c[5], c[6]
                c7, c8, c9, c10, c11, c12, c13 = c[7], c[8], c[9], c[10], c[11], c[12], c[13]
                for lane in range(LANES):
                    # Two chains of subtractions instead of one: a processor works on both at once.
                    near = c0 * packed[b, t, lane] - c2 * e[t + 11, lane] - c4 * e[t + 9, lane]
                    near = near - c6 * e[t + 7, lane] - c8 * e[t + 5, lane] - c10 * e[t + 3, lane]
                    near = near - c12 * e[t + 1, lane]
                    far = c13 * e[t, lane] + c11 * e[t + 2, lane] + c9 * e[t + 4, lane]
                    far = far + c7 * e[t + 6, lane] + c5 * e[t + 8, lane] + c3 * e[t + 10, lane]
                    value = near - far - c1 * e[t + 12, lane]
                    e[t + BAND, lane] = value
                    sums[b, g, lane] += value * value
    return sums


@compiled
def whiten_columns(columns: Floats, steps: Floats, points: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """
    Inner products of the whitened columns, and their last thirteen rows, at chosen grid points.

    Parameters
    ----------
    columns : (T, C) float64
        The differenced series, then one differenced dummy for each gap.
    steps : (G, >= T, 14) float64
        As in `sums_of_squares`.
    points : (P,) int64
        The grid points wanted.

    Returns
    -------
    products : (P, C, C) float64
    tails : (P, 13, C) float64
        Oldest row first; zeros come first when there are fewer than thirteen.
    """
    length, width = columns.shape
    products = np.zeros((points.shape[0], width, width))
    tails = np.zeros((points.shape[0], BAND, width))
    e = np.zeros((length + BAND, width))
    for p in range(points.shape[0]):
        g = points[p]
        for t in range(length):
            for c in range(width):
                value = steps[g, t, 0] * columns[t, c]
                for k in range(1, BAND + 1):
                    value -= steps[g, t, k] * e[t + BAND - k, c]
                e[t + BAND, c] = value
                for d in range(c + 1):
                    products[p, c, d] += value * e[t + BAND, d]
        for c in range(width):
            for d in range(c):
                products[p, d, c] = products[p, c, d]
            for k in range(BAND):
                tails[p, k, c] = e[length + k, c]
    return products, tails
