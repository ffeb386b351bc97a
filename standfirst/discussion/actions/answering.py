"""How often the page's author, and the paper, have answered in a conversation.

Kept at the conversation's first comment, because conversations are ordered and chosen by it. Counted
under the thread's lock whenever a reply appears or goes, and when the page gets another author. Who
joins or leaves the staff is noticed by the daily recount.
"""

from collections import Counter

from django.db.models import Case, Exists, F, Q, QuerySet, Value, When

from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries.rows import BY_PAGE_AUTHOR, BY_PAPER
from standfirst.people.models import PageRole
from standfirst.people.rules import is_staff_person
from standfirst.prepared import PreparedUpdate, Slot

_ONE_IF_BY_AUTHOR = Case(
    When(
        Exists(
            PageRole.objects.filter(
                person=Slot("author"), page=Slot("page"), role=PageRole.Role.AUTHOR
            )
        ),
        then=Value(1),
    ),
    default=Value(0),
)
_count_below = PreparedUpdate(
    lambda pk: Comment.objects.filter(pk=pk), conversation_count=F("conversation_count") + 1
)
# Only a member can be a page's author: for a guest it is not even asked.
_count_members_below = PreparedUpdate(
    lambda pk: Comment.objects.filter(pk=pk),
    conversation_count=F("conversation_count") + 1,
    author_answers=F("author_answers") + _ONE_IF_BY_AUTHOR,
    paper_answers=F("paper_answers") + _ONE_IF_BY_AUTHOR,
)
_count_staffs_below = PreparedUpdate(
    lambda pk: Comment.objects.filter(pk=pk),
    conversation_count=F("conversation_count") + 1,
    author_answers=F("author_answers") + _ONE_IF_BY_AUTHOR,
    paper_answers=F("paper_answers") + 1,
)


def count_below_root(reply: Comment) -> None:
    """Count a reply that appears for the first time at the beginning of its conversation."""
    author = reply.author
    if author.user_id is None:
        _count_below.run(pk=reply.root_id)
        return
    count = _count_staffs_below if is_staff_person(author) else _count_members_below
    count.run(pk=reply.root_id, author=author.pk, page=reply.thread.page_id or 0)


def recount_root(reply: Comment) -> None:
    """Count anew at the beginning of a conversation when a reply came back, or is read no more."""
    if reply.root_id is not None:
        _recount(Comment.objects.filter(pk=reply.root_id))


def recount_answers(thread: Thread) -> int:
    """Count anew in all conversations of a thread; give how many counts were wrong."""
    return _recount(Comment.objects.filter(thread=thread, parent__isnull=True))


def _recount(roots: QuerySet[Comment]) -> int:
    answers = Comment.objects.shown().filter(BY_PAPER, root__in=roots)
    found = list(answers.annotate(is_authors=BY_PAGE_AUTHOR).values_list("root_id", "is_authors"))
    by_paper = Counter(root for root, _ in found)
    by_author = Counter(root for root, is_authors in found if is_authors)
    concerned = roots.filter(
        Q(pk__in=list(by_paper)) | Q(author_answers__gt=0) | Q(paper_answers__gt=0)
    )
    wrong = 0
    for pk, *counted in concerned.values_list("pk", "author_answers", "paper_answers"):
        if counted != [by_author[pk], by_paper[pk]]:
            Comment.objects.filter(pk=pk).update(
                author_answers=by_author[pk], paper_answers=by_paper[pk]
            )
            wrong += 1
    return wrong
