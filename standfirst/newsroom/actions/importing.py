"""Pages that appeared, or were to appear, on another system, with the times they have from there.

Wagtail notes what refers to what at every save, and a page that arrives is saved several times: here
it is noted once, at the end, which takes a third off the time that an import of thousands needs.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from standfirst.newsroom.actions.placing import AnyPage, place_draft, put_live
from standfirst.newsroom.actions.writing import NewArticle, RawStory, draft_article
from standfirst.newsroom.models import ArticlePage, PlainPage, SectionPage

LONGEST_OLD_ADDRESS = 255


@dataclass(frozen=True)
class Arrival:
    """When a page appeared, or will. With neither it stays a draft that nobody outside sees."""

    published_at: datetime | None = None
    changed_at: datetime | None = None
    goes_live_at: datetime | None = None


@transaction.atomic
def import_page(*, parent: Page, page: AnyPage, arrival: Arrival, now: datetime) -> AnyPage:
    """Add any page of the paper but an article below the parent.

    Raises ValidationError for a slug that is taken or reserved.
    """
    with disable_reference_index_auto_update():
        page = _arrive(place_draft(parent=parent, page=page), arrival, now)
    ReferenceIndex.create_or_update_for_object(page)
    return page


@transaction.atomic
def import_article(
    *, section: SectionPage, article: NewArticle, arrival: Arrival, now: datetime
) -> ArticlePage:
    """Add an article to a section. Raises what ``draft_article`` raises."""
    with disable_reference_index_auto_update():
        page = _arrive(draft_article(section=section, article=article, now=now), arrival, now)
    ReferenceIndex.create_or_update_for_object(page)
    return page


@transaction.atomic
def fill_empty_page(
    *, page: PlainPage, title: str, story: RawStory, arrival: Arrival, now: datetime
) -> PlainPage:
    """Give a page that was founded empty its title and story.

    Raises ValueError for a page that has words already: an import never writes over any.
    """
    if page.story:
        raise ValueError("The page has a story already.")
    page.title, page.draft_title = title, title
    page.story = list(story)
    page.save_revision(clean=False)
    return _arrive(page, arrival, now)


@transaction.atomic
def lead_old_address(*, old: str, page: Page, now: datetime) -> bool:
    """Lead an address of another system to a page; give whether that is new.

    An address that leads somewhere already, and the front page's own, stay as they are.
    """
    path = Redirect.normalise_path(old)
    if path in {"", "/"} or len(path) > LONGEST_OLD_ADDRESS:
        return False
    _, is_new = Redirect.objects.get_or_create(
        old_path=path,
        site=page.get_site() or Site.objects.get(is_default_site=True),
        defaults={"redirect_page": page, "is_permanent": True},
    )
    return bool(is_new)


def _arrive(page: AnyPage, arrival: Arrival, now: datetime) -> AnyPage:
    if arrival.goes_live_at is not None:
        page.go_live_at = arrival.goes_live_at
        # Publishing what has a later hour schedules it; the worker does the rest.
        page.save_revision(clean=False).publish()
        page.refresh_from_db()
        return page
    if arrival.published_at is None:
        return page
    return put_live(
        page=page, now=now, published_at=arrival.published_at, changed_at=arrival.changed_at
    )
