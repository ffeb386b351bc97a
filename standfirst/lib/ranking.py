"""What a share of yes votes is worth, so that one vote of one is not better than ninety of a hundred."""

import math

# The share is within these bounds with 95 % (two-sided; the quantile of the normal distribution).
Z = 1.959963984540054
MILLION = 1_000_000


def lower_bound(ups: int, downs: int) -> int:
    """Give the least share of yes that so many votes speak for, in millionths; 0 for no votes.

    The lower end of E. B. Wilson's score interval (1927): nine of ten is less than ninety of a
    hundred, and either more than one of one. Rounded down, so that it is the same everywhere.
    """
    votes = ups + downs
    if not votes:
        return 0
    share, square = ups / votes, Z * Z
    middle = share + square / (2 * votes)
    spread = Z * math.sqrt((share * (1 - share) + square / (4 * votes)) / votes)
    return max(math.floor(MILLION * (middle - spread) / (1 + square / votes)), 0)
