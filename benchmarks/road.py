# SPDX-License-Identifier: Apache-2.0
"""
The road's own figures: starting, the whole demo, one page of the site, verifying an edition.

Each is printed with its target and as a ratio to a floor measured in the same run: an empty Python
start for commands, so that a slow machine does not look like a slow program.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

RUN = "from rumbo.cli import main; main()"


def timed(action: Callable[[], object], times: int) -> float:
    """Median wall seconds of `action`."""
    taken: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def command(*arguments: str) -> None:
    subprocess.run([sys.executable, "-c", RUN, *arguments], check=True, capture_output=True)


def say(what: str, seconds: float, floor: float, target: str) -> None:
    print(f"{what:<44} {seconds:8.3f} s  {seconds / floor:8.1f} x floor   target {target}")


def site(folder: Path, floor: float) -> None:
    serve = [sys.executable, "-u", "-c", RUN, "-w", str(folder), "serve", "--port", "0"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http"))
        for path in ("en/", "es/indicators/i01.html", "en/commitments.html", "es/sources/index.html"):

            def get(path: str = path) -> None:
                urllib.request.urlopen(address + path).read()  # noqa: S310 -- loopback

            first = timed(get, 1)
            say(f"/{path}, first time", first, floor, "—")
            say(f"/{path}, again", timed(get, 20), floor, "< 0.1 s")
        process.terminate()


def main() -> None:
    floor = timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True), 10)
    print(f"floor: an empty Python start, {floor:.3f} s")
    say("rumbo --help", timed(lambda: command("--help"), 10), floor, "< 0.2 s")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "demo"
        say("rumbo demo, package to edition", timed(lambda: command("demo", str(folder)), 1), floor, "< 30 s")
        (edition,) = (folder / "publish").iterdir()
        verify = timed(lambda: command("record", "verify", str(edition)), 5)
        say("rumbo record verify EDITION", verify, floor, "—")
        pages = sorted(edition.rglob("*.html"), key=lambda p: -p.stat().st_size)
        print(f"largest page: {pages[0].stat().st_size / 1000:.0f} kB ({pages[0].name})   target < 300 kB")
        site(folder, floor)


if __name__ == "__main__":
    main()
