# SPDX-License-Identifier: Apache-2.0
"""
Compiled loops of the assessment: arrays in, arrays out, nothing decided here.

Each has a slow, obvious twin in ``tests/naive``. Start reading in `banded`.
"""
