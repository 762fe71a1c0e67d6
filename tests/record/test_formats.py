# SPDX-License-Identifier: Apache-2.0
"""Notes, checkpoints, policies, proofs, tiles and statements: read exactly or refused."""

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from rumbo.errors import RecordError
from rumbo.record import canonical, statements
from rumbo.record.checkpoint import (
    Checkpoint,
    cosign,
    cosigned_at,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    with_cosignatures,
)
from rumbo.record.keys import Algorithm, SigningKey
from rumbo.record.merkle import EMPTY_ROOT, Tree, leaf_hash
from rumbo.record.notes import Signature, open_note, parse_note, sign_note
from rumbo.record.parties import parse_vkeys
from rumbo.record.policy import parse_policy, write_policy
from rumbo.record.proof import Proof, check_proof, parse_proof
from rumbo.record.statements import make_entry, open_statement, read_entry
from rumbo.record.tiles import Tile, pack_bundle, tiles_of, unpack_bundle

AT = dt.datetime(2020, 1, 31, 18, tzinfo=dt.UTC)
LOG = SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519)
MIRROR = SigningKey.generate("rumbo.example/mx/mirror", Algorithm.COSIGNATURE_ED25519)
MIRROR_PQ = SigningKey.generate("rumbo.example/mx/mirror-pq", Algorithm.COSIGNATURE_MLDSA44)


def note_of(*lines: str, text: str = "text\n") -> bytes:
    return f"{text}\n{''.join(line + chr(10) for line in lines)}".encode()


LINE = sign_note("text\n", [LOG]).signatures[0].line


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (note_of(), "no signature lines|not a signature"),
        (note_of(LINE)[:-1], "no signature lines"),
        (note_of(LINE, LINE), "signed the note twice"),
        (note_of(LINE, "- x AAAAAAA="), "not a signature line"),
        (note_of(LINE.replace("—", "--")), "not a signature line"),
        (note_of(LINE + " "), "not a signature line"),
        (note_of(LINE.replace(" ", "  ", 1)), "not a signature line"),
        (note_of(LINE[:-1]), "base64"),
        (note_of("— x AAAAAB=="), "not a signature line|base64"),
        (note_of("— x AAAAAA=="), "not a signature line"),
        (note_of("— x\u00a0y AAAAAAA="), "not a signature line"),
        (note_of("— x+y AAAAAAA="), "not a signature line"),
        (note_of(LINE, text="te\txt\n"), "control"),
        (note_of(LINE, text="te\rxt\n"), "control"),
        (note_of(LINE).replace(b"text", b"te\xffxt"), "UTF-8"),
        (note_of(LINE, text="t" * 65_535 + "\n"), "longer"),
        (note_of(*(f"— k{i} AAAAAAA=" for i in range(17))), "more than 16"),
        (b"", "no signature lines"),
    ],
)
def test_what_is_no_note_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(RecordError, match=words):
        parse_note(data)


def test_note_is_opened_by_known_keys_and_ignores_strangers() -> None:
    stranger = SigningKey.generate("rumbo.example/zz/record", Algorithm.ED25519)
    same_name = SigningKey.generate(LOG.name, Algorithm.ED25519)
    note = sign_note("text\n\nmore\n", [LOG, stranger])

    assert parse_note(note.encode()) == note
    assert open_note(note, [LOG.verifier]) == (LOG.verifier,)
    with pytest.raises(RecordError, match="no key we know"):
        open_note(note, [same_name.verifier])
    forged = parse_note(note.encode().replace(b"more", b"less"))
    with pytest.raises(RecordError, match="does not fit"):
        open_note(forged, [LOG.verifier])


@pytest.mark.parametrize("size", ["00", "01", "-1", "+1", "1 ", "", "1e3", "٣", "9" * 19])
def test_checkpoint_with_an_odd_size_is_refused(size: str) -> None:
    text = Checkpoint("rumbo.example/us/record", 7, EMPTY_ROOT).text.replace("\n7\n", f"\n{size}\n")

    with pytest.raises(RecordError, match="not a checkpoint"):
        parse_checkpoint(sign_note(text, [LOG]).encode())


