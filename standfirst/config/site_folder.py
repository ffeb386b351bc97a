"""The site folder: where it is, and what its `standfirst.toml` and the environment say.

One typed row, `SiteSettings`, is the whole list of what an operator can set. Each name is
also an environment variable, `STANDFIRST_<NAME>`, which wins over the file; those in
SECRETS may be given as `STANDFIRST_<NAME>_FILE` too. A name or value that is not understood
is refused: a misspelt setting must not be a silent default.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from standfirst.delivery.cdn.providers import PROVIDERS

FILE_NAME = "standfirst.toml"
# No secret: a site that has it is refused (`checks`).
DEFAULT_SECRET_KEY = "default-and-unsafe-made-for-development-only-0000000000"  # noqa: S105
SECRETS = frozenset(
    {
        *("secret_key", "database_url", "database_replica_url", "email_password"),
        *("stripe_secret_key", "stripe_webhook_secrets"),
        *("cdn_token", "mail_webhook_secret", "sign_in_secret"),
    }
)
# What hosts and other programs know by a name of its own.
USUAL_NAMES = {"database_url": "DATABASE_URL", "database_replica_url": "DATABASE_REPLICA_URL"}
EMAIL_SECURITY = ("none", "starttls", "tls")
LOG_FORMATS = ("auto", "json", "text")
CDNS = ("", *PROVIDERS)
# Whose webhooks tell of mail that came back (`notify.providers`).
MAIL_PROVIDERS = ("", "brevo", "mailgun", "mailjet", "postmark", "sparkpost")
CHOICES = {
    "email_security": EMAIL_SECURITY,
    "log_format": LOG_FORMATS,
    "cdn": CDNS,
    "mail_provider": MAIL_PROVIDERS,
}
TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off", ""})


class SettingRefused(Exception):
    """A setting that is unknown, of the wrong type, or contradicts another. One sentence."""


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Everything an operator may set. Lists are comma-separated in the environment."""

    secret_key: str = DEFAULT_SECRET_KEY
    url: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    trusted_origins: tuple[str, ...] = ()
    # Other sites on whose pages discussions may stand (docs/embedding.md).
    embed_sites: tuple[str, ...] = ()
    address: str = "127.0.0.1"
    port: int = 8000
    app_workers: int = 0
    pages_mib: int = 4096
    database_url: str = ""
    # A hot standby of that database, which finds what readers search for.
    database_replica_url: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ()
    time_zone: str = "UTC"
    email_host: str = ""
    email_port: int = 587
    email_user: str = ""
    email_password: str = ""
    email_security: str = "starttls"
    email_from: str = ""
    # Through whom mail goes, if its webhooks are to tell of bounces, and what proves them.
    mail_provider: str = ""
    mail_webhook_secret: str = ""
    # An account at Stripe, and the secrets of its webhook, two while one is replaced. With a live
    # key nothing can be rehearsed; with a test key nothing is real (docs/funding.md).
    stripe_secret_key: str = ""
    stripe_account: str = ""
    stripe_webhook_secrets: tuple[str, ...] = ()
    # The CDN before the paper, where it is asked to purge, and what proves us to it.
    cdn: str = ""
    cdn_purge_urls: tuple[str, ...] = ()
    cdn_token: str = ""
    # A provider of OpenID Connect that readers and staff may sign in with, and what it is called.
    sign_in_name: str = ""
    sign_in_url: str = ""
    sign_in_client: str = ""
    sign_in_secret: str = ""
    # Whether the newsroom opens to those alone who have shown a second factor.
    staff_second_factor: bool = True
    log_level: str = "INFO"
    log_format: str = "auto"
    debug: bool = False
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)


NAMES = frozenset(each.name for each in fields(SiteSettings)) - {"origins"}
TYPES = get_type_hints(SiteSettings)


def find_site(environ: Mapping[str, str], here: Path) -> Path:
    """The site folder: STANDFIRST_SITE, else this folder if it is one, else `var/site`."""
    if named := environ.get("STANDFIRST_SITE"):
        return Path(named).expanduser().resolve()
    if (here / FILE_NAME).is_file():
        return here.resolve()
    return (here / "var" / "site").resolve()


def read_settings(folder: Path, environ: Mapping[str, str]) -> SiteSettings:
    """What the folder's file and the environment say together.

    Raises SettingRefused. A folder without a file gives the defaults, whose secret key no
    site is allowed to start with.
    """
    chosen: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, value in _from_file(folder / FILE_NAME).items():
        chosen[name] = _typed(name, value, source=FILE_NAME)
        origins[name] = FILE_NAME
    for name, text, source in _from_environment(environ):
        chosen[name] = _parsed(name, text, source=source)
        origins[name] = source
    return SiteSettings(**chosen, origins=origins)


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{path} is not valid TOML ({error}); mend that line.") from error
    for name in content:
        if name not in NAMES:
            raise SettingRefused(f"{path} sets {name!r}, which is no setting; remove or mend it.")
    return content


def _from_environment(environ: Mapping[str, str]) -> list[tuple[str, str, str]]:
    found = []
    for name in sorted(NAMES):
        variable = USUAL_NAMES.get(name, f"STANDFIRST_{name.upper()}")
        if variable in environ:
            found.append((name, environ[variable], variable))
        if name in SECRETS and f"{variable}_FILE" in environ:
            if variable in environ:
                raise SettingRefused(f"Set {variable} or {variable}_FILE, not both.")
            found.append((name, _secret(environ[f"{variable}_FILE"]), f"{variable}_FILE"))
    return found


def _secret(file_name: str) -> str:
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingRefused(f"The secret in {file_name} cannot be read: {error}.") from error


def _typed(name: str, value: Any, *, source: str) -> Any:
    """Hold a TOML value to the field's type; TOML has all of ours but tuples."""
    wanted = TYPES[name]
    if wanted == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        raise SettingRefused(f'{source}: {name} must be a list of texts, like ["a", "b"].')
    if type(value) is not wanted:
        raise SettingRefused(f"{source}: {name} must be {_described(wanted)}, not {value!r}.")
    return _allowed(name, value, source=source)


def _parsed(name: str, text: str, *, source: str) -> Any:
    wanted = TYPES[name]
    if wanted == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if wanted is bool:
        if text.lower() not in TRUE_WORDS | FALSE_WORDS:
            raise SettingRefused(f"{source} must be yes or no, not {text!r}.")
        return text.lower() in TRUE_WORDS
    if wanted is int:
        if not text.isascii() or not text.isdigit():
            raise SettingRefused(f"{source} must be a whole number, not {text!r}.")
        return _allowed(name, int(text), source=source)
    return _allowed(name, text, source=source)


def _allowed(name: str, value: Any, *, source: str) -> Any:
    choices = CHOICES.get(name)
    if choices and value not in choices:
        named = ", ".join(choice for choice in choices if choice)
        raise SettingRefused(f"{source}: {name} must be one of {named}.")
    if name in {"port", "email_port"} and not 0 < value < 65536:
        raise SettingRefused(f"{source}: {name} must be from 1 to 65535, not {value}.")
    return value


def _described(wanted: Any) -> str:
    return {str: "a text", int: "a whole number", bool: "true or false"}[wanted]
