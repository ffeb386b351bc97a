"""Where pretended money may move at all."""

from django.conf import settings


def is_rehearsing_allowed() -> bool:
    """Say whether this site may rehearse: never where a live payment key is set.

    A site that takes real money must not have a page that pretends to.
    """
    return not settings.STANDFIRST_LIVE_PAYMENT_KEY
