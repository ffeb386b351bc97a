"""What is purged at the CDN, and when: rows that the worker works off in batches.

Each tag is purged at once, and once more when no node can give the CDN an old page any more: one
that was late to follow the log would else have an old copy kept there for an hour.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from standfirst.delivery.cdn.providers import PROVIDERS
from standfirst.delivery.cdn.sending import CdnRefused, send_purge
from standfirst.delivery.cdn.tags import EVERYTHING, hard_tags, soft_tags
from standfirst.delivery.models import CdnPurge
from standfirst.outbox.actions import MAX_ATTEMPTS, delay_after

# A page is at most 70 seconds behind even where nobody follows the log (docs/baking.md).
AGAIN_AFTER = timedelta(seconds=75)
# Longer than a request to every place takes.
LEASE = timedelta(minutes=5)


def tell_cdn(*, keys: Iterable[str], is_purge: bool, now: datetime) -> None:
    """Have what shows these keys purged at the CDN, if there is one; belongs in the same transaction.

    What shows them softly may be a minute old, so that it is purged a minute later, once for all
    that happened until then; a purge is for that, too, at once.
    """
    if not settings.STANDFIRST_CDN:
        return
    keys = list(keys)
    hard, soft = hard_tags(keys), soft_tags(keys)
    at_once = [*hard, *soft] if is_purge else hard
    _note(at_once, is_hard=is_purge, due_at=now)
    _note([*hard, *soft], is_hard=is_purge, due_at=now + AGAIN_AFTER)


def purge_whole_cdn(*, now: datetime) -> None:
    """Have every page purged at the CDN, if there is one: a release has changed them all."""
    if settings.STANDFIRST_CDN:
        _note([EVERYTHING], is_hard=False, due_at=now)
        _note([EVERYTHING], is_hard=False, due_at=now + AGAIN_AFTER)


def purge_at_cdn(job: CdnPurge, *, now: datetime) -> None:
    """Purge a tag, and in the same request what else is due, what must not be shown again first.

    Raises CdnRefused; then all that went along is put off as the job itself will be.
    """
    if not settings.STANDFIRST_CDN:
        # There was one when this was noted.
        CdnPurge.objects.all().delete()
        return
    tags, taken = _take_batch(job, now=now)
    # A tag that is purged for good needs no softer purge beside it.
    hard = set(taken.filter(is_hard=True).values_list("tag", flat=True))
    try:
        _send([tag for tag in tags if tag in hard], is_hard=True)
        _send([tag for tag in tags if tag not in hard], is_hard=False)
    except CdnRefused as refused:
        _put_off(taken.exclude(pk=job.pk), attempts=job.attempts, error=str(refused), now=now)
        raise
    taken.delete()


def _take_batch(job: CdnPurge, *, now: datetime) -> tuple[list[str], QuerySet[CdnPurge]]:
    """Take with a job the rows of as many tags as go into one request; give tags and rows.

    What is noted for the same tags from now on stays: it may be younger than the purge.
    """
    most = PROVIDERS[settings.STANDFIRST_CDN].most_tags
    rows: QuerySet[CdnPurge] = QuerySet(CdnPurge)
    due = rows.filter(done_at__isnull=True, due_at__lte=now)
    first = due.order_by("-is_hard", "due_at", "pk")
    tags = [job.tag, *first.values_list("tag", flat=True)[: 10 * most]]
    tags = list(dict.fromkeys(tags))[:most]
    until = now + LEASE
    due.filter(tag__in=tags).update(due_at=until, attempts=F("attempts") + 1)
    return tags, rows.filter(Q(tag__in=tags, due_at=until) | Q(pk=job.pk))


def _put_off(rows: QuerySet[CdnPurge], *, attempts: int, error: str, now: datetime) -> None:
    """Put off what went along with a job that failed, in two statements for however many rows."""
    rows.filter(attempts__gte=MAX_ATTEMPTS).update(due_at=None, last_error=error)
    rows.filter(attempts__lt=MAX_ATTEMPTS).update(
        due_at=now + delay_after(attempts), last_error=error
    )


def _send(tags: Sequence[str], *, is_hard: bool) -> None:
    if not tags:
        return
    provider = PROVIDERS[settings.STANDFIRST_CDN]
    request = provider.asks(tags, is_hard, settings.STANDFIRST_CDN_TOKEN)
    for url in settings.STANDFIRST_CDN_PURGE_URLS:
        send_purge(url, request)


def _note(tags: Iterable[str], *, is_hard: bool, due_at: datetime) -> None:
    CdnPurge.objects.bulk_create(CdnPurge(tag=tag, is_hard=is_hard, due_at=due_at) for tag in tags)
