"""Where readers talk: the most discussed of the newest public pages."""

from datetime import datetime

from wagtail.models import Page

from standfirst.delivery.keys import LATEST, LISTS, TALKED, page_key, talked_key, thread_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare_soft
from standfirst.discussion.models import Thread

# Talk about last year's article does not belong on today's front.
NEWEST = 40
SHOWN = 5


def most_discussed(now: datetime) -> list[Thread]:
    """Give up to five threads with comments, most of them first; only of public pages.

    Declares softly what it shows and what may come to be shown. A count goes up by one at a time, so
    no thread overtakes the last of the five without having as many comments as that one first;
    whatever else is said in the forty leaves the list as it is.
    """
    declare_soft(LISTS, LATEST, TALKED)
    pages = public_pages(Page.objects.filter(first_published_at__isnull=False), now)
    newest = (
        Thread.objects.filter(page__in=pages.order_by().values("pk"))
        .exclude(mode=Thread.Mode.OFF)
        .order_by("-page__first_published_at", "-pk")[:NEWEST]
    )
    talked = [thread for thread in newest if thread.comment_count > 0]
    shown = sorted(talked, key=lambda thread: -thread.comment_count)[:SHOWN]
    last = shown[-1].comment_count if len(shown) == SHOWN else 0
    declare_soft(talked_key(max(last, 1)), talked_key(last + 1))
    declare_soft(*(thread_key(thread.pk) for thread in shown))
    # The page is named here, so this goes when the page goes.
    declare_soft(*(page_key(thread.page_id) for thread in shown if thread.page_id is not None))
    return shown
