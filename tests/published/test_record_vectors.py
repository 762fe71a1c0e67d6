# SPDX-License-Identifier: Apache-2.0
"""Bytes that specifications and the record's own worked example print, reproduced exactly."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rumbo.errors import RecordError
from rumbo.record import canonical
from rumbo.record.checkpoint import cosign, cosigned_at, open_checkpoint, parse_checkpoint, sign_checkpoint
from rumbo.record.keys import Algorithm, SigningKey, VerifierKey
from rumbo.record.merkle import EMPTY_ROOT, Tree, is_consistent, is_included, leaf_hash
from rumbo.record.notes import open_note, parse_note, sign_note
from rumbo.record.policy import Policy
from rumbo.record.proof import check_proof, parse_proof
from rumbo.record.statements import read_entry
from rumbo.record.tiles import Tile, tiles_of

VKEYS = {
    "us-log": "rumbo.example/us/record+e973edfe+AeLebMJKNc/l5BX8VNy25gGZ369fL1QOSSaalWajIFi6",
    "mx-mirror": "rumbo.example/mx/mirror+650702eb+BJf3NLZWdLoCACtUOoA3FLelc4+X1GI2ddSGtfYW71v6",
    "us-role": "rumbo.example/us/role/coordinator+0c4b4aed+AboNqvwwvL4oyzjTnenjoPfobj+rSdhwwWFc+9py7CzP",
    "mx-role": "rumbo.example/mx/role/coordinator+77b3915b+ARX6T5gLVuqgScG7vKH7bdEs0v9+ad0dVrkpHxm1NPZn",
}
ACT: dict[str, canonical.Json] = {
    "at": "2026-11-23T18:00:00Z",
    "base": "none",
    "body": {"field": "target", "from": "45", "per": "trace request", "to": "30", "unit": "day"},
    "id": "01936f2a-7c00-7000-8000-000000000001",
    "kind": "amend",
    "obj": "urn:rumbo:commitment:us-mx/2026/arms-trace-30d",
    "rel": ["mx", "us"],
    "text": {"en": "7e" * 32, "es": "3c" * 32},
    "tlp": "TLP:GREEN",
    "until": "2026-12-23",
    "v": 1,
}
SIGNED_BELOW = (
    "— rumbo.example/mx/role/coordinator "
    "d7ORW4NPORcVFcQJRiYDBeIHxfELhHSUWBNf0/XVf4CLV57koY7faPhdyPubCoAojsArp1w+4rlhALpmNK7lWG33lAY=\n"
    "— rumbo.example/us/role/coordinator "
    "DEtK7W20x6piq809cL4rBdktN/7gSV2ftuoC1N1unVtEojOKPuHVL4XU2SjV8RUgH0Pjc2guwuAUOnYS4XzxG7lkdwI=\n"
)
CHECKPOINT = (
    "rumbo.example/us/record\n3\n8pTs4dh9o+LVLraQScFMtPk8WnXl+99bDk7M2qxLWU0=\n\n"
    "— rumbo.example/us/record "
    "6XPt/r4TL/2gquWTCyX8inI/mnZXjNwQsfuaEIEmVxVbH6VpJVvXDiUvqs3jnIA6D1wTuEDa3xxsMgmF9R0zZrWpoAs=\n"
    "— rumbo.example/mx/mirror ZQcC6wAAAABrBH9c2fb8qTRQnZ+HdaWoZQTDksZCrTeiZ93LHryayUO/"
    "L+6Q24P9yRxbH8t8gbYZAloVLhDrjFEY7AN1wGYzdh5bCg==\n"
)
PROOF = (
    "c2sp.org/tlog-proof@v1\nindex 1\n"
    "5xF8AP2N8B2NloDKY/g+nHDXwVxXTwUJDOwm5k99xOQ=\n"
    "nlGGcgsKHXadwW1jZxQEJT7TrtOMmBh63NH+CDw3lcY=\n\n" + CHECKPOINT
)


def signing_key(label: str) -> SigningKey:
    name, algorithm = VKEYS[label].split("+")[0], VerifierKey.parse(VKEYS[label]).algorithm
    seed = hashlib.sha256(f"rumbo-test-vector {label}".encode()).digest()
    return SigningKey(name, algorithm, Ed25519PrivateKey.from_private_bytes(seed))


def entry() -> bytes:
    text = f"rumbo.example/act/v1\n{canonical.dumps(dict(ACT)).decode()}\n"
    return sign_note(text, [signing_key("us-role"), signing_key("mx-role")]).encode()


@pytest.mark.parametrize("label", VKEYS)
def test_worked_example_keys_have_their_printed_ids(label: str) -> None:
    assert str(signing_key(label).verifier) == VKEYS[label]
    assert str(VerifierKey.parse(VKEYS[label])) == VKEYS[label]


def test_worked_example_act_has_its_printed_bytes_id_and_leaf() -> None:
    written = entry()

    text, _, signatures = written.decode().rpartition("\n\n")
    assert signatures == SIGNED_BELOW
    assert len(written) == 741
    act_id = hashlib.sha256((text + "\n").encode()).hexdigest()
    assert act_id == "bd505c7fbc85ff0a1f64a2b693247742b6c52897d237c7a4f9ffde396e3415d2"
    assert leaf_hash(written).hex() == "21afa198650e959df9a1dbbd5debc31d17001b327e64f6f15ba47044beaca046"
    roles = [VerifierKey.parse(VKEYS["us-role"]), VerifierKey.parse(VKEYS["mx-role"])]
    assert open_note(read_entry(written).note, roles) == tuple(roles)


def test_worked_example_checkpoint_is_signed_and_cosigned_with_its_printed_bytes() -> None:
    printed = parse_checkpoint(CHECKPOINT.encode())
    at = cosigned_at(printed, VerifierKey.parse(VKEYS["mx-mirror"]))

    assert at is not None
    again = sign_checkpoint(printed.checkpoint, signing_key("us-log"))
    line = cosign(printed.checkpoint, signing_key("mx-mirror"), at=at)
    assert again.encode() + (line.line + "\n").encode() == CHECKPOINT.encode()
    assert open_checkpoint(CHECKPOINT.encode(), VerifierKey.parse(VKEYS["us-log"])) == printed


def test_worked_example_proof_file_verifies_and_comes_out_as_printed() -> None:
    policy = Policy(
        logs=(VerifierKey.parse(VKEYS["us-log"]),),
        witnesses={"mx": VerifierKey.parse(VKEYS["mx-mirror"])},
        groups={},
        quorum="mx",
    )

    proof = parse_proof(PROOF.encode())

    assert proof.encode() == PROOF.encode()
    assert check_proof(proof, entry(), policy).has_quorum
    with pytest.raises(RecordError, match="does not lead"):
        check_proof(proof, entry().replace(b'"45"', b'"44"'), policy)


def test_signed_note_example_of_the_specification_verifies() -> None:
    key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    text = (
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTg"
        "K7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )

    assert open_note(parse_note(text.encode()), [key]) == (key,)
    with pytest.raises(RecordError, match="does not fit"):
        open_note(parse_note(text.replace("an example", "no example").encode()), [key])


# Leaves and roots of the test tree that Certificate Transparency implementations share (RFC 6962).
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_certificate_transparency_tree_has_its_known_roots() -> None:
    tree = Tree(map(leaf_hash, CT_LEAVES))

    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree.root(size).hex() for size in range(1, 9)] == CT_ROOTS


def test_certificate_transparency_tree_has_its_known_proofs() -> None:
    tree = Tree(map(leaf_hash, CT_LEAVES))

    assert [step.hex() for step in tree.inclusion(0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [step.hex() for step in tree.inclusion(5, 8)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [step.hex() for step in tree.consistency(6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert is_included(leaf_hash(CT_LEAVES[5]), 5, 8, tree.inclusion(5, 8), bytes.fromhex(CT_ROOTS[7]))
    assert is_consistent(6, tree.root(6), 8, tree.root(8), tree.consistency(6, 8))


def test_tile_paths_and_counts_are_those_of_the_specification() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    tiles = [tile for tile in tiles_of(70_000) if tile.level >= 0]
    counts = {
        level: (sum(t.level == level and t.width == 256 for t in tiles),
                [t.width for t in tiles if t.level == level and t.width < 256])
        for level in range(3)
    }  # fmt: skip
    assert counts == {0: (273, [112]), 1: (1, [17]), 2: (0, [1])}
    assert [t for t in tiles_of(256) if t.level >= 0] == [Tile(0, 0), Tile(1, 0, 1)]


def test_cosigner_keys_have_their_own_algorithm_bytes() -> None:
    assert [int(algorithm) for algorithm in Algorithm] == [0x01, 0x04, 0x06]
