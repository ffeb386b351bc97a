"""The demo's logins: kept in the site folder, shown at each start, and a bar to the open world."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from django.db.models import Q

from standfirst.demo.cast import DOMAINS, Login
from standfirst.people.models import User

LOGINS_FILE = "demo-logins.json"


def keep_logins(folder: Path, logins: Sequence[Login]) -> None:
    """Write the logins where only the operator reads them."""
    file = folder / LOGINS_FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(login) for login in logins], indent=2), encoding="utf-8")


def kept_logins(folder: Path) -> list[Login]:
    """The logins that were kept, if this is a demo site."""
    file = folder / LOGINS_FILE
    if not file.is_file():
        return []
    return [Login(**each) for each in json.loads(file.read_text(encoding="utf-8"))]


def has_demo_people() -> bool:
    """Whether anybody whom the demo invented may sign in here."""
    invented = Q()
    for domain in DOMAINS:
        invented |= Q(email__iendswith=f"@{domain}")
    return User.objects.filter(invented, is_active=True).exists()
