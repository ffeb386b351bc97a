"""Requests about discussions: each becomes one action or one query, and one response.

Public pages are baked and the same for everybody. Whatever is one person's is `?mine`, a form's
page or a fragment: private, kept by no cache. Each form works plainly (303 to a page) and by htmx
(a fragment); what is not taken is handed back as it was typed, with words.
"""

from standfirst.discussion.views.acts import edit, replies, reply, report, vote, withdraw
from standfirst.discussion.views.elsewhere import begin
from standfirst.discussion.views.embed import embed_script
from standfirst.discussion.views.feeds import paper_feed, thread_feed
from standfirst.discussion.views.followed import follow
from standfirst.discussion.views.illegal import notice, notice_state
from standfirst.discussion.views.mailbox import end_notices, notices, own_notices
from standfirst.discussion.views.moderated import moderation
from standfirst.discussion.views.naming import people
from standfirst.discussion.views.own import mute, muted, own_feed, reply_feed
from standfirst.discussion.views.passages import passage
from standfirst.discussion.views.persons import person, person_feed, person_picture
from standfirst.discussion.views.staff import mark, steer
from standfirst.discussion.views.subscriptions import (
    confirm_subscription,
    end_subscription,
    subscribe,
)
from standfirst.discussion.views.threads import comment, thread
from standfirst.discussion.views.visits import visit

__all__ = [
    "begin",
    "comment",
    "confirm_subscription",
    "edit",
    "embed_script",
    "end_notices",
    "end_subscription",
    "follow",
    "mark",
    "moderation",
    "mute",
    "muted",
    "notice",
    "notice_state",
    "notices",
    "own_feed",
    "own_notices",
    "paper_feed",
    "passage",
    "people",
    "person",
    "person_feed",
    "person_picture",
    "replies",
    "reply",
    "reply_feed",
    "report",
    "steer",
    "subscribe",
    "thread",
    "thread_feed",
    "visit",
    "vote",
    "withdraw",
]
