"""What follows from a change that Wagtail made: stale keys, and who is the author of what."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.keys import FRONT, LATEST, LISTS, SITE, list_key, page_key
from standfirst.delivery.public import is_public
from standfirst.newsroom.actions.correcting import date_corrections
from standfirst.newsroom.models import ArticlePage, Byline, ContributorPage
from standfirst.people.actions import person_of_user
from standfirst.people.models import PageRole


@transaction.atomic
def note_publication(*, page: Page, now: datetime) -> None:
    """A page appeared or appeared anew."""
    if isinstance(page, ArticlePage):
        date_corrections(article=page, now=now)
    mark_stale(page_key(page.pk), *_lists_of(page), now=now)
    _tell(page_key(page.pk), page, now)
    if isinstance(page, ArticlePage):
        # Whoever reads the front is not told that a private section has something new.
        if is_public(page, now):
            _tell(FRONT, page, now)
        note_authors(article=page, now=now)
    if isinstance(page, ContributorPage):
        for article in ArticlePage.objects.filter(bylines__contributor=page).distinct():
            note_authors(article=article, now=now)


@transaction.atomic
def note_authors(*, article: ArticlePage, now: datetime) -> None:
    """Write down who is an author here, so that their comments can be marked."""
    lines = Byline.objects.filter(page=article, contributor__user__isnull=False)
    users = {line.contributor.user for line in lines.select_related("contributor__user")}
    authors = [person_of_user(user=user, now=now) for user in users if user is not None]
    roles = PageRole.objects.filter(page_id=article.pk, role=PageRole.Role.AUTHOR)
    gone, _ = roles.exclude(person__in=authors).delete()
    made = [
        PageRole.objects.get_or_create(person=person, page_id=article.pk, role=PageRole.Role.AUTHOR)
        for person in authors
    ]
    if gone or any(is_new for _, is_new in made):
        mark_stale(page_key(article.pk), now=now)


@transaction.atomic
def note_unpublication(*, page: Page, now: datetime) -> None:
    """A page is no longer public."""
    purge(page_key(page.pk), now=now)
    mark_stale(*_lists_of(page), now=now)


@transaction.atomic
def note_subtree_change(*, page: Page, now: datetime) -> None:
    """A page and all below it moved, changed address, or became private or public.

    Its place is asked for anew: whoever tells of it may have fetched it before it moved.
    """
    page = Page.objects.filter(pk=page.pk).first() or page
    pks = Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True)
    purge(*(page_key(pk) for pk in pks), now=now)
    mark_stale(LISTS, now=now)


@transaction.atomic
def note_deletion(*, pk: int, now: datetime) -> None:
    """A page is gone."""
    purge(page_key(pk), now=now)
    mark_stale(LISTS, now=now)


@transaction.atomic
def note_site_change(*, now: datetime) -> None:
    """The site's host or front page changed: every page shows them in its addresses."""
    mark_stale(SITE, LISTS, now=now)


@transaction.atomic
def note_key_change(*, key: str, now: datetime) -> None:
    """One other thing that pages show changed."""
    mark_stale(key, now=now)


def _tell(topic: str, page: Page, now: datetime) -> None:
    """Tell whoever has it open that the newsroom changed something there, and to which revision.

    By its number a page that was rendered since then knows that it has the change.
    """
    revision = str(page.live_revision_id or 0)
    announce(topic=topic, kind="page.changed", subject_id=page.pk, payload=revision, now=now)


def _lists_of(page: Page) -> list[str]:
    """Name the lists that a page may come to stand in, or fall out of.

    Those that it stood in before it was changed show it, and so are stale by its own key.
    """
    if not isinstance(page, ArticlePage):
        return [LISTS]
    around = page.get_ancestors().values_list("pk", flat=True)
    topics = page.topic_links.values_list("topic", flat=True)
    bylines = page.bylines.values_list("contributor", flat=True)
    return [LATEST, *(list_key(pk) for pk in sorted({*around, *topics, *bylines}))]
