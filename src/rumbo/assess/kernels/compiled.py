# SPDX-License-Identifier: Apache-2.0
"""How every loop here is compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """
    `loop` as machine code, compiled at its first call and kept on disk.

    Without fast-math and without numba's own threads: figures that are signed must come out the same
    to the last digit on every run. The interpreter lock is released, so that blocks of series can be
    worked on by ordinary threads.
    """
    return cast("Loop", njit(cache=True, nogil=True)(loop))
