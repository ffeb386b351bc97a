"""Where readers talk: the most discussed of the newest public pages."""

from datetime import datetime

from wagtail.models import Page

from standfirst.delivery.keys import LATEST, LISTS, page_key, thread_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.discussion.models import Thread

# Talk about last year's article does not belong on today's front.
NEWEST = 40
SHOWN = 5


def most_discussed(now: datetime) -> list[Thread]:
    """Give up to five threads with comments, most of them first; only of public pages.

    Declares softly all that may come to stand in the list.
    """
    declare_soft(LISTS, LATEST)
    pages = public_pages(Page.objects.filter(first_published_at__isnull=False), now)
    newest = (
        Thread.objects.filter(page__in=pages.order_by().values("pk"))
        .exclude(mode=Thread.Mode.OFF)
        .order_by("-page__first_published_at", "-pk")[:NEWEST]
    )
    threads = list(newest)
    declare_soft(*(thread_key(thread.pk) for thread in threads))
    # The page is named here, so this goes when the page goes.
    declare_soft(*(page_key(thread.page_id) for thread in threads if thread.page_id is not None))
    talked = [thread for thread in threads if thread.comment_count > 0]
    return sorted(talked, key=lambda thread: -thread.comment_count)[:SHOWN]
