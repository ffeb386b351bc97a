"""What a discussion holds, asked by a process of its own.

Run inside the site: `standfirst manage shell -c "$(cat audit_talk.py)"`; prints JSON.
"""

import json

from django.utils import timezone

from standfirst.discussion.actions import recount_threads
from standfirst.discussion.models import Comment, Vote
from standfirst.moderation.models import Decision

# Before anything is mended by it.
comments = Comment.objects.order_by("pk").values(
    "pk", "parent", "root", "thread", "depth", "state", "up", "down", "score", "current__text"
)
held = {
    "comments": list(comments),
    "votes": list(
        Vote.objects.order_by("pk").values_list(
            "voter", "comment", "value", "is_counted", "is_quarantined"
        )
    ),
    "decisions": list(
        Decision.objects.filter(subject_kind="comment")
        .order_by("pk")
        .values_list("subject_id", "measure")
    ),
}
print(json.dumps({**held, "miscounted": recount_threads(now=timezone.now())}))
