"""The headers that a finished page carries for the CDN alone."""

from collections.abc import Sequence

from standfirst.delivery.cdn.providers import LIFE, LONGEST_TAGS, NO_LIFE, PROVIDERS
from standfirst.delivery.cdn.tags import EVERYTHING, hard_tags, soft_tags

# A page is rendered anew after six days; until then its file is given with the same headers.
ENDS_TOO_SOON_SECONDS = 7 * 86400.0


def headers_for_cdn(
    cdn: str, *, hard: Sequence[str], soft: Sequence[str], ends_in: float | None
) -> list[tuple[str, str]]:
    """Give life and tags of a page that shows these keys; nothing without a CDN.

    ``ends_in`` is after how many seconds it stops being true by itself. One that does so soon, and
    one whose tags find no room, is not kept: the CDN asks about it each time.
    """
    if not cdn:
        return []
    provider = PROVIDERS[cdn]
    tags = provider.separator.join([EVERYTHING, *hard_tags(hard), *soft_tags(soft)])
    ends_too_soon = ends_in is not None and ends_in < ENDS_TOO_SOON_SECONDS
    if ends_too_soon or len(tags) > LONGEST_TAGS:
        return no_life_at_cdn(cdn)
    return [(provider.life_header, LIFE), (provider.tags_header, tags)]


def no_life_at_cdn(cdn: str) -> list[tuple[str, str]]:
    """Give what keeps a CDN from keeping what everybody else asks about each time."""
    return [(PROVIDERS[cdn].life_header, NO_LIFE)] if cdn else []
