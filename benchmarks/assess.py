# SPDX-License-Identifier: Apache-2.0
"""
What the structural model costs, as ratios to an exact diffuse Kalman filter in the same run.

Run ``python benchmarks/assess.py``. One call fits 1,000 series of 120 months, averaged over the whole
grid, with 24 months of quantiles; the filter maximises one likelihood for each of a few of the same
series and forecasts from that one point. Times depend on the machine, ratios much less.
"""

import subprocess
import sys
import tempfile
import time
import warnings
from os import environ

import numpy as np

from rumbo.assess.panel import Panel
from rumbo.assess.structural import fit
from rumbo.terms import Period

SERIES, MONTHS, PEERS = 1000, 120, 6
FIRST = Period.parse("2010-01")


def panel() -> Panel:
    rng = np.random.default_rng(7)
    level = 6 + 0.03 * rng.normal(size=(SERIES, MONTHS)).cumsum(axis=1)
    season = 0.1 * np.sin(np.arange(MONTHS) * 2 * np.pi / 12)
    values = np.exp(level + season + 0.05 * rng.normal(size=(SERIES, MONTHS)))
    return Panel(values, FIRST, tuple(str(i) for i in range(SERIES)), "amount")


def ours(given: Panel) -> float:
    """Seconds per series, compiled beforehand."""
    small = Panel(given.values[:2], FIRST, given.keys[:2], "amount")
    fit(small).forecast()
    start = time.perf_counter()
    fit(given).forecast()
    return (time.perf_counter() - start) / SERIES


def peer(given: Panel) -> float:
    """Seconds per series of statsmodels on the logarithms."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for row in np.log(given.values[:PEERS]):
            model = UnobservedComponents(row, "lltrend", seasonal=12, use_exact_diffuse=True)
            model.fit(disp=0).get_forecast(24).conf_int()
    return (time.perf_counter() - start) / PEERS


def first_call() -> float:
    """Seconds of the first fit on a machine that has compiled nothing yet."""
    code = (
        "import time, numpy as np\n"
        "from rumbo.assess.panel import Panel\n"
        "from rumbo.assess.structural import fit\n"
        "from rumbo.terms import Period\n"
        "y = 500 + np.random.default_rng(1).normal(size=(2, 80)).cumsum(axis=1)\n"
        "start = time.perf_counter()\n"
        "found = fit(Panel(y, Period(0), ('a', 'b'), 'amount'))\n"
        "found.forecast(), found.slope(), found.paths(10, seed=1)\n"
        "print(time.perf_counter() - start)\n"
    )
    with tempfile.TemporaryDirectory() as empty:
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**environ, "NUMBA_CACHE_DIR": empty},
            capture_output=True,
            text=True,
            check=True,
        )
    return float(run.stdout)


def main() -> None:
    given = panel()
    mine, theirs = ours(given), peer(given)
    print(f"fit, grid average and 24-month quantiles   {1e3 * mine:8.2f} ms a series, one thread")
    print(f"statsmodels exact diffuse, one maximum     {1e3 * theirs:8.2f} ms a series")
    print(f"ratio                                      {theirs / mine:8.0f} times")
    print(f"first call, nothing compiled yet           {first_call():8.1f} s")


if __name__ == "__main__":
    main()
