from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "standfirst.discussion"
    label = "discussion"
    verbose_name = _("Discussion")

    def ready(self) -> None:
        """Listen to Wagtail's settings form."""
        import_module("standfirst.discussion.receivers")
