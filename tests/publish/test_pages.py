# SPDX-License-Identifier: Apache-2.0
"""What the pages say: counted from the inputs, known on the day, in the reader's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rumbo.assess.results import Caveat, Outlook
from rumbo.publish.dossier import Dossier, EditionInputs
from rumbo.publish.pages import (
    claims_page,
    commitments_page,
    indicator_page,
    scorecard,
    source_page,
    sources_page,
    verify_page,
)
from rumbo.terms import Period, Text

EARLY = dt.date(2020, 1, 31)


def dossier(inputs: EditionInputs, name: str) -> Dossier:
    return next(d for d in inputs.dossiers if d.indicator.id == name)


def test_headlines_are_counted_from_the_inputs(inputs: EditionInputs) -> None:
    said = [(h.figure, h.sentence) for h in scorecard(inputs, "en").headlines]

    assert said == [
        ("2 of 5", "measures with a stated target are met or on course; 1 cannot be assessed."),
        ("3 of 6", "commitments carry no date."),
        ("9 of 12", "measures rest on a public series held here."),
        ("13", "published figures were revised since 31 March 2020."),
    ]


def test_headlines_follow_when_the_inputs_change(inputs: EditionInputs) -> None:
    fewer = replace(inputs, plan=inputs.plan.model_copy(update={"commitments": inputs.plan.commitments[3:]}))

    assert scorecard(fewer, "en").headlines[1].figure == "3 of 3"
    assert commitments_page(fewer, "en").headline == "3 of 3 commitments carry no date"


def test_earlier_day_counts_only_commitments_made_by_then(inputs: EditionInputs) -> None:
    days = (dt.date(2019, 10, 1), *inputs.as_of_days)

    page = scorecard(replace(inputs, as_of_days=days), "en", days[0])

    assert page.headlines[1].figure == "0 of 2"


def test_earlier_day_shows_only_what_was_released_by_then(inputs: EditionInputs) -> None:
    page = scorecard(inputs, "en", EARLY)
    rows = {row.page.key: row for goal in page.goals for row in goal.rows} | {
        r.page.key: r for r in page.context
    }

    assert rows["homicide-deaths"].figure == "36,685"
    assert rows["apprehensions"].figure == ""
    assert rows["apprehensions"].freshness == ""
    assert not page.frame.is_edition_day


def test_context_measures_stand_apart_and_carry_no_verdict(inputs: EditionInputs) -> None:
    page = scorecard(inputs, "en")

    assert [row.page.key for row in page.context] == ["fentanyl-seized", "apprehensions"]
    assert {row.verdict.code for row in page.context} == {"context"}
    assert all(row.page.key not in ("fentanyl-seized", "apprehensions") for g in page.goals for row in g.rows)


def test_measures_without_a_series_are_listed_with_the_reason(inputs: EditionInputs) -> None:
    missing = {row.page.key: row.reason.words for row in scorecard(inputs, "en").missing}

    assert missing == {
        "price-purity": "The publisher prints an index without the figures behind it.",
        "laboratories": "No public series of it is held yet.",
        "arms-smuggled": "No public series of it is held yet.",
    }


def test_every_number_carries_its_unit_and_period(inputs: EditionInputs) -> None:
    rows = {row.page.key: row for goal in scorecard(inputs, "en").goals for row in goal.rows}

    assert rows["overdose-deaths"].covers == "deaths in twelve months to December 2019"
    assert (rows["perceived-insecurity"].figure, rows["perceived-insecurity"].covers) == (
        "66.1\u202f%",
        "fourth quarter of 2019",
    )
    assert rows["perceived-insecurity"].change == "−0.8 points"
    assert rows["extraditions"].change == "−11.6\u202f%"


def test_probability_stands_beside_the_verdict_in_words(inputs: EditionInputs) -> None:
    rows = {row.page.key: row.verdict for goal in scorecard(inputs, "en").goals for row in goal.rows}

    assert (rows["overdose-deaths"].word, rows["overdose-deaths"].beside) == (
        "Uncertain",
        "target by 2022: 41\u202f%",
    )
    assert rows["synthetic-opioid-deaths"].beside == "97\u202f% sure"
    assert rows["homicide-deaths"].beside == ""


def test_measure_without_a_year_before_says_so(inputs: EditionInputs) -> None:
    row = next(row for row in scorecard(inputs, "en").context if row.page.key == "apprehensions")

    assert (row.change, row.change_note) == ("", "no figure a year before")


def test_conflicting_targets_stand_side_by_side(inputs: EditionInputs) -> None:
    page = indicator_page(inputs, dossier(inputs, "homicide-deaths"), "en")

    assert page.has_conflict
    assert [(t.figure, t.change, t.conflicts) for t in page.targets] == [
        ("18,343\u00a0deaths", "−50.0\u202f% against 2018", True),
        ("30,962\u00a0deaths", "−15.6\u202f% against 2017", True),
    ]


def test_table_says_what_was_revised(inputs: EditionInputs) -> None:
    chart = indicator_page(inputs, dossier(inputs, "homicide-deaths"), "en").chart
    assert chart is not None

    said = {row.period: (row.figure, row.revised) for row in chart.rows}

    assert said["2019"] == ("36,476", "new")
    assert said["2016"] == ("24,560", "+1; was 24,559")
    assert said["2015"] == ("20,762", "unchanged")


def test_empty_cell_says_why(inputs: EditionInputs) -> None:
    chart = indicator_page(inputs, dossier(inputs, "apprehensions"), "en").chart
    assert chart is not None

    said = {row.period: (row.figure, row.status, row.revised) for row in chart.rows}

    assert said["April 2019"] == ("not published", "suppressed by the publisher", "first release held")


def test_chart_sentence_tells_figure_day_openness_and_target(inputs: EditionInputs) -> None:
    chart = indicator_page(inputs, dossier(inputs, "overdose-deaths"), "en").chart
    assert chart is not None

    assert chart.sentence == (
        "Drug overdose deaths, United States, twelve months ending December 2019: "
        "77,740\u00a0deaths in twelve months, as known on 30 September 2020. "
        "A year before it was 72,488\u00a0deaths in twelve months. "
        "The last 4 periods are dashed: they may still fill up. "
        "The target is 59,701\u00a0deaths in twelve months by 2022. "
        "The shaded bands hold half and eight tenths of the likely paths."
    )
    assert chart.spec["description"] == chart.sentence


def test_measure_without_a_series_has_no_chart_and_says_what_is_missing(inputs: EditionInputs) -> None:
    page = indicator_page(inputs, dossier(inputs, "price-purity"), "es")

    assert page.chart is None
    assert page.verdict.code == "cannot_assess"
    assert page.verdict.reason.words == "La fuente publica un índice sin las cifras que lo sustentan."


def test_text_in_one_language_is_shown_and_marked(inputs: EditionInputs) -> None:
    arms = dossier(inputs, "arms-smuggled")

    assert indicator_page(inputs, arms, "en").counts.language == "es"
    assert indicator_page(inputs, arms, "es").counts.language is None


def test_commitment_shows_wordings_clock_and_completion(inputs: EditionInputs) -> None:
    entries = {entry.id: entry for entry in commitments_page(inputs, "en").entries}

    assert entries["C06"].is_undated
    assert entries["C06"].clock_quoted.words == "“temporarily”"
    assert entries["C01"].completion == "Substantial"
    assert [wording.language for wording in entries["C05"].wordings] == [None, "es"]
    assert [link.page.key for link in entries["C05"].checked_by] == ["fentanyl-seized", "apprehensions"]


def test_commitments_made_after_the_edition_are_counted_and_said(inputs: EditionInputs) -> None:
    early = replace(inputs, as_of_days=(dt.date(2019, 11, 30),))

    page = commitments_page(early, "en")

    assert page.headline == "3 of 6 commitments carry no date"
    assert page.later == "1 of them was made after 30 November 2019."


def test_claims_are_not_said_to_be_checked(inputs: EditionInputs) -> None:
    page = claims_page(inputs, "en")

    assert page.not_checked == "Not checked in this edition yet."
    assert [entry.translated_note for entry in page.entries] == ["", "Said in Spanish; translated here."]


def test_source_lists_only_releases_public_by_the_edition_day(inputs: EditionInputs) -> None:
    early = replace(inputs, as_of_days=(dt.date(2019, 12, 31),))

    page = source_page(early, early.sources[0], "en")

    assert page.row.releases == "15 releases held"
    assert page.releases[0].day == "14 December 2019"
    assert page.releases[0].precision == "to the day"


def test_late_source_says_when_one_was_expected(inputs: EditionInputs) -> None:
    rows = {row.page.key: row.freshness for row in sources_page(inputs, "en").sources}

    assert rows["example-survey"] == (
        "last release 16 January 2020, 258 days before this edition; one is expected every 92 days"
    )
    assert rows["example-deaths"] == "last release 14 September 2020, 16 days before this edition"


def test_verify_names_the_commands(inputs: EditionInputs) -> None:
    commands = [step.command for step in verify_page(inputs, "es").steps if step.command]

    assert commands == [
        "rumbo record verify example-2020-09-30",
        "rumbo record verify example-2020-09-30 --policy policy",
    ]


def test_unsigned_edition_says_so(inputs: EditionInputs) -> None:
    assert scorecard(replace(inputs, signed_by=()), "en").frame.signed == "not signed"


def test_conflicting_target_of_another_measure_stands_beside(inputs: EditionInputs) -> None:
    crime = dossier(inputs, "crime-incidence")
    targets = tuple(
        target.model_copy(update={"conflicts_with": ("t2",)}) if target.id == "t5" else target
        for target in inputs.plan.targets
    )
    page = indicator_page(
        replace(inputs, plan=inputs.plan.model_copy(update={"targets": targets})), crime, "en"
    )

    assert [(t.figure, t.conflicts, t.other.words if t.other else "") for t in page.targets] == [
        ("33,219\u00a0per 100,000 adults", True, ""),
        ("18,343\u00a0deaths", True, "Homicide deaths, Mexico"),
    ]


def test_each_target_carries_its_own_probability(inputs: EditionInputs) -> None:
    deaths = dossier(inputs, "homicide-deaths")
    own = inputs.as_of_days[-1]
    outlooks = (Outlook(18343, Period.parse("2024"), 0.004), Outlook(30962, Period.parse("2024"), 0.37))
    judged = replace(deaths, assessments={own: replace(deaths.assessments[own], outlooks=outlooks)})

    page = indicator_page(inputs, judged, "en")

    assert [t.probability for t in page.targets] == [
        "probability <\u202f1\u202f%",
        "probability 37\u202f%",
    ]


def test_verdict_withheld_names_no_probability(inputs: EditionInputs) -> None:
    deaths = dossier(inputs, "homicide-deaths")
    own = inputs.as_of_days[-1]
    outlook = Outlook(18343, Period.parse("2024"), 0.004)
    withheld = replace(deaths, assessments={own: replace(deaths.assessments[own], outlook=outlook)})

    page = indicator_page(inputs, withheld, "en")

    assert (page.verdict.beside, page.pace) == ("", "")


def test_reconstructed_figure_is_said_to_be_one(inputs: EditionInputs) -> None:
    border = dossier(inputs, "fentanyl-seized")
    said = Text("No release that old is held.", "No hay publicación de esa fecha.")
    assessment = replace(border.assessments[EARLY], caveats=(Caveat("reconstructed", said),))
    late = replace(border, vintages=border.vintages[-1:], assessments={EARLY: assessment})
    days = (EARLY, inputs.as_of_days[-1])

    page = scorecard(replace(inputs, dossiers=(late,), as_of_days=days), "en", EARLY)
    chart = indicator_page(replace(inputs, dossiers=(late,), as_of_days=days), late, "en").chart

    assert page.context[0].freshness == "No release that old is held."
    assert chart is not None
    assert "No release held had come out by 31 January 2020." in chart.packed
