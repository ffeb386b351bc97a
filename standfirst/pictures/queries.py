"""Pictures as they are shown: resized, in WebP, with their measures known before they load."""

from dataclasses import dataclass
from functools import lru_cache

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

from standfirst.delivery.keys import key
from standfirst.delivery.recording import declare
from standfirst.pictures.models import Image, Rendition

# Pixels. Each step is about one and a half times the one before.
WIDTHS = (320, 480, 720, 1080, 1600, 2200)
_FORMAT = "format-webp|webpquality-78"
_FULL_SIZE = f"max-2600x2600|{_FORMAT}"


@dataclass(frozen=True)
class Picture:
    """A picture ready for an ``<img>``: addresses, and width and height in pixels."""

    src: str
    srcset: str
    width: int
    height: int


def picture_key(pk: int) -> str:
    """Name an image as something that a page is made of."""
    return key("picture", pk)


def document_key(pk: int) -> str:
    """Name a file to download as something that a page is made of."""
    return key("document", pk)


def picture_of(image: Image, *, widest: int = WIDTHS[-1]) -> Picture | None:
    """Give an image in every width up to ``widest`` pixels; never wider than the original.

    None if its file is gone: a lost picture must not take the page with it. Asks the database
    nothing where the image's ``renditions`` were fetched with it and exist.
    """
    widths = [width for width in WIDTHS if width <= min(widest, image.width)] or [WIDTHS[0]]
    found = _renditions(image, [f"width-{width}|{_FORMAT}" for width in widths])
    if not found:
        return None
    largest = found[-1]
    middle = found[(len(found) - 1) // 2]
    return Picture(
        src=middle.url,
        srcset=", ".join(f"{row.url} {row.width}w" for row in found),
        width=largest.width,
        height=largest.height,
    )


def full_size_of(image: Image) -> Picture | None:
    """Give an image as large as it is shown at all: at most 2,600 pixels on its longer side."""
    found = _renditions(image, [_FULL_SIZE])
    if not found:
        return None
    return Picture(found[0].url, "", found[0].width, found[0].height)


def preview_of(image: Image) -> Picture | None:
    """Give the one size that other sites show beside a link: 1,200 by 630 pixels, JPEG."""
    found = _renditions(image, ["fill-1200x630|format-jpeg|jpegquality-80"])
    if not found:
        return None
    return Picture(found[0].url, "", found[0].width, found[0].height)


def _renditions(image: Image, specs: list[str]) -> list[Rendition]:
    declare(picture_key(image.pk))
    try:
        found = image.get_renditions(*map(_filter, specs))
    except (SourceImageIOError, InvalidFilterSpecError):
        return []
    return [found[spec] for spec in specs]


@lru_cache(maxsize=200)
def _filter(spec: str) -> Filter:
    """Give a filter that has read its specification: reading it costs more than using it."""
    return Filter(spec=spec)
