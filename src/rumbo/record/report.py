# SPDX-License-Identifier: Apache-2.0
"""What a verification found, in both languages, and the one answer that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import islice

from rumbo.terms.language import both
from rumbo.terms.text import Text

__all__ = ["Findings", "Report", "Status"]


class Status(IntEnum):
    """The answer; its number is the exit status of ``rumbo record verify``."""

    VALID = 0
    INVALID = 1
    """Something is not what was signed."""
    INCOMPLETE = 2
    """Nothing is wrong, but something needed is not here."""
    FORK = 3
    """A log shows two histories."""


MOST_ALIKE = 20
_GRAVEST_FIRST = (Status.FORK, Status.INVALID, Status.INCOMPLETE, Status.VALID)


@dataclass(frozen=True)
class Report:
    """
    The outcome of a verification.

    Parameters
    ----------
    status : Status
        The gravest of all findings.
    lines : tuple of Text
        What was checked and found, in order, ending in the answer.
    is_identity_shown : bool
        True when a policy from outside was used: then not only is everything whole, but the keys are
        those the reader trusts.
    sizes : dict of str to int
        Entries in each party's log, where they could be checked.
    """

    status: Status
    lines: tuple[Text, ...]
    is_identity_shown: bool
    sizes: dict[str, int]

    @property
    def is_valid(self) -> bool:
        """True when everything was there and right."""
        return self.status == Status.VALID


@dataclass
class Findings:
    """A report while it grows."""

    is_identity_shown: bool = False
    lines: list[Text] = field(default_factory=list)
    status: Status = Status.VALID
    sizes: dict[str, int] = field(default_factory=dict)

    def add(self, status: Status, text: Text) -> None:
        """Note `text`; the answer becomes no better than `status`."""
        self.lines.append(text)
        self.status = min(self.status, status, key=_GRAVEST_FIRST.index)

    def add_all(self, status: Status, texts: Iterable[Text], *, total: int) -> None:
        """Note the first of `texts`, and how many more there are."""
        for text in islice(texts, MOST_ALIKE):
            self.add(status, text)
        if total > MOST_ALIKE:
            self.add(status, both("… and {n} more.", n=total - MOST_ALIKE))

    def checked(self, text: Text) -> None:
        """Note something that is right."""
        self.add(Status.VALID, text)

    def report(self) -> Report:
        """The finished report."""
        if self.is_identity_shown:
            identity = both("Keys: those of the policy you gave.")
        else:
            identity = both(
                "Keys: those that came with these files. This shows that they are whole, not who made them; "
                "to show that too, give a policy from a source you trust (--policy)."
            )
        answers = {
            Status.VALID: both("VALID: everything is here and fits."),
            Status.INVALID: both("INVALID: something is not what was signed."),
            Status.INCOMPLETE: both(
                "INCOMPLETE: nothing wrong was found, but not everything needed is here."
            ),
            Status.FORK: both("FORK: a log shows two histories."),
        }
        lines = (*self.lines, identity, answers[self.status])
        return Report(self.status, lines, self.is_identity_shown, dict(self.sizes))
