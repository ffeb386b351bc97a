"""Corrections that readers see, and what an article said before."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import PageLogEntry, Revision

from standfirst.delivery.keys import CORRECTIONS, LATEST, LISTS, page_key
from standfirst.delivery.recording import declare_soft, declare_until
from standfirst.newsroom.models import ArticlePage, Correction
from standfirst.newsroom.queries.cards import public_articles

IN_FEED = 50
# How Wagtail's log names that a revision became public; scheduling one is named otherwise.
PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


@dataclass(frozen=True)
class PublicCorrection:
    """A correction as it stands in the feed. The address leads to it in its article."""

    ref: str
    headline: str
    kind: str
    words: str
    url: str
    dated_at: datetime


def corrections_of(article: ArticlePage, *, is_preview: bool) -> list[Correction]:
    """Give an article's corrections, the newest first; in a preview those of the draft too."""
    if not is_preview and article.corrected_at is None:
        return []
    notes = [note for note in article.corrections.all() if note.dated_at or is_preview]
    undated = [note for note in notes if note.dated_at is None]
    dated = [note for note in notes if note.dated_at is not None]
    return undated + sorted(dated, key=lambda note: note.dated_at, reverse=True)


def newest_corrections(request: HttpRequest, now: datetime) -> list[PublicCorrection]:
    """Give the newest corrections of articles that anybody may read."""
    declare_soft(LISTS, LATEST, CORRECTIONS)
    found = (
        Correction.objects.filter(dated_at__isnull=False, page__in=public_articles(now).order_by())
        .select_related("page")
        .defer("page__story")
        .order_by("-dated_at", "-pk")
    )
    return [_public(correction, request) for correction in found[:IN_FEED]]


def corrections_that_answer(article: int) -> QuerySet[Correction]:
    """The public corrections of an article that a reader's report led to."""
    rows: QuerySet[Correction] = Correction.objects.filter(
        page_id=article, dated_at__isnull=False, answers__isnull=False, ref__isnull=False
    )
    return rows


def published_before(article: ArticlePage) -> ArticlePage | None:
    """Give an article as it read before its newest publication; None if it then first appeared."""
    entries = PageLogEntry.objects.filter(page=article.pk, action__in=PUBLISHED)
    before = (
        entries.exclude(revision=article.live_revision_id)
        .filter(revision__isnull=False)
        .order_by("-timestamp", "-pk")
        .first()
    )
    if before is None:
        return None
    revision: Revision = before.revision
    found: ArticlePage = revision.as_object()
    return found


def texts_to_compare(article: ArticlePage) -> dict[str, str]:
    """Give all words of an article that a reader may have read, by where they stand."""
    return {"headline": article.title, "standfirst": article.standfirst, **article.block_texts()}


def _public(correction: Correction, request: HttpRequest) -> PublicCorrection:
    article: ArticlePage = correction.page
    assert correction.dated_at is not None
    # Softly: most of what changes in an article is not in the feed.
    declare_soft(page_key(article.pk))
    declare_until(article.expire_at)
    return PublicCorrection(
        ref=str(correction.ref),
        headline=article.title,
        kind=str(correction.get_kind_display()),
        words=correction.words,
        url=f"{article.get_url(request)}#correction-{correction.ref}",
        dated_at=correction.dated_at,
    )
