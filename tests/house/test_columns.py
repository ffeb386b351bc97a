"""Every column says what it holds and for how long; a table that is never changed holds nobody."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from standfirst.config.columns import ORDINARY, TAGS
from standfirst.lib.columns import NONE, Keep, Kind, parse_tag, personal
from tests.house.source import none_of

# Without OF and WHEN: one that refuses every change.
TRIGGER = re.compile(
    r"BEFORE\s+(UPDATE|DELETE)\s+ON\s+\"?(\w+)\"?\s+(?:FOR EACH ROW\s+)?BEGIN\s+SELECT\s+RAISE",
    re.IGNORECASE,
)


def is_ours(model):
    return model.__module__.startswith("standfirst.")


def columns(model):
    """Give the columns that a model adds, without keys that the frame makes by itself."""
    return [field for field in model._meta.local_concrete_fields if not is_implicit(field)]


def is_implicit(field):
    is_parent_link = field.is_relation and getattr(field.remote_field, "parent_link", False)
    return bool(is_parent_link or (field.primary_key and isinstance(field, models.AutoField)))


def is_inherited_from_others(model, field):
    """Whether another package's abstract class declares the field and none of ours does."""
    declares = [
        base
        for base in model.__mro__[1:]
        if hasattr(base, "_meta")
        and base._meta.abstract
        and field.name in {own.name for own in base._meta.local_fields}
    ]
    return not field.db_comment and bool(declares) and not any(is_ours(base) for base in declares)


def untagged(model):
    if not is_ours(model):
        known = model._meta.label in ORDINARY or model._meta.label in TAGS
        return (
            []
            if known
            else [f"{model._meta.label}: a table that standfirst/config/columns.py does not name"]
        )
    if model._meta.auto_created:
        return [] if model._meta.label in TAGS else through_untagged(model)
    found = []
    for field in columns(model):
        if is_inherited_from_others(model, field):
            if model._meta.label not in TAGS and model._meta.label not in ORDINARY:
                found.append(
                    f"{model._meta.label}.{field.name}: inherited, name it in config/columns.py"
                )
        elif not is_valid(field.db_comment):
            found.append(f"{model._meta.label}.{field.name}: {field.db_comment or 'no db_comment'}")
    return found


def through_untagged(model):
    """A table that joins two others is tagged by them, unless one of them is a person."""
    reaches_people = [
        field.name
        for field in columns(model)
        if field.is_relation and field.related_model._meta.label in {"people.Person", "people.User"}
    ]
    return [f"{model._meta.label}.{name}: name it in config/columns.py" for name in reaches_people]


def is_valid(comment):
    try:
        parse_tag(comment or "")
    except ValueError:
        return False
    return True


def kind_of(field):
    comment = field.db_comment or TAGS.get(field.model._meta.label, {}).get(field.name, NONE)
    return parse_tag(comment).kind


def mistagged(model):
    """Give the keys to a person that are not tagged as such."""
    return [
        f"{model._meta.label}.{field.name}: points to a person, so pseudonym(…)"
        for field in columns(model)
        if field.is_relation
        and field.related_model._meta.label in {"people.Person", "people.User"}
        and is_valid(field.db_comment)
        and kind_of(field) not in {Kind.PSEUDONYM, Kind.PERSONAL}
    ]


def unchangeable_tables():
    """Give the tables whose every UPDATE and DELETE a trigger refuses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        return refused_in([statement for (statement,) in cursor.fetchall()])


def refused_in(statements):
    found = {(match[1].upper(), match[2]) for each in statements if (match := TRIGGER.search(each))}
    return {table for event, table in found if {("UPDATE", table), ("DELETE", table)} <= found}


def holds_somebody(model, append_only):
    if model._meta.db_table not in append_only:
        return []
    return [
        f"{model._meta.label}.{field.name}: {kind_of(field)}"
        for field in columns(model)
        if is_valid(field.db_comment) and kind_of(field) in {Kind.PERSONAL, Kind.CONTENT}
    ]


@pytest.fixture
def every_model():
    return apps.get_models(include_auto_created=True)


def test_every_column_is_tagged(every_model):
    faults = [fault for model in every_model for fault in untagged(model)]
    none_of(faults, "Say what it holds, why and how long (standfirst.lib.columns):")


def test_keys_to_people_are_pseudonyms(every_model):
    none_of([fault for model in every_model for fault in mistagged(model)], "Tag it so:")


@pytest.mark.any_engine
def test_no_append_only_row_holds_a_person_or_a_text(every_model, db):
    tables = unchangeable_tables()
    assert tables, "The ledger and the decisions have such triggers."
    faults = [fault for model in every_model for fault in holds_somebody(model, tables)]
    none_of(faults, "Point to a row that can be emptied (a Person, a text row) instead:")


def test_the_list_of_foreign_columns_is_right(every_model):
    labels = {model._meta.label: model for model in every_model}
    wrong = [
        f"{label}.{name}"
        for label, named in TAGS.items()
        if label in labels
        for name in named
        if name not in {field.name for field in columns(labels[label])}
    ]
    wrong += TAGS.keys() & ORDINARY
    wrong += [tag for named in TAGS.values() for tag in named.values() if not is_valid(tag)]
    none_of(wrong, "standfirst/config/columns.py names what does not exist:")


@pytest.mark.django_isolate_apps("tests")
def test_planted_faults_are_found():
    from standfirst.people.models import Person  # noqa: PLC0415 (beside the planted model)

    class Planted(models.Model):
        """A table with one of each fault."""

        bare = models.TextField()
        vague = models.TextField(db_comment="private")
        person = models.ForeignKey(Person, models.CASCADE, db_comment=NONE)
        name = models.TextField(db_comment=personal("to greet", Keep.UNTIL_ERASED))

        class Meta:
            app_label = "tests"

    Planted.__module__ = "standfirst.planted.models"
    assert [fault.split(":")[0] for fault in untagged(Planted)] == [
        "tests.Planted.bare",
        "tests.Planted.vague",
    ]
    assert len(mistagged(Planted)) == 1
    assert len(holds_somebody(Planted, {"tests_planted"})) == 1


def test_a_trigger_for_some_changes_does_not_make_a_table_unchangeable():
    every = "CREATE TRIGGER x BEFORE {} ON entry BEGIN SELECT RAISE(ABORT, 'no'); END"
    some = "CREATE TRIGGER x BEFORE {} OF amount ON entry BEGIN SELECT RAISE(ABORT, 'no'); END"
    assert refused_in([every.format("UPDATE"), every.format("DELETE")]) == {"entry"}
    assert refused_in([some.format("UPDATE"), every.format("DELETE")]) == set()
