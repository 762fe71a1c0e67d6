# SPDX-License-Identifier: Apache-2.0
"""What the tests of the docs share: the pages, the tools that write them, a terminal beside a demo."""

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def tool(checkout: Path) -> Callable[[str], ModuleType]:
    """A program of `tools/` as a module."""

    def loaded(name: str) -> ModuleType:
        known = sys.modules.get(f"tools_{name}")
        if known is not None:
            return known
        spec = importlib.util.spec_from_file_location(f"tools_{name}", checkout / "tools" / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[f"tools_{name}"] = module
        spec.loader.exec_module(module)
        return module

    return loaded


@pytest.fixture(scope="session")
def said_by_demo(demo: Path) -> str:
    """What the demo command said, as if it had been called ``rumbo demo demo``."""
    return (demo.parent / "terminal.txt").read_text("utf-8").replace(str(demo), "demo")


@pytest.fixture
def place(demo: Path, tmp_path: Path) -> Path:
    """A folder that holds a demo workspace, `demo`, as ``make demo`` leaves it beside the checkout."""
    shutil.copytree(demo, tmp_path / "demo")
    return tmp_path
