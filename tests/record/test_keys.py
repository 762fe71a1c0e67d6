# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from rumbo.errors import RecordError
from rumbo.record.keys import Algorithm, SigningKey, VerifierKey, load_private, save_private
from rumbo.record.refusal import to_base64

PRIME = 2**255 - 19
ORDER_EIGHT = 2707385501144840649318225287225658788936804267575313519463743609750303402022
ORDER_EIGHT_TOO = PRIME - ORDER_EIGHT


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", [0, 1, PRIME - 1, ORDER_EIGHT, ORDER_EIGHT_TOO])
@pytest.mark.parametrize("algorithm", [Algorithm.ED25519, Algorithm.COSIGNATURE_ED25519])
def test_key_of_small_order_is_refused(y: int, sign: int, algorithm: Algorithm) -> None:
    with pytest.raises(RecordError, match=r"small order|canonical"):
        VerifierKey("rumbo.example/us/record", algorithm, encoded(y, sign))


def test_points_of_order_eight_are_refused_for_their_order() -> None:
    with pytest.raises(RecordError, match="small order"):
        VerifierKey("rumbo.example/us/record", Algorithm.ED25519, encoded(ORDER_EIGHT))


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("above", range(19))
def test_key_in_another_than_its_canonical_form_is_refused(above: int, sign: int) -> None:
    with pytest.raises(RecordError, match="canonical"):
        VerifierKey("rumbo.example/us/record", Algorithm.ED25519, encoded(PRIME + above, sign))


def test_bytes_that_are_no_point_are_refused() -> None:
    with pytest.raises(RecordError, match="not a point"):
        VerifierKey("rumbo.example/us/record", Algorithm.ED25519, encoded(2))


@pytest.mark.parametrize("algorithm", Algorithm)
def test_ordinary_keys_are_taken_and_written_in_one_form(algorithm: Algorithm) -> None:
    for _ in range(20):
        key = SigningKey.generate("rumbo.example/us/x-1.y", algorithm).verifier
        assert VerifierKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "name", ["", "Rumbo", "rumbo example", "rumbo+x", "rümbo", "a" * 121, "rumbo\n", "_", "\u202erumbo"]
)
def test_names_outside_the_strict_rule_are_refused(name: str) -> None:
    with pytest.raises(RecordError, match="not a key name"):
        SigningKey.generate(name, Algorithm.ED25519).verifier.name  # noqa: B018


def test_every_mangled_verifier_key_is_refused() -> None:
    written = str(SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519).verifier)
    for at in range(len(written)):
        for other in {"+", "A", "é", "\n", chr(ord(written[at]) ^ 1)} - {written[at]}:
            with pytest.raises(RecordError):
                VerifierKey.parse(written[:at] + other + written[at + 1 :])
        with pytest.raises(RecordError):
            VerifierKey.parse(written[:at])
    for kind in (0, 2, 3, 5, 255):
        with pytest.raises(RecordError, match="unknown kind"):
            VerifierKey.parse(f"rumbo.example/x+00000000+{to_base64(bytes([kind]) + bytes(32))}")


@pytest.mark.parametrize("passphrase", [None, b"correct horse"])
@pytest.mark.parametrize("algorithm", Algorithm)
def test_private_key_is_kept_for_its_owner_alone(
    algorithm: Algorithm, passphrase: bytes | None, tmp_path: Path
) -> None:
    key = SigningKey.generate("rumbo.example/us/record", algorithm)
    file = tmp_path / "key.pem"

    save_private(key, file, passphrase=passphrase)

    assert file.stat().st_mode & 0o777 == 0o600
    again = load_private(file, key.verifier, passphrase=passphrase)
    assert key.verifier.is_signed(b"text", again.sign(b"text"))
    assert (b"ENCRYPTED" in file.read_bytes()) is (passphrase is not None)
    with pytest.raises(FileExistsError):
        save_private(key, file)


def test_private_key_that_others_may_read_or_of_another_is_refused(tmp_path: Path) -> None:
    key, other = (SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519) for _ in range(2))
    file = tmp_path / "key.pem"
    save_private(key, file, passphrase=b"secret")

    with pytest.raises(RecordError, match="does not hold"):
        load_private(file, other.verifier, passphrase=b"secret")
    for wrong in (None, b"guess"):
        with pytest.raises(RecordError, match="does not open"):
            load_private(file, key.verifier, passphrase=wrong)
    file.chmod(0o640)
    with pytest.raises(RecordError, match="others may read"):
        load_private(file, key.verifier, passphrase=b"secret")
    with pytest.raises(RecordError, match="not here"):
        load_private(tmp_path / "none.pem", key.verifier)


def test_private_key_is_not_printed() -> None:
    key = SigningKey.generate("rumbo.example/us/record", Algorithm.ED25519)

    assert repr(key) == "SigningKey('rumbo.example/us/record', ED25519)"
