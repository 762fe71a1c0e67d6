# SPDX-License-Identifier: Apache-2.0
"""
Source cards: what a publication is, how its files are laid out, and which series it holds.

A card is a TOML file in `rumbo/sources/` (or in the `sources/` folder of a workspace).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from rumbo.errors import EvidenceError, Fault
from rumbo.terms import Text
from rumbo.terms.language import gettext as _
from rumbo.terms.place import places, spelling, spellings
from rumbo.terms.unit import UNITS

Frequency = Literal["month", "quarter", "half_year", "year", "fiscal_year"]

RESERVED = frozenset(
    ("period", "measure", "value", "status", "line", "released_on", "precision", "withdrawn", "vintage",
     "order", "kind", "before", "now", "value_before", "status_before")
)  # fmt: skip
"""Columns of tidy frames and tables; no key may be called so."""


def _text(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if set(value) != {"en", "es"} or not all(isinstance(words, str) for words in value.values()):
        raise ValueError(_("a text has two languages, en and es"))
    return Text(**value)


BilingualText = Annotated[Text, BeforeValidator(_text)]


class Part(BaseModel):
    """A part of a card; refuses names it does not know."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=False)


class Calendar(Part):
    """When the source comes out."""

    says: BilingualText
    lag_days: int
    """Usual days from the end of the last period to the release; an inferred release date uses it."""
    every_days: int


class Layout(Part):
    """One shape of the source's files, recognised by its columns."""

    name: str
    reader: str
    columns: tuple[str, ...]
    """Column names exactly as printed, in any order; an unnamed column is "#" and its number."""
    marks: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column → values; a file that holds one of them is of this layout, not of another with its columns."""
    header_line: int = 1
    """The line of the column names, where a title stands above them."""
    closing_comma: Literal["names", "rows"] | None = None
    """Where a needless comma ends the lines: after the column names only, or after the rows only."""
    ends_at_blank: bool = False
    """The table ends at an empty line; below it stand the publisher's notes."""
    encoding: Literal["mac_roman"] | None = None
    """How the publisher writes letters, where it is neither UTF-8 nor Latin-1."""
    sheets: tuple[str, ...] = ()
    """Sheets of a workbook read one under the other, ``columns`` being all of theirs; else its first."""


class Label(Part):
    """One value of a key: its words, and the spellings publishers use for it."""

    written: tuple[str, ...]
    en: str
    es: str

    @property
    def text(self) -> Text:
        """The label in both languages."""
        return Text(self.en, self.es)


class Key(Part):
    """A dimension of the source's figures: either labels of the card or places of the register."""

    text: BilingualText
    labels: dict[str, Label] = Field(default_factory=dict)
    places: tuple[str, ...] = ()
    """Groups of `rumbo.terms.place`; empty for a key with labels."""
    code: str | None = None
    """The code (postal, inegi…) by which places are written, when not by name."""

    @cached_property
    def slugs(self) -> dict[str, str]:
        """Spelling as compared → label slug or place id."""
        if self.places:
            return spellings(self.places, self.code)
        return {spelling(w): slug for slug, label in self.labels.items() for w in label.written}

    def said(self, slug: str) -> Text:
        """The words for `slug`."""
        return places()[slug].name if self.places else self.labels[slug].text


class Measure(Part):
    """What is counted or weighed in one figure."""

    unit: str
    text: BilingualText


class SeriesRule(Part):
    """
    Series that the card offers.

    ``id`` may hold ``{measure}`` and the name of one key in braces, and then stands for one series per
    label of that key. ``where`` keeps only figures with these values; the rest is summed, unless the
    measure may not be.
    """

    id: str
    title: BilingualText
    measures: tuple[str, ...]
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    labels: tuple[str, ...] = ()
    """The labels to make series for, when not all of the key's."""


class Nation(Part):
    """The national figure: the sum of all places, or printed by the publisher as a place of its own."""

    place: str
    from_: Literal["sum", "printed"] = Field(alias="from")


class Total(Part):
    """A total that has to add up: the figures of one place equal the sum of the others."""

    key: str
    place: str
    measures: tuple[str, ...]
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    optional: tuple[str, ...] = ()
    """Places that only some releases count as parts."""
    parts: tuple[str, ...] = ()
    """The places that add up to the total, where they are not all the others."""


