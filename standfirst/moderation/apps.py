from importlib import import_module

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "standfirst.moderation"
    label = "moderation"

    def ready(self) -> None:
        import_module("standfirst.moderation.receivers")
