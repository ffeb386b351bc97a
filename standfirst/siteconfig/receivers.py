"""Wagtail's settings forms save rows without an action of ours: their signal becomes one."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from standfirst.siteconfig.actions import note_menus_change, note_site_change
from standfirst.siteconfig.models import FooterLink, HeaderLink, Identity, Menus


@receiver((post_save, post_delete), sender=Identity)
def identity_changed(sender: type, **kwargs: Any) -> None:
    """Note that what the paper is called, or how it looks, changed."""
    note_site_change(now=timezone.now())


@receiver((post_save, post_delete), sender=Menus)
@receiver((post_save, post_delete), sender=HeaderLink)
@receiver((post_save, post_delete), sender=FooterLink)
def menus_changed(sender: type, **kwargs: Any) -> None:
    """Note that the masthead or the foot of every page changed."""
    note_menus_change(now=timezone.now())
