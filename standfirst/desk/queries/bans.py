"""Proposed bans with what a second person needs to judge them, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max

from standfirst.desk.queries.items import History, histories_of
from standfirst.discussion.models import Comment
from standfirst.moderation.models import BanProposal
from standfirst.people.models import Person


@dataclass(frozen=True)
class BanItem:
    """A proposed ban, what its person wrote so far, and their last comment, if one can be read.

    ``is_own``: whoever looks proposed it, and can only take it back.
    """

    proposal: BanProposal
    history: History
    comment: int | None
    is_own: bool


def items_of_bans(proposals: Sequence[BanProposal], viewer: Person | None) -> list[BanItem]:
    """Give each proposal with its person's history, in three queries whatever their number."""
    people = {each.person_id for each in proposals}
    histories = histories_of(people)
    rows = Comment.objects.filter(author_id__in=people).exclude(state=Comment.State.WITHDRAWN)
    last = dict(rows.order_by().values_list("author_id").annotate(last=Max("pk")))
    return [
        BanItem(
            proposal=each,
            history=histories.get(each.person_id, History()),
            comment=last.get(each.person_id),
            is_own=viewer is not None and viewer.pk == each.proposed_by_id,
        )
        for each in proposals
    ]
