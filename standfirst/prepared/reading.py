"""Reads whose SQL is written once in each process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from standfirst.prepared.slots import bound, can_be_there, slots_of

Row = TypeVar("Row", bound=Model)


@dataclass
class Statement:
    """The SQL of a queryset, with slots among its parameters, and how its columns are read."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]

    @classmethod
    def of(cls, queryset: "QuerySet[Any, Any]") -> "Statement":
        """Have the ORM write the SQL for the database in use."""
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select or ()]
        return cls(compiler, sql, tuple(params), compiler.get_converters(columns))

    def rows(self, values: dict[str, Any]) -> list[Any]:
        """Ask, and give the rows as Python values.

        Raises TransactionManagementError for a lock that would end as it begins.
        """
        if self.compiler.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A row is locked within a transaction.")
        if not can_be_there(values):
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, bound(self.params, values))
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return list(rows)


class _Asked:
    """Keeps the statement of a queryset for each kind of database that it was asked of.

    ``build`` makes the queryset of its parameters, or of ``names`` where there are very many.
    """

    def __init__(self, build: Callable[..., Any], *, names: Sequence[str] = ()) -> None:
        self.build, self.names = build, names
        self._statements: dict[str, Statement] = {}

    def statement(self) -> Statement:
        known = self._statements.get(connection.vendor)
        if known is None:
            known = Statement.of(self.build(**slots_of(self.build, self.names)))
            self._statements[connection.vendor] = known
        return known


class PreparedRows(_Asked):
    """A query of values: ``PreparedRows(lambda author: Comment.objects.filter(…).values_list(…))``."""

    build: Callable[..., "QuerySet[Any, Any]"]

    def rows(self, **values: Any) -> list[Any]:
        """Give the rows, each a list or tuple of what ``values_list`` names."""
        return self.statement().rows(values)

    def first(self, **values: Any) -> Any:
        """Give the first row, or None."""
        rows = self.rows(**values)
        return rows[0] if rows else None


class Prepared(_Asked, Generic[Row]):
    """A query of model instances, with whatever ``select_related`` brings along."""

    def __init__(self, build: Callable[..., "QuerySet[Row]"], *, names: Sequence[str] = ()) -> None:
        super().__init__(build, names=names)

    def all(self, **values: Any) -> list[Row]:
        """Give the instances."""
        statement = self.statement()
        rows = statement.rows(values)
        return _instances(statement.compiler, rows) if rows else []

    def first(self, **values: Any) -> Row | None:
        """Give the first instance, or None."""
        found = self.all(**values)
        return found[0] if found else None


def _instances(compiler: SQLCompiler, rows: list[Any]) -> list[Any]:
    """Make instances of rows as `django.db.models.query.ModelIterable` does."""
    select, info = compiler.select, compiler.klass_info
    assert select is not None
    assert info is not None
    model, fields = info["model"], info["select_fields"]
    first, last = fields[0], fields[-1] + 1
    names = [column.target.attname for column, _, _ in select[first:last]]
    populators_of: Any = get_related_populators
    populators = populators_of(info, select, DEFAULT_DB_ALIAS)
    made = []
    for row in rows:
        instance = model.from_db(DEFAULT_DB_ALIAS, names, row[first:last])
        for populator in populators:
            populator.populate(row, instance)
        for name, column in (compiler.annotation_col_map or {}).items():
            setattr(instance, name, row[column])
        made.append(instance)
    return made
