"""What must be right before anything starts. Each finding is one sentence that says what to do.

Errors marked `deploy` are about a site, not about the code: `standfirst run`, `work` and `check`
ask for them; `manage check` without `--deploy` and the development tools do not.
"""

import ipaddress
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.db import connection

from standfirst.config import sqlite
from standfirst.config.site_folder import DEFAULT_SECRET_KEY, SiteSettings

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
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


@register("standfirst")
def settings_do_not_contradict(app_configs: Apps, **kwargs: Any) -> list[CheckMessage]:
    """Settings that are each well-formed but make no sense, alone or together."""
    site: SiteSettings = settings.SITE
    return [
        Error(reason, id="standfirst.E004")
        for reason in (
            _about_the_address(site),
            _about_debugging(site),
            _about_languages(site),
            _about_time(site),
            _about_mail(site),
            *_about_networks(site),
        )
        if reason
    ]


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


def _about_the_address(site: SiteSettings) -> str | None:
    address = urlsplit(site.url)
    is_plain = not (address.path.strip("/") or address.query or address.fragment)
    if address.scheme in {"http", "https"} and address.hostname and is_plain:
        return None
    return f"url is {site.url!r}; it must be like https://paper.example, without a path."


def _about_debugging(site: SiteSettings) -> str | None:
    if site.debug and urlsplit(site.url).hostname not in LOOPBACK_HOSTS:
        return "debug shows secrets to everybody; switch it off, or set url to a loopback address."
    return None


def _about_languages(site: SiteSettings) -> str | None:
    if site.languages and site.language not in site.languages:
        return f"language is {site.language!r}, which is not among languages; add it there."
    return None


def _about_time(site: SiteSettings) -> str | None:
    if site.time_zone not in available_timezones():
        return f"time_zone is {site.time_zone!r}; it must be a name like Europe/Berlin."
    return None


def _about_mail(site: SiteSettings) -> str | None:
    if site.email_password and not site.email_host:
        return "email_password is set, but no email_host to use it with; set both or neither."
    return None


def _about_networks(site: SiteSettings) -> list[str]:
    wrong = []
    for network in site.trusted_proxies:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            wrong.append(f"trusted_proxies names {network!r}; it must be like 10.0.0.0/8.")
    for origin in site.trusted_origins:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            wrong.append(f"trusted_origins names {origin!r}; it must be like https://shop.example.")
    return wrong
