# SPDX-License-Identifier: Apache-2.0
"""Every kind of fault one file can have: its place, the value refused, and what to do instead."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from rumbo.errors import Fault


class BadFile(NamedTuple):
    """A file of the small plan with `old` replaced by `new`, and the one fault that must be found."""

    name: str
    old: str
    new: str
    place: str | None
    """Line and key in that file; None where the fault belongs to the file that names it."""
    what: str
    tried: str | None
    """What the error expects or hints at, where the case pins it."""


BAD_FILES = [
    BadFile("indicators/deaths.toml", 'unit = "deaths"\n', "", "line 1: unit", '"unit" is missing', None),
    BadFile(
        "indicators/deaths.toml",
        'goal = "G1"',
        'gaol = "G1"\ngoal = "G1"',
        "line 3: gaol",
        '"gaol" is not a key of this table',
        '"goal"',
    ),
    BadFile(
        "indicators/deaths.toml",
        'direction = "down"',
        'direction = "downward"',
        "line 5: direction",
        '"downward" is not one of the words for direction',
        '"down"',
    ),
    BadFile(
        "indicators/deaths.toml",
        'direction = "down"\n',
        "",
        "line 1: direction",
        '"direction" is missing',
        "down, up, context",
    ),
    BadFile("indicators/deaths.toml", '"I01"', '"I 01"', "line 1: id", '"I 01" is not an id', None),
    BadFile("indicators/deaths.toml", '"G1"', '"G2"', "line 3: goal", '"G2" is not among the goals', None),
    BadFile(
        "indicators/deaths.toml",
        'unit = "deaths"',
        'unit = "death"',
        "line 4: unit",
        '"death" is not a unit',
        '"deaths"',
    ),
    BadFile(
        "indicators/deaths.toml",
        'es = "Defunciones"\n',
        "",
        "line 10: title.en",
        "the text in Spanish is missing",
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        'es = "Todas"',
        'es = "  "',
        "line 14: counts.en",
        "the text in Spanish is missing",
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        'es = "Todas"',
        'fr = "Toutes"',
        "line 13: counts",
        '"fr" is not a language of the plan',
        "en, es",
    ),
    BadFile(
        "indicators/deaths.toml",
        'en = "Deaths"',
        "en = 3",
        "line 9: title",
        "title cannot be { en = …, es = … }",
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        'period = "2019"',
        'period = "2019-13"',
        "line 31: baselines[1].period",
        '"2019-13" is not a period',
        "2019, 2019-05, 2019-Q2 or FY2019",
    ),
    BadFile(
        "indicators/deaths.toml",
        'period = "2019"',
        "period = 2019",
        "line 31: baselines[1].period",
        "baselines[1].period cannot be 2019",
        None,
    ),
    BadFile("targets/one.toml", 'by = "2024"', 'by = "9999"', "line 6: by", "by cannot be 9999", None),
    BadFile(
        "targets/one.toml", '"2018"', '"0000"', "line 7: base_period", "base_period cannot be 0000", None
    ),
    BadFile(
        "indicators/deaths.toml",
        "value = 11.5",
        'value = "11.5"',
        "line 30: baselines[1].value",
        "baselines[1].value cannot be 11.5",
        "a number, without quotation marks",
    ),
    BadFile(
        "indicators/deaths.toml",
        "value = 11.5",
        "value = true",
        "line 30: baselines[1].value",
        "baselines[1].value cannot be true",
        "a number, without quotation marks",
    ),
    BadFile(
        "indicators/deaths.toml",
        "value = 11.5",
        "value = nan",
        "line 30: baselines[1].value",
        "nan is not a figure",
        "a finite number",
    ),
    BadFile(
        "indicators/deaths.toml",
        "https://example.org/a",
        "javascript:alert(1)",
        "line 7: sources[0].url",
        '"javascript:alert(1)" is not a web address',
        "https://…",
    ),
    BadFile(
        "indicators/deaths.toml",
        'sources = [{ text = "A source", url = "https://example.org/a" }]\n',
        "",
        "line 1: sources",
        'no source, although the standing is "stated"',
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        'unit = "deaths"',
        'unit = "percent"',
        "line 21: definition.aggregation",
        'figures in "percent" cannot be added',
        "as_published, mean, last",
    ),
    BadFile(
        "indicators/deaths.toml",
        'window = "month"',
        'window = "twelve_months_ending"',
        "line 20: definition.window",
        'the window "twelve_months_ending" does not fit the unit "deaths"',
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        "[definition]",
        "[definition",
        "line 17",
        "this is not TOML: Expected ']' at the end of a table declaration",
        None,
    ),
    BadFile(
        "indicators/deaths.toml",
        'goal = "G1"',
        'goal = "G1"\ngoal = "G1"',
        "line 4",
        "this is not TOML: Cannot overwrite a value",
        None,
    ),
    BadFile(
        "goals/goal.toml",
        '[[risks]]\nen = "Risk"\nes = "Riesgo"\n',
        "",
        "line 1: risks",
        "no risk is named",
        "at least one risk for each goal",
    ),
    BadFile(
        "goals/goal.toml",
        '[[assumptions]]\nen = "Assumption"\nes = "Supuesto"\n',
        "",
        "line 1: assumptions",
        "no assumption is named",
        "at least one assumption for each goal",
    ),
    BadFile(
        "goals/goal.toml",
        "number = 1",
        "number = 1.0",
        "line 3: number",
        "number cannot be 1.0",
        "a whole number, without quotation marks",
    ),
    BadFile(
        "goals/goal.toml",
        '[[risks]]\nen = "Risk"\nes = "Riesgo"',
        "[risks]",
        "line 7: risks",
        "risks cannot be {}",
        "a list in square brackets",
    ),
    BadFile(
        "targets/one.toml",
        "value = 5\n",
        "",
        "line 1: value",
        "neither a value nor a relative change is given",
        None,
    ),
    BadFile(
        "targets/one.toml",
        'unit = "deaths"',
        'unit = "victims"',
        "line 5: unit",
        'the target is in "victims", its indicator in "deaths"',
        "deaths",
    ),
    BadFile(
        "targets/one.toml",
        'indicator = "I01"',
        'indicator = "G1"',
        "line 3: indicator",
        '"G1" is not among the indicators',
        None,
    ),
    BadFile(
        "targets/one.toml",
        'conflicts_with = ["two"]\n',
        "",
        None,
        '"one" does not name "two" as being in conflict',
        None,
    ),
    BadFile(
        "targets/one.toml",
        'base_period = "2018"',
        'base_period = "2025"',
        "line 7: base_period",
        "the base 2025 is not before 2024",
        None,
    ),
    BadFile(
        "frameworks/old.toml",
        'successor = "new"',
        'ends = "2019-01"\nsuccessor = "new"',
        "line 4: ends",
        "ends 2019-01, before it begins",
        None,
    ),
    BadFile(
        "frameworks/old.toml",
        'successor = "new"\n',
        "",
        None,
        '"old" does not name "new" as its successor',
        None,
    ),
    BadFile("frameworks/old.toml", '"2019-08-27"', '"FY19"', "line 3: begins", '"FY19" is not a date', None),
    BadFile(
        "events/meeting.toml",
        '"2019-08-27"',
        '"27/08/2019"',
        "line 3: date",
        '"27/08/2019" is not a date',
        None,
    ),
    BadFile(
        "events/meeting.toml",
        '"2019-08-27"',
        '"2019-02-30"',
        "line 3: date",
        '"2019-02-30" is not a date',
        None,
    ),
    BadFile(
        "events/meeting.toml",
        'standing = "proposed"\n',
        'standing = "proposed"\nis_confounder = 1\n',
        "line 3: is_confounder",
        "is_confounder cannot be 1",
        "true or false",
    ),
    BadFile(
        "commitments/c01.toml",
        "due = 2019-09-05\n",
        "",
        "line 9: clock.due",
        'the clock "due" needs "due"',
        None,
    ),
    BadFile(
        "commitments/c01.toml",
        "due = 2019-09-05",
        "due = 20190905",
        "line 11: clock.due",
        '"20190905" is not a day',
        "year-month-day, as 2020-01-31",
    ),
    BadFile(
        "commitments/c01.toml",
        "2019-09-05",
        "2019-06-06",
        "line 11: clock.due",
        "due 2019-06-06, before it was made",
        None,
    ),
    BadFile(
        "commitments/c01.toml",
        'kind = "due"',
        'kind = "none"',
        "line 11: clock.due",
        '"due" does not go with the clock "none"',
        None,
    ),
    BadFile(
        "commitments/c01.toml",
        'kind = "due"\ndue = 2019-09-05',
        'kind = "recurring"\nevery_days = 0',
        "line 11: clock.every_days",
        "0 days is no interval",
        "1 or more",
    ),
    BadFile(
        "commitments/c01.toml",
        '["us", "mx"]',
        '["us", "us"]',
        "line 4: actors",
        "no party, or one party twice",
        None,
    ),
    BadFile(
        "commitments/c01.toml",
        '["us", "mx"]',
        '["us", "ca"]',
        "line 4: actors[1]",
        '"ca" is not one of the words for actors[1]',
        "us, mx",
    ),
    BadFile(
        "commitments/c01.toml",
        'made_on = "2019-06-07"',
        'made_on = "2019-06-07"\ncompletion = "limited"',
        "line 1: completion_reason",
        '"limited" without a reason',
        None,
    ),
    BadFile(
        "commitments/c01.toml",
        '["I01"]',
        '["I01", "I02"]',
        "line 6: checked_by[1]",
        '"I02" is not among the indicators',
        '"I01"',
    ),
    BadFile(
        "claims/k01.toml", '"2020"', '"early 2020"', "line 6: said_on", '"early 2020" is not a date', None
    ),
    BadFile(
        "parties/us.toml",
        '"office"',
        '"offices"',
        "line 5: lead",
        '"offices" is not among the bodies',
        '"office"',
    ),
    BadFile("goals/goal.toml", '"G1"', '"office"', "line 1: id", 'the id "office" is taken', None),
    BadFile(
        "pack.toml", '"2020-03-31"', '"2020-03"', "line 6: edition.as_of[0]", '"2020-03" is not a day', None
    ),
    BadFile("pack.toml", 'id = "small"\n', "", "line 1: id", '"id" is missing', None),
]


@pytest.mark.parametrize("bad", BAD_FILES, ids=[bad.what for bad in BAD_FILES])
def test_fault_is_named_with_its_place(
    plan_folder: Path, faults: Callable[[Path], tuple[Fault, ...]], bad: BadFile
) -> None:
    path = plan_folder / bad.name
    text = path.read_text("utf-8")
    assert bad.old in text
    path.write_text(text.replace(bad.old, bad.new, 1), "utf-8")

    (found,) = [fault for fault in faults(plan_folder) if fault.what == bad.what]

    if bad.place:
        assert found.where == f"plan/{bad.name}, {bad.place}"
    if bad.tried:
        assert bad.tried in (found.hint, found.expected)