def test_checkpoint_with_an_extension_line_or_a_short_root_is_refused() -> None:
    text = Checkpoint(LOG.name, 7, EMPTY_ROOT).text
    with pytest.raises(RecordError, match="not a checkpoint"):
        parse_checkpoint(sign_note(text + "more\n", [LOG]).encode())
    with pytest.raises(RecordError, match="31 bytes"):
        parse_checkpoint(sign_note(Checkpoint(LOG.name, 7, bytes(31)).text, [LOG]).encode())


def test_checkpoint_counts_only_for_the_log_whose_key_signed_it() -> None:
    other = SigningKey.generate("rumbo.example/mx/record", Algorithm.ED25519)
    signed = sign_checkpoint(Checkpoint(LOG.name, 7, EMPTY_ROOT), LOG)

    assert open_checkpoint(signed.encode(), LOG.verifier) == signed
    with pytest.raises(RecordError, match="is of the log"):
        open_checkpoint(signed.encode(), other.verifier)
    with pytest.raises(RecordError, match="is not that of the log"):
        sign_checkpoint(Checkpoint(LOG.name, 7, EMPTY_ROOT), other)


@pytest.mark.parametrize("key", [MIRROR, MIRROR_PQ])
def test_cosignature_holds_for_its_checkpoint_and_time_only(key: SigningKey) -> None:
    signed = sign_checkpoint(Checkpoint(LOG.name, 7, EMPTY_ROOT), LOG)
    line = cosign(signed.checkpoint, key, at=AT)

    assert cosigned_at(signed, key.verifier) is None
    assert cosigned_at(with_cosignatures(signed, [line]), key.verifier) == AT
    other = sign_checkpoint(Checkpoint(LOG.name, 8, EMPTY_ROOT), LOG)
    with pytest.raises(RecordError, match="does not fit"):
        cosigned_at(with_cosignatures(other, [line]), key.verifier)
    for at in range(8):
        value = bytearray(line.value)
        value[at] ^= 1
        later = type(line)(line.name, line.key_id, bytes(value))
        with pytest.raises(RecordError, match="does not fit"):
            cosigned_at(with_cosignatures(signed, [later]), key.verifier)


def test_time_without_zone_is_refused() -> None:
    with pytest.raises(RecordError, match="no time zone"):
        cosign(Checkpoint(LOG.name, 7, EMPTY_ROOT), MIRROR, at=AT.replace(tzinfo=None))


def test_time_before_1970_and_keys_that_do_not_cosign_are_refused() -> None:
    with pytest.raises(RecordError, match="before 1970"):
        cosign(Checkpoint(LOG.name, 7, EMPTY_ROOT), MIRROR, at=AT.replace(year=1969))
    with pytest.raises(RecordError, match="does not cosign"):
        cosign(Checkpoint(LOG.name, 7, EMPTY_ROOT), LOG, at=AT)


@pytest.mark.parametrize("key", [MIRROR, MIRROR_PQ])
@pytest.mark.parametrize("value", [b"x", bytes(7), bytes(8), bytes(72), b"\xff" * 72, bytes(5_000)])
def test_cosignature_of_an_odd_length_or_time_is_refused(key: SigningKey, value: bytes) -> None:
    signed = sign_checkpoint(Checkpoint(LOG.name, 7, EMPTY_ROOT), LOG)
    line = Signature(key.name, key.verifier.key_id, value)

    with pytest.raises(RecordError, match="does not fit"):
        cosigned_at(with_cosignatures(signed, [line]), key.verifier)


def policy_text(*lines: str) -> bytes:
    return "".join(line + "\n" for line in lines).encode()


