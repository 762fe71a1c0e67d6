# SPDX-License-Identifier: Apache-2.0
"""
Every error Rumbo raises on purpose.

One family, so that a caller can catch `RumboError` and print it. An error names what was refused,
where it stands, what was expected and what to try, and carries all faults of one input together.
The words arrive already in the reader's language; only the labels are chosen when it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

__all__ = [
    "AccessError",
    "AssessError",
    "EvidenceError",
    "Fault",
    "InputError",
    "PlanError",
    "PublishError",
    "RecordError",
    "RumboError",
]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the value refused, its place, what was expected, what to try."""

    what: str
    where: str | None = None
    expected: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Labels:
    """The words an error is printed with."""

    error: str = "error"
    where: str = "in"
    expected: str = "expected:"
    hint: str = "try:"


class RumboError(Exception):
    """
    A fault that a person can mend, with everything needed to mend it.

    Parameters
    ----------
    what : str
        What was refused, with the value shown.
    where : str, optional
        File, line and key; or the command or address.
    expected : str, optional
        What would have been accepted.
    hint : str, optional
        A command or step to try.

    Examples
    --------
    >>> print(InputError('"2019-13" is not a period', where="plan/x.toml, line 14", expected="2019-05"))
    error[input]: "2019-13" is not a period
      in plan/x.toml, line 14
      expected: 2019-05
    """

    kind = "rumbo"

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        expected: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.faults: tuple[Fault, ...] = (Fault(what, where, expected, hint),)
        super().__init__(what)

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> Self:
        """All `faults` of one input as one error; at least one is needed."""
        listed = tuple(faults)
        first = listed[0]
        error = cls(first.what, where=first.where, expected=first.expected, hint=first.hint)
        error.faults = listed
        return error

    def at(self, where: str) -> Self:
        """The same error with `where` filled in for every fault that has no place yet."""
        error = type(self)(self.faults[0].what)
        error.faults = tuple(f if f.where else replace(f, where=where) for f in self.faults)
        return error

    def lines(self, labels: Labels | None = None) -> list[str]:
        """The error as printed, line by line, with `labels` in the reader's language."""
        words = labels or Labels()
        printed: list[str] = []
        for fault in self.faults:
            printed.append(f"{words.error}[{self.kind}]: {fault.what}")
            for label, value in (
                (words.where, fault.where),
                (words.expected, fault.expected),
                (words.hint, fault.hint),
            ):
                if value:
                    printed.append(f"  {label} {value}")
        return printed

    def __str__(self) -> str:
        return "\n".join(self.lines())


class InputError(RumboError):
    """A file or argument that cannot be read as what it should be."""

    kind = "input"


class EvidenceError(RumboError):
    """A source changed, or disagrees with itself or its card."""

    kind = "evidence"


class AssessError(RumboError):
    """A question the assessment cannot answer in the form it was asked."""

    kind = "assess"


class PlanError(RumboError):
    """A document or act that does not follow from the plan before it."""

    kind = "plan"


class PublishError(RumboError):
    """An edition that cannot be made or does not match its manifest."""

    kind = "publish"


class RecordError(RumboError):
    """A proof, signature or log that does not verify."""

    kind = "record"


class AccessError(RumboError):
    """Something that is not yours to do."""

    kind = "access"
