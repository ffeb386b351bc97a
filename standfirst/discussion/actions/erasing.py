"""Forgetting what a person did in discussions. The threads stay whole: places, replies and counts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.keys import page_key, person_key, thread_key
from standfirst.discussion.actions.counting import recount_thread, recount_votes_on
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.actions.notices import forget_notices
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.room import count_waiting_votes_on
from standfirst.discussion.actions.subscriptions import end_wishes
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import (
    Comment,
    CommentRevision,
    ErrorReport,
    Mark,
    Mute,
    ReplyFeed,
    Report,
    Subscription,
    Thread,
    Visit,
    Vote,
)
from standfirst.discussion.queries.facts import votes_key
from standfirst.moderation.actions import blank_passages
from standfirst.moderation.drafts import Kind
from standfirst.notify.actions import forget_addresses
from standfirst.people.models import Texts
from standfirst.people.owners import Owner

# So many comments are counted anew at once.
CHUNK = 500


@transaction.atomic
def erase(*, owner: Owner, texts: Texts, now: datetime) -> None:
    """Forget what somebody wrote, voted, reported and asked for; their texts too, or their name alone.

    Words that nobody may read any more (held, removed) go in either case. A report on a comment stays
    without its words, since moderators still have to look. Networks age out as everybody's do: the
    limits on them would be lifted by erasing oneself.
    """
    threads = _erase_words(owner, texts, now)
    _erase_votes(owner, now)
    Report.objects.filter(reporter__in=owner.rows).update(words="")
    keys = [key for thread in threads for key in hard_keys(thread)]
    keys += [person_key(pk) for pk in owner.rows]
    purge(*keys, *_erase_errors(owner), now=now)
    _erase_wishes(owner, now)
    Visit.objects.filter(person__in=owner.rows).delete()
    ReplyFeed.objects.filter(person__in=owner.rows).delete()
    Mute.objects.filter(Q(person__in=owner.rows) | Q(muted__in=owner.rows)).delete()


def _erase_words(owner: Owner, texts: Texts, now: datetime) -> list[Thread]:
    written = Comment.objects.filter(author__in=owner.rows)
    blank_passages(kind=SUBJECT_KIND, subjects=list(written.values_list("pk", flat=True)), now=now)
    for kind, model in ((Kind.REPORT, Report), (Kind.ERROR, ErrorReport)):
        sent = model._default_manager.filter(reporter__in=owner.rows)  # noqa: SLF001 -- documented
        blank_passages(kind=kind, subjects=list(sent.values_list("pk", flat=True)), now=now)
    # Before any comment is locked for its votes, as everywhere.
    threads = [lock_thread(pk) for pk in sorted(set(written.values_list("thread", flat=True)))]
    going = written if texts == Texts.DELETED else written.exclude(state=Comment.State.VISIBLE)
    shown = list(going.shown().order_by("pk"))
    CommentRevision.objects.filter(comment__in=going).update(text="", html="")
    Mark.objects.filter(comment__in=shown, pinned_at__isnull=False).update(pinned_at=None)
    going.exclude(state=Comment.State.WITHDRAWN).update(
        state=Comment.State.WITHDRAWN, state_changed_at=now
    )
    for comment in shown:
        forget_notices(comment, now=now)
        announce(
            topic=thread_key(comment.thread_id),
            kind="comment.gone",
            subject_id=comment.pk,
            now=now,
        )
    for thread in threads:
        recount_thread(thread=thread, now=now)
    return threads


def _erase_votes(owner: Owner, now: datetime) -> None:
    """Take back all votes, with as many queries as there are chunks of comments, not votes.

    All within the one transaction of an erasure: where that dies everything is as before, and the
    next press of the button begins anew.
    """
    mine = Vote.objects.filter(voter__in=owner.rows)
    votes = list(mine.order_by("comment").values_list("comment", "network", "comment__thread"))
    mine.delete()
    comments = sorted({comment for comment, _network, _thread in votes})
    for begin in range(0, len(comments), CHUNK):
        chunk = comments[begin : begin + CHUNK]
        first, last = chunk[0], chunk[-1]
        count_waiting_votes_on(
            {(comment, network) for comment, network, _ in votes if first <= comment <= last}
        )
        recount_votes_on(chunk)
    mark_stale(*{votes_key(thread): None for _comment, _network, thread in votes}, now=now)


def _erase_errors(owner: Owner) -> list[str]:
    """Forget reported errors; give the keys of the pages that thank for one."""
    mine = ErrorReport.objects.filter(owner.holds(person="reporter", address="address"))
    thanked = mine.exclude(credit="").filter(corrected_at__isnull=False)
    pages = thanked.filter(thread__page__isnull=False).values_list("thread__page", flat=True)
    keys = [page_key(page) for page in set(pages)]
    mine.filter(settled_at__isnull=True).delete()
    mine.update(words="", credit="", address="")
    return keys


def _erase_wishes(owner: Owner, now: datetime) -> None:
    mine = Subscription.objects.filter(owner.holds(person="person", address="address"))
    # Whoever confirmed in another browser than this has a mailbox, and is proven nowhere.
    told = mine.filter(confirmed_at__isnull=False).annotate(lower=Lower("address"))
    addresses = set(told.values_list("lower", flat=True))
    end_wishes(wishes=list(mine), now=now)
    mine.delete()
    forget_addresses(addresses=_without_wishes(addresses), now=now)


def _without_wishes(addresses: set[str]) -> set[str]:
    asked = Subscription.objects.annotate(lower=Lower("address")).filter(lower__in=addresses)
    return addresses - set(asked.values_list("lower", flat=True))
