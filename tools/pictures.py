# SPDX-License-Identifier: Apache-2.0
"""
Take the pictures that the README shows, from a real edition, in a real browser: `make pictures`.

``python tools/pictures.py EDITION`` writes docs/pictures/scorecard.<language>.png, 1440 by 1000 pixels.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from rumbo.terms.language import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
LARGEST_BYTES = 250_000


def main(arguments: list[str]) -> int:
    """Write one picture a language; status 1 if one is too large for a page that has to load quickly."""
    edition = Path(arguments[0]).resolve()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=["--no-sandbox"],
        )
        for language in LANGUAGES:
            page = browser.new_page(viewport={"width": 1440, "height": 1000}, color_scheme="light")
            page.goto((edition / language / "index.html").as_uri())
            page.evaluate("document.fonts.ready.then(() => true)")
            page.screenshot(path=FOLDER / f"scorecard.{language}.png", animations="disabled")
        browser.close()
    large = [p.name for p in FOLDER.glob("*.png") if p.stat().st_size >= LARGEST_BYTES]
    for name in large:
        sys.stderr.write(f"{name} is larger than {LARGEST_BYTES:,} bytes\n")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
