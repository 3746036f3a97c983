import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_flows.ledger.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

BODIES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
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
"""The vectors every implementation of RFC 6962 is held to; bodies and roots in hex."""

SIZES = st.integers(1, 40)
UNTIMED = settings(deadline=None, max_examples=50)


def leaves_of(size: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(size)]


def test_the_reference_roots_are_met_at_every_size() -> None:
    frontier = Frontier()
    for body, root in zip(BODIES, ROOTS, strict=True):
        frontier.add(leaf_hash(bytes.fromhex(body)))
        assert frontier.root.hex() == root


def test_an_empty_ledger_has_the_root_of_nothing() -> None:
    assert Frontier().root == EMPTY_ROOT == root_of([]) == hashlib.sha256(b"").digest()


def test_a_frontier_goes_on_from_what_was_kept_of_it() -> None:
    before = Frontier()
    before.extend(leaves_of(11))
    after = Frontier(before.size, list(before.peaks))
    after.extend(leaves_of(30)[11:])
    assert after.root == root_of(leaves_of(30))
    assert len(after.peaks) == (30).bit_count()


@UNTIMED
@given(SIZES, st.data())
def test_a_proof_of_inclusion_holds_for_its_leaf_and_place_alone(
    size: int, data: st.DataObject
) -> None:
    leaves, root = leaves_of(size), root_of(leaves_of(size))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    assert is_included(leaves[index], index, size, proof, root)
    assert not is_included(leaf_hash(b"other"), index, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, root], root)
    assert not any(
        is_included(leaves[index], other, size, proof, root)
        for other in range(size)
        if other != index
    )
    assert not any(
        is_included(leaves[index], index, size, [*proof[:cut], *proof[cut + 1 :]], root)
        for cut in range(len(proof))
    )


@UNTIMED
@given(SIZES, st.data())
def test_a_proof_of_growth_holds_for_its_two_heads_alone(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    first = data.draw(st.integers(0, size))
    old, new = (first, root_of(leaves[:first])), (size, root_of(leaves))
    proof = consistency_proof(leaves, first)
    assert is_consistent(old, new, proof)
    assert not is_consistent((first, leaf_hash(b"other")), new, proof)
    assert not is_consistent(old, new, [*proof, new[1]])
    assert first in {0, size} or not is_consistent(old, (size, leaf_hash(b"other")), proof)
    assert not any(
        is_consistent(old, new, [*proof[:cut], *proof[cut + 1 :]]) for cut in range(len(proof))
    )


def test_a_ledger_that_shrank_is_not_consistent() -> None:
    leaves = leaves_of(9)
    assert not is_consistent((9, root_of(leaves)), (8, root_of(leaves[:8])), [])


def test_a_rewritten_beginning_is_not_consistent() -> None:
    leaves = leaves_of(9)
    other = [leaf_hash(b"other"), *leaves[1:]]
    proof = consistency_proof(other, 5)
    assert not is_consistent((5, root_of(leaves[:5])), (9, root_of(other)), proof)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(leaves_of(3), index)
    assert not is_included(leaves_of(3)[0], index, 3, [], root_of(leaves_of(3)))


def test_growth_from_a_size_that_never_was_has_no_proof() -> None:
    with pytest.raises(ValueError, match="never had that size"):
        consistency_proof(leaves_of(3), 4)