OTHER_LOG = SigningKey.generate(LOG.name, Algorithm.ED25519)
LOG_LINE = f"log {LOG.verifier}"
MX = f"witness mx {MIRROR.verifier}"
MX_PQ = f"witness mx-pq {MIRROR_PQ.verifier}"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([LOG_LINE], "no quorum line"),
        (["quorum none", "quorum none"], "two quorum lines"),
        (["quorum mx"], "no witness or group"),
        (["quorum mx", MX], "no witness or group"),
        ([LOG_LINE, LOG_LINE, "quorum none"], "stands twice"),
        ([MX, MX.replace(" mx ", " other "), "quorum none"], "stands twice"),
        ([MX, MX_PQ.replace(" mx-pq ", " mx "), "quorum none"], "names .mx. twice"),
        ([MX.replace(" mx ", " none "), "quorum none"], "names .none. twice"),
        ([f"witness us {LOG.verifier}", "quorum none"], "not of the kind"),
        ([f"log {MIRROR.verifier}", "quorum none"], "not of the kind"),
        ([MX, "group all all mx", "group g2 any mx", "quorum all"], "a member already"),
        ([MX, "group g any mx mx", "quorum g"], "a member already"),
        ([MX, "group g 0 mx", "quorum g"], "not a number of members"),
        ([MX, "group g 2 mx", "quorum g"], "not a number of members"),
        ([MX, "group g 01 mx", "quorum g"], "not a number of members"),
        ([MX, "group g any g", "quorum g"], "no witness or group"),
        ([MX, "group g any none", "quorum g"], "no witness or group"),
        ([MX, "group g any", "quorum none"], "not a line of a policy"),
        (["quorum none extra"], "not a line of a policy"),
        (["believe everyone", "quorum none"], "line 1.*not a line of a policy"),
        (["quorum none\r"], "control"),
        (["quorum none\x7f"], "control"),
        ([LOG_LINE, f"log {OTHER_LOG.verifier}", "quorum none"], "names .* twice"),
        (["#" * 300_000, "quorum none"], "longer"),
    ],
)
def test_policy_that_breaks_a_rule_is_refused(lines: list[str], words: str) -> None:
    with pytest.raises(RecordError, match=words):
        parse_policy(policy_text(*lines))


def test_policy_takes_blanks_comments_addresses_and_foreign_bytes() -> None:
    written = policy_text("# who", "", f" \t{LOG_LINE}  https://rumbo.example/", f"{MX}\t", "quorum \t mx")

    policy = parse_policy(b"# caf\xe9\n" + written)

    assert parse_policy(write_policy(policy)) == policy
    assert (policy.is_quorum(["mx"]), policy.is_quorum([])) == (True, False)
    with pytest.raises(RecordError, match="no end"):
        parse_policy(written[:-1])


def test_quorum_counts_groups_of_groups() -> None:
    keys = [SigningKey.generate(f"rumbo.example/w{i}/m", Algorithm.COSIGNATURE_ED25519) for i in range(5)]
    lines = [f"witness w{i} {key.verifier}" for i, key in enumerate(keys)]
    policy = parse_policy(
        policy_text(*lines, "group x 2 w0 w1 w2", "group y any w3 w4", "group both all x y", "quorum both")
    )

    assert policy.is_quorum(["w0", "w2", "w4"])
    assert not policy.is_quorum(["w0", "w1", "w2"])
    assert not policy.is_quorum(["w0", "w3", "w4"])
    assert not policy.is_quorum(["both"])


def test_quorum_none_asks_for_nobody() -> None:
    assert parse_policy(b"quorum none\n").is_quorum([])


