# SPDX-License-Identifier: Apache-2.0
"""Every command and every option is in the docs, in the program's own words."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click
import pytest

from rumbo.cli import rumbo


@pytest.mark.parametrize(("language", "name"), [("en", "commands.md"), ("es", "commands.es.md")])
def test_page_of_commands_is_what_the_program_says(checkout: Path, language: str, name: str) -> None:
    tool = checkout / "tools" / "commands.py"  # help is put into words once a process

    said = subprocess.run([sys.executable, str(tool), language], capture_output=True, check=True).stdout

    assert said.decode().splitlines() == (checkout / "docs" / name).read_text("utf-8").splitlines(), (
        "make pages"
    )


def test_each_command_and_each_option_is_on_the_page(
    checkout: Path, tool: Callable[[str], ModuleType]
) -> None:
    page = (checkout / "docs" / "commands.md").read_text("utf-8")

    missing = []
    for context in tool("commands").every_context(click.Context(rumbo, info_name="rumbo")):
        heading = f"# {context.command_path}\n"
        section = page.partition(heading)[2].partition("\n#")[0]
        names = [name for p in context.command.params if isinstance(p, click.Option) for name in p.opts]
        missing += [f"{context.command_path} {name}" for name in names if name not in section]
        if not section:
            missing.append(context.command_path)

    assert missing == []


def test_each_command_and_each_option_says_what_it_is_for(tool: Callable[[str], ModuleType]) -> None:
    silent = [
        f"{context.command_path} {parameter.name}"
        for context in tool("commands").every_context(click.Context(rumbo, info_name="rumbo"))
        for parameter in context.command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]

    assert silent == []
