from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "standfirst.desk"
    label = "desk"

    def ready(self) -> None:
        import_module("standfirst.desk.receivers")
