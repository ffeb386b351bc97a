"""Keys point to the same app, to one below it, or to a page; people's words outlive the page."""

import pytest
from django.apps import apps
from django.db import models

from tests.house.source import layers, may_know, none_of
from tests.house.test_columns import columns, is_ours, unchangeable_tables

PEOPLES_OWN = {"discussion", "funding"}


def relations(model):
    return [
        field
        for field in [*columns(model), *model._meta.local_many_to_many]
        if field.is_relation and field.related_model
    ]


def upward(model):
    """Give the keys of a model of ours that point to an app that its own must not know."""
    placed = {name for row in layers() for name in row}
    found = []
    for field in relations(model):
        target = field.related_model._meta.app_label
        if (
            target in placed
            and is_ours(field.related_model)
            and not may_know(model._meta.app_label, target)
        ):
            found.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    return found


def is_page(model):
    return model._meta.label == "wagtailcore.Page"


def perishing(model):
    """Give the keys by which words or money would go, or be stuck, with the page they were about."""
    if model._meta.app_label not in PEOPLES_OWN or is_an_editors(model):
        return []
    found = []
    for field in columns(model):
        if not field.is_relation or not is_page(field.related_model):
            continue
        if not field.null or field.remote_field.on_delete is not models.SET_NULL:
            found.append(f"{model._meta.label}.{field.name}: null=True, on_delete=SET_NULL")
        if not has_copy(model):
            found.append(
                f"{model._meta.label}.{field.name}: keep a copy of the page's title and address"
            )
    return found


def is_an_editors(model):
    """Settings of a page (how its discussion works) belong to the page and go with it."""
    return model._meta.object_name.endswith(("Settings", "Placement", "Choice"))


def has_copy(model):
    names = {field.name for field in columns(model)}
    return any("title" in name for name in names) and any(
        part in name for name in names for part in ("address", "url", "path")
    )


def on_append_only(model, tables):
    if model._meta.db_table not in tables:
        return []
    return [
        f"{model._meta.label}.{field.name}"
        for field in columns(model)
        if field.is_relation and is_page(field.related_model)
    ]


@pytest.fixture
def our_models():
    return [model for model in apps.get_models(include_auto_created=True) if is_ours(model)]


def test_keys_point_down(our_models):
    none_of(
        [fault for model in our_models for fault in upward(model)],
        "The lower app must not know the upper: turn the key round, or store kind and id.",
    )


def test_words_and_money_outlive_the_page(our_models):
    none_of(
        [fault for model in our_models for fault in perishing(model)], "A page may go; they stay:"
    )


@pytest.mark.any_engine
def test_no_append_only_row_points_to_a_page(our_models, db):
    tables = unchangeable_tables()
    none_of(
        [fault for model in our_models for fault in on_append_only(model, tables)],
        "SET_NULL would have to change the row; store the page's id and title as values.",
    )


@pytest.mark.django_isolate_apps("tests")
def test_planted_faults_are_found():
    class Comment(models.Model):
        """Stands for one of discussion."""

        page = models.ForeignKey("wagtailcore.Page", models.CASCADE)

        class Meta:
            app_label = "discussion"

    class Page(models.Model):
        """Stands for Wagtail's."""

        class Meta:
            app_label = "wagtailcore"

    class Person(models.Model):
        """Stands for one of people, and knows too much."""

        favourite = models.ForeignKey(Comment, models.CASCADE)

        class Meta:
            app_label = "people"

    for model in (Comment, Person):
        model.__module__ = "standfirst.planted.models"
    assert upward(Person) == ["people.Person.favourite → discussion.Comment"]
    assert not upward(Comment)
    assert len(perishing(Comment)) == 2
    assert on_append_only(Comment, {"discussion_comment"})
