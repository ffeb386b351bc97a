"""Wagtail's signals, turned into actions. Making a page private sends none of its own."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from standfirst.delivery.keys import key
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions
from standfirst.pictures.models import Document, Image
from standfirst.pictures.queries import document_key, picture_key


@receiver(page_published)
def published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Tell that a page appeared."""
    actions.note_publication(page=instance, now=clock())


@receiver(page_unpublished)
def unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Tell that a page is no longer public."""
    actions.note_unpublication(page=instance, now=clock())


@receiver(page_slug_changed)
@receiver(post_page_move)
def moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Tell that addresses changed."""
    actions.note_subtree_change(page=instance, now=clock())


@receiver((post_save, post_delete), sender=PageViewRestriction)
def restricted(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """Tell that a page became private, or public again."""
    actions.note_subtree_change(page=instance.page, now=clock())


@receiver(post_delete, sender=Page)
def deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Tell that a page is gone."""
    actions.note_deletion(pk=instance.pk, now=clock())


@receiver((post_save, post_delete), sender=Site)
def site_changed(sender: type, **kwargs: Any) -> None:
    """Tell that the paper's own address or front page changed."""
    actions.note_site_change(now=clock())


@receiver((post_save, post_delete), sender=Redirect)
def redirect_changed(sender: type, instance: Redirect, **kwargs: Any) -> None:
    """Tell that an old address leads elsewhere."""
    actions.note_key_change(key=key("address", instance.old_path[:60]), now=clock())


@receiver((post_save, post_delete), sender=Image)
def picture_changed(sender: type, instance: Image, **kwargs: Any) -> None:
    """Tell that a picture, its credit or its focal point changed."""
    actions.note_key_change(key=picture_key(instance.pk), now=clock())


@receiver((post_save, post_delete), sender=Document)
def document_changed(sender: type, instance: Document, **kwargs: Any) -> None:
    """Tell that a file to download, its title or its size changed."""
    actions.note_key_change(key=document_key(instance.pk), now=clock())
