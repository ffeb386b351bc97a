"""Putting a page into the tree and making it public, as Wagtail itself does it."""

from datetime import datetime
from typing import TypeVar

from wagtail.models import Page

from standfirst.newsroom.models import PaperPage
from standfirst.newsroom.queries.addresses import free_slug

AnyPage = TypeVar("AnyPage", bound=PaperPage)


def place_draft(*, parent: Page, page: AnyPage) -> AnyPage:
    """Add the page below the parent as a draft with a revision.

    Raises ValidationError for a slug that is taken or reserved; without a slug a free one is made
    from the title.
    """
    # An object fetched earlier may not know its newest child, and would place two on one path.
    parent = Page.objects.get(pk=parent.pk)
    page.live = False
    page.has_unpublished_changes = True
    page.slug = page.slug or page.fixed_slug or free_slug(parent=parent, wanted=page.title)
    parent.add_child(instance=page)
    page.save_revision(clean=False, changed=False)
    return page


def put_live(
    *,
    page: AnyPage,
    now: datetime,
    published_at: datetime | None = None,
    changed_at: datetime | None = None,
) -> AnyPage:
    """Publish the page's newest revision: now, or as of the times it appeared elsewhere."""
    page.get_latest_revision().publish()
    published_at = published_at or now
    # Wagtail asks the clock; a page that moved in from elsewhere has dates of its own.
    Page.objects.filter(pk=page.pk).update(
        first_published_at=published_at, last_published_at=changed_at or published_at
    )
    page.refresh_from_db()
    return page
