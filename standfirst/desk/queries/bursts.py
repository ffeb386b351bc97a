"""Bursts of votes that wait for a moderator, and those decided on lately."""

from standfirst.discussion.models import VoteBurst
from standfirst.discussion.queries import open_bursts, settled_bursts

SHOWN = 25


def bursts_decided_lately() -> list[VoteBurst]:
    """The bursts of votes that were decided on last, so that it can be undone."""
    return list(settled_bursts()[:SHOWN])


def number_of_bursts() -> int:
    """How many bursts of votes wait for a decision."""
    return open_bursts().count()
