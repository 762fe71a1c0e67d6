# SPDX-License-Identifier: Apache-2.0
"""
The record: who said what, when, signed; a log that nobody can quietly change.

Takes statements, gives an append-only log for each party in public formats (C2SP, RFC 6962), cosigned by
the others, and verifies such logs and the editions bound to them, offline. Start reading in `joint` for
what is kept, in `verify` for what is checked; `docs/trust.md` says what is promised.
"""

from rumbo.record.joint import Record, found_record, open_record
from rumbo.record.verify import Report, Status, verify_edition, verify_record

__all__ = ["Record", "Report", "Status", "found_record", "open_record", "verify_edition", "verify_record"]
