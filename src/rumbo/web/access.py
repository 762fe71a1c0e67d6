# SPDX-License-Identifier: Apache-2.0
"""Who may see what. Every view names it; a test walks all addresses to find one that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

Audience = Literal["anyone"]
View = TypeVar("View", bound=Callable[..., object])


def seen_by(audience: Audience) -> Callable[[View], View]:
    """
    Mark a view with who may see it.

    ``anyone`` is right for a page that holds only public figures and the published plan.
    """

    def mark(view: View) -> View:
        view.seen_by = audience  # type: ignore[attr-defined]
        return view

    return mark
