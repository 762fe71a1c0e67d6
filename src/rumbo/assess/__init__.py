# SPDX-License-Identifier: Apache-2.0
"""
Stage 2, assess: honest answers about many series at once.

Takes arrays (`Panel`), gives estimates with intervals, outlooks, verdicts and caveats (`results`).
Plain functions on arrays; compiled loops live in `kernels`, each beside a slow twin in the tests.
"""
