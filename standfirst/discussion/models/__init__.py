"""The tables of the discussion, their constraints and cheap predicates. No side effects."""

from standfirst.discussion.models.alias import PageAlias
from standfirst.discussion.models.anchor import Anchor
from standfirst.discussion.models.burst import VoteBurst
from standfirst.discussion.models.comment import (
    BRANCH_DEPTH,
    Comment,
    CommentQuerySet,
    CommentRevision,
)
from standfirst.discussion.models.error_report import ErrorReport
from standfirst.discussion.models.hook import Hook, HookCall
from standfirst.discussion.models.knobs import (
    DiscussionSettings,
    Filter,
    Moderation,
    Order,
    Writers,
)
from standfirst.discussion.models.mark import Mark
from standfirst.discussion.models.own import Mute, ReplyFeed
from standfirst.discussion.models.reaction import Report, Vote
from standfirst.discussion.models.subscription import (
    FateNotice,
    Notice,
    StoryNotice,
    Subscription,
)
from standfirst.discussion.models.thread import Thread
from standfirst.discussion.models.visit import Visit

__all__ = [
    "BRANCH_DEPTH",
    "Anchor",
    "Comment",
    "CommentQuerySet",
    "CommentRevision",
    "DiscussionSettings",
    "ErrorReport",
    "FateNotice",
    "Filter",
    "Hook",
    "HookCall",
    "Mark",
    "Moderation",
    "Mute",
    "Notice",
    "Order",
    "PageAlias",
    "ReplyFeed",
    "Report",
    "StoryNotice",
    "Subscription",
    "Thread",
    "Visit",
    "Vote",
    "VoteBurst",
    "Writers",
]
