# SPDX-License-Identifier: Apache-2.0
"""An edition appears whole, the same every time, in both languages, and its manifest tells the truth."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import rfc8785

from rumbo.errors import PublishError
from rumbo.plan.documents import Plan
from rumbo.publish.dossier import EditionInputs
from rumbo.publish.edition import write_edition
from rumbo.terms import Period, Text

LIMIT = 300_000  # bytes of a page with style, fonts and icon, without the chart library


class Addresses(HTMLParser):
    """Collects every address a page points to, every id, and whatever a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value for name in ("href", "src") if (value := given.get(name))]
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.refused += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (
            tag == "script" and not given.get("src") and given.get("type") != "application/json"
        ):
            self.refused.append(f"<{tag}>")


def read(page: Path) -> Addresses:
    parser = Addresses()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_both_languages_have_the_same_pages(edition: Path) -> None:
    english = {p.relative_to(edition / "en") for p in (edition / "en").rglob("*")}
    spanish = {p.relative_to(edition / "es") for p in (edition / "es").rglob("*")}

    assert english == spanish
    assert Path("as-of/2020-01-31/index.html") in english
    assert Path("indicators/overdose-deaths.html") in english


def test_manifest_lists_every_file_but_itself_with_its_digest(edition: Path) -> None:
    written = contents(edition)
    manifest = json.loads(written.pop("manifest.json"))

    assert manifest["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
    assert manifest["edition"] == "example-2020-09-30"
    assert manifest["as_of"] == "2020-09-30"
    assert manifest["generator"] == "rumbo 0.1.0"


def test_manifest_is_canonical_json(edition: Path) -> None:
    data = (edition / "manifest.json").read_bytes()

    assert rfc8785.dumps(json.loads(data)) == data


def test_same_inputs_give_the_same_bytes(small: EditionInputs, tmp_path: Path) -> None:
    first = write_edition(small, tmp_path / "first")
    second = write_edition(small, tmp_path / "second")

    assert first == second
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_every_address_inside_the_edition_leads_to_a_file(edition: Path) -> None:
    dead = []
    for page in edition.rglob("*.html"):
        here = page.relative_to(edition).as_posix()
        for address in read(page).addresses:
            path = address.split("#")[0]
            if path and not path.startswith("https://example.org/"):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path))
                dead += [] if (edition / target).is_file() else [(here, address)]

    assert dead == []


def test_no_page_needs_what_a_strict_policy_refuses(edition: Path) -> None:
    refused = {page.name: found for page in edition.rglob("*.html") if (found := read(page).refused)}

    assert refused == {}


def test_no_page_uses_an_id_twice(edition: Path) -> None:
    twice = {
        page.name: ids for page in edition.rglob("*.html") if len(set(ids := read(page).ids)) != len(ids)
    }

    assert twice == {}


def test_every_page_states_its_language_and_points_to_the_other(edition: Path) -> None:
    for language, lang, other in (("en", "en", "es"), ("es", "es-MX", "en")):
        for page in (edition / language).rglob("*.html"):
            html = page.read_text(encoding="utf-8")
            same = page.relative_to(edition / language).as_posix()

            assert f'<html lang="{lang}">' in html
            assert re.search(rf'href="(\.\./)+{other}/{re.escape(same)}"', html), page


def test_every_page_shows_the_day_the_edition_and_who_signed(edition: Path) -> None:
    for page in (edition / "en").rglob("*.html"):
        html = page.read_text(encoding="utf-8")

        assert re.search(r'<time datetime="2020-\d\d-\d\d">', html)
        assert "Edition example-2020-09-30, signed by United States and Mexico" in html


def test_no_page_is_heavy(edition: Path) -> None:
    shared = sum(path.stat().st_size for path in (edition / "assets").rglob("*")
                 if path.suffix in (".css", ".woff2", ".svg") or path.name == "chart.js")  # fmt: skip
    heaviest = max(page.stat().st_size for page in edition.rglob("*.html"))

    assert heaviest + shared < LIMIT


