"""The least share of yes that votes speak for."""

import pytest

from standfirst.lib.ranking import MILLION, lower_bound


@pytest.mark.parametrize(
    ("ups", "downs", "bound"),
    # Worked out by hand from the formula, to three places.
    [(0, 0, 0.0), (0, 9, 0.0), (1, 0, 0.207), (9, 1, 0.596), (90, 10, 0.826), (500, 500, 0.469)],
)
def test_the_bound_is_wilsons(ups, downs, bound):
    assert lower_bound(ups, downs) / MILLION == pytest.approx(bound, abs=0.0006)


def test_more_votes_of_the_same_share_speak_for_more():
    shares = [lower_bound(9 * times, times) for times in (1, 2, 10, 100, 100_000)]
    assert shares == sorted(set(shares))
    assert shares[-1] < 900_000


@pytest.mark.parametrize("votes", range(1, 40))
def test_it_grows_with_each_up_and_falls_with_each_down(votes):
    bounds = [lower_bound(ups, votes - ups) for ups in range(votes + 1)]
    assert bounds == sorted(set(bounds))
    assert bounds[0] == 0
    assert bounds[-1] < MILLION