def test_proof_holds_for_its_entry_and_needs_the_quorum() -> None:
    tree = Tree(map(leaf_hash, [b"a", b"b", b"c"]))
    signed = sign_checkpoint(Checkpoint(LOG.name, 3, tree.root()), LOG)
    cosigned = with_cosignatures(signed, [cosign(signed.checkpoint, MIRROR, at=AT)])
    policy = parse_policy(policy_text(LOG_LINE, MX, "quorum mx"))
    proof = Proof(1, tree.inclusion(1), cosigned.encode(), extra=b"context")

    assert parse_proof(proof.encode()) == proof
    assert check_proof(proof, b"b", policy).times == {"mx": AT}
    with pytest.raises(RecordError, match="too few witnesses"):
        check_proof(Proof(1, tree.inclusion(1), signed.encode()), b"b", policy)
    with pytest.raises(RecordError, match="does not lead"):
        check_proof(proof, b"c", policy)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"@v1", b"@v2"),
        (b"index 1", b"index 01"),
        (b"index 1", b"Index 1"),
        (b"index 1\n", b""),
        (b"\n\n", b"\n"),
        (b"index 1\n", b"index 1\n" + b"A" * 43 + b"=\n" * 70),
        (b"index 1\n", b"index 1\nAAAA\n"),
        (b"extra Y29udGV4dA==", b"extra Y29udGV4dB=="),
    ],
)
def test_proof_in_another_form_is_refused(old: bytes, new: bytes) -> None:
    tree = Tree(map(leaf_hash, [b"a", b"b", b"c"]))
    signed = sign_checkpoint(Checkpoint(LOG.name, 3, tree.root()), LOG)
    written = Proof(1, tree.inclusion(1), signed.encode(), extra=b"context").encode()

    with pytest.raises(RecordError):
        parse_proof(written.replace(old, new, 1))


@given(st.binary(max_size=300))
def test_no_bytes_make_a_reader_fail_otherwise_than_by_refusing(data: bytes) -> None:
    for read in (parse_note, parse_checkpoint, parse_policy, parse_proof, read_entry):
        for prefix in (b"", b"c2sp.org/tlog-proof@v1\nindex 1\n", b"quorum none\n", b"x\n1\n"):
            try:
                read(prefix + data)
            except RecordError:
                continue


@settings(deadline=None)
@given(st.integers(0, 10**9))
def test_tile_paths_read_back(index: int) -> None:
    for tile in (Tile(0, index), Tile(5, index, 17), Tile(-1, index, 255)):
        assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/x000/001", "tile/00/001", "tile/0/1", "tile/64/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/entries/../000", "tile/-1/000", "tile/0/000/", "/tile/0/000", "tile/0/٠٠٠",
        "tile/0/000\n", "TILE/0/000", "tile/0/x001/x002",
    ],
)  # fmt: skip
def test_other_spellings_of_tile_paths_are_no_tiles(path: str) -> None:
    assert Tile.parse(path) is None


@given(st.integers(0, 2_000), st.integers(0, 300))
def test_new_tiles_are_those_the_smaller_log_lacks(size: int, more: int) -> None:
    assert set(tiles_of(size + more)) - set(tiles_of(size)) == set(tiles_of(size + more, since=size))


@given(st.lists(st.binary(min_size=1, max_size=20), max_size=10), st.binary(max_size=3))
def test_bundle_holds_its_entries_and_nothing_loose(entries: list[bytes], loose: bytes) -> None:
    packed = pack_bundle(entries)

    assert list(unpack_bundle(packed, len(entries))) == entries
    for data, width in (
        (packed + loose + b"!", len(entries)),
        (packed, len(entries) + 1),
        (packed[:-1], len(entries)),
    ):
        if data:
            with pytest.raises(RecordError):
                unpack_bundle(data, width)


DIGEST = "ab" * 32
GOOD = [
    statements.genesis({"mx": DIGEST, "us": DIGEST}, at=AT),
    statements.seen("mx", size=3, root=bytes(32), at=AT),
    statements.evidence(
        [{"sha256": d * 64, "size": 10, "media": "text/csv", "vintage": "2020-01-15"} for d in "ba"], at=AT
    ),
    statements.note({"en": DIGEST, "es": DIGEST}, at=AT),
    statements.edition(DIGEST, edition="2020-01-31", as_of=dt.date(2020, 1, 31), at=AT),
]


