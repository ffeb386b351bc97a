"""Reading the demo's files. See ``standfirst.demo.content`` for their shape."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

CONTENT = Path(__file__).parent / "content"

Table = dict[str, Any]


def read_table(name: str) -> Table:
    """Read one of the demo's files, named below the content folder."""
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def read_articles() -> list[Table]:
    """Read all articles, the one that appeared first standing first."""
    names = sorted(path.name for path in (CONTENT / "articles").glob("*.toml"))
    tables = [read_table(f"articles/{name}") for name in names]
    return sorted(tables, key=lambda table: table["published"])


def moment(value: datetime | date) -> datetime:
    """Give a local time of the files as a time with its zone; a date is its midnight."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return timezone.make_aware(value)
