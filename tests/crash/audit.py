"""What a site holds, asked by a process that has nothing to do with the killed ones.

Run inside the site: `standfirst manage shell -c "$(cat audit.py)"`; prints JSON.
"""

import json
import re
from collections import Counter

from django.db import connection
from django.db.models import Sum

from standfirst.discussion.models import Comment, CommentRevision, Vote
from standfirst.funding.models import Gift, Payment
from standfirst.funding.queries.verification import verify_ledger

MARK = re.compile(r"mark (\d+-\d+)")


def marks(texts):
    return Counter(found.group(1) for text in texts if (found := MARK.search(text)))


gifts = Gift.objects.exclude(state="draft")
paid = Payment.objects.values_list("gift__words__message", flat=True)
findings = [str(finding) for finding in verify_ledger().findings]
for comment in Comment.objects.all():
    counted = comment.votes.filter(is_counted=True).aggregate(total=Sum("value"))["total"] or 0
    if comment.score != counted:
        findings.append(f"comment {comment.pk} shows {comment.score}, its votes are {counted}")
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        checked = [row[0] for row in cursor.execute("PRAGMA integrity_check")]
        dangling = cursor.execute("PRAGMA foreign_key_check").fetchall()
    if checked != ["ok"] or dangling:
        findings.append(f"integrity: {checked} {dangling}")

held = {
    "comment": marks(CommentRevision.objects.values_list("text", flat=True)),
    "gift": marks(gifts.values_list("words__message", flat=True)),
    "payment": marks(paid),
}
print(json.dumps({"held": held, "votes": Vote.objects.count(), "findings": findings}))
