"""Updates whose SQL is written once in each process."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from standfirst.prepared.slots import bound, can_be_there, slots_of


class PreparedUpdate:
    """``PreparedUpdate(lambda pk: Thread.objects.filter(pk=pk), count=F("count") + 1)``.

    Changes are expressions of columns; a value to set is the name of a parameter, as `Slot`.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any]"], **changes: Any) -> None:
        self.build, self.changes = build, changes
        self._statements: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def run(self, **values: Any) -> int:
        """Change the rows, and give how many there were."""
        if not can_be_there(values):
            return 0
        sql, params = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(sql, bound(params, values))
            changed: int = cursor.rowcount
        return changed

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        known = self._statements.get(connection.vendor)
        if known is None:
            query: Any = self.build(**slots_of(self.build)).query.chain(UpdateQuery)
            query.add_update_values(self.changes)
            sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            known = self._statements[connection.vendor] = (sql, tuple(params))
        return known
