"""Comments with everything that a moderator needs to decide, in a constant number of queries.

Nothing here asks whether somebody supports the paper, nor what they show beside their name: a
decision must not hang on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from standfirst.desk.queries.waiting import SUBJECT_KIND
from standfirst.desk.stretches import Stretch, judged
from standfirst.discussion.models import Comment, Report
from standfirst.moderation.desk_queries import claims_on, number_of_sanctions
from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import Claim, Decision, Screening
from standfirst.moderation.queries import decisions_of, screenings_of
from standfirst.people.models import Person

State = Comment.State


@dataclass(frozen=True)
class History:
    """What somebody wrote so far, in numbers, and how often they were warned, suspended, banned."""

    written: int = 0
    visible: int = 0
    removed: int = 0
    sanctions: int = 0


@dataclass(frozen=True)
class Given:
    """A report on a comment, and what screens found in its words, which are refused to nobody."""

    report: Report
    screenings: Sequence[Screening]

    @property
    def stretches(self) -> list[Stretch]:
        """The words of the report, cut where screens found something."""
        return judged(self.report.words, self.screenings)


@dataclass(frozen=True)
class Item:
    """One comment on the desk. ``claim`` is that of another moderator who looks at it."""

    comment: Comment
    screenings: Sequence[Screening]
    reports: Sequence[Given]
    decisions: Sequence[Decision]
    history: History
    claim: Claim | None = None

    @property
    def stretches(self) -> list[Stretch]:
        """The comment's text, cut where screens found something in this wording."""
        current = self.comment.current
        if current is None:
            return []
        return judged(
            current.text, [row for row in self.screenings if row.subject_revision == current.pk]
        )


def items_of(
    comments: Sequence[Comment], *, viewer: Person | None = None, now: datetime | None = None
) -> list[Item]:
    """Everything a moderator sees of these comments, in seven queries whatever their number.

    With ``now`` also who looks at them, but for ``viewer``, the moderator.
    """
    ids = [comment.pk for comment in comments]
    screenings = screenings_of(SUBJECT_KIND, ids)
    decisions = decisions_of(SUBJECT_KIND, ids)
    reports = _open_reports(ids)
    histories = histories_of({comment.author_id for comment in comments})
    claims = claims_on(SUBJECT_KIND, ids, now) if now is not None else {}
    return [
        Item(
            comment=comment,
            screenings=screenings.get(comment.pk, ()),
            reports=reports.get(comment.pk, ()),
            decisions=decisions.get(comment.pk, ()),
            history=histories.get(comment.author_id, History()),
            claim=_of_another(claims.get(comment.pk), viewer),
        )
        for comment in comments
    ]


def histories_of(people: set[int]) -> dict[int, History]:
    """What each of these wrote so far, in two queries."""
    rows = (
        Comment.objects.filter(author_id__in=people)
        .values("author_id")
        .annotate(
            written=Count("pk"),
            visible=Count("pk", filter=Q(state=State.VISIBLE)),
            removed=Count("pk", filter=Q(state=State.REMOVED)),
        )
        .order_by()
    )
    sanctions = number_of_sanctions(people)
    return {
        row["author_id"]: History(
            written=row["written"],
            visible=row["visible"],
            removed=row["removed"],
            sanctions=sanctions.get(row["author_id"], 0),
        )
        for row in rows
    }


def _open_reports(ids: Sequence[int]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    rows = Report.objects.filter(comment_id__in=ids, settled_at__isnull=True).order_by("pk")
    screenings = screenings_of(Kind.REPORT, [report.pk for report in rows])
    for report in rows:
        given = Given(report, screenings.get(report.pk, ()))
        found.setdefault(report.comment_id, []).append(given)
    return found


def _of_another(claim: Claim | None, viewer: Person | None) -> Claim | None:
    is_own = claim is not None and viewer is not None and claim.claimed_by_id == viewer.pk
    return None if is_own else claim
