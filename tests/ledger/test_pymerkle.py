"""A tree that somebody else wrote says the same of 1,000 random logs."""

from random import Random

from pymerkle import InmemoryTree, verify_consistency

from survey_flows.ledger.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
)

LOGS = 1_000


def test_roots_and_proofs_are_those_of_another_implementation() -> None:
    rng = Random(6962)
    for _ in range(LOGS):
        agree([rng.randbytes(rng.randint(0, 40)) for _ in range(rng.randint(1, 16))], rng)


def agree(bodies: list[bytes], rng: Random) -> None:
    """The root at every size, one proof of inclusion and one of growth."""
    theirs, ours = InmemoryTree(algorithm="sha256"), Frontier()
    roots = [ours.root]
    for body in bodies:
        theirs.append_entry(body)
        ours.add(leaf_hash(body))
        roots.append(ours.root)
        assert theirs.get_root() == ours.root
    leaves, size = [leaf_hash(body) for body in bodies], len(bodies)
    index, first = rng.randrange(size), rng.randint(1, size)

    included = inclusion_proof(leaves, index)
    assert set(theirs.prove_inclusion(index + 1).path) == {leaves[index], *included}
    assert is_included(leaves[index], index, size, included, roots[size])

    verify_consistency(roots[first], roots[size], theirs.prove_consistency(first))
    grown = consistency_proof(leaves, first)
    assert is_consistent((first, roots[first]), (size, roots[size]), grown)
