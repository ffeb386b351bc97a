"""Wagtail's forms of settings and snippets save rows without an action of ours: their signals become one."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from standfirst.discussion.actions import (
    move_threads,
    note_changed_hours,
    note_settings_change,
)
from standfirst.discussion.models import DiscussionSettings, PageAlias
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import ModerationSettings, Shift, SpecialDay

# What readers see of the settings. Whatever else is saved must not have every article rendered anew.
SHOWN: dict[type[Model], tuple[str, ...]] = {
    DiscussionSettings: ("writers", "moderation", "default_order"),
    ModerationSettings: ("new_unproven", "new_proven", "outside_hours"),
}


@receiver(pre_save, sender=DiscussionSettings)
@receiver(pre_save, sender=ModerationSettings)
def settings_change(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Remember whether readers will see another setting, while the old ones are still there."""
    names = SHOWN[sender]
    before = sender._default_manager.filter(pk=instance.pk).values_list(*names).first()  # noqa: SLF001
    instance.is_shown_otherwise = before != tuple(getattr(instance, name) for name in names)


@receiver(post_save, sender=DiscussionSettings)
@receiver(post_save, sender=ModerationSettings)
def settings_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Note that pages with discussions look otherwise now, if they do."""
    if instance.is_shown_otherwise:
        note_settings_change(now=clock())


@receiver(post_save, sender=PageAlias)
def alias_changed(sender: type, instance: PageAlias, **kwargs: Any) -> None:
    """Bring discussions of pages elsewhere along when their site moves."""
    move_threads(alias=instance, now=clock())


@receiver(post_save, sender=ModerationSettings)
@receiver(post_save, sender=Shift)
@receiver(post_delete, sender=Shift)
@receiver(post_save, sender=SpecialDay)
@receiver(post_delete, sender=SpecialDay)
def hours_changed(sender: type, **kwargs: Any) -> None:
    """Note that pages may say otherwise when a moderator is there."""
    note_changed_hours(now=clock())