def test_licences_travel_with_what_they_cover(edition: Path) -> None:
    fonts = edition / "assets" / "fonts"
    vega = edition / "assets" / "vega"

    for folder, pattern, words in (
        (fonts, "*.txt", "SIL Open Font License"),
        (vega, "*.txt", "Redistribution"),
    ):
        texts = list(folder.glob(pattern))
        assert texts
        assert all(words in text.read_text(encoding="utf-8") for text in texts)


def test_folder_with_something_else_is_left_alone(small: EditionInputs, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.txt").write_text("dear", encoding="utf-8")

    with pytest.raises(PublishError, match="not an edition"):
        write_edition(small, tmp_path / "letters")

    assert contents(tmp_path) == {"letters/mother.txt": b"dear"}


def test_new_edition_replaces_the_old_and_keeps_its_record(small: EditionInputs, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    write_edition(small, folder)
    (folder / "record").mkdir()
    (folder / "record" / "note").write_text("signed", encoding="utf-8")
    (folder / "stray.html").write_text("old", encoding="utf-8")

    manifest = write_edition(small, folder)

    assert (folder / "record" / "note").read_text(encoding="utf-8") == "signed"
    assert not (folder / "stray.html").exists()
    assert not any(name.startswith("record/") for name in manifest.files)
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_half_an_edition_never_appears(small: EditionInputs, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    write_edition(small, folder)
    before = contents(folder)

    def stop(done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_edition(small, folder, progress=stop)

    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["edition"]


def test_progress_counts_every_page_in_both_languages(small: EditionInputs, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    write_edition(small, tmp_path / "edition", progress=lambda done, total: told.append((done, total)))

    pages = 2 * (2 + 4 + 1 + 3)  # days, fixed pages, source, measures
    assert told == [(done, pages) for done in range(1, pages + 1)]


def test_measures_that_would_share_a_page_are_refused(small: EditionInputs, tmp_path: Path) -> None:
    first = small.dossiers[0]
    twin = replace(first, indicator=first.indicator.model_copy(update={"id": "Homicide Deaths"}))

    with pytest.raises(PublishError, match='"Homicide Deaths" would be written to the same page'):
        write_edition(replace(small, dossiers=(*small.dossiers, twin)), tmp_path / "edition")


@pytest.mark.parametrize("days", [0, 2])
def test_days_that_are_missing_or_out_of_order_are_refused(
    small: EditionInputs, tmp_path: Path, days: int
) -> None:
    backwards = tuple(reversed(small.as_of_days))[:days]

    with pytest.raises(PublishError, match="as-of days"):
        write_edition(replace(small, as_of_days=backwards), tmp_path / "edition")


def test_figures_that_are_none_are_refused_together(small: EditionInputs, tmp_path: Path) -> None:
    first = small.dossiers[0]
    vintage = first.vintages[0]
    spoilt = (
        replace(vintage.data[0], value=float("nan")),
        replace(vintage.data[1], value=float("inf")),
        replace(vintage.data[2], period=Period.parse("2019-01")),
    )
    broken = replace(first, vintages=(replace(vintage, data=spoilt),))

    with pytest.raises(PublishError) as refused:
        write_edition(replace(small, dossiers=(broken, *small.dossiers[1:])), tmp_path / "edition")

    assert [fault.what for fault in refused.value.faults] == [
        '"nan" is not a figure',
        '"inf" is not a figure',
        "a series mixes periods: month, year",
    ]
    assert list(tmp_path.iterdir()) == []


def test_empty_plan_makes_an_edition(small: EditionInputs, tmp_path: Path) -> None:
    empty = replace(small, plan=Plan(id="empty", title=Text("Empty", "Vacío")), dossiers=(), sources=())

    manifest = write_edition(empty, tmp_path / "edition")

    assert "The plan holds no commitments yet." in (tmp_path / "edition/en/commitments.html").read_text(
        "utf-8"
    )
    assert "en/index.html" in manifest.files
