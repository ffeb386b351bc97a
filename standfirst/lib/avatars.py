"""A picture that somebody sent of themselves, decoded and made anew: what was in the file stays out."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

# No others are even tried: no SVG, which is a program, and no format that is rarely looked after.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_BYTES = 4 * 1024 * 1024
# Asked of the head of the file, before anything is decoded.
MOST_PIXELS = 24_000_000
LEAST_SIDE = 32
SIDE = 256


class AvatarRefused(Exception):
    """The file is not a picture that we can make one from."""


def square_picture(data: bytes) -> bytes:
    """Make a WebP of 256 by 256 from the middle of a picture, with nothing in it but the picture.

    Raises AvatarRefused for what is no picture, too large, or too small; a bomb costs no more than its
    head. Of a moving one the first frame is taken.
    """
    if len(data) > MOST_BYTES:
        raise AvatarRefused
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=FORMATS) as picture:
                return _made_anew(picture)
    except AvatarRefused:
        raise
    except Exception as error:
        # Decoders raise whatever they like for files that were made to hurt them.
        raise AvatarRefused from error


def _made_anew(picture: Image.Image) -> bytes:
    width, height = picture.size
    if width * height > MOST_PIXELS or min(width, height) < LEAST_SIDE:
        raise AvatarRefused
    # A photo is decoded small at once.
    picture.draft("RGB", (2 * SIDE, 2 * SIDE))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGBA", upright.size, "white")
    flat = Image.alpha_composite(paper, upright).convert("RGB")
    kept = BytesIO()
    ImageOps.fit(flat, (SIDE, SIDE)).save(kept, "WEBP", quality=82, exif=b"", icc_profile=None)
    return kept.getvalue()
