from importlib import import_module

from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "standfirst.pictures"
    label = "pictures"

    def ready(self) -> None:
        import_module("standfirst.pictures.receivers")
