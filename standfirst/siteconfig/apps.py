from importlib import import_module

from django.apps import AppConfig


class SiteconfigConfig(AppConfig):
    name = "standfirst.siteconfig"
    label = "siteconfig"

    def ready(self) -> None:
        import_module("standfirst.siteconfig.receivers")
