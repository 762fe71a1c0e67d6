# SPDX-License-Identifier: Apache-2.0
"""``rumbo record``: found a record, append to it, look into it, prove an entry, verify what others show."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rumbo.errors import InputError
from rumbo.terms.language import current_language, gettext as _

if TYPE_CHECKING:
    from rumbo.record import Record

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_PASSPHRASE = "RUMBO_RECORD_PASSPHRASE"  # noqa: S105 -- the name of a variable, not its content


@click.group()
def record() -> None:
    """Sign, mirror and verify who said what, when."""


@record.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--party", "parties", multiple=True, required=True, help="Code of a party, such as us; once for each."
)
@click.option("--domain", required=True, help="Where key names begin, such as rumbo.example.")
def init(folder: Path, parties: Sequence[str], domain: str) -> None:
    """Make a new record in FOLDER: keys and a log for each party, and the policy that trusts them."""
    from rumbo.record import found_record

    made = found_record(folder, parties, domain=domain, at=_now(), passphrase=_passphrase())
    made.cosign_all(_now())
    for party in made.parties:
        click.echo(
            _("{party}: keys with SHA-256 {digest}").format(party=party, digest=made.keys[party].digest)
        )
    click.echo(_("Read these aloud to each other, and keep {folder} secret.").format(folder=folder / "keys"))


@record.command()
@click.argument("folder", type=_FOLDER)
@click.argument("party")
@click.argument("statement", type=_FILE)
def append(folder: Path, party: str, statement: Path) -> None:
    """Sign the JSON in the file STATEMENT for PARTY, append it to its log, and have all mirrors cosign."""
    from rumbo.record import canonical
    from rumbo.record.statements import moment

    try:
        written = canonical.loads(statement.read_bytes(), is_canonical=False)
    except OSError:
        raise InputError(_("{file} cannot be read").format(file=statement)) from None
    if not isinstance(written, dict):
        raise InputError(_("{file} does not hold a JSON object").format(file=statement))
    opened = _open(folder)
    place = opened.append(party, {"v": 1, "at": moment(_now()), **written})
    opened.cosign_all(_now())
    click.echo(_("Entry {n} of the log of {party}, signed and cosigned.").format(n=place, party=party))


@record.command()
@click.argument("folder", type=_FOLDER)
@click.option("--party", "only", multiple=True, help="Show the log of this party only.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show(folder: Path, only: Sequence[str], as_json: bool) -> None:
    """List what each party has put into its log."""
    from rumbo.record import canonical

    opened = _open(folder)
    for party in only or opened.parties:
        for place, entry in enumerate(opened.entries(party)):
            body = dict(entry.body)
            if as_json:
                line: dict[str, canonical.Json] = {
                    "party": party,
                    "index": place,
                    "tag": entry.tag,
                    "body": body,
                }
                click.echo(canonical.dumps(line).decode())
            else:
                said = ", ".join(
                    f"{name} {value}" for name, value in body.items() if name not in ("at", "kind", "v")
                )
                click.echo(f"{party} {place:>4}  {body.get('at', ''):20}  {body.get('kind', '')!s:9}  {said}")


@record.command()
@click.argument("folder", type=_FOLDER)
@click.argument("party")
@click.argument("index", type=click.IntRange(min=0))
@click.option("-o", "--output", type=_FILE, help="Write the proof here; otherwise it is printed.")
def prove(folder: Path, party: str, index: int, output: Path | None) -> None:
    """Write the proof that entry INDEX stands in the log of PARTY (a .tlog-proof file)."""
    proof = _open(folder).prove(party, index).encode()
    if output is None:
        click.echo(proof.decode(), nl=False)
    else:
        output.write_bytes(proof)
        click.echo(_("Wrote {file}.").format(file=output))


@record.command()
@click.argument("folder", type=_FOLDER)
@click.argument("party")
def recover(folder: Path, party: str) -> None:
    """Take entries that the log of PARTY has lost back from the mirror that holds most of it."""
    n = _open(folder).recover(party)
    click.echo(_("Entries taken back: {n}.").format(n=n))


@record.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--policy",
    type=_FILE,
    help="A policy from a source you trust; shows who signed, not only that all is whole.",
)
@click.option(
    "--known",
    multiple=True,
    type=_FILE,
    help="A checkpoint you kept from earlier; the log has to continue it.",
)
@click.pass_context
def verify(ctx: click.Context, folder: Path, policy: Path | None, known: Sequence[Path]) -> None:
    """
    Verify an edition or a record, offline.

    Exit status: 0 valid, 1 invalid, 2 incomplete, 3 fork.
    """
    from rumbo.record.verify import verify_edition, verify_record

    try:
        kept = [file.read_bytes() for file in known]
    except OSError as error:
        raise InputError(_("{file} cannot be read").format(file=error.filename)) from None
    check = verify_edition if (folder / "manifest.json").exists() else verify_record
    report = check(folder, policy, known=kept)
    for line in report.lines:
        click.echo(line.said(current_language()))
    ctx.exit(report.status)


def _open(folder: Path) -> Record:
    from rumbo.record import open_record

    return open_record(folder, passphrase=_passphrase())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _passphrase() -> bytes | None:
    return os.environ.get(_PASSPHRASE, "").encode() or None
