from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "standfirst.people"
    label = "people"
