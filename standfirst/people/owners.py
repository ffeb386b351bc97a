"""Whose data it is: one person, with every row and address that is known to be theirs.

Each app that keeps something of people gives it out (`queries.export_of`) and forgets it
(`actions.erase`) for an owner; `accounts` calls them all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from standfirst.people.models import Person

# What an app gives out: rows by what they are, each a column's name and its value.
Export = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Owner:
    """A person with the guests who were merged into them, by number, and their proven addresses.

    What hangs on an address alone is theirs only where it is proven: anybody can type any address.
    """

    person: Person
    rows: tuple[int, ...]
    addresses: frozenset[str]

    def holds(self, **columns: str) -> Q:
        """Find what is the owner's: ``person`` and ``address`` name the columns that say so."""
        found = Q(**{f"{columns['person']}__in": self.rows}) if "person" in columns else Q(pk=None)
        if "address" in columns:
            for address in sorted(self.addresses):
                found |= Q(**{f"{columns['address']}__iexact": address})
        return found


def told(rows: "QuerySet[Any, Any]", *, without: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Give all columns of rows but those named: what opens a door, and what names another person."""
    model: type[Model] = rows.model
    names = [
        field.attname
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django documents it
        if field.name not in without
    ]
    return list(rows.order_by("pk").values(*names))


def rows_of(person: Person) -> tuple[int, ...]:
    """Give the numbers of a person and of everybody who was merged into them, however far."""
    found, newest = [person.pk], [person.pk]
    while newest:
        merged = Person.objects.filter(merged_into__in=newest).exclude(pk__in=found)
        newest = list(merged.order_by("pk").values_list("pk", flat=True))
        found += newest
    return tuple(found)
