"""Corrections: noted with a draft, dated when they are published."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from wagtail.models import Revision

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import CORRECTIONS, page_key
from standfirst.newsroom.actions.placing import put_live
from standfirst.newsroom.actions.writing import RawStory
from standfirst.newsroom.models import ArticlePage, Correction
from standfirst.newsroom.queries.corrections import published_before, texts_to_compare
from standfirst.newsroom.rules import difference_of
from standfirst.people.models import User


@dataclass(frozen=True)
class NewCorrection:
    """A note for a draft. ``answers`` is the number of the reader's report that led to it."""

    words: str = ""
    kind: str = Correction.Kind.ERROR
    answers: int | None = None
    shows_difference: bool = True


@transaction.atomic
def draft_correction(*, article: ArticlePage, correction: NewCorrection, user: User) -> Revision:
    """Put a note into the newest draft of an article, for an editor to write out and publish.

    A note that answers the same report is not put there twice.
    """
    # Two editors who accept two reports at once each add to what the other has added.
    newest = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    draft: ArticlePage = newest.get_latest_revision_as_object()
    notes = list(draft.corrections.all())
    if correction.answers is None or correction.answers not in {note.answers for note in notes}:
        draft.corrections = [*notes, _row_of(correction)]
    return draft.save_revision(user=user, clean=False)


@transaction.atomic
def correct_article(
    *, article: ArticlePage, story: RawStory, correction: NewCorrection, now: datetime
) -> ArticlePage:
    """Publish an article with another story and a note of what was corrected, both as of now."""
    page: ArticlePage = article.get_latest_revision_as_object()
    page.story = list(story)
    page.corrections = [*page.corrections.all(), _row_of(correction)]
    page.save_revision(clean=False)
    known = Correction.objects.filter(page_id=page.pk, dated_at__isnull=False)
    before = set(known.values_list("pk", flat=True))
    page = put_live(page=page, now=now, published_at=page.first_published_at, changed_at=now)
    # What follows from publishing asks the clock; what was corrected on its day has that date.
    known.exclude(pk__in=before).update(dated_at=now)
    ArticlePage.objects.filter(pk=page.pk).update(corrected_at=now)
    page.corrected_at = now
    return page


@transaction.atomic
def date_corrections(*, article: ArticlePage, now: datetime) -> int:
    """Date the notes that were published with an article, and keep what they changed; give how many.

    What was changed at one time stands with the first of its notes.
    """
    new = Correction.objects.filter(page_id=article.pk, dated_at__isnull=True).exclude(words="")
    rows = list(new.order_by("sort_order", "pk"))
    difference = _difference(article) if any(row.shows_difference for row in rows) else []
    dated = 0
    for row in rows:
        shown, difference = (difference, []) if row.shows_difference else ([], difference)
        dated += new.filter(pk=row.pk).update(dated_at=now, difference=shown)
    newest = Correction.objects.filter(page_id=article.pk).aggregate(at=Max("dated_at"))["at"]
    if dated or newest != article.corrected_at:
        ArticlePage.objects.filter(pk=article.pk).update(corrected_at=newest)
        article.corrected_at = newest
        mark_stale(page_key(article.pk), CORRECTIONS, now=now)
    return dated


def date_missed_corrections(*, now: datetime) -> int:
    """Date what was published when the program ended before it could be dated; give how many."""
    missed = Correction.objects.filter(dated_at__isnull=True).exclude(words="")
    articles = ArticlePage.objects.live().filter(pk__in=missed.values("page"))
    return sum(date_corrections(article=article, now=now) for article in articles)


def _row_of(correction: NewCorrection) -> Correction:
    return Correction(
        kind=correction.kind,
        words=correction.words,
        answers=correction.answers,
        shows_difference=correction.shows_difference,
    )


def _difference(article: ArticlePage) -> list[list[list[str]]]:
    before = published_before(article)
    if before is None:
        return []
    return difference_of(texts_to_compare(before), texts_to_compare(article))
