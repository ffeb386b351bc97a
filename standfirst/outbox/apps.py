from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "standfirst.outbox"
    label = "outbox"
