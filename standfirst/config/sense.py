"""Settings that are each well-formed but make no sense, alone or together.

Asked while the settings are read, before Django sees them: it would stop at some of these with a
traceback of its own. Each answer is one sentence that says what to do.
"""

import ipaddress
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import available_timezones

from django.conf import locale
from django.utils.translation import to_locale

from standfirst.config.payments import nonsense_about_stripe
from standfirst.config.site_folder import SiteSettings
from standfirst.delivery.cdn.providers import PROVIDERS

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_WORKERS = 64
LEAST_PAGES_MIB = 16


def nonsense(site: SiteSettings) -> list[str]:
    """What is wrong with these settings; empty where nothing is."""
    found = (
        *(_about_the_address(site), _about_debugging(site), _about_the_second_factor(site)),
        *(_about_time(site), _about_mail(site)),
        *(_about_logs(site), _about_workers(site), _about_pages(site)),
        *_about_languages(site),
        *_about_networks(site),
        *_about_the_cdn(site),
        _about_the_mail_provider(site),
        *_about_the_provider(site),
        *nonsense_about_stripe(site),
    )
    return [sentence for sentence in found if sentence]


def _about_the_address(site: SiteSettings) -> str | None:
    address = _split(site.url)
    if address is not None and address.scheme in {"http", "https"} and address.hostname:
        is_plain = not (address.path.strip("/") or address.query or address.fragment)
        if is_plain and not address.username:
            return None
    return f"url is {site.url!r}; it must be like https://paper.example, without a path."


def _about_debugging(site: SiteSettings) -> str | None:
    address = _split(site.url)
    if site.debug and address is not None and address.hostname not in LOOPBACK_HOSTS:
        return "debug shows secrets to everybody; switch it off, or set url to a loopback address."
    return None


def _about_the_second_factor(site: SiteSettings) -> str | None:
    address = _split(site.url)
    is_elsewhere = address is not None and address.hostname not in LOOPBACK_HOSTS
    if is_elsewhere and not site.staff_second_factor:
        return (
            "staff_second_factor is off, which is for a demo on this machine; "
            "remove it, or set url to a loopback address."
        )
    return None


def _about_the_provider(site: SiteSettings) -> Iterator[str]:
    told = (site.sign_in_name, site.sign_in_url, site.sign_in_client, site.sign_in_secret)
    if not any(told):
        return
    if not all(told):
        yield "sign_in_name, _url, _client and _secret belong together; set all of them or none."
        return
    address = _split(site.sign_in_url)
    is_safe = address is not None and (
        address.scheme == "https"
        or (address.scheme == "http" and address.hostname in LOOPBACK_HOSTS)
    )
    if address is None or not is_safe or not address.hostname:
        yield f"sign_in_url is {site.sign_in_url!r}; it must be like https://id.example."


def _about_languages(site: SiteSettings) -> Iterator[str]:
    for code in {site.language, *site.languages}:
        if not _is_spoken(code):
            yield f"{code!r} is no language that Django speaks; name one like 'en' or 'pt-br'."
    if site.languages and site.language not in site.languages:
        yield f"language is {site.language!r}, which is not among languages; add it there."


def _is_spoken(code: str) -> bool:
    """Whether Django has words in it, or in the language that it is a kind of ("de" for "de-at")."""
    folder = Path(locale.__file__).parent
    return any(
        name.replace("-", "").isalnum() and (folder / to_locale(name) / "LC_MESSAGES").is_dir()
        for name in (code, code.partition("-")[0])
    )


def _about_time(site: SiteSettings) -> str | None:
    if site.time_zone not in available_timezones():
        return f"time_zone is {site.time_zone!r}; it must be a name like Europe/Berlin."
    return None


def _about_the_mail_provider(site: SiteSettings) -> str | None:
    if bool(site.mail_provider) != bool(site.mail_webhook_secret):
        return "Set mail_provider and mail_webhook_secret, or neither: else anybody could be it."
    is_pair = all(site.mail_webhook_secret.partition(":"))
    if site.mail_provider not in {"", "mailgun"} and not is_pair:
        return "mail_webhook_secret must be like 'name:password'; that is what your provider sends."
    return None


def _about_logs(site: SiteSettings) -> str | None:
    names = sorted(logging.getLevelNamesMapping(), key=logging.getLevelNamesMapping().__getitem__)
    if site.log_level not in names:
        return f"log_level is {site.log_level!r}; it must be one of {', '.join(names)}."
    return None


def _about_workers(site: SiteSettings) -> str | None:
    if not 0 <= site.app_workers <= MOST_WORKERS:
        return f"app_workers is {site.app_workers}; it must be from 1 to {MOST_WORKERS}, or 0 for one a core."
    return None


def _about_pages(site: SiteSettings) -> str | None:
    if site.pages_mib < LEAST_PAGES_MIB:
        return f"pages_mib is {site.pages_mib}; finished pages need at least {LEAST_PAGES_MIB} MiB."
    return None


def _about_mail(site: SiteSettings) -> str | None:
    if site.email_password and not site.email_host:
        return "email_password is set, but no email_host to use it with; set both or neither."
    return None


def _about_networks(site: SiteSettings) -> Iterator[str]:
    for network in site.trusted_proxies:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield f"trusted_proxies names {network!r}; it must be like 10.0.0.0/8."
    listed = [("trusted_origins", site.trusted_origins), ("embed_sites", site.embed_sites)]
    for name, origin in [(name, origin) for name, origins in listed for origin in origins]:
        parts = _split(origin)
        is_plain = parts is not None and parts.hostname and not parts.path
        if parts is None or parts.scheme not in {"http", "https"} or not is_plain:
            yield f"{name} names {origin!r}; it must be like https://shop.example."


def _about_the_cdn(site: SiteSettings) -> Iterator[str]:
    if not site.cdn:
        if site.cdn_purge_urls or site.cdn_token:
            yield f"cdn_purge_urls or cdn_token is set, but no cdn; name one of {', '.join(PROVIDERS)}."
        return
    provider = PROVIDERS[site.cdn]
    if not site.cdn_purge_urls:
        yield f"cdn is {site.cdn!r}, but cdn_purge_urls names nowhere to purge; set both or neither."
    if provider.needs_token != bool(site.cdn_token):
        wanted = "takes no cdn_token" if site.cdn_token else "asks for a cdn_token"
        yield f"cdn is {site.cdn!r}, which {wanted}; mend that."
    for url in site.cdn_purge_urls:
        parts = _split(url)
        is_plain = parts is not None and parts.hostname and not (parts.query or parts.username)
        if parts is None or parts.scheme not in {"http", "https"} or not is_plain:
            yield f"cdn_purge_urls names {url!r}; it must be an address like https://cdn.example/purge."
        elif not parts.path.endswith(provider.ending):
            yield f"cdn_purge_urls names {url!r}; at {site.cdn} it ends with {provider.ending}."
        elif (
            provider.needs_token
            and parts.scheme != "https"
            and parts.hostname not in LOOPBACK_HOSTS
        ):
            yield f"cdn_purge_urls names {url!r}; the token must travel by https://."


def _split(address: str) -> SplitResult | None:
    """An address in its parts; None for brackets that do not close, and ports that are none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts
