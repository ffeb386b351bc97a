"""Wagtail's signals about articles, told to the discussion: neighbours meet above both."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from standfirst.desk.actions import (
    answer_reporters,
    match_authors,
    match_rules_below,
    match_thread,
    match_threads_below,
)
from standfirst.newsroom.models import ArticlePage, ContributorPage, SectionPage


@receiver(page_published, sender=ArticlePage)
def article_published(sender: type[ArticlePage], instance: ArticlePage, **kwargs: Any) -> None:
    """Open, close or hide the discussion as the article says; thank those who told of errors."""
    match_thread(article=instance, now=timezone.now())
    answer_reporters(article=instance, now=timezone.now())


@receiver(page_published, sender=SectionPage)
def section_published(sender: type[SectionPage], instance: SectionPage, **kwargs: Any) -> None:
    """Give the discussions of the section's articles the rules that it has now."""
    match_rules_below(section=instance, now=timezone.now())


@receiver(page_published, sender=ContributorPage)
def contributor_published(
    sender: type[ContributorPage], instance: ContributorPage, **kwargs: Any
) -> None:
    """Count anew where somebody answered who may be known as an author only now."""
    match_authors(contributor=instance, now=timezone.now())


@receiver(page_slug_changed)
@receiver(post_page_move)
def addresses_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Note the new addresses of all threads of and below the page."""
    match_threads_below(page=instance, now=timezone.now())
