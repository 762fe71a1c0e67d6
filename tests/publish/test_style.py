# SPDX-License-Identifier: Apache-2.0
"""Every colour that words are set in can be read, in both schemes."""

from __future__ import annotations

import re

import pytest

from rumbo.publish.edition import style_sheet

ENOUGH = 4.5  # WCAG 2.2, 1.4.3
WORDS = ("ink", "soft", "accent", "met", "on-course", "uncertain", "off-course", "worsening", "cannot-assess",
         "context", "target", "nowcast", "outlook")  # fmt: skip
GROUNDS = ("paper", "lift")


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def schemes() -> dict[str, dict[str, str]]:
    light, dark = re.findall(r":root \{(.*?)\}", style_sheet(), flags=re.DOTALL)[:2]
    return {"light": tokens(light), "dark": {**tokens(light), **tokens(dark)}}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_on_every_ground(scheme: str) -> None:
    colours = schemes()[scheme]

    faint = {
        (word, ground): round(contrast(colours[word], colours[ground]), 2)
        for word in WORDS
        for ground in GROUNDS
        if contrast(colours[word], colours[ground]) < ENOUGH
    }

    assert faint == {}
    assert contrast(colours["accent"], colours["accent-soft"]) >= ENOUGH


def test_style_asks_for_nothing_outside_the_edition() -> None:
    assert re.findall(r"url\((?!\"fonts/)[^)]*\)|@import", style_sheet()) == []
