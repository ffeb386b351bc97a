"""What ages out by itself: the words of withdrawn comments, and the networks of guests."""

from datetime import datetime, timedelta

from django.db import transaction

from standfirst.discussion.models import (
    Comment,
    CommentRevision,
    ErrorReport,
    Report,
    Subscription,
    Vote,
    VoteBurst,
)

# As the column tags say.
WITHDRAWN_KEPT = timedelta(days=30)
NETWORK_KEPT = timedelta(days=30)
VOTE_NETWORK_KEPT = timedelta(days=90)


def blank_withdrawn(*, now: datetime) -> int:
    """Blank all wordings of comments that their authors withdrew 30 days ago; give how many.

    Until then nobody but a moderator with a report in hand could need them.
    """
    rows = CommentRevision.objects.filter(
        comment__state=Comment.State.WITHDRAWN,
        comment__state_changed_at__lte=now - WITHDRAWN_KEPT,
    ).exclude(text="", html="")
    return rows.update(text="", html="")


@transaction.atomic
def forget_networks(*, now: datetime) -> int:
    """Blank the networks that limits no longer need; give how many."""
    old = now - NETWORK_KEPT
    return (
        Comment.objects.filter(created_at__lte=old).exclude(network="").update(network="")
        + Report.objects.filter(reported_at__lte=old).exclude(network="").update(network="")
        + ErrorReport.objects.filter(reported_at__lte=old).exclude(network="").update(network="")
        + Subscription.objects.filter(asked_at__lte=old).exclude(network="").update(network="")
        + Vote.objects.filter(cast_at__lte=now - VOTE_NETWORK_KEPT)
        .exclude(network="")
        .update(network="")
        + VoteBurst.objects.filter(began_at__lte=now - VOTE_NETWORK_KEPT)
        .exclude(network="")
        .update(network="")
    )
