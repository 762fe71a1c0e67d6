# SPDX-License-Identifier: Apache-2.0
"""
Official targets that contradict each other.

Where two stated targets cannot both be meant, both are shown with their documents and no single verdict
is given: choosing one would be taking a side.
"""

from __future__ import annotations

from dataclasses import dataclass

from rumbo.plan.documents import Plan, Target


@dataclass(frozen=True)
class Conflict:
    """Two targets that state different things, `first` being the one with the smaller id."""

    first: Target
    second: Target


def targets_of(plan: Plan, indicator: str) -> tuple[Target, ...]:
    """The targets stated for the indicator with this id."""
    return tuple(target for target in plan.targets if target.indicator == indicator)


def conflicts(plan: Plan) -> tuple[Conflict, ...]:
    """Every pair of targets marked as contradicting each other, each pair once."""
    by_id = {target.id: target for target in plan.targets}
    return tuple(
        Conflict(target, by_id[other])
        for target in plan.targets
        for other in target.conflicts_with
        if other in by_id and target.id < other
    )


def conflicts_of(plan: Plan, indicator: str) -> tuple[Conflict, ...]:
    """The conflicts that touch a target of the indicator with this id."""
    return tuple(c for c in conflicts(plan) if indicator in (c.first.indicator, c.second.indicator))
