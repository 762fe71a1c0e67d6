# SPDX-License-Identifier: Apache-2.0
"""
Stage 3, plan: what the parties want, promised and agreed.

Takes a folder of TOML documents (and, once the acts are there, the record), gives a `Plan`.
Start reading in `documents` (the nouns), then `folder` (reading and checking them); `pack` opens the plan
that comes with Rumbo, `clocks` and `conflicts` say what is due and what contradicts what.
"""
