"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256.

A root says in 32 bytes what every entry up to a size was. Whoever kept one root from outside the log – in a mail, in
print, in a time stamp – can tell later whether anything before it was changed, taken out or put in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from provenance.core.frozen import frozen

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry, 32 bytes: SHA-256(0x00 || data), RFC 9162 section 2.1.1."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node, 32 bytes: SHA-256(0x01 || left || right), RFC 9162 section 2.1.1.

    The prefix differs from that of a leaf, so that an inner node can never be passed off as an entry.
    """
    return hashlib.sha256(b"\x01" + left + right).digest()


@frozen
class Frontier:
    """A tree of which only the right edge is kept: enough to grow it and to tell its root (RFC 9162 section 2.1.2).

    size: leaves in the tree. peaks: roots of the complete subtrees it falls into, the largest first, one for each bit
    that is set in `size` – 24 hashes for ten million leaves.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.peaks) != self.size.bit_count():
            msg = f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, not {len(self.peaks)}"
            raise ValueError(msg)

    def grow(self, leaves: Iterable[bytes]) -> Frontier:
        """The tree with further leaf hashes at its end."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            # Each power of two that divides the new size completes one more subtree.
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks[-1] = node_hash(peaks[-1], right)
        return Frontier(size=size, peaks=tuple(peaks))

    @property
    def root(self) -> bytes:
        """The Merkle Tree Hash of all leaves, 32 bytes; of an empty tree the hash of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root


def root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle Tree Hash over leaf hashes, 32 bytes (RFC 9162 section 2.1.1)."""
    return Frontier().grow(leaves).root
