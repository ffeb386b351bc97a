"""Places in a query for values that are not known when its SQL is written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from inspect import signature
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler

LARGEST = 2**63 - 1


class Slot(Expression):
    """One such place, named as the parameter of the function that builds the queryset."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> Any:
        """Leave the slot itself among the parameters; `bound` puts the value there."""
        return "%s", [self]


def slots_of(build: Callable[..., Any], names: Iterable[str] = ()) -> dict[str, Slot]:
    """Give a slot for each name, or else for each parameter of a function."""
    return {name: Slot(name) for name in names or signature(build).parameters}


def bound(params: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
    """Give the parameters of a statement with the values in their slots. KeyError if one is missing."""
    return [_adapted(values[param.name]) if isinstance(param, Slot) else param for param in params]


def can_be_there(values: Mapping[str, Any]) -> bool:
    """Whether the numbers asked for fit into a column; the ORM too answers "none" where one does not."""
    return all(
        not isinstance(value, int) or -LARGEST <= value <= LARGEST for value in values.values()
    )


def _adapted(value: Any) -> Any:
    if value is None:
        # "= NULL" is never true: a query for what is missing says isnull instead.
        raise TypeError("A slot takes no None.")
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
