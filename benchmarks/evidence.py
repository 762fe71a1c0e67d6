# SPDX-License-Identifier: Apache-2.0
"""
What evidence costs, as ratios to plain `polars.read_csv` of the same files in the same run.

Run ``python benchmarks/evidence.py``; the publishers' files are read from ``RUMBO_DATA`` or from
``../shared/data`` beside the checkout. Times depend on the machine, ratios much less.
"""

import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("RUMBO_DATA", CHECKOUT.parent / "shared" / "data"))
READS = 30
ADD = """
import datetime as dt, sys
from pathlib import Path
from rumbo.evidence.card import shipped_cards
from rumbo.evidence.intake import Intake
intake = Intake(Path(sys.argv[1]), shipped_cards())
for name in sys.argv[2:]:
    intake.add(Path(name), now=dt.datetime.now(dt.UTC))
"""
PLAIN = """
import sys
import polars as pl
for name in sys.argv[1:]:
    pl.read_csv(name)
"""
SERIES = {
    "us.cbp.seizures": "us.cbp.seizures.five_drugs.weight_lb",
    "us.cdc.overdose": "us.cdc.overdose.all_drugs.deaths_12_months",
}


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def median_of(function: Callable[[], object], times: int) -> float:
    """Median seconds of one call, after one that warms up."""
    function()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def say(what: str, value: float, *, of: float | None = None, target: float | None = None) -> None:
    ratio = f"{value / of:8.1f} ×" if of else " " * 10
    aim = f"   target < {target:g} s" if target else ""
    print(f"{what:<58}{value:9.3f} s{ratio}{aim}")


@contextmanager
def evidence_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "evidence"


def reads(folder: Path, plain: float) -> None:
    from rumbo.evidence.card import shipped_cards
    from rumbo.evidence.intake import Intake
    from rumbo.evidence.series import Evidence

    cards = shipped_cards()
    releases = sorted((DATA / "us" / "cdc-vsrr-overdose").glob("vsrr_release-*"))
    for path in releases:
        if "excel-export" not in path.name:  # the same release as another
            Intake(folder, cards).add(path, now=dt.datetime.now(dt.UTC))
    evidence, today = Evidence(folder, cards), dt.date.today()  # noqa: DTZ011 -- a reader's day
    for source, series in SERIES.items():
        held = len(evidence.store(source).vintages())
        took = median_of(lambda name=series: evidence.as_of(name, today), READS)  # type: ignore[misc]
        say(f"as of today, {series}, {held} vintages", took, of=plain, target=0.05)
    series = SERIES["us.cbp.seizures"]
    took = median_of(lambda: evidence.vintage_series(series), READS)
    say("the same series in every vintage", took, of=plain)


def main() -> None:
    files = [str(path) for path in sorted((DATA / "us" / "cbp-drug-seizures").glob("*.csv"))]
    if not files:
        print(f"benchmarks/evidence.py: no publishers' files in {DATA}; set RUMBO_DATA")
        return
    plain_process = min(seconds(["-c", PLAIN, *files]) for _ in range(3))

    import polars as pl

    plain = median_of(lambda: [pl.read_csv(name) for name in files], 10)
    say("polars.read_csv of the six CBP files", plain)
    say("the same in a process of its own, start-up included", plain_process)
    with evidence_folder() as folder:
        took = seconds(["-c", ADD, str(folder), *files])
        say("add the six, start-up included", took, of=plain_process, target=3)
        reads(folder, plain)
    start_up = min(seconds(["-c", "pass"]) for _ in range(5))
    helped = min(seconds(["-c", "from rumbo.cli import main; main()", "--help"]) for _ in range(5))
    say("python -c pass", start_up)
    say("rumbo --help", helped, of=start_up, target=0.2)


if __name__ == "__main__":
    main()
