"""The demo's logins: kept in the site folder, shown at each start, and a bar to the open world."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from standfirst.people.models import User

LOGINS_FILE = "demo-logins.json"
# RFC 2606: no such address can belong to a person.
DEMO_DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoLogin:
    """How one of the demo's people signs in."""

    role: str
    email: str
    password: str


def keep_logins(folder: Path, logins: Sequence[DemoLogin]) -> None:
    """Write the logins where only the operator reads them."""
    file = folder / LOGINS_FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(login) for login in logins], indent=2), encoding="utf-8")


def kept_logins(folder: Path) -> list[DemoLogin]:
    """The logins that were kept, if this is a demo site."""
    file = folder / LOGINS_FILE
    if not file.is_file():
        return []
    return [DemoLogin(**each) for each in json.loads(file.read_text(encoding="utf-8"))]


def has_demo_people() -> bool:
    """Whether anybody whom the demo invented may sign in here."""
    return User.objects.filter(email__iendswith=f"@{DEMO_DOMAIN}", is_active=True).exists()
