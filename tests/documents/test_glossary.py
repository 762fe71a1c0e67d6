# SPDX-License-Identifier: Apache-2.0
"""The interface uses the glossary's words: one Spanish for each noun, and never a bare "meta"."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

BARE_META = re.compile(r"(?<!valor )(?<!valores )\bmetas?\b", re.IGNORECASE)
AUTHORITIES = {"BF", "GS", "GIS", "GAO", "OECD", "CV", "INEGI", "SESNSP", "ours", "R"}


@dataclass(frozen=True)
class Row:
    """A noun: English, the Spanish terms allowed, and whether sentences have to keep them."""

    english: str
    spanish: tuple[str, ...]
    meaning: str
    authority: str
    is_kept: bool


def rows(text: str) -> list[Row]:
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if (
            line.startswith("|")
            and len(cells) == 4
            and cells[0] != "English"
            and not cells[0].startswith("--")
        ):
            terms = tuple(term.strip() for term in cells[1].split(";"))
            kept = cells[0].endswith("●")
            found.append(Row(cells[0].rstrip(" ●"), terms, cells[2], cells[3], kept))
    return found


def words(text: str) -> str:
    """`text` without placeholders, case, accents, and punctuation at its ends."""
    text = re.sub(r"\{\w+\}", "", text)
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return plain.strip(" .:…")


def english_in(noun: str, sentence: str) -> bool:
    plural = re.sub(r"y$", "(y|ies)", noun) if noun.endswith("y") else f"{noun}s?"
    return bool(re.search(rf"\b{plural}\b", sentence))


def either_number(term: str) -> str:
    """A pattern for a Spanish term in singular and plural: línea base, líneas base."""
    return r"\s+".join(f"{re.escape(word)}(s|es)?" for word in words(term).split())


def spanish_in(term: str, sentence: str) -> bool:
    return bool(re.search(rf"\b{either_number(term)}\b", sentence))


@pytest.fixture(scope="module")
def glossary(checkout: Path) -> list[Row]:
    return rows((checkout / "docs" / "glossary.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def said(checkout: Path) -> list[tuple[str, str]]:
    """Every interface word or sentence with its Spanish, singular and plural apart."""
    catalogue = checkout / "src" / "rumbo" / "locale" / "es_MX" / "LC_MESSAGES" / "rumbo.po"
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file, locale="es_MX") if message.id]
    return [pair for m in messages for pair in _pairs(m.id, m.string)]


def _pairs(english: object, spanish: object) -> Iterator[tuple[str, str]]:
    both = (_forms(english), _forms(spanish))
    yield from (pair for pair in zip(*both, strict=False) if pair[1])


def _forms(written: object) -> tuple[str, ...]:
    return tuple(written) if isinstance(written, (tuple, list)) else (str(written or ""),)


def test_an_interface_noun_has_the_spanish_of_the_glossary(
    glossary: list[Row], said: list[tuple[str, str]]
) -> None:
    wrong = [
        f"{english!r} is {spanish!r}, the glossary has {'; '.join(row.spanish)!r}"
        for row in glossary
        for english, spanish in said
        if words(english) in (words(row.english), words(row.english) + "s")
        and not any(re.fullmatch(either_number(term), words(spanish)) for term in row.spanish)
    ]

    assert wrong == []


def test_a_marked_noun_keeps_its_spanish_inside_sentences(
    glossary: list[Row], said: list[tuple[str, str]]
) -> None:
    wrong = [
        f"{row.english}: {english!r} is {spanish!r}"
        for row in glossary
        if row.is_kept
        for english, spanish in said
        if english_in(words(row.english), _without_code(english))
        and not any(spanish_in(term, words(spanish)) for term in row.spanish)
    ]

    assert wrong == []


def _without_code(sentence: str) -> str:
    """The words of a sentence, without what a person types: keys, commands, file names, quoted values."""
    return words(re.sub(r'"[^"]*"|“[^”]*”|rumbo [a-z ]+|\w+ = .*|\S+\.\w+|\w+_\w+', "", sentence))


def test_meta_never_stands_alone(said: list[tuple[str, str]]) -> None:
    assert [spanish for _english, spanish in said if BARE_META.search(spanish)] == []


def test_a_bare_meta_would_be_noticed() -> None:
    assert BARE_META.search("La meta es 2024")
    assert BARE_META.search("Metas")
    assert not BARE_META.search("El valor meta y los valores meta; metadatos; metanfetamina")


def test_every_noun_has_both_languages_a_meaning_and_an_authority(glossary: list[Row]) -> None:
    assert len(glossary) > 80
    for row in glossary:
        assert row.english, row
        assert all(row.spanish), row
        assert row.meaning, row
        assert {a.strip() for a in row.authority.split(";")} <= AUTHORITIES, row


def test_no_noun_stands_twice(glossary: list[Row]) -> None:
    names = [row.english for row in glossary]

    assert len(names) == len(set(names))
