from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "standfirst.notify"
    label = "notify"
