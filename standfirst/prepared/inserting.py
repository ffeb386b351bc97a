"""Storing a new row by a statement that is written once for each table."""

from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model


def insert(row: Model) -> None:
    """Store a new row as `save` does, and give it its key.

    For a row of one table of ours that nothing listens to: no signal is sent, and a column with a
    default of the database's own gets that.
    """
    sql, fields = _statement(type(row), connection.vendor)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding = False  # noqa: SLF001 -- as save() notes it
    row._state.db = DEFAULT_DB_ALIAS  # noqa: SLF001


@lru_cache(maxsize=100)
def _statement(model: type[Model], vendor: str) -> tuple[str, tuple["Field[Any, Any]", ...]]:
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 -- Django documents it
    fields = tuple(
        field
        for field in meta.local_concrete_fields
        if not (field.primary_key or field.has_db_default())
    )
    names = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = quote(meta.db_table), quote(str(meta.pk.column))
    return f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING {key}", fields  # noqa: S608
