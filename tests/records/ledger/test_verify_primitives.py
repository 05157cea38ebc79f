"""The primitives written out in the verifier, against RFC vectors and known implementations."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from records.ledger import tree, verify
from records.ledger.canonical import canonical
from records.ledger.verify import RsaKey, Wrong, ed25519_verify, pss_verify, rsa_verify
from tests.records.ledger.test_canonical import VALUES

RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032, ids=["1", "2", "3"])
def test_ed25519_vectors_of_rfc_8032(public, message, signature):
    parts = [bytes.fromhex(text) for text in (public, message, signature)]

    assert ed25519_verify(*parts)
    for number in range(64):
        altered = bytearray(parts[2])
        altered[number] ^= 1
        assert not ed25519_verify(parts[0], parts[1], bytes(altered))
    assert not ed25519_verify(parts[0], parts[1] + b"x", parts[2])


@settings(max_examples=20)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=50))
def test_ed25519_accepts_what_cryptography_signs(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)

    assert ed25519_verify(key.public_key().public_bytes_raw(), message, key.sign(message))


def test_ed25519_refuses_a_scalar_beyond_the_order():
    public, message, signature = (bytes.fromhex(text) for text in RFC_8032[1])
    larger = int.from_bytes(signature[32:], "little") + verify.ORDER

    assert not ed25519_verify(public, message, signature[:32] + larger.to_bytes(32, "little"))


@pytest.mark.parametrize("public", SMALL_ORDER)
def test_ed25519_refuses_keys_of_small_order(public):
    # With the neutral element as key, R = B and S = 1 fit every message.
    signature = verify.point_write(verify.BASE) + (1).to_bytes(32, "little")

    assert not ed25519_verify(bytes.fromhex(public), b"any message", signature)


@pytest.mark.parametrize(
    "public",
    [
        pytest.param((verify.PRIME + 1).to_bytes(32, "little"), id="y beyond the prime"),
        pytest.param((1 | 1 << 255).to_bytes(32, "little"), id="sign of zero"),
        pytest.param((2).to_bytes(32, "little"), id="not on the curve"),
        pytest.param(b"", id="empty"),
        pytest.param(bytes(33), id="too long"),
    ],
)
def test_ed25519_refuses_keys_in_no_proper_encoding(public):
    assert not ed25519_verify(public, b"", bytes(64))


def test_ed25519_refuses_r_in_another_encoding():
    public, message, _ = (bytes.fromhex(text) for text in RFC_8032[0])

    assert not ed25519_verify(
        public, message, (verify.PRIME + 1).to_bytes(32, "little") + bytes(32)
    )
    assert not ed25519_verify(public, message, b"")


@pytest.fixture(scope="module", params=[2048, 2049, 3072])
def rsa_pair(request):
    key = rsa.generate_private_key(public_exponent=65537, key_size=request.param)
    numbers = key.public_key().public_numbers()
    return key, RsaKey(numbers.n, numbers.e)


@pytest.mark.parametrize("hash_", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])
def test_rsa_signatures_of_cryptography_verify(rsa_pair, hash_):
    key, public = rsa_pair
    signature = key.sign(b"message", padding.PKCS1v15(), hash_)
    other_hash = "sha512" if hash_.name == "sha256" else "sha256"

    assert rsa_verify(public, b"message", signature, hash_.name)
    assert not rsa_verify(public, b"massage", signature, hash_.name)
    assert not rsa_verify(public, b"message", b"\0" + signature, hash_.name)
    assert not rsa_verify(public, b"message", signature[:-1], hash_.name)
    assert not rsa_verify(public, b"message", signature, other_hash)


@pytest.mark.parametrize("salt", [0, 32, padding.PSS.MAX_LENGTH])
@pytest.mark.parametrize("hash_", [hashes.SHA256(), hashes.SHA512()])
def test_pss_signatures_of_cryptography_verify(rsa_pair, hash_, salt):
    key, public = rsa_pair
    pss = padding.PSS(padding.MGF1(hash_), salt)
    signature = key.sign(b"message", pss, hash_)
    length = salt if isinstance(salt, int) else padding.calculate_max_pss_salt_length(key, hash_)

    assert pss_verify(public, b"message", signature, hash_.name, length)
    assert not pss_verify(public, b"massage", signature, hash_.name, length)
    assert not pss_verify(public, b"message", signature, hash_.name, length + 1)
    assert not pss_verify(public, b"message", signature[::-1], hash_.name, length)
    assert not pss_verify(public, b"message", signature, hash_.name, -1)
    assert not pss_verify(public, b"message", signature, hash_.name, 10_000)


def test_rsa_refuses_a_block_with_short_padding(rsa_pair):
    # The old forgery: digest not at the end of the block, the rest free.
    key, public = rsa_pair
    length = (key.key_size + 7) // 8
    info = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(b"m").digest()
    block = b"\0\1" + b"\xff" * 8 + b"\0" + info
    private = key.private_numbers()
    number = int.from_bytes(block.ljust(length, b"\1"), "big")
    forged = pow(number, private.d, public.modulus).to_bytes(length, "big")

    assert public.open(forged).startswith(block)
    assert not rsa_verify(public, b"m", forged, "sha256")


def test_rsa_refuses_a_signature_beyond_the_modulus(rsa_pair):
    key, public = rsa_pair
    signature = key.sign(b"message", padding.PKCS1v15(), hashes.SHA256())
    length = len(signature)
    larger = int.from_bytes(signature, "big") + public.modulus

    if larger < 1 << 8 * length:
        assert not rsa_verify(public, b"message", larger.to_bytes(length, "big"), "sha256")
    assert public.open((public.modulus).to_bytes(length, "big")) == b""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("308005000000", id="indefinite length"),
        pytest.param("30810100", id="long form of a short length"),
        pytest.param("3082000100", id="leading zero in a length"),
        pytest.param("3085000000000100", id="length of five bytes"),
        pytest.param("3003", id="cut off"),
        pytest.param("30", id="tag alone"),
        pytest.param("1f8101", id="tag of several bytes"),
    ],
)
def test_der_takes_one_form_only(data):
    with pytest.raises(Wrong):
        verify.der_items(bytes.fromhex(data))


def test_der_reads_what_it_writes():
    encoded = verify.der_encode(verify.SEQUENCE, bytes(300))

    assert encoded[:4].hex() == "3082012c"
    assert verify.der_one(encoded).body == bytes(300)
    assert verify.oid("1.2.840.113549.1.1.11").hex() == "06092a864886f70d01010b"


@given(st.integers(1, 200), st.data())
def test_proofs_of_the_tree_are_accepted(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = [tree.leaf_hash(str(number).encode()) for number in range(size)]
    proof = tree.inclusion_proof(leaves, index, size)

    assert verify.climb(leaves[index], index, size, proof)[0, size] == tree.root(leaves)
    with pytest.raises(Wrong):
        verify.climb(leaves[index], index, size, [*proof, bytes(32)])
    with pytest.raises(Wrong):
        verify.climb(leaves[index], size, size, proof)


@given(st.integers(2, 200), st.data())
def test_consistency_proofs_of_the_tree_are_accepted(second, data):
    first = data.draw(st.integers(1, second - 1))
    leaves = [tree.leaf_hash(str(number).encode()) for number in range(second)]
    proof = tree.consistency_proof(leaves, first, second)
    older, newer = (
        verify.Checkpoint("o", size, tree.root(leaves[:size]), b"", []) for size in (first, second)
    )

    assert verify.consistent(older, newer, proof)
    assert not verify.consistent(older._replace(root=bytes(32)), newer, proof)
    assert not verify.consistent(older, newer._replace(root=bytes(32)), proof)
    assert not verify.consistent(older, newer, [*proof, bytes(32)])
    assert not verify.consistent(older, newer, [])


@given(VALUES)
def test_canonical_bytes_are_taken(value):
    assert verify.write_json(verify.canonical(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b'{"a": 1}', id="space"),
        pytest.param(b'{"b":1,"a":2}', id="order"),
        pytest.param(b'{"a":1,"a":1}', id="key twice"),
        pytest.param(b'{"a":1.0}', id="float"),
        pytest.param(b'{"a":1e3}', id="exponent"),
        pytest.param(b'{"a":NaN}', id="not a number"),
        pytest.param(b'{"a":-0}', id="minus nothing"),
        pytest.param(b'{"a":9007199254740993}', id="large integer"),
        pytest.param(b'{"a":' + b"9" * 100_000 + b"}", id="huge integer"),
        pytest.param(b'"\\ud800"', id="half a surrogate pair"),
        pytest.param(b'"\\u00e9"', id="needless escape"),
        pytest.param('"e\u0301"'.encode(), id="not NFC"),
        pytest.param(b'"\xff"', id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"[" * 900 + b"]" * 900, id="deep and closed"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xef\xbb\xbf1", id="byte order mark"),
    ],
)
def test_other_spellings_are_refused(data):
    with pytest.raises(Wrong):
        verify.canonical(data)
