from django.apps import AppConfig
from django.urls import register_converter

from standfirst.delivery.feeds import FeedFormatConverter


class DeliveryConfig(AppConfig):
    name = "standfirst.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Let addresses of any app end with the format of a feed."""
        register_converter(FeedFormatConverter, "feedformat")
