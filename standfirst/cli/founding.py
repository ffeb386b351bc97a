"""Making a site: its settings file, its tables, its groups, its first owner, its first pages."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Site

from standfirst.accounts.actions import greet_user
from standfirst.cli.groups import make_groups
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import SETTINGS_FILE
from standfirst.newsroom.actions import found_paper
from standfirst.people.models import User

# What only the site's own user reads: what people told the paper in confidence is in there.
FOLDERS = {"media": 0o755, "backups": 0o700}
SECRET_BYTES = 48
TEMPLATE = """\
# Settings of this site. Every name may also come from the environment, as STANDFIRST_<NAME>.
# `standfirst check` says what is not yet right; docs/operating.md explains each.

secret_key = "{secret}"

# What readers type. Behind TLS it begins with https://
url = "{url}"
language = "{language}"
time_zone = "{time_zone}"

# Mail goes to the console until a server is named.
# email_host = "mail.paper.example"
# email_user = ""
# email_password = ""
# email_from = "Paper <desk@paper.example>"
"""


@dataclass(frozen=True)
class FirstOwner:
    """Who may do everything, and the password to begin with."""

    user: User
    password: str


def make_folder(folder: Path) -> bool:
    """Make the site folder, with settings, database and backups that only its owner reads.

    Gives whether the settings are new; then this process goes on with their secret key.
    Raises CommandRefused where nothing can be written.
    """
    try:
        return _make_folder(folder)
    except OSError as error:
        raise CommandRefused(f"{folder} cannot be made a site: {error}.") from error


def _make_folder(folder: Path) -> bool:
    folder.mkdir(parents=True, exist_ok=True)
    for name, mode in FOLDERS.items():
        (folder / name).mkdir(exist_ok=True, mode=mode)
    if connection.vendor == "sqlite":
        # SQLite gives its companions (-wal, -shm) the rights of the file.
        Path(connection.settings_dict["NAME"]).touch(mode=0o600)
    file = folder / SETTINGS_FILE
    if file.exists():
        return False
    secret = secrets.token_urlsafe(SECRET_BYTES)
    text = TEMPLATE.format(
        secret=secret,
        url=settings.SITE.url,
        language=settings.SITE.language,
        time_zone=settings.SITE.time_zone,
    )
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    if "secret_key" not in settings.SITE.origins:
        settings.SECRET_KEY = secret
    return True


def make_tables() -> None:
    """Bring the database to this release."""
    call_command("migrate", verbosity=0, interactive=False)


@transaction.atomic
def found_site(*, name: str, now: datetime) -> None:
    """Make groups and first pages; what is there already stays."""
    make_groups(now=now)
    found_paper(name=name, now=now)


@transaction.atomic
def make_owner(*, email: str, name: str, now: datetime) -> FirstOwner | None:
    """Make an owner with a password to begin with; None if the address has an account already.

    The operator vouches for the address, so it counts as proven.
    """
    if User.objects.filter(email__iexact=email).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(email, password, name=name, is_staff=True, date_joined=now)
    user.groups.set([Group.objects.get(name="owner")])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    greet_user(user=user, now=now)
    return FirstOwner(user, password)


def has_owner() -> bool:
    """Whether somebody may do everything already."""
    return User.objects.filter(groups__name="owner", is_active=True).exists()


def settle_address(url: str) -> None:
    """Let Wagtail's default site have the address that the settings give: said in one place."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port) != (parts.hostname, port):
        site.hostname, site.port = parts.hostname, port
        site.save(update_fields=["hostname", "port"])
