# SPDX-License-Identifier: Apache-2.0
"""
Write an edition: every page in both languages, the data beside every chart, and the manifest.

An edition appears whole or not at all: it is written beside its place and moved there at the end. The
same inputs give the same bytes; no clock is read.
"""

from __future__ import annotations

import hashlib
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import rfc8785

from rumbo.errors import Fault, PublishError
from rumbo.publish.addresses import StaticAddresses, slug, static_data_path, static_path
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.downloads import vintages_csv, vintages_json
from rumbo.publish.pages import (
    IndicatorPage,
    Page,
    claims_page,
    commitments_page,
    front_page,
    indicator_page,
    scorecard,
    source_page,
    sources_page,
    verify_page,
)
from rumbo.publish.pages.frame import edition_id
from rumbo.publish.rendering import render
from rumbo.terms import LANGUAGES, Language, gettext as _

HERE = Path(__file__).parent
MANIFEST = "manifest.json"
RECORD = "record"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Manifest:
    """What an edition holds: the SHA-256 of every file except itself and the record."""

    edition: str
    as_of: str
    generator: str
    files: dict[str, str]

    def to_bytes(self) -> bytes:
        """The manifest as canonical JSON (RFC 8785)."""
        return rfc8785.dumps(
            {
                "edition": self.edition,
                "as_of": self.as_of,
                "generator": self.generator,
                "files": dict(self.files),
            }
        )


def _checked(inputs: EditionInputs) -> None:
    """Refuse inputs that no edition can be made from."""
    if not inputs.as_of_days or list(inputs.as_of_days) != sorted(set(inputs.as_of_days)):
        raise PublishError(
            _('as-of days "{days}" cannot be shown').format(days=", ".join(map(str, inputs.as_of_days))),
            expected=_("at least one day, each once, oldest first"),
        )
    for said, ids in (
        (
            _('indicator "{value}" would be written to the same page as "{other}"'),
            [dossier.indicator.id for dossier in inputs.dossiers],
        ),
        (
            _('source "{value}" would be written to the same page as "{other}"'),
            [sheet.id for sheet in inputs.sources],
        ),
    ):
        seen: dict[str, str] = {}
        for name in ids:
            if slug(name) in seen:
                raise PublishError(
                    said.format(value=name, other=seen[slug(name)]),
                    expected=_("ids that differ in letters or digits"),
                )
            seen[slug(name)] = name


def _check_figures(inputs: EditionInputs) -> None:
    """Refuse figures that no chart, table or JSON can hold, all of them together."""
    faults = []
    for dossier in inputs.dossiers:
        name = dossier.indicator.id
        data = [(vintage, datum) for vintage in dossier.vintages for datum in vintage.data]
        faults += [
            Fault(
                _('"{value}" is not a figure').format(value=datum.value),
                where=f"{name}, {vintage.released_on}, {datum.period}",
                expected=_("a finite number, or none where it is missing"),
            )
            for vintage, datum in data
            if datum.value is not None and not math.isfinite(datum.value)
        ]
        kinds = sorted({datum.period.kind for _vintage, datum in data})
        if len(kinds) > 1:
            faults.append(
                Fault(
                    _("a series mixes periods: {kinds}").format(kinds=", ".join(kinds)),
                    where=name,
                    expected=_("periods of one kind"),
                )
            )
    if faults:
        raise PublishError.of(faults)


def pages_of(inputs: EditionInputs, language: Language) -> Iterator[Page]:
    """Every page of an edition in one language, in a fixed order."""
    yield from (scorecard(inputs, language, day) for day in inputs.as_of_days)
    yield commitments_page(inputs, language)
    yield claims_page(inputs, language)
    yield sources_page(inputs, language)
    yield verify_page(inputs, language)
    yield from (source_page(inputs, sheet, language) for sheet in inputs.sources)
    yield from (indicator_page(inputs, dossier, language) for dossier in inputs.dossiers)


def style_sheet() -> str:
    """All style sheets as one file, in the order of their names."""
    parts = sorted((HERE / "style").glob("*.css"))
    return "\n".join(part.read_text(encoding="utf-8").rstrip() for part in parts) + "\n"


def _write(folder: Path, path: str, content: bytes) -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def _write_page(folder: Path, page: Page, language: Language) -> None:
    ref = page.frame.here
    html = render(page, StaticAddresses(ref, language))
    _write(folder, static_path(ref, language), html.encode("utf-8"))
    if isinstance(page, IndicatorPage) and page.chart:
        _write(folder, static_data_path(page.id, "chart.vl.json", language), rfc8785.dumps(page.chart.spec))


def _write_data(folder: Path, dossier: Dossier) -> None:
    if dossier.vintages:
        _write(folder, static_data_path(dossier.indicator.id, "vintages.csv", "en"), vintages_csv(dossier))
        _write(folder, static_data_path(dossier.indicator.id, "vintages.json", "en"), vintages_json(dossier))


def _write_all(inputs: EditionInputs, folder: Path, progress: Progress | None) -> None:
    total = len(LANGUAGES) * (len(inputs.as_of_days) + 4 + len(inputs.sources) + len(inputs.dossiers))
    done = 0
    shutil.copytree(HERE / "assets", folder / "assets")
    _write(folder, "assets/rumbo.css", style_sheet().encode("utf-8"))
    for dossier in inputs.dossiers:
        _write_data(folder, dossier)
    _write_page(folder, front_page(inputs), "en")
    for language in LANGUAGES:
        for page in pages_of(inputs, language):
            _write_page(folder, page, language)
            done += 1
            if progress:
                progress(done, total)


def manifest_of(inputs: EditionInputs, folder: Path) -> Manifest:
    """The manifest of what `folder` holds now."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    kept = {
        name: digest
        for name, digest in files.items()
        if name != MANIFEST and not name.startswith(RECORD + "/")
    }
    return Manifest(edition_id(inputs), inputs.as_of_days[-1].isoformat(), inputs.generator, kept)


def write_edition(inputs: EditionInputs, folder: Path, *, progress: Progress | None = None) -> Manifest:
    """
    Write the edition of `inputs` to `folder` and return its manifest.

    Parameters
    ----------
    inputs : EditionInputs
        Everything the edition says.
    folder : Path
        Where it goes. An edition that is already there is replaced, its ``record/`` kept; anything else
        is left alone.
    progress : callable, optional
        Told after each page how many of how many are written.

    Raises
    ------
    PublishError
        If `folder` holds something that is not an edition, two pages would share an address, or a figure
        is not finite or of another kind of period than the rest of its series.
    """
    folder = Path(folder)
    _checked(inputs)
    _check_figures(inputs)
    is_edition = (folder / MANIFEST).is_file()
    if folder.exists() and not is_edition and (not folder.is_dir() or any(folder.iterdir())):
        raise PublishError(
            _('"{folder}" holds something that is not an edition').format(folder=folder),
            expected=_("an empty or new folder, or an edition to replace"),
            hint=_("choose another folder"),
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _write_all(inputs, made, progress)
        manifest = manifest_of(inputs, made)
        (made / MANIFEST).write_bytes(manifest.to_bytes())
        if (folder / RECORD).is_dir():
            shutil.copytree(folder / RECORD, made / RECORD)
        made.chmod(0o755)
        _take_place(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return manifest


def _take_place(made: Path, folder: Path) -> None:
    """Move `made` to `folder`; what was there goes away only after it is in place."""
    if not folder.exists():
        made.rename(folder)
        return
    old = made.with_name(made.name + "-old")
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)
