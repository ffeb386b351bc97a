"""The one place that asks what time it is. Only borders call it: views, commands, the worker."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment, in UTC."""
    return datetime.now(UTC)
