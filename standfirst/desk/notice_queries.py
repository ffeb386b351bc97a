"""What the desk shows of notices: each thing with its comment in context, in constant queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from standfirst.desk.queries import SUBJECT_KIND, Item, items_of
from standfirst.discussion.models import Comment
from standfirst.moderation.actions.notices import SUBJECT_KIND as NOTICE_KIND
from standfirst.moderation.models import Notice, NoticedThing, Screening
from standfirst.moderation.notice_queries import unfounded_by
from standfirst.moderation.queries import screenings_of


@dataclass(frozen=True)
class NoticedItem:
    """One thing of a notice, and the comment that it is, if it is one."""

    thing: NoticedThing
    item: Item | None


@dataclass(frozen=True)
class NoticeItem:
    """One notice on the desk; ``unfounded`` counts the sender's unfounded ones so far."""

    notice: Notice
    things: Sequence[NoticedItem]
    screenings: Sequence[Screening]
    unfounded: int


def items_of_notices(notices: Sequence[Notice]) -> list[NoticeItem]:
    """Everything a moderator sees of these notices, in a constant number of queries."""
    numbers = {
        thing.subject_id
        for notice in notices
        for thing in notice.things.all()
        if thing.subject_kind == SUBJECT_KIND and thing.subject_id is not None
    }
    rows = Comment.objects.filter(pk__in=numbers).with_words()
    comments = rows.select_related("thread", "parent", "parent__author", "parent__current")
    items = {item.comment.pk: item for item in items_of(list(comments))}
    screenings = screenings_of(NOTICE_KIND, [notice.pk for notice in notices])
    unfounded = unfounded_by(list(notices))
    return [
        NoticeItem(
            notice=notice,
            things=[
                NoticedItem(
                    thing,
                    items.get(thing.subject_id or 0)
                    if thing.subject_kind == SUBJECT_KIND
                    else None,
                )
                for thing in notice.things.all()
            ],
            screenings=screenings.get(notice.pk, ()),
            unfounded=unfounded.get(notice.notifier_id or 0, 0),
        )
        for notice in notices
    ]
