"""Wagtail's settings form saves its row without an action of ours: its signal becomes one."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from standfirst.discussion.actions import note_settings_change
from standfirst.discussion.models import DiscussionSettings
from standfirst.lib.clock import now as clock


@receiver(post_save, sender=DiscussionSettings)
def settings_changed(sender: type, **kwargs: Any) -> None:
    """Note that pages with discussions may look otherwise now."""
    note_settings_change(now=clock())
