"""A column's name says what kind of thing it holds."""

import pytest
from django.apps import apps
from django.db import models

from tests.house.source import none_of
from tests.house.test_columns import is_inherited_from_others, is_ours

VERBS = {"is", "has", "may", "can", "was", "wants", "shows", "needs"}
TIMES = ("at", "until", "deadline")
# Django and Wagtail look for these by name.
GIVEN = {"people.User.last_login", "people.User.date_joined"}


def misnamed(model):
    return [
        f"{model._meta.label}.{field.name}: {fault}"
        for field in model._meta.local_fields
        if f"{model._meta.label}.{field.name}" not in GIVEN
        and not is_inherited_from_others(model, field)
        and (fault := fault_of(field))
    ]


def fault_of(field):
    words = field.name.split("_")
    if isinstance(field, models.DateTimeField) and words[-1] not in TIMES:
        return "a time ends in _at"
    if type(field) is models.DateField and words[-1] != "date":
        return "a date ends in _date"
    if isinstance(field, models.BooleanField) and not VERBS & set(words):
        return "a boolean is a statement (is_held)"
    return None


def test_columns_are_named_for_what_they_hold():
    ours = [model for model in apps.get_models() if is_ours(model)]
    none_of([fault for model in ours for fault in misnamed(model)], "Name it so:")


@pytest.mark.django_isolate_apps("tests")
def test_planted_faults_are_found():
    class Planted(models.Model):
        """One column of each fault, and one of each that has none."""

        published = models.DateTimeField()
        published_at = models.DateTimeField()
        born = models.DateField()
        birth_date = models.DateField()
        held = models.BooleanField()
        is_held = models.BooleanField()

        class Meta:
            app_label = "tests"

    found = [fault.split(":")[0] for fault in misnamed(Planted)]
    assert found == ["tests.Planted.published", "tests.Planted.born", "tests.Planted.held"]
