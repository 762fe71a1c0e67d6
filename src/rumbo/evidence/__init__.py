# SPDX-License-Identifier: Apache-2.0
"""
Stage 1, evidence: what agencies publish, with every vintage.

Takes files, gives series as known on any day. The way of a file: `intake` recognises it by its card
(`card`), keeps its bytes (`snapshot`), reads it (`readers`), checks it (`contract`) and appends what
changed to the bitemporal store (`store`); `series` answers from there. Nothing is repaired in silence.
"""
