# SPDX-License-Identifier: Apache-2.0
"""The terminal: tables that fit 80 columns, and progress for anything that takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from rumbo.evidence.intake import Step  # its module needs the data stack, a table does not


def console(*, err: bool = False) -> Console:
    """A console as wide as the terminal, 80 columns where that is not known."""
    found = Console(stderr=err, highlight=False, markup=False)
    return found if found.is_terminal else Console(stderr=err, highlight=False, markup=False, width=80)


def table(*columns: str | tuple[str, str], title: str | None = None) -> Table:
    """A plain table; a column given as (name, "right") is set flush right."""
    made = Table(box=SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False, title_style="bold")
    for column in columns:
        name, justify = (column, "left") if isinstance(column, str) else column
        made.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return made


@contextmanager
def progress(label: str) -> Iterator[Step]:
    """
    A bar on standard error while there is work, gone when it is done; none where nobody watches.

    The step to call takes what is being done, how much is done, and of how much.
    """
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=12),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        console=console(err=True),
        transient=True,
        auto_refresh=True,
        disable=not Console(stderr=True).is_terminal,
    ) as bar:
        short = label if len(label) <= 24 else label[:23] + "…"
        task = bar.add_task(short, total=1)

        def step(what: str, done: int, of: int) -> None:
            bar.update(task, description=f"{short}: {what}"[:52], completed=done, total=of)

        yield step
