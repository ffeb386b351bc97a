"""How many guests' votes of one network on one comment count: few at once, the rest in turn."""

from collections import defaultdict
from collections.abc import Collection

from standfirst.discussion.models import Comment, Vote
from standfirst.discussion.rules import GUEST_VOTES_PER_NETWORK


def has_room(comment: Comment, network: str) -> bool:
    """Say whether one more vote of a network counts; "" is a member's, which always does."""
    if not network:
        return True
    counted = Vote.objects.filter(comment=comment, network=network, is_counted=True)
    return counted.count() < GUEST_VOTES_PER_NETWORK


def count_waiting_votes(*, comment: Comment, network: str) -> None:
    """Let as many votes count as a network has room for, in turn; the caller counts the comment anew."""
    count_waiting_votes_on({(comment.pk, network)})


def count_waiting_votes_on(places: Collection[tuple[int, str]]) -> None:
    """Do so for many comments, each with a network that may have room there: two queries for all.

    What is in quarantine does not wait for room but for a moderator.
    """
    wanted = {(comment, network) for comment, network in places if network}
    if not wanted:
        return
    rows = Vote.objects.filter(
        comment__in={comment for comment, _network in wanted},
        network__in={network for _comment, network in wanted},
        is_quarantined=False,
    )
    waiting: dict[tuple[int, str], list[int]] = defaultdict(list)
    room: dict[tuple[int, str], int] = defaultdict(lambda: GUEST_VOTES_PER_NETWORK)
    turns = rows.order_by("cast_at", "pk")
    for comment, network, pk, is_counted in turns.values_list(
        "comment", "network", "pk", "is_counted"
    ):
        if is_counted:
            room[comment, network] -= 1
        else:
            waiting[comment, network].append(pk)
    let = [pk for place in wanted for pk in waiting[place][: max(room[place], 0)]]
    Vote.objects.filter(pk__in=let).update(is_counted=True)
