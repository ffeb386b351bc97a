"""Showing pictures: ``{% picture image alt="…" sizes="…" %}``."""

from typing import Any

from django import template

from standfirst.pictures.models import Image
from standfirst.pictures.queries import Picture, full_size_of, picture_of

register = template.Library()


@register.inclusion_tag("pictures/_picture.html")
def picture(
    image: Image | None,
    alt: str,
    sizes: str = "100vw",
    css: str = "",
    *,
    widest: int = 2200,
    is_first: bool = False,
) -> dict[str, Any]:
    """Show a picture in the width that the reader's screen wants.

    ``is_first`` marks the one picture above the fold, which loads before everything else.
    """
    return {
        "picture": picture_of(image, widest=widest) if image is not None else None,
        "alt": alt,
        "sizes": sizes,
        "css": css,
        "is_first": is_first,
    }


@register.simple_tag
def full_size(image: Image | None) -> Picture | None:
    """Give the largest size of a picture that is served."""
    return full_size_of(image) if image is not None else None
