"""The Merkle tree, against the vectors of Certificate Transparency and a second, naive implementation."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root

# The eight entries of the reference tests of Certificate Transparency and the roots over the first 1 to 8 of them.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def naive(entries: list[bytes]) -> bytes:
    """MTH as RFC 9162 section 2.1.1 writes it down, over whole lists."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(entries[:split]) + naive(entries[split:])).digest()


def test_the_root_of_nothing_is_the_hash_of_nothing():
    """RFC 9162 section 2.1.1: MTH({}) = HASH()."""
    assert root([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", range(1, 9))
def test_the_reference_vectors(size):
    """The roots over the reference entries are those that every implementation of CT gives."""
    assert root(map(leaf_hash, ENTRIES[:size])).hex() == ROOTS[size - 1]
    assert naive(ENTRIES[:size]).hex() == ROOTS[size - 1]


@given(st.lists(st.binary(max_size=8), max_size=70), st.integers(0, 70))
def test_growing_in_two_steps_gives_the_tree_of_one(entries, cut):
    """A frontier that was put away and grown later has the root of all leaves, as the naive tree has it."""
    leaves = [leaf_hash(entry) for entry in entries]
    grown = Frontier().grow(leaves[:cut]).grow(leaves[cut:])
    assert grown == Frontier().grow(leaves)
    assert grown.root == naive(entries)


def test_the_memory_is_logarithmic():
    """A hundred thousand leaves leave at most 17 hashes."""
    frontier = Frontier().grow(leaf_hash(number.to_bytes(4)) for number in range(100_000))
    assert len(frontier.peaks) == (100_000).bit_count()


def test_a_leaf_is_never_a_node():
    """Leaf and node are hashed under different prefixes, so a node cannot be passed off as an entry."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_frontier_that_fits_no_size_is_refused():
    """Peaks that do not belong to the size are a fault at once, not a wrong root later."""
    with pytest.raises(ValueError, match="5 leaves has 2 peaks, not 1"):
        Frontier(size=5, peaks=(b"",))
