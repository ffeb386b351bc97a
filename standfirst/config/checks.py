"""What must be right before anything starts. Each finding is one sentence that says what to do.

Errors marked `deploy` are about a site, not about the code: `standfirst run`, `work` and `check`
ask for them; `manage check` without `--deploy` and the development tools do not.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.db import connection

from standfirst.config import sqlite
from standfirst.config.sense import LOOPBACK_HOSTS
from standfirst.config.site_folder import DEFAULT_SECRET_KEY

SHORTEST_SECRET = 40

Apps = Sequence[AppConfig] | None


@register("standfirst", deploy=True)
def secret_key_is_the_sites_own(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A key that everybody knows lets everybody sign cookies."""
    if settings.SECRET_KEY == DEFAULT_SECRET_KEY:
        return [
            Error(
                "This site has no secret key of its own; run `standfirst init`, "
                "or set secret_key in standfirst.toml.",
                id="standfirst.E001",
            )
        ]
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        return [
            Error(
                f"The secret key is shorter than {SHORTEST_SECRET} characters; "
                "set a longer, random secret_key.",
                id="standfirst.E002",
            )
        ]
    return []


@register("standfirst", deploy=True)
def sqlite_keeps_what_it_acknowledged(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """An affected library is refused where a fixed one can be had, and never meets WAL."""
    if connection.vendor != "sqlite":
        return []
    version = sqlite.library_version()
    if (reason := sqlite.refusal(version)) is not None:
        return [Error(reason, id="standfirst.E003")]
    if (notice := sqlite.fallback_notice(version)) is not None:
        return [Caution(notice, id="standfirst.W001")]
    return []


@register("standfirst", deploy=True)
def address_is_encrypted(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A paper that others read needs TLS in front of it."""
    address = urlsplit(settings.SITE.url)
    if address.scheme == "http" and address.hostname not in LOOPBACK_HOSTS:
        return [
            Caution(
                f"{settings.SITE.url} is not encrypted; put TLS in front and set url to https://…",
                id="standfirst.W002",
            )
        ]
    return []


@register("standfirst", deploy=True)
def staff_show_a_second_factor(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """A password alone opens the newsroom in a demo, and nowhere else."""
    if not settings.STANDFIRST_STAFF_SECOND_FACTOR:
        return [
            Caution(
                "staff sign in without a second step; remove staff_second_factor from the settings.",
                id="standfirst.W003",
            )
        ]
    return []
