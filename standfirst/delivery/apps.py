from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "standfirst.delivery"
    label = "delivery"
