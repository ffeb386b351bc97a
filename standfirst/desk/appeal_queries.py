"""What the desk shows of appeals, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from standfirst.desk.appeal_actions import Deciders, colleagues, deciders_of
from standfirst.desk.queries import SUBJECT_KIND, Item, items_of
from standfirst.discussion.models import Comment
from standfirst.moderation.actions.appeals import SUBJECT_KIND as APPEAL_KIND
from standfirst.moderation.models import Appeal, Screening
from standfirst.moderation.queries import screenings_of
from standfirst.people.models import Person


@dataclass(frozen=True)
class AppealItem:
    """One appeal on the desk, with the comment that it is about, if it is about one."""

    appeal: Appeal
    item: Item | None
    screenings: Sequence[Screening]
    deciders: Deciders
    may_decide: bool
    is_own: bool
    is_late: bool


def items_of_appeals(
    appeals: Sequence[Appeal], person: Person | None, now: datetime
) -> list[AppealItem]:
    """Everything that a moderator sees of these appeals, and whether this one may decide on each."""
    numbers = {
        appeal.decision.subject_id
        for appeal in appeals
        if appeal.decision.subject_kind == SUBJECT_KIND
    }
    rows = Comment.objects.filter(pk__in=numbers).with_words()
    comments = rows.select_related("thread", "parent", "parent__author", "parent__current")
    items = {item.comment.pk: item for item in items_of(list(comments))}
    screenings = screenings_of(APPEAL_KIND, [appeal.pk for appeal in appeals])
    users = colleagues()
    found = []
    for appeal in appeals:
        deciders = deciders_of(appeal, users)
        is_comments = appeal.decision.subject_kind == SUBJECT_KIND
        found.append(
            AppealItem(
                appeal=appeal,
                item=items.get(appeal.decision.subject_id) if is_comments else None,
                screenings=screenings.get(appeal.pk, ()),
                deciders=deciders,
                may_decide=deciders.may(person),
                is_own=deciders.is_side(person),
                is_late=appeal.due_at <= now,
            )
        )
    return found