class SourceCard(Part):
    """A source, whole. Field names are those of the TOML file."""

    id: str
    title: BilingualText
    publisher: BilingualText
    country: Literal["us", "mx"]
    counts: BilingualText
    licence: str
    citation: str
    pages: tuple[str, ...]
    frequency: Frequency
    absent: Literal["zero", "missing"]
    """What it means when a figure inside the coverage is not in the file."""
    open_periods: int
    """How many of a release's latest periods usually still fill up."""
    calendar: Calendar
    revision_policy: BilingualText
    traps: tuple[BilingualText, ...]
    layouts: tuple[Layout, ...]
    keys: dict[str, Key]
    has_gaps: bool = False
    """Months without any figure are usual inside the coverage."""
    has_projections: bool = False
    """It says what it expects of periods to come."""
    place_keys: tuple[str, ...]
    """Keys whose values are places, from wide to narrow."""
    scope_keys: tuple[str, ...] = ()
    """Keys a release may cover in part: what it does not mention it does not withdraw."""
    nation: Nation
    measures: dict[str, Measure]
    series: tuple[SeriesRule, ...]
    totals: tuple[Total, ...] = ()
    breaks: tuple[Break, ...] = ()

    @model_validator(mode="after")
    def _names_what_it_has(self) -> SourceCard:
        """Refuse a card whose parts speak of keys, labels, measures or units it does not have."""
        if taken := sorted(set(self.keys) & RESERVED):
            raise ValueError(_("a key cannot be called {names}").format(names=", ".join(taken)))
        if unknown := sorted(set(self._unknown())):
            raise ValueError(
                _("the card does not say what these are: {names}").format(names=", ".join(unknown))
            )
        return self

    def _unknown(self) -> Iterator[str]:
        yield from {*self.place_keys, *self.scope_keys, *(t.key for t in self.totals)} - set(self.keys)
        yield from (m.unit for m in self.measures.values() if m.unit not in UNITS)
        yield from {c for layout in self.layouts for c in layout.marks if c not in layout.columns}
        yield from {m for rule in self.series for m in rule.measures} - set(self.measures)
        yield from {m for total in self.totals for m in total.measures} - set(self.measures)
        chosen = [pair for rule in self.series for pair in rule.where.items()]
        chosen += [pair for total in self.totals for pair in total.labels.items()]
        for key, labels in chosen:
            known = set(self.keys[key].slugs.values()) if key in self.keys else set()
            yield from (set(labels) - known) | ({key} - set(self.keys))
        every = {slug for key in self.keys.values() for slug in key.labels}
        yield from {slug for rule in self.series for slug in rule.labels} - every
        listed = places()
        yield from {self.nation.place, *(t.place for t in self.totals)} - set(listed)

    @property
    def key_names(self) -> tuple[str, ...]:
        """The keys in card order."""
        return tuple(self.keys)

    def describe(self) -> Iterator[SeriesCard]:
        """Every series the card offers."""
        for rule in self.series:
            yield from _expand(self, rule)


class Break(Part):
    """A dated change after which figures are not comparable without a bridge."""

    period: str
    kind: Literal["methodology", "coverage", "restatement"]
    text: BilingualText
    series: tuple[str, ...] = ()
    """Ids of the series it touches; all when empty."""


SourceCard.model_rebuild()


class SeriesCard(Part):
    """One series: what it counts, and the figures it is made of."""

    id: str
    source: str
    title: BilingualText
    measure: str
    unit: str
    where: dict[str, tuple[str, ...]]


def _expand(card: SourceCard, rule: SeriesRule) -> Iterator[SeriesCard]:
    split = [key for key in card.keys if "{" + key + "}" in rule.id]
    labels: list[tuple[str, Text]] = [("", Text())]
    if split:
        labels = [
            (slug, label.text)
            for slug, label in card.keys[split[0]].labels.items()
            if not rule.labels or slug in rule.labels
        ]
    for slug, words in labels:
        for measure in rule.measures:
            said = card.measures[measure].text
            fill = {
                language: rule.title.said(language).format(
                    label=words.said(language), measure=said.said(language)
                )
                for language in ("en", "es")
            }
            names = {split[0]: slug} if split else {}
            yield SeriesCard(
                id=rule.id.format(measure=measure, **names),
                source=card.id,
                title=Text(**{k: v[:1].upper() + v[1:] for k, v in fill.items()}),
                measure=measure,
                unit=card.measures[measure].unit,
                where=rule.where | ({split[0]: (slug,)} if split else {}),
            )


def read_card(text: str, *, where: str) -> SourceCard:
    """Read a card; `EvidenceError` listing every fault in it."""
    try:
        return SourceCard.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(_("the card is not TOML: {why}").format(why=error), where=where) from None
    except ValidationError as error:
        raise EvidenceError.of(
            Fault(
                ": ".join(
                    filter(
                        None,
                        (".".join(str(p) for p in fault["loc"]), fault["msg"].removeprefix("Value error, ")),
                    )
                ),
                where=where,
                hint=_("see docs/evidence.md for what a card holds"),
            )
            for fault in error.errors()
        ) from None


def shipped_cards(folder: Traversable | None = None) -> dict[str, SourceCard]:
    """The cards of `folder` (by default those Rumbo ships) by id, in order of id."""
    root = folder if folder is not None else files("rumbo").joinpath("sources")
    cards: dict[str, SourceCard] = {}
    if not root.is_dir():
        return cards
    for entry in sorted(root.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            card = read_card(entry.read_text("utf-8"), where=f"sources/{entry.name}")
            cards[card.id] = card
    return cards
