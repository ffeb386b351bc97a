"""A picture of somebody is made anew: nothing of the file but the picture comes through."""

import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from PIL import Image

from standfirst.lib.avatars import MOST_BYTES, SIDE, AvatarRefused, square_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def sent(kind, size=(640, 480), *, mode="RGB", **saved):
    kept = BytesIO()
    picture = Image.new(mode, size, "red")
    picture.paste("blue", (0, 0, size[0] // 2, size[1]))
    picture.save(kept, kind, **saved)
    return kept.getvalue()


def opened(data):
    return Image.open(BytesIO(square_picture(data)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_becomes_a_square_of_one_size(kind):
    made = opened(sent(kind))
    assert (made.format, made.size, made.mode) == ("WEBP", (SIDE, SIDE), "RGB")


def test_nothing_but_the_picture_comes_through():
    exif = Image.Exif()
    exif[0x010F] = "CANARY camera"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 0.0)}
    data = sent("JPEG", exif=exif, comment=b"CANARY comment", icc_profile=b"CANARY profile" * 20)
    assert b"CANARY" in data
    made = square_picture(data)
    assert b"CANARY" not in made
    assert not Image.open(BytesIO(made)).getexif()
    assert b"EXIF" not in made
    # Whatever stands behind the picture's end.
    assert b"CANARY" not in square_picture(sent("PNG") + b"CANARY <script>")


def test_a_photo_that_lies_on_its_side_stands_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = opened(sent("JPEG", (400, 400), exif=exif))
    red, _green, blue = lying.getpixel((SIDE // 2, SIDE - 20))
    assert red > blue
    assert lying.getpixel((SIDE // 2, 20))[2] > 200


def test_what_is_transparent_becomes_paper():
    clear = BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(clear, "PNG")
    assert min(opened(clear.getvalue()).getpixel((9, 9))) > 250


def bomb(width, height):
    """A PNG whose head says that it is huge, of a few hundred bytes."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6_000, 50_000])
def test_a_bomb_costs_no_more_than_its_head(side):
    tracemalloc.start()
    with pytest.raises(AvatarRefused):
        square_picture(bomb(side, side))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SVG,
        b"GIF89a",
        sent("JPEG")[:300],
        sent("PNG")[:-40],
        sent("BMP"),
        sent("TIFF"),
        sent("PNG", (16, 16)),
        b"\0" * (MOST_BYTES + 1),
        b"%PDF-1.4 " + b"x" * 100,
    ],
    ids=lambda data: str(data[:8]),
)
def test_what_is_no_picture_of_ours_is_refused(data):
    with pytest.raises(AvatarRefused):
        square_picture(data)


def test_of_a_moving_picture_the_first_frame_is_taken():
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    made = opened(moving.getvalue())
    assert getattr(made, "n_frames", 1) == 1
    assert made.getpixel((9, 9))[0] > 200
