"""Finding an address that is free."""

from django.utils.text import slugify
from wagtail.models import Page

from standfirst.newsroom.addresses import slug_refusal
from standfirst.newsroom.models import FRONT_DEPTH

LONGEST_SLUG = 255


def free_slug(*, parent: Page, wanted: str) -> str:
    """Give the wanted words as a slug that is neither reserved nor taken below the parent.

    An importer compares the answer with what it wanted, and says so where they differ.
    """
    stem = slugify(wanted, allow_unicode=True)[: LONGEST_SLUG - 8].strip("-_") or "page"
    is_first_part = parent.depth == FRONT_DEPTH
    taken = set(
        Page.objects.child_of(parent).filter(slug__startswith=stem).values_list("slug", flat=True)
    )
    slug, number = stem, 2
    while slug in taken or slug_refusal(slug, is_first_part=is_first_part):
        slug, number = f"{stem}-{number}", number + 1
    return slug
