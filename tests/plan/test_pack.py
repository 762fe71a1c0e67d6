# SPDX-License-Identifier: Apache-2.0
"""The shipped pack: it reads without fault, is complete, and says the same in both languages."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from rumbo.errors import InputError
from rumbo.plan.clocks import undated
from rumbo.plan.conflicts import conflicts, conflicts_of, targets_of
from rumbo.plan.documents import Document, Plan
from rumbo.plan.folder import FOLDERS, documents_of, plan_notes
from rumbo.plan.pack import pack_names, read_pack
from rumbo.plan.writing import document_text
from rumbo.terms import Text

PACK = read_pack("us-mexico")
PLAN = PACK.plan
NEVER_JUDGED = {"I12", "I13", "I14", "I14b", "I16", "I17", "I21", "I22", "I23", "I24", "I25"}


def texts(part: BaseModel, path: str) -> Iterator[tuple[str, Text]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        for n, item in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(item, Text):
                yield f"{path}.{name}[{n}]", item
            elif isinstance(item, BaseModel):
                yield from texts(item, f"{path}.{name}[{n}]")


def figures(text: str) -> list[str]:
    """The figures and years of a text, without regard to their order; XXI is how Spanish writes 21."""
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text.replace("XXI", "21").replace("CIE-10", "ICD-10")))


ALL_TEXTS = [found for document in documents_of(PLAN) for found in texts(document, document.id)]


def test_pack_holds_everything_it_should() -> None:
    counts = {name: len(getattr(PLAN, name)) for name in FOLDERS}

    assert counts == {
        "parties": 2, "frameworks": 5, "bodies": 39, "goals": 8, "indicators": 29, "targets": 11,
        "events": 27, "commitments": 16, "claims": 8,
    }  # fmt: skip


def test_ids_run_without_a_gap_in_the_order_people_count() -> None:
    assert [i.id for i in PLAN.indicators] == [
        name for n in range(1, 29) for name in ([f"I{n:02d}", "I14b"] if n == 14 else [f"I{n:02d}"])
    ]
    assert [c.id for c in PLAN.commitments] == [f"C{n:02d}" for n in range(1, 17)]
    assert [c.id for c in PLAN.claims] == [f"K{n:02d}" for n in range(1, 9)]
    assert [g.id for g in PLAN.goals] == [f"G{n}" for n in range(1, 9)]
    assert [b.id for b in PLAN.bodies if b.kind == "working_group"] == [f"WG{n}" for n in range(1, 9)]


def test_head_gives_edition_days_parties_and_domain() -> None:
    assert PACK.as_of_days == (dt.date(2020, 3, 31), dt.date(2026, 6, 30))
    assert (PACK.id, PACK.parties, PACK.domain) == ("us-mexico", ("us", "mx"), "rumbo.example")


def test_eleven_of_sixteen_commitments_carry_no_date() -> None:
    expected = [f"C{n:02d}" for n in (5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16)]

    assert [c.id for c in undated(PLAN)] == expected


def test_indicators_that_mix_effort_with_flow_are_context() -> None:
    assert {i.id for i in PLAN.indicators if i.direction == "context"} == NEVER_JUDGED


def test_indicators_with_a_series_define_their_figure() -> None:
    defined = {i.id: i.definition.series for i in PLAN.indicators if i.definition}

    assert defined == {
        "I01": "us.cdc.overdose.all_drugs.deaths_12_months",
        "I02": "us.cdc.overdose.synthetic_opioids.deaths_12_months",
        "I05": "mx.inegi.homicide.deaths",
        "I06": "mx.sesnsp.homicide_intentional.victims",
        "I08": "mx.inegi.ensu.unsafe_city.percent",
        "I12": "us.cbp.seizures.fentanyl.weight_lb",
        "I13": "us.cbp.seizures.methamphetamine.weight_lb",
        "I14": "us.cbp.seizures.heroin.weight_lb",
        "I14b": "us.cbp.seizures.cocaine.weight_lb",
        "I17": "us.cbp.weapons.southbound_firearms.firearms",
        "I21": "us.usbp.apprehensions.apprehensions",
        "I25": "mx.fgr.extraditions_to_us.extraditions",
    }


def test_both_targets_of_one_national_plan_stand_side_by_side() -> None:
    pairs = {(c.first.id, c.second.id) for c in conflicts(PLAN)}

    assert pairs == {
        ("mx-crime-incidence-2024", "mx-homicide-epilogue-2024"),
        ("mx-crime-incidence-2024", "mx-homicide-victims-epilogue-2024"),
    }
    assert [len(conflicts_of(PLAN, name)) for name in ("I05", "I06", "I10", "I01")] == [1, 1, 2, 0]
    assert [t.page for t in targets_of(PLAN, "I10")] == ["anexo 1.4"]


def test_computed_targets_follow_from_what_was_stated() -> None:
    overdose, homicide = targets_of(PLAN, "I01")[0], targets_of(PLAN, "I05")[0]
    incidence, meetings = targets_of(PLAN, "I10")[0], targets_of(PLAN, "I20")[0]
    based = {i.id: {str(b.period): b.value for b in i.baselines} for i in PLAN.indicators}

    assert overdose.value == round(based["I01"]["2017"] * 0.85)
    assert homicide.value == based["I05"]["2018"] / 2 + 0.5  # 18,342.5, rounded up
    assert incidence.value == 33219
    assert incidence.relative == round(33219 / based["I10"]["2017"] - 1, 3)
    assert meetings.value == 365 // 15


def test_frameworks_form_one_chain() -> None:
    by_id = {f.id: f for f in PLAN.frameworks}
    chain = ["merida"]
    while (following := by_id[chain[-1]].successor) is not None:
        chain.append(following)

    assert chain == [
        "merida", "ganseg", "bicentennial", "bicentennial-phase-2", "security-implementation-group",
    ]  # fmt: skip


def test_one_undertaking_keeps_its_three_wordings() -> None:
    assert len(next(c for c in PLAN.commitments if c.id == "C07").wordings) == 3


@pytest.mark.parametrize(("where", "text"), ALL_TEXTS, ids=[where for where, _text in ALL_TEXTS])
def test_text_says_the_same_in_both_languages(where: str, text: Text) -> None:
    assert text.is_complete, where
    assert figures(text.en) == figures(text.es), where


def test_number_words_are_found_when_they_differ() -> None:
    assert figures("11 of 16") != figures("11 de 15")


def test_every_document_that_is_not_proposed_has_a_source() -> None:
    assert [d.id for d in documents_of(PLAN) if d.standing != "proposed" and not d.sources] == []


def test_goals_are_offered_not_ascribed_to_governments() -> None:
    assert {goal.standing for goal in PLAN.goals} == {"proposed"}


def test_bare_meta_is_never_used_in_spanish() -> None:
    titled = re.compile(r"“Meta|metas? \(objetivos? generales?\)|valor(es)? meta|[Mm]etas para el bienestar")
    bare = [
        where for where, text in ALL_TEXTS if re.search(r"\bmetas?\b", titled.sub("", text.es), re.IGNORECASE)
    ]

    assert bare == []


def test_claim_is_said_in_the_words_of_its_source() -> None:
    first = PLAN.claims[0]

    assert first.original == "en"
    assert first.sentence.en == "U.S. customs reports drug seizures up 28 percent over the past year"


def test_the_target_of_a_context_measure_is_noted() -> None:
    assert len(plan_notes(PLAN)) == 1
    assert "us-fentanyl-seized-2022" in plan_notes(PLAN)[0]


def test_files_are_written_in_the_one_form() -> None:
    folder = PACK.folder
    written = {entry.read_text("utf-8") for name in FOLDERS for entry in folder.joinpath(name).iterdir()}

    assert written == {document_text(document) for document in documents_of(PLAN)}


def test_unknown_pack_names_those_that_are_there() -> None:
    with pytest.raises(InputError) as refused:
        read_pack("us-mexiko")

    fault = refused.value.faults[0]
    assert (fault.what, fault.expected, fault.hint) == (
        '"us-mexiko" is not a pack', ", ".join(pack_names()), '"us-mexico"',
    )  # fmt: skip


def test_plan_survives_json() -> None:
    assert Plan.model_validate_json(PLAN.model_dump_json()) == PLAN


def test_documents_are_what_their_folders_say() -> None:
    for name, kind in FOLDERS.items():
        found: tuple[Document, ...] = getattr(PLAN, name)
        assert {type(document) for document in found} == {kind}
