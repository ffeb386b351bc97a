"""What was decided about comments, for whoever wrote them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from standfirst.delivery.keys import key
from standfirst.delivery.recording import declare_soft
from standfirst.discussion.models import Comment, CommentRevision, Report, Thread
from standfirst.moderation.figures import SMALLEST, rounded_for_few
from standfirst.moderation.models import Decision, Measure
from standfirst.moderation.queries import statements_on
from standfirst.moderation.rules import STATED
from standfirst.moderation.wording import Told, told_of
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRule

SUBJECT_KIND = "comment"


def judged_wording(decision: Decision) -> str:
    """The words that a decision on a comment was about; "" for others, and for words that are gone."""
    if decision.subject_kind != SUBJECT_KIND or decision.subject_revision is None:
        return ""
    wording = CommentRevision.objects.filter(
        pk=decision.subject_revision, comment=decision.subject_id
    ).first()
    return wording.text if wording is not None else ""


def told_in(thread: Thread, person: Person | None) -> list[Told]:
    """The statements of reasons about what a person wrote in a thread, newest first."""
    if person is None:
        return []
    own = Comment.objects.filter(thread=thread, author=person)
    return [told_of(each) for each in statements_on(SUBJECT_KIND, own)]


@dataclass(frozen=True)
class Moderation:
    """How often what was written in a thread was restricted, and on what ground: no names, no few."""

    measures: list[tuple[str, str]]
    grounds: list[tuple[str, str]]


def moderated_key(thread_id: int) -> str:
    """Name what is told of the moderation of a thread."""
    return key("moderated", thread_id)


def moderation_of(thread: Thread) -> Moderation:
    """Count the restrictions in a thread. Of fewer than three it is not said how many, nor why."""
    declare_soft(moderated_key(thread.pk))
    rows = Decision.objects.filter(
        subject_kind=SUBJECT_KIND,
        subject_id__in=Comment.objects.filter(thread=thread).order_by().values("pk"),
        measure__in=STATED,
    )
    measures, grounds = Counter[str](), Counter[tuple[int, int]]()
    counted = rows.order_by().values_list("measure", "rules_version", "rule_number")
    for measure, version, number, count in counted.annotate(count=Count("pk")):
        measures[str(Measure(measure).label)] += count
        grounds[(version or 0, number or 0)] += count
    titles = {
        (rule.rules.version, rule.number): str(rule)
        for rule in HouseRule.objects.filter(
            rules__version__in={version for version, _number in grounds}
        ).select_related("rules")
    }
    known = [
        (titles[cited], n) for cited, n in grounds.items() if cited in titles and n >= SMALLEST
    ]
    others = sum(grounds.values()) - sum(count for _title, count in known)
    if others and known:
        known.append((_("other grounds"), others))
    return Moderation(_told_few(measures.items()), _told_few(known))


def _told_few(counted: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
    """Say the numbers, the largest first; those of few only so."""
    largest = sorted(counted, key=lambda each: (-each[1], each[0]))
    return [(words, rounded_for_few(number)) for words, number in largest]


def long_holds(until: datetime) -> QuerySet[Comment]:
    """Comments that a screen has held since then or longer, with no decision on that yet.

    Not those that came with an import: who wrote there was told by the other system.
    """
    decided = Decision.objects.filter(
        subject_kind=SUBJECT_KIND,
        subject_id=OuterRef("pk"),
        measure=Measure.HELD,
        decided_at__gte=OuterRef("state_changed_at"),
    )
    waiting = Comment.objects.held().filter(state_changed_at__lte=until)
    return waiting.filter(~Exists(decided), imported_from="").order_by("pk")


def waiting_since(comment: Comment) -> datetime | None:
    """Since when a comment waits for a decision: held, or reported; None if it does not."""
    if comment.is_held:
        return comment.state_changed_at
    waiting = Report.objects.filter(comment=comment, settled_at__isnull=True)
    return waiting.order_by("reported_at").values_list("reported_at", flat=True).first()
