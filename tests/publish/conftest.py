# SPDX-License-Identifier: Apache-2.0
"""The made-up edition, as inputs and as written files, once for all tests of this folder."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from rumbo.publish.dossier import EditionInputs
from rumbo.publish.edition import write_edition


def _example() -> EditionInputs:
    spec = importlib.util.spec_from_file_location("publish_example", Path(__file__).with_name("example.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: EditionInputs = module.example_inputs()
    return made


@pytest.fixture(scope="session")
def inputs() -> EditionInputs:
    """Everything the made-up edition says."""
    return _example()


@pytest.fixture(scope="session")
def small(inputs: EditionInputs) -> EditionInputs:
    """The same with three measures and two days, for tests that write it more than once."""
    keep = ("homicide-deaths", "apprehensions", "arms-smuggled")
    dossiers = tuple(dossier for dossier in inputs.dossiers if dossier.indicator.id in keep)
    return replace(inputs, dossiers=dossiers, as_of_days=inputs.as_of_days[1:], sources=inputs.sources[:1])


@pytest.fixture(scope="session")
def edition(inputs: EditionInputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up edition, written."""
    folder = tmp_path_factory.mktemp("publish") / "edition"
    write_edition(inputs, folder)
    return folder
