# SPDX-License-Identifier: Apache-2.0
"""
Stage 2, assess: honest answers about many series at once.

Takes a `Question` (figures as known on a day, targets, baseline, breaks), gives an `Assessment` with
verdict, intervals, outlook and caveats. Start reading in `indicator`; `structural` is the model, and
takes arrays (`Panel`) only. Compiled loops live in `kernels`, each beside a slow twin in the tests.
"""
