"""Beginnings that many tests share are made once in a process, and put back as rows from then on.

Founding a paper takes a few hundred statements and a publication of each page; the rows that it leaves
are a few dozen. A fixture that is `remembered` runs its function twice, notes the second time which rows came,
changed and went, and the next test that begins at the same place gets those rows.

The same place: at the same time, with nothing written before but what was remembered too. Everywhere
else the function itself runs.
"""

import functools
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import get_language
from wagtail.models import Page, Site

READING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "EXPLAIN", "PRAGMA", "SHOW", "SET")

# The search index's second half on SQLite, where its own triggers write.
FILLED_BY_TRIGGERS = ("modelsearch_indexentry_fts", "wagtailsearch_indexentry_fts")


class Trail:
    """What was done to the database since the test began."""

    def __init__(self):
        self.begin()

    def begin(self, *steps):
        """Begin anew, at a database that is always the same under this name."""
        self.steps, self.writes, self.known_writes = steps, 0, 0

    def leave(self):
        """Know no more where this is: the database may be another one."""
        self.writes += 1

    def count(self, execute, sql, params, many, context):
        """Count what may write (an execute wrapper of Django's connection)."""
        if not sql.lstrip().upper().startswith(READING):
            self.writes += 1
        return execute(sql, params, many, context)

    @contextmanager
    def stepping(self, *names):
        """Count what is written meanwhile as a step, whose rows nothing that is remembered touches."""
        was_known = self.is_known
        yield
        if was_known:
            self.lead_to((*self.steps, *names))

    @property
    def is_known(self):
        """Whether nothing was written but by remembered steps."""
        return self.writes == self.known_writes

    def lead_to(self, place):
        self.steps, self.known_writes = place, self.writes


TRAIL = Trail()
SEEN = set()
KEPT = {}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    TRAIL.begin()
    if TRAIL.count not in connection.execute_wrappers:
        connection.execute_wrappers.append(TRAIL.count)


def remembered(make):
    """Wrap a fixture's function that makes rows alone, and gives rows, a list or dictionary of them, or nothing."""

    @functools.wraps(make)
    def given(*args, **kwargs):
        if not TRAIL.is_known:
            return make(*args, **kwargs)
        name = f"{make.__module__}.{make.__qualname__}"
        place = *TRAIL.steps, name, *map(told, (*args, *kwargs.items())), *surroundings()
        value = there(place) if place in KEPT else made(place, make, args, kwargs)
        TRAIL.lead_to(place)
        return value

    return given


def made(place, make, args, kwargs):
    """Run the function; note what it does if it was here before."""
    if place not in SEEN:
        SEEN.add(place)
        return make(*args, **kwargs)
    before = all_rows()
    value = make(*args, **kwargs)
    KEPT[place] = Step(difference(before, all_rows()), described(value))
    return value


def there(place):
    """Put back what is known of this place."""
    with transaction.atomic():
        KEPT[place].put_back()
        if {change.model for change in KEPT[place].changes} & {Page, Site}:
            # As after a publication: addresses are found anew, and kept.
            cache.clear()
            Site.get_site_root_paths()
    return fetched(KEPT[place].value)


def told(value):
    """Turn an argument into what tells it from others. Fixtures that are functions tell nothing."""
    if isinstance(value, models.Model):
        return type(value), value.pk
    if isinstance(value, (tuple, list)):
        return tuple(map(told, value))
    if value is None or isinstance(value, (str, int, datetime, timedelta)):
        return value
    assert callable(value), f"{value!r} cannot be told from others"
    return None


def surroundings():
    """Give what else a beginning depends on."""
    return connection.settings_dict["NAME"], get_language(), settings.STANDFIRST_BASE_URL


@dataclass
class Change:
    """What happened to the rows of one table, by primary key."""

    model: type[models.Model]
    columns: list[str]
    came: list[tuple]
    changed: list[tuple]
    went: list[tuple]

    def put_back(self, cursor):
        quoted = [connection.ops.quote_name(name) for name in self.columns]
        table = connection.ops.quote_name(self.model._meta.db_table)
        key = connection.ops.quote_name(self.model._meta.pk.column)
        if self.went:
            cursor.executemany(f"DELETE FROM {table} WHERE {key} = %s", self.went)
        if self.changed:
            values = ", ".join(f"{name} = %s" for name in quoted)
            rows = [(*row, row[0]) for row in self.changed]
            cursor.executemany(f"UPDATE {table} SET {values} WHERE {key} = %s", rows)
        if self.came:
            places = ", ".join(["%s"] * len(quoted))
            insert = f"INSERT INTO {table} ({', '.join(quoted)}) VALUES ({places})"
            cursor.executemany(insert, self.came)


@dataclass
class Step:
    """All changes of a function, and what it gave."""

    changes: list[Change]
    value: object

    def put_back(self):
        with connection.cursor() as cursor:
            for change in self.changes:
                change.put_back(cursor)
            with_keys = [change.model for change in self.changes if change.came]
            for sql in connection.ops.sequence_reset_sql(no_style(), with_keys):
                cursor.execute(sql)


def all_rows():
    """Read every table of a model: {model: (columns, {key: row})}."""
    found = {}
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            meta = model._meta
            if meta.proxy or meta.db_table not in there or meta.db_table in FILLED_BY_TRIGGERS:
                continue
            fields = [field for field in meta.local_concrete_fields if not field.generated]
            columns = [meta.pk.column, *(f.column for f in fields if not f.primary_key)]
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {names} FROM {connection.ops.quote_name(meta.db_table)}")
            found[model] = columns, {row[0]: tuple(row) for row in cursor.fetchall()}
    return found


def difference(before, after):
    """Give the changes that lead from some rows to others."""
    changes = []
    for model, (columns, rows) in after.items():
        old = before[model][1]
        change = Change(
            model,
            columns,
            came=[row for key, row in rows.items() if key not in old],
            changed=[row for key, row in rows.items() if key in old and old[key] != row],
            went=[(key,) for key in old if key not in rows],
        )
        if change.came or change.changed or change.went:
            changes.append(change)
    return changes


def described(value):
    """Turn rows into what names them."""
    if isinstance(value, models.Model):
        return type(value), value.pk
    if isinstance(value, list):
        return [described(one) for one in value]
    if isinstance(value, dict):
        return {name: described(one) for name, one in value.items()}
    assert value is None, f"{value!r} is neither rows nor nothing"
    return None


def fetched(named):
    """Fetch the rows that are named so."""
    if isinstance(named, list):
        return [fetched(one) for one in named]
    if isinstance(named, dict):
        return {name: fetched(one) for name, one in named.items()}
    if named is None:
        return None
    model, key = named
    return model._base_manager.get(pk=key)
