"""What one node of a paper does: everything, or its share where several nodes have one database."""

from collections.abc import Iterable
from enum import StrEnum

from django.db import connection

from standfirst.cli.refusals import CommandRefused
from standfirst.cli.supervisor import Child


class Role(StrEnum):
    """The share of a node."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


PROCESSES = {
    Role.ALL: frozenset({"front", "app", "live", "worker"}),
    Role.WEB: frozenset({"front", "app", "live"}),
    Role.WORKER: frozenset({"worker"}),
}


def refuse_role(role: Role, *, is_placed: bool) -> None:
    """Raise CommandRefused where a role makes no sense; ``is_placed`` is whether an address was named."""
    if role is Role.ALL:
        return
    if connection.vendor != "postgresql":
        raise CommandRefused(
            f"A node that is only {role} needs others, and several nodes need PostgreSQL: "
            "set DATABASE_URL, or leave --role out."
        )
    if role is Role.WORKER and is_placed:
        raise CommandRefused("A worker listens nowhere; leave --address and --port out.")


def share_of(role: Role, children: Iterable[Child]) -> list[Child]:
    """Give those of a site's processes that a node of this role runs."""
    return [child for child in children if child.name in PROCESSES[role]]
