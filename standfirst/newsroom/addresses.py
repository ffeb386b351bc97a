"""Which slugs a page may not have, because an address of our own stands there."""

from django.utils.translation import gettext as _

# The first parts of the addresses that are served by something else than the page tree.
RESERVED_FIRST_PARTS = frozenset(
    {
        "account",
        "admin",
        "api",
        "appeal",
        "authors",
        "comments",
        "documents",
        "embed",
        "feeds",
        "healthz",
        "ledger",
        "live",
        "media",
        "metrics",
        "people",
        "readyz",
        "report",
        "robots.txt",
        "rules",
        "search",
        "sitemap.xml",
        "statement",
        "static",
        "subscriptions",
        "support",
        "topics",
    }
)
# Every page has its discussion at <address>/comments/.
RESERVED_EVERYWHERE = frozenset({"comments"})


def slug_refusal(slug: str, *, is_first_part: bool) -> str | None:
    """Say why a page may not have this slug, or None if it may.

    ``is_first_part`` is true for a page directly below the front page.
    """
    wanted = slug.casefold()
    if wanted in RESERVED_EVERYWHERE:
        return _("“%(slug)s” is the address of a page's discussion. Please choose another.") % {
            "slug": slug
        }
    if is_first_part and wanted in RESERVED_FIRST_PARTS:
        return _(
            "“/%(slug)s/” is an address that the paper uses itself. Please choose another."
        ) % {"slug": slug}
    return None
