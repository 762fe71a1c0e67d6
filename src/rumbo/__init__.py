# SPDX-License-Identifier: Apache-2.0
"""
Rumbo: public evidence, honest assessment and a plan that changes only when both sides sign.

The road is evidence → assess → plan and dialogue → publish, with the record under it. Each stage is
one package of the same name; `rumbo.workspace` joins them and `rumbo.cli` is the command line.
"""

__version__ = "0.1.0"
