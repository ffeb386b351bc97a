"""Reports that appear, told to those who follow an author or a topic.

The discussion knows no articles: whoever knows who wrote one, and on what, says which pages those are.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from standfirst.delivery.public import is_public
from standfirst.discussion.actions.wishing import in_order_of_urgency, tell_by_wishes
from standfirst.discussion.models import StoryNotice, Subscription
from standfirst.notify.actions import News
from standfirst.notify.models import Rhythm
from standfirst.outbox.actions import finish_job

Kind = Subscription.Kind
# What is older was there before, or came from another system: it is not news.
NEWS_FOR = timedelta(days=2)


def note_story(*, page: Page, now: datetime) -> None:
    """Leave word of a page that has just appeared for the first time, once."""
    appeared = page.first_published_at
    if appeared is None or appeared < now - NEWS_FOR:
        return
    StoryNotice.objects.get_or_create(
        page=page,
        defaults={
            "title": page.title,
            "address": page.get_url() or "",
            "created_at": now,
            "due_at": now,
        },
    )


def tell_followers(*, notice: StoryNotice, followed: Collection[int], now: datetime) -> int:
    """Tell who follows one of these pages of a report, each address once; give how many.

    Says nothing of a report that is not public any more.
    """
    page = notice.page
    told = 0
    if page is not None and is_public(page, now):
        rows = Subscription.objects.filter(
            page__in=followed,
            kind__in=Subscription.OF_PAGES,
            confirmed_at__isnull=False,
            ended_at__isnull=True,
        )
        wishes = in_order_of_urgency(rows.select_related("person"), Subscription.OF_PAGES)
        told = tell_by_wishes(wishes=wishes, news=lambda wish: _news(page, wish), now=now)
    finish_job(notice, now=now)
    return told


def _news(page: Page, wish: Subscription) -> News:
    sentence = (
        _("{subject} wrote a new report: “{title}”.")
        if wish.kind == Kind.AUTHOR
        else _("There is a new report on {subject}: “{title}”.")
    )
    return News(
        address=wish.address,
        rhythm=Rhythm(wish.rhythm),
        kind="discussion.story",
        about=f"page:{page.pk}",
        wish=wish.line_key,
        heading=wish.title,
        heading_path=wish.path,
        words=page.title,
        sentence=sentence.format(subject=wish.title, title=page.title),
        path=page.get_url() or "/",
        end_path=reverse("discussion:end_subscription", args=[wish.secret]),
        person=wish.person,
    )