@pytest.mark.parametrize("statement", GOOD, ids=lambda s: s["kind"])
def test_statement_is_signed_and_reads_back(statement: statements.Statement) -> None:
    entry = read_entry(make_entry(statement, LOG))

    assert entry.tag == "rumbo.example/log/v1"
    assert open_statement(entry, LOG.verifier) == statement
    with pytest.raises(RecordError, match="no key we know"):
        open_statement(entry, SigningKey.generate(LOG.name, Algorithm.ED25519).verifier)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "boast"}, {"v": 2}, {"v": True}, {"at": "2020-01-31"}, {"at": "2020-01-31T18:00:00+00:00"},
        {"at": "2020-02-30T18:00:00Z"}, {"at": "2020-01-31T18:00:00.5Z"}, {"as_of": "2020-1-31"},
        {"as_of": "20200131"}, {"manifest": DIGEST.upper()}, {"manifest": DIGEST[:-1]}, {"id": ""},
        {"id": "../x"}, {"id": 7}, {"more": 1},
    ],
    ids=str,
)  # fmt: skip
def test_statement_that_breaks_a_rule_is_not_signed(change: dict[str, canonical.Json]) -> None:
    with pytest.raises(RecordError):
        make_entry({**GOOD[-1], **change}, LOG)


@pytest.mark.parametrize("packs", [[], [{}], [1], "packs"])
def test_evidence_without_whole_packs_is_not_signed(packs: canonical.Json) -> None:
    with pytest.raises(RecordError, match="may not be"):
        make_entry({**GOOD[2], "packs": packs}, LOG)


def test_act_is_no_statement() -> None:
    act = sign_note('rumbo.example/act/v1\n{"v":1}\n', [LOG]).encode()

    with pytest.raises(RecordError, match="not a statement"):
        open_statement(read_entry(act), LOG.verifier)


@pytest.mark.parametrize("change", ["turned", "other log", "cut"])
def test_list_of_keys_in_another_order_or_of_a_strange_log_is_refused(change: str) -> None:
    mirror = SigningKey.generate("rumbo.example/us/mirror", Algorithm.COSIGNATURE_ED25519).verifier
    mirror_pq = SigningKey.generate("rumbo.example/us/mirror-pq", Algorithm.COSIGNATURE_MLDSA44).verifier
    strange = SigningKey.generate("rumbo.example/log", Algorithm.ED25519).verifier
    lists = {
        "turned": [LOG.verifier, mirror_pq, mirror],
        "other log": [strange, mirror, mirror_pq],
        "cut": [LOG.verifier, mirror],
    }

    assert (
        parse_vkeys("".join(f"{key}\n" for key in (LOG.verifier, mirror, mirror_pq)).encode()).party == "us"
    )
    with pytest.raises(RecordError):
        parse_vkeys("".join(f"{key}\n" for key in lists[change]).encode())


def test_entry_with_unsorted_signatures_or_other_lines_is_refused() -> None:
    second = SigningKey.generate("rumbo.example/aa/record", Algorithm.ED25519)
    line = canonical.dumps({"v": 1}).decode()
    note = sign_note(f"rumbo.example/act/v1\n{line}\n", [LOG, second])
    turned = type(note)(note.text, tuple(reversed(note.signatures)))

    assert read_entry(note.encode()).body == {"v": 1}
    for bad in (
        turned.encode(),
        sign_note(f"elsewhere.example/act/v1\n{line}\n", [LOG]).encode(),
        sign_note(f"rumbo.example/act/v1\n{line}\n{line}\n", [LOG]).encode(),
        sign_note("rumbo.example/act/v1\n[1]\n", [LOG]).encode(),
    ):
        with pytest.raises(RecordError):
            read_entry(bad)
