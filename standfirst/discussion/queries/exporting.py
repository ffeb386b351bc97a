from standfirst.discussion.models import (
    Anchor,
    Comment,
    CommentRevision,
    ErrorReport,
    Mute,
    ReplyFeed,
    Report,
    Subscription,
    Visit,
    Vote,
    VoteBurst,
)
from standfirst.moderation.drafts import Kind
from standfirst.moderation.queries import found_in
from standfirst.people.owners import Export, Owner, told

# By which moderation knows what it judged.
COMMENT_KIND = "comment"


def export_of(owner: Owner) -> Export:
    """Give what somebody wrote, voted, reported and asked for; of what others wrote, numbers alone."""
    written = Comment.objects.filter(author__in=owner.rows)
    threads = dict(written.values_list("thread", "thread__address"))
    comments = [{**row, "page": threads[row["thread_id"]]} for row in told(written)]
    numbers = [row["id"] for row in comments]
    reports = Report.objects.filter(reporter__in=owner.rows)
    errors = ErrorReport.objects.filter(owner.holds(person="reporter", address="address"))
    wishes = Subscription.objects.filter(owner.holds(person="person", address="address"))
    return {
        "comments": comments,
        "wordings of comments": told(CommentRevision.objects.filter(comment__in=written)),
        "passages you commented on": told(Anchor.objects.filter(comment__in=written)),
        "votes": told(Vote.objects.filter(voter__in=owner.rows)),
        "bursts of votes on your comments": told(
            VoteBurst.objects.filter(author__in=owner.rows), without=("network",)
        ),
        "reports of comments": told(reports),
        "reports of errors": told(errors),
        "subscriptions": told(wishes, without=("secret",)),
        "people you muted": told(Mute.objects.filter(person__in=owner.rows)),
        "feed of replies to you": told(
            ReplyFeed.objects.filter(person__in=owner.rows), without=("secret",)
        ),
        "visits": told(Visit.objects.filter(person__in=owner.rows)),
        **found_in(COMMENT_KIND, numbers),
        **found_in(Kind.REPORT, reports.values_list("pk", flat=True)),
        **found_in(Kind.ERROR, errors.values_list("pk", flat=True)),
    }
