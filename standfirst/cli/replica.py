"""Beginning with a read replica, or refusing to begin with what is none."""

from django.conf import settings

from standfirst.cli.refusals import CommandRefused
from standfirst.delivery.replica import ReplicaRefused, forget_replica, use_replica


def begin_with_replica() -> None:
    """Have this process and those that it starts ask the replica, if there is one.

    Raises CommandRefused for one that cannot be reached or is no standby of this database.
    """
    if settings.STANDFIRST_REPLICA is None:
        return
    try:
        use_replica(settings.STANDFIRST_REPLICA)
    except ReplicaRefused as refused:
        raise CommandRefused(str(refused)) from refused


def replica_findings() -> list[str]:
    """What is wrong with the replica, as a sentence; nothing where all is well, or there is none."""
    try:
        begin_with_replica()
    except CommandRefused as refused:
        return [refused.message]
    forget_replica()
    return []
