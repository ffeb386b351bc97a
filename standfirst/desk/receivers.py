"""Wagtail's signals about articles, told to the discussion: neighbours meet above both."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from standfirst.desk.actions import answer_reporters, match_thread, match_threads_below
from standfirst.newsroom.models import ArticlePage


@receiver(page_published, sender=ArticlePage)
def article_published(sender: type[ArticlePage], instance: ArticlePage, **kwargs: Any) -> None:
    """Open, close or hide the discussion as the article says; thank those who told of errors."""
    match_thread(article=instance, now=timezone.now())
    answer_reporters(article=instance, now=timezone.now())


@receiver(page_slug_changed)
@receiver(post_page_move)
def addresses_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Note the new addresses of all threads of and below the page."""
    match_threads_below(page=instance, now=timezone.now())
