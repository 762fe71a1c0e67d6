# SPDX-License-Identifier: Apache-2.0
"""Source cards: what ships is whole in both languages, and a faulty card says what is wrong."""

import datetime as dt
from pathlib import Path

import pytest

from rumbo.errors import EvidenceError
from rumbo.evidence.card import SourceCard, read_card, shipped_cards
from rumbo.evidence.intake import Intake

Cards = dict[str, SourceCard]

CARD = """
id = "mx.example"
title = { en = "An example", es = "Un ejemplo" }
publisher = { en = "Nobody", es = "Nadie" }
country = "mx"
licence = "none"
citation = "Nobody"
pages = []
frequency = "month"
absent = "missing"
open_periods = 1
place_keys = ["state"]
counts = { en = "Nothing.", es = "Nada." }
calendar = { says = { en = "Monthly.", es = "Mensual." }, lag_days = 20, every_days = 31 }
revision_policy = { en = "None.", es = "Ninguna." }
traps = []
nation = { place = "mx", from = "sum" }
layouts = [{ name = "one", reader = "nobody", columns = ["month", "state", "count"] }]
measures = { victims = { unit = "victims", text = { en = "victims", es = "víctimas" } } }
keys = { state = { text = { en = "state", es = "estado" }, places = ["mx-states"] } }
series = [{ id = "mx.example.{measure}", title = { en = "all", es = "todo" }, measures = ["victims"] }]
"""


def test_everything_a_shipped_card_says_is_said_in_both_languages(cards: Cards) -> None:
    for card in cards.values():
        texts = [
            card.title,
            card.publisher,
            card.counts,
            card.calendar.says,
            card.revision_policy,
            *card.traps,
        ]
        texts += [s.title for s in card.describe()] + [k.text for k in card.keys.values()]
        texts += [label.text for key in card.keys.values() for label in key.labels.values()]
        assert all(text.en and text.es for text in texts), card.id


def test_series_ids_are_unique_over_all_cards(cards: Cards) -> None:
    ids = [series.id for card in cards.values() for series in card.describe()]

    assert len(ids) == len(set(ids))
    assert all(name.split(".")[0] in ("us", "mx") for name in ids)


def test_a_rule_stands_for_one_series_per_label_and_measure(cards: Cards) -> None:
    offered = {s.id: s for s in cards["us.cbp.seizures"].describe()}

    heroin = offered["us.cbp.seizures.heroin.weight_lb"]
    assert (heroin.unit, heroin.where) == ("lb", {"drug": ("heroin",)})
    assert heroin.title.en == "Heroin seized by CBP, weight"
    assert heroin.title.es == "Incautación de heroína por CBP, peso"
    assert len(offered) == 2 * (10 + 2)


def test_a_spelling_belongs_to_one_label(cards: Cards) -> None:
    for card in cards.values():
        for key in card.keys.values():
            written = [w.casefold() for label in key.labels.values() for w in label.written]
            assert len(written) == len(set(written))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('id = "mx.example"\n', 'id = "mx.example"\ncolour = 1\n', "colour: Extra inputs are not permitted"),
        ('licence = "none"\n', "", "licence: Field required"),
        (
            'frequency = "month"',
            'frequency = "week"',
            "frequency: Input should be 'month', 'quarter', 'half_year', 'year' or 'fiscal_year'",
        ),
        ('es = "Un ejemplo"', 'fr = "Un exemple"', "title: a text has two languages, en and es"),
        ('unit = "victims"', 'unit = "stones"', "the card does not say what these are: stones"),
        ('place_keys = ["state"]', 'place_keys = ["estate"]', "do.* not say what these are: estate"),
        ("keys = { state =", "keys = { kind =", "a key cannot be called kind"),
        ('measures = ["victims"] }]', 'measures = ["deaths"] }]', "not say what these are: deaths"),
        ('place = "mx"', 'place = "mexico"', "not say what these are: mexico"),
        (
            'measures = ["victims"] }]',
            'measures = ["victims"], where = { kind = ["x"] } }]',
            "not say what these are: kind, x",
        ),
        (
            'measures = ["victims"] }]',
            'measures = ["victims"], where = { state = ["mx-zzz"] } }]',
            "not say what these are: mx-zzz",
        ),
    ],
)
def test_a_faulty_card_names_what_is_wrong(old: str, new: str, what: str) -> None:
    assert old in CARD

    with pytest.raises(EvidenceError, match=what) as refused:
        read_card(CARD.replace(old, new), where="sources/x.toml")

    assert {fault.where for fault in refused.value.faults} == {"sources/x.toml"}


def test_every_fault_of_a_card_is_listed() -> None:
    with pytest.raises(EvidenceError) as refused:
        read_card(CARD.replace('licence = "none"\n', "").replace('"month"', '"week"'), where="x.toml")

    assert len(refused.value.faults) == 2


def test_a_card_that_is_not_toml_is_refused() -> None:
    with pytest.raises(EvidenceError, match="the card is not TOML"):
        read_card("id = ", where="x.toml")


def test_a_folder_of_cards_is_read_and_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(CARD, "utf-8")
    (tmp_path / "README.md").write_text("not a card", "utf-8")

    assert list(shipped_cards(tmp_path)) == ["mx.example"]
    assert shipped_cards(tmp_path / "nothing") == {}


def test_a_card_whose_reader_does_not_exist_says_so(tmp_path: Path) -> None:
    card = read_card(CARD, where="x.toml")
    intake = Intake(tmp_path, {card.id: card})
    path = tmp_path / "t.csv"
    path.write_text("month,state,count\n2019-01,Colima,1\n", "utf-8")

    with pytest.raises(EvidenceError, match="there is no reader “nobody”"):
        intake.add(path, now=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
