"""What the nodes of one paper must have in common, and refusing to be one among them that has not."""

from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from standfirst.cli.refusals import CommandRefused
from standfirst.delivery.models import Node
from standfirst.delivery.purging import ALIVE_FOR

SALT = "standfirst.nodes"


def settings_mark() -> str:
    """Name what all nodes share, so that two can be told apart and nothing can be told from it."""
    site = settings.SITE
    shared = (site.url, site.language, site.languages, site.time_zone)
    return salted_hmac(SALT, repr(shared), algorithm="sha256").hexdigest()[:16]


def require_shared_settings(own_name: str, now: datetime) -> None:
    """Raise CommandRefused where another node lives that has other settings.

    With another secret key, who signed in by way of one node is a stranger to the other.
    """
    living = Node.objects.filter(seen_at__gt=now - ALIVE_FOR).exclude(name=own_name)
    strangers = living.exclude(settings_mark__in=("", settings_mark()))
    if (stranger := strangers.first()) is not None:
        raise CommandRefused(
            f"The node {stranger.name} serves this paper with another secret_key, url, language or "
            "time_zone; nodes share them: copy its standfirst.toml, or stop it and wait a moment."
        )
