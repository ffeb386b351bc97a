"""Which comment an address leads to, however somebody copied it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from standfirst.discussion.models import Comment
from standfirst.discussion.queries.access import public_threads

_PATH = re.compile(r"/(?:api/v1/)?comments/([0-9]{1,18})(?:/|$)")
_FRAGMENT = re.compile(r"comment-([0-9]{1,18})")
_NUMBER = re.compile(r"#?([0-9]{1,18})")


@dataclass(frozen=True)
class Found:
    """An address as it was written, and the comment that it leads to; None for what is not ours."""

    address: str
    comment: Comment | None


def comments_at(addresses: Sequence[str], now: datetime) -> list[Found]:
    """Find the comments of some addresses, in two queries whatever their number.

    Only what has, or had, a place that anybody can see: what is held is not found.
    """
    numbers = {address: number_in(address) for address in addresses}
    rows = Comment.objects.with_words().select_related("thread")
    placed = rows.filter(
        pk__in={number for number in numbers.values() if number is not None},
        published_at__isnull=False,
    )
    found = {comment.pk: comment for comment in placed}
    public = public_threads({comment.thread_id for comment in found.values()}, now)
    known = {pk: comment for pk, comment in found.items() if comment.thread_id in public}
    return [Found(address, known.get(numbers[address] or 0)) for address in addresses]


def number_in(address: str) -> int | None:
    """Read a comment's number out of an address of this site, or out of "#12"; None if there is none."""
    bare = _NUMBER.fullmatch(address)
    if bare is not None:
        return int(bare[1])
    try:
        parts = urlsplit(address)
        host = parts.netloc
    except ValueError:
        return None
    if host and host.casefold() != urlsplit(settings.STANDFIRST_BASE_URL).netloc.casefold():
        return None
    fragment = _FRAGMENT.fullmatch(parts.fragment)
    path = _PATH.match(parts.path)
    at = parse_qs(parts.query).get("at", [""])[-1]
    for number in (fragment and fragment[1], path and path[1], at):
        if number and number.isascii() and number.isdigit() and len(number) <= 18:
            return int(number)
    return None
