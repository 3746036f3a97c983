"""The Merkle tree of RFC 6962 and 9162: one hash says what a whole list of leaves is.

Hashes are 32 bytes. The root of a growing list is kept by its frontier, the roots of its complete
subtrees from the largest to the smallest: as many as the size has binary ones.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

EMPTY_ROOT = hashlib.sha256(b"").digest()

Proof = Sequence[bytes]


def leaf_hash(body: bytes) -> bytes:
    """Of one leaf; the zero in front keeps a leaf from passing as a node."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """A list of leaves that only grows; `peaks` and `size` are all that need be kept of it.

    >>> grown = Frontier()
    >>> grown.root == EMPTY_ROOT
    True
    >>> grown.extend([leaf_hash(b"a"), leaf_hash(b"b")])
    >>> grown.root == node_hash(leaf_hash(b"a"), leaf_hash(b"b"))
    True
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """One more leaf, by its hash."""
        full = self.size
        while full & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            full >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Many leaves, by their hashes."""
        for leaf in leaves:
            self.add(leaf)

    @property
    def root(self) -> bytes:
        """Of the list as it is now."""
        if not self.peaks:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Of a whole list of leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> Proof:
    """The subtrees beside the way from a leaf to the root, from the leaf on (RFC 9162 §2.1.3)."""
    if not 0 <= index < len(leaves):
        raise ValueError("no leaf has that index")
    return list(_path(leaves, index))


def _path(leaves: Sequence[bytes], index: int) -> Iterator[bytes]:
    if len(leaves) == 1:
        return
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if index < split:
        yield from _path(left, index)
        yield root_of(right)
    else:
        yield from _path(right, index - split)
        yield root_of(left)


def is_included(leaf: bytes, index: int, size: int, proof: Proof, root: bytes) -> bool:
    """Whether the leaf stands at `index` in the list of that size and root."""
    if not 0 <= index < size:
        return False
    at, last, rest = index, size - 1, iter(proof)
    for sibling in rest:
        if last == 0:
            return False
        if at & 1 or at == last:
            leaf = node_hash(sibling, leaf)
            at, last = _up_to_a_right_child(at, last)
        else:
            leaf = node_hash(leaf, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and hmac.compare_digest(leaf, root)


def _up_to_a_right_child(at: int, last: int) -> tuple[int, int]:
    """Past the levels on which the last node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def consistency_proof(leaves: Sequence[bytes], first: int) -> Proof:
    """What shows that the list only grew since it had `first` leaves (RFC 9162 §2.1.4)."""
    if not 0 <= first <= len(leaves):
        raise ValueError("the list never had that size")
    if first in {0, len(leaves)}:
        return []
    return list(_growth(leaves, first, is_known=True))


def _growth(leaves: Sequence[bytes], first: int, *, is_known: bool) -> Iterator[bytes]:
    """`is_known`: the verifier has the root of the first `first` of these leaves."""
    if first == len(leaves):
        if not is_known:
            yield root_of(leaves)
        return
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if first <= split:
        yield from _growth(left, first, is_known=is_known)
        yield root_of(right)
    else:
        yield from _growth(right, first - split, is_known=False)
        yield root_of(left)


def is_consistent(old: tuple[int, bytes], new: tuple[int, bytes], proof: Proof) -> bool:
    """Whether the list of the old size and root is the beginning of the new one."""
    (first, old_root), (second, new_root) = old, new
    if not 0 < first < second:
        is_start = first == 0 <= second and old_root == EMPTY_ROOT
        return not proof and (is_start or (first == second and old_root == new_root))
    if not first & (first - 1):
        proof = [old_root, *proof]
    if not proof:
        return False
    return _both_roots(first, second, proof) == (old_root, new_root)


def _both_roots(first: int, second: int, proof: Proof) -> tuple[bytes, bytes] | None:
    """The two roots a consistency proof leads to; nothing if it is too short or too long."""
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = proof[0]
    for sibling in proof[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            at, last = _up_to_a_right_child(at, last)
        else:
            new = node_hash(new, sibling)
        at, last = at >> 1, last >> 1
    return None if last else (old, new)


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1
