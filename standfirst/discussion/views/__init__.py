"""Requests about discussions: each becomes one action or one query, and one response.

Public pages are baked and the same for everybody. Whatever is one person's is `?mine`, a form's
page or a fragment: private, kept by no cache. Each form works plainly (303 to a page) and by htmx
(a fragment); what is not taken is handed back as it was typed, with words.
"""

from standfirst.discussion.views.acts import edit, replies, reply, report, vote, withdraw
from standfirst.discussion.views.feeds import paper_feed, thread_feed
from standfirst.discussion.views.followed import follow
from standfirst.discussion.views.mailbox import end_notices, notices, own_notices
from standfirst.discussion.views.passages import passage
from standfirst.discussion.views.staff import mark, steer
from standfirst.discussion.views.subscriptions import (
    confirm_subscription,
    end_subscription,
    subscribe,
)
from standfirst.discussion.views.threads import comment, thread
from standfirst.discussion.views.visits import visit

__all__ = [
    "comment",
    "confirm_subscription",
    "edit",
    "end_notices",
    "end_subscription",
    "follow",
    "mark",
    "notices",
    "own_notices",
    "paper_feed",
    "passage",
    "replies",
    "reply",
    "report",
    "steer",
    "subscribe",
    "thread",
    "thread_feed",
    "visit",
    "vote",
    "withdraw",
]
