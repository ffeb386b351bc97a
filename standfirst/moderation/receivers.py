"""Wagtail's forms save lists and settings without an action of ours: their signals become one."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import note_screens
from standfirst.moderation.models import ModerationSettings, WordList


@receiver(post_save, sender=ModerationSettings)
@receiver(post_save, sender=WordList)
@receiver(post_delete, sender=WordList)
def screens_changed(sender: type, **kwargs: Any) -> None:
    """Note which screens judge from now on."""
    note_screens(now=clock())
