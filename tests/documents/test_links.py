# SPDX-License-Identifier: Apache-2.0
"""Every link from one of our files to another leads somewhere, headings included."""

import re
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def pages(checkout: Path) -> list[Path]:
    folders = (checkout, checkout / "changes", checkout / "tests", checkout / "benchmarks")
    return [p for f in folders for p in sorted(f.glob("*.md"))] + sorted((checkout / "docs").rglob("*.md"))


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as the usual renderers make them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w\- ]", "", h.casefold()).strip().replace(" ", "-") for h in HEADING.findall(text)}


def broken(page: Path) -> list[str]:
    found = []
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


def test_every_link_between_our_files_leads_somewhere(checkout: Path) -> None:
    assert {str(page.relative_to(checkout)): broken(page) for page in pages(checkout) if broken(page)} == {}


def test_every_page_of_the_docs_is_reached_from_the_readme(checkout: Path) -> None:
    reached: set[Path] = set()
    queue = [checkout / "README.md"]
    while queue:
        page = queue.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        for link in LINK.findall(page.read_text("utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            queue.append(target / "README.md" if target.is_dir() else target)

    assert set((checkout / "docs").rglob("*.md")) - reached == set()


def test_a_broken_link_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# One two\n[a](#one-two) [b](#three) [c](gone.md) [d](https://example.org) ![e](page.md)", "utf-8"
    )

    assert broken(page) == ["#three", "gone.md"]


def test_both_readmes_show_a_picture_that_loads_quickly(checkout: Path) -> None:
    for name in ("README.md", "README.es.md"):
        (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (checkout / name).read_text("utf-8"))
        content = (checkout / picture).read_bytes()

        assert content.startswith(b"\x89PNG")
        assert len(content) < 250_000
