# SPDX-License-Identifier: Apache-2.0
"""A document written out and read back is the same document."""

import datetime as dt
import tomllib

from hypothesis import given, strategies as st

from rumbo.plan.documents import Baseline, Citation, Definition, Document, Goal, Indicator
from rumbo.plan.folder import documents_of
from rumbo.plan.pack import read_pack
from rumbo.plan.writing import document_text
from rumbo.terms import Period, Text

WORDS = st.text(st.characters(codec="utf-8"), max_size=80)
TEXTS = st.builds(Text, en=WORDS.filter(bool), es=WORDS.filter(bool))
SENTENCES = st.lists(st.sampled_from(["Over 3 %.", "One, U.S. two.", "¿Qué? Así.", "\\", '"""']), min_size=1)
CITATIONS = st.builds(Citation, text=WORDS, page=WORDS | st.none(), on=st.dates() | st.none())


def back(document: Document) -> Document:
    return type(document).model_validate(tomllib.loads(document_text(document)))


@given(TEXTS, st.lists(TEXTS, max_size=3), st.lists(CITATIONS, max_size=3), SENTENCES)
def test_goal_survives(title: Text, risks: list[Text], sources: list[Citation], said: list[str]) -> None:
    text = Text(en=" ".join(said), es=" ".join(reversed(said)))
    goal = Goal(
        id="G1", standing="proposed", number=1, title=title, framework_goal=text, risks=tuple(risks),
        assumptions=(text,), sources=tuple(sources), note=text,
    )  # fmt: skip

    assert back(goal) == goal


@given(st.lists(st.tuples(st.floats(allow_nan=False, allow_infinity=False), TEXTS | st.none()), max_size=3))
def test_figures_survive_to_the_last_digit(figures: list[tuple[float, Text | None]]) -> None:
    indicator = Indicator(
        id="I01", standing="stated", goal="G1", title=Text("a", "b"), counts=Text("a", "b"), unit="deaths",
        direction="down", level="impact",
        definition=Definition(series="s", place="us", window="month", aggregation="sum", says=Text("a", "b")),
        baselines=tuple(
            Baseline(value=value, period=Period.parse("2019-Q4"), standing="stated", note=note)
            for value, note in figures
        ),
    )  # fmt: skip

    assert back(indicator) == indicator


def test_every_document_of_the_pack_survives() -> None:
    for document in documents_of(read_pack("us-mexico").plan):
        assert back(document) == document


def test_each_sentence_stands_on_its_own_line() -> None:
    goal = Goal(
        id="G1", standing="proposed", number=1, title=Text("a", "b"),
        framework_goal=Text("The U.S. asks. Mexico agrees.", "Estados Unidos pide. México acuerda."),
    )  # fmt: skip

    assert document_text(goal).splitlines()[5:] == [
        "[framework_goal]", 'en = """\\', "    The U.S. asks. \\", "    Mexico agrees.\\", '    """',
        'es = """\\', "    Estados Unidos pide. \\", "    México acuerda.\\", '    """',
    ]  # fmt: skip


def test_days_are_written_as_days() -> None:
    text = document_text(
        Goal(id="G", standing="stated", number=1, title=Text("a", "b"), framework_goal=Text("a", "b"),
             sources=(Citation(text="x", on=dt.date(2020, 1, 31)),))
    )  # fmt: skip

    assert 'sources = [{ text = "x", on = 2020-01-31 }]' in text.splitlines()
