# SPDX-License-Identifier: Apache-2.0
"""
Stage 5, publish: everything known, as an edition that anyone can read, copy and verify.

Takes `dossier.EditionInputs`, gives a folder of static pages with data beside every chart.
Start reading in `dossier`, then `pages` (what each page says), then `edition` (writing it).
"""
