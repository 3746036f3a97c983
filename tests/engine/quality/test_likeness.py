"""Twins and near twins, compared the slow way."""

from hypothesis import given
from hypothesis import strategies as st

from survey_flows.quality.likeness import groups, largest_copy, maxmatch

VECTORS = st.lists(st.tuples(*[st.integers(1, 3)] * 4), min_size=2, max_size=12)


@given(VECTORS)
def test_the_best_match_is_found_as_by_comparing_all(vectors: list[tuple[int, ...]]) -> None:
    found = maxmatch(vectors)
    for at, one in enumerate(vectors):
        others = vectors[:at] + vectors[at + 1 :]
        best = max(sum(map(int.__eq__, one, other)) for other in others)
        assert found[one] == best / 4


@given(VECTORS)
def test_who_has_a_twin_matches_it_in_full(vectors: list[tuple[int, ...]]) -> None:
    found, twins = maxmatch(vectors), groups(vectors)
    assert all((found[one] == 1) == (n > 1) for one, n in twins.items())
    assert sum(twins.values()) == len(vectors)


def test_one_response_has_no_other() -> None:
    assert maxmatch([(1, 2)]) == {}
    assert maxmatch([]) == {}
    assert largest_copy([]) == 0


def test_many_contented_people_are_no_copies() -> None:
    contented, varied = (5,) * 14, (5, 3, 4, 5, 5, 2, 4, 4, 3, 5, 5, 4, 4, 2)
    assert largest_copy([contented] * 200) == 0
    assert largest_copy([contented] * 200 + [varied] * 3) == 3
