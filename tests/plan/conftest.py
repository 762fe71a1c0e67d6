# SPDX-License-Identifier: Apache-2.0
"""A small plan without fault, in files that a test can spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rumbo.errors import Fault, InputError
from rumbo.plan.folder import read_plan

HEAD = """\
id = "small"
title = { en = "Small", es = "Pequeño" }
parties = ["us", "mx"]

[edition]
as_of = ["2020-03-31"]
"""
PARTY = """\
id = "{party}"
standing = "proposed"
party = "{party}"
name = {{ en = "Party", es = "Parte" }}
lead = "office"
"""
BODY = """\
id = "office"
standing = "proposed"
kind = "institution"
party = "both"
name = { en = "Office", es = "Oficina" }
role = { en = "all", es = "todo" }
"""
GOAL = """\
id = "G1"
standing = "proposed"
number = 1
title = { en = "Goal", es = "Objetivo" }
framework_goal = { en = "1", es = "1" }

[[risks]]
en = "Risk"
es = "Riesgo"

[[assumptions]]
en = "Assumption"
es = "Supuesto"
"""
INDICATOR = """\
id = "I01"
standing = "stated"
goal = "G1"
unit = "deaths"
direction = "down"
level = "impact"
sources = [{ text = "A source", url = "https://example.org/a" }]

[title]
en = "Deaths"
es = "Defunciones"

[counts]
en = "All"
es = "Todas"

[definition]
series = "mx.office.deaths"
place = "mx"
window = "month"
aggregation = "sum"
says = { en = "Sum", es = "Suma" }

[[baselines]]
value = 10
period = "2018"
standing = "proposed"

[[baselines]]
value = 11.5
period = "2019"
standing = "proposed"
"""
TARGET = """\
id = "{id}"
standing = "proposed"
indicator = "I01"
value = 5
unit = "deaths"
by = "2024"
base_period = "2018"
stated_by = {{ en = "Office", es = "Oficina" }}
document = {{ en = "Plan", es = "Plan" }}
conflicts_with = ["{other}"]
"""
FRAMEWORK = """\
id = "{id}"
standing = "proposed"
begins = "2019-08-27"
{link} = "{other}"
names = [{{ authority = "us", name = {{ en = "F", es = "M" }} }}]
structure = {{ en = "None", es = "Ninguna" }}
"""
EVENT = """\
id = "first-meeting"
standing = "proposed"
date = "2019-08-27"
title = { en = "Meeting", es = "Reunión" }
"""
COMMITMENT = """\
id = "C01"
standing = "proposed"
made_on = "2019-06-07"
actors = ["us", "mx"]
text = { en = "Meet", es = "Reunirse" }
checked_by = ["I01"]
check = { en = "Minutes", es = "Minutas" }

[clock]
kind = "due"
due = 2019-09-05
"""
CLAIM = """\
id = "K01"
standing = "proposed"
sentence = { en = "Up", es = "Sube" }
original = "en"
said_by = { en = "Press", es = "Prensa" }
said_on = "2020"
behind = { en = "Nothing", es = "Nada" }
indicators = ["I01"]
"""
FILES = {
    "pack.toml": HEAD,
    "parties/mx.toml": PARTY.format(party="mx"),
    "parties/us.toml": PARTY.format(party="us"),
    "bodies/office.toml": BODY,
    "goals/goal.toml": GOAL,
    "indicators/deaths.toml": INDICATOR,
    "targets/one.toml": TARGET.format(id="one", other="two"),
    "targets/two.toml": TARGET.format(id="two", other="one"),
    "frameworks/old.toml": FRAMEWORK.format(id="old", link="successor", other="new"),
    "frameworks/new.toml": FRAMEWORK.format(id="new", link="predecessor", other="old"),
    "events/meeting.toml": EVENT,
    "commitments/c01.toml": COMMITMENT,
    "claims/k01.toml": CLAIM,
}


@pytest.fixture
def plan_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `plan` of the current folder, holding the small plan."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        path = Path("plan", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Path("plan")


@pytest.fixture
def faults() -> Callable[[Path], tuple[Fault, ...]]:
    """Reads a folder that must be refused, and gives its faults."""

    def read(folder: Path) -> tuple[Fault, ...]:
        with pytest.raises(InputError) as refused:
            read_plan(folder)
        return refused.value.faults

    return read
