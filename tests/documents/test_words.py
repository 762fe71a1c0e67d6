# SPDX-License-Identifier: Apache-2.0
"""The one catalogue: complete, as the program asks for it, and compiled."""

import importlib.util
import string
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def words(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("tools_words", checkout / "tools" / "words.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["tools_words"] = module
    spec.loader.exec_module(module)
    return module


def test_every_word_of_the_program_has_its_spanish(words: ModuleType) -> None:
    assert words.missing(words.translated(words.known())) == []


def test_the_catalogue_holds_no_word_that_is_not_used(words: ModuleType) -> None:
    used = {str(m.id) for m in words.gathered() if m.id}

    assert {str(m.id) for m in words.known() if m.id} - used == set()


def test_the_compiled_catalogue_is_that_of_the_words(words: ModuleType) -> None:
    assert words.PO.with_suffix(".mo").read_bytes() == words.compiled(words.known())


def test_both_languages_fill_in_the_same_values(words: ModuleType) -> None:
    def fields(text: str) -> set[str]:
        return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}

    differing = []
    for message in words.known():
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and any(fields(one) not in [fields(a) for a in asked] for one in given):
            differing.append(message.id)
    assert differing == []
