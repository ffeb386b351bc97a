"""The headers that a finished page carries for the CDN alone."""

from collections.abc import Sequence

from standfirst.delivery.cdn.providers import LIFE, LONGEST_TAGS, PROVIDERS
from standfirst.delivery.cdn.tags import EVERYTHING, hard_tags, soft_tags

# A page is rendered anew after six days; until then its file is given with the same headers.
ENDS_TOO_SOON_SECONDS = 7 * 86400.0


def headers_for_cdn(
    cdn: str, *, hard: Sequence[str], soft: Sequence[str], ends_in: float | None
) -> list[tuple[str, str]]:
    """Give life and tags of a page that shows these keys; nothing without a CDN.

    ``ends_in`` is after how many seconds it stops being true by itself. One that does so soon, and
    one whose tags find no room, gets no longer life: the CDN asks about it as everybody does.
    """
    if not cdn or (ends_in is not None and ends_in < ENDS_TOO_SOON_SECONDS):
        return []
    provider = PROVIDERS[cdn]
    tags = provider.separator.join([EVERYTHING, *hard_tags(hard), *soft_tags(soft)])
    if len(tags) > LONGEST_TAGS:
        return []
    return [(provider.life_header, LIFE), (provider.tags_header, tags)]
