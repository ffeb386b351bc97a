"""Wagtail's forms save images without an action of ours: their signal becomes one."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from standfirst.pictures.actions import queue_rendering
from standfirst.pictures.models import Image


@receiver(post_save, sender=Image)
def image_saved(sender: type[Image], instance: Image, **kwargs: Any) -> None:
    """Have the sizes made in which pages show the image."""
    queue_rendering(image=instance, now=timezone.now())
