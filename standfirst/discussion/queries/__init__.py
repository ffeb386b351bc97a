"""Reads of the discussion that mean something or guard something.

What is read for show declares its keys. A held comment comes out of none of these but for its
author (`mine`) and for moderators (`waiting_comments`, `reported_comments`).
"""

from standfirst.discussion.queries.access import (
    access_comment,
    access_own_comment,
    comments_for,
    public_threads,
    visible_comments,
)
from standfirst.discussion.queries.busiest import most_discussed
from standfirst.discussion.queries.facts import (
    Spot,
    block_stands_in_page,
    discussion_settings,
    latest_comment_of,
    locks_in,
    number_visible_of,
    same_post,
    texts_since,
    thread_of_page,
    written_from_network,
)
from standfirst.discussion.queries.feeds import (
    FedComment,
    newest_of_paper,
    newest_of_thread,
    thread_in_feed,
)
from standfirst.discussion.queries.passages import (
    Fate,
    fates_in_draft,
    passage_in,
    readable_anchors_in,
    texts_of,
)
from standfirst.discussion.queries.queues import (
    accepted_errors,
    names_to_thank,
    open_errors,
    reported_comments,
    waiting_comments,
)
from standfirst.discussion.queries.reading import (
    Answers,
    AtPassage,
    Conversation,
    Listing,
    comments_in_story,
    conversation_page,
    first_screen,
    more_replies,
    own_pieces,
    shown_alone,
    thread_page,
)
from standfirst.discussion.queries.shown import Shown, Viewer
from standfirst.discussion.queries.visits import new_comments
from standfirst.discussion.queries.wishes import (
    OwnWish,
    known_address_of,
    own_wishes,
    person_reached_at,
    wishes_at,
)

__all__ = [
    "Answers",
    "AtPassage",
    "Conversation",
    "Fate",
    "FedComment",
    "Listing",
    "OwnWish",
    "Shown",
    "Spot",
    "Viewer",
    "accepted_errors",
    "access_comment",
    "access_own_comment",
    "block_stands_in_page",
    "comments_for",
    "comments_in_story",
    "conversation_page",
    "discussion_settings",
    "fates_in_draft",
    "first_screen",
    "known_address_of",
    "latest_comment_of",
    "locks_in",
    "more_replies",
    "most_discussed",
    "names_to_thank",
    "new_comments",
    "newest_of_paper",
    "newest_of_thread",
    "number_visible_of",
    "open_errors",
    "own_pieces",
    "own_wishes",
    "passage_in",
    "person_reached_at",
    "public_threads",
    "readable_anchors_in",
    "reported_comments",
    "same_post",
    "shown_alone",
    "texts_of",
    "texts_since",
    "thread_in_feed",
    "thread_of_page",
    "thread_page",
    "visible_comments",
    "waiting_comments",
    "wishes_at",
    "written_from_network",
]
