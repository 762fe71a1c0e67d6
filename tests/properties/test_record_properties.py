# SPDX-License-Identifier: Apache-2.0
"""What holds for every log: proofs verify, and nothing that was altered does."""

import dataclasses

from hypothesis import given, settings, strategies as st

from rumbo.errors import RecordError
from rumbo.record.checkpoint import Checkpoint, sign_checkpoint
from rumbo.record.keys import Algorithm, SigningKey
from rumbo.record.merkle import Tree, is_consistent, is_included, leaf_hash
from rumbo.record.policy import Policy
from rumbo.record.proof import Proof, check_proof, parse_proof

TREE = Tree(leaf_hash(i.to_bytes(4, "big")) for i in range(3_000))
LOG = SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519)
POLICY = Policy((LOG.verifier,), {}, {}, "none")

sizes = st.integers(1, TREE.size)


def flipped(data: bytes, bit: int) -> bytes:
    at = bit % (8 * len(data))
    return bytes([*data[: at // 8], data[at // 8] ^ 1 << at % 8, *data[at // 8 + 1 :]])


@given(sizes, st.data())
def test_every_inclusion_proof_verifies_and_no_altered_one_does(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaf, root, proof = leaf_hash(index.to_bytes(4, "big")), TREE.root(size), TREE.inclusion(index, size)
    assert is_included(leaf, index, size, proof, root)

    bit = data.draw(st.integers(0, 255))
    assert not is_included(flipped(leaf, bit), index, size, proof, root)
    assert not is_included(leaf, index, size, proof, flipped(root, bit))
    assert not is_included(leaf, index, size, (*proof, root), root)
    other = data.draw(st.integers(-2, size + 2))
    assert is_included(leaf, other, size, proof, root) is (other == index)
    if proof:
        step = data.draw(st.integers(0, len(proof) - 1))
        changed = list(proof)
        changed[step] = flipped(proof[step], bit)
        assert not is_included(leaf, index, size, changed, root)
        assert not is_included(leaf, index, size, proof[:step] + proof[step + 1 :], root)


@given(sizes, st.data())
def test_every_consistency_proof_verifies_and_no_altered_one_does(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    proof = TREE.consistency(old, new)
    assert is_consistent(old, TREE.root(old), new, TREE.root(new), proof)

    bit = data.draw(st.integers(0, 255))
    assert not is_consistent(old, flipped(TREE.root(old), bit), new, TREE.root(new), proof)
    assert not is_consistent(old, TREE.root(old), new, flipped(TREE.root(new), bit), proof)
    assert not is_consistent(old, TREE.root(old), new, TREE.root(new), (*proof, TREE.root(new)))
    assert not is_consistent(new + 1, TREE.root(old), new, TREE.root(new), proof)
    assert not is_consistent(0, TREE.root(0), new, TREE.root(new), ())
    if proof:
        step = data.draw(st.integers(0, len(proof) - 1))
        changed = list(proof)
        changed[step] = flipped(proof[step], bit)
        assert not is_consistent(old, TREE.root(old), new, TREE.root(new), changed)
        assert not is_consistent(old, TREE.root(old), new, TREE.root(new), proof[:step] + proof[step + 1 :])


@settings(deadline=None)
@given(sizes, st.integers(0), st.data())
def test_no_flipped_bit_of_a_proof_file_is_accepted(size: int, bit: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    signed = sign_checkpoint(Checkpoint(LOG.name, size, TREE.root(size)), LOG)
    written = Proof(index, TREE.inclusion(index, size), signed.encode()).encode()
    entry = index.to_bytes(4, "big")
    assert check_proof(parse_proof(written), entry, POLICY).signed == signed

    for altered, of in ((flipped(written, bit), entry), (written, flipped(entry, bit))):
        try:
            check_proof(parse_proof(altered), of, POLICY)
        except RecordError:
            continue
        raise AssertionError(f"bit {bit} of the proof or entry makes no difference")


@given(sizes, sizes)
def test_proof_under_another_checkpoint_is_refused(size: int, other: int) -> None:
    proof = Proof(0, TREE.inclusion(0, size), b"")
    signed = sign_checkpoint(Checkpoint(LOG.name, other, TREE.root(other)), LOG).encode()
    moved = dataclasses.replace(proof, checkpoint=signed)

    try:
        check_proof(moved, (0).to_bytes(4, "big"), POLICY)
    except RecordError:
        assert size != other
    else:
        assert TREE.inclusion(0, size) == TREE.inclusion(0, other)
