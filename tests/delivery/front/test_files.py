"""Static files and pictures."""

import gzip

import pytest

pytestmark = pytest.mark.any_engine
STYLE = b"body { color: black } " * 50
PICTURE = f"images/{'a1' * 16}.webp"


@pytest.fixture
def files(front):
    css = front.site / "static" / "css"
    css.mkdir(exist_ok=True)
    for name in ("site.0123456789ab.css", "site.css"):
        (css / name).write_bytes(STYLE)
        (css / f"{name}.gz").write_bytes(gzip.compress(STYLE))
    (front.site / "static" / "font.0123456789ab.woff2").write_bytes(b"wOF2")
    (front.site / "static" / ".collected").write_bytes(b"digest")
    (front.site / "media" / PICTURE).write_bytes(b"RIFF" + bytes(300_000))
    (front.site / "media" / "original_images").mkdir(exist_ok=True)
    (front.site / "media" / "original_images" / f"{'b' * 32}.webp").write_bytes(b"original")
    (front.site / "standfirst.toml").write_text("secret_key = 'x'")


def test_a_hashed_name_is_for_ever(front, app, files):
    answer = front.ask("/static/css/site.0123456789ab.css")
    assert answer.body == STYLE
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    packed = front.ask("/static/css/site.0123456789ab.css", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == STYLE
    assert packed.headers["etag"] != answer.headers["etag"]
    for one in (answer, packed):
        assert one.headers["vary"] == "Accept-Encoding"
    assert front.ask("/static/font.0123456789ab.woff2").headers["content-type"] == "font/woff2"
    assert app.asked == []


def test_another_name_is_for_a_minute(front, files):
    assert front.ask("/static/css/site.css").headers["cache-control"] == "public, max-age=60"


def test_a_parameter_changes_no_file(front, app, files):
    assert front.ask("/static/css/site.css?v=2").body == STYLE
    assert app.asked == []


def test_a_static_file_that_is_not_there_is_the_apps_to_deny(front, app, files):
    for path in (
        "/static/gone.css",
        "/static/",
        "/static/.collected",
        "/static/css/site.css.gz",
        "/static/..%2fstandfirst.toml",
        "/static/%2e%2e/standfirst.toml",
    ):
        assert front.ask(path).body == b"made by the app"
    assert len(app.asked) == 6


def test_conditions_and_heads_of_static_files(front, files):
    full = front.ask("/static/css/site.css")
    same = front.ask("/static/css/site.css", headers={"If-None-Match": full.headers["etag"]})
    assert same.status == 304
    bare = front.ask("/static/css/site.css", method="HEAD")
    assert (bare.body, bare.headers["content-length"]) == (b"", str(len(STYLE)))


def test_a_picture_comes_from_its_file(front, app, files):
    answer = front.ask(f"/media/{PICTURE}")
    assert answer.body == b"RIFF" + bytes(300_000)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-length"] == "300004"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"]
    same = front.ask(f"/media/{PICTURE}", headers={"If-None-Match": answer.headers["etag"]})
    assert (same.status, same.body) == (304, b"")
    bare = front.ask(f"/media/{PICTURE}", method="HEAD")
    assert (bare.body, bare.headers["content-length"]) == (b"", "300004")
    assert app.asked == []


@pytest.mark.parametrize(
    "path",
    [
        f"/media/original_images/{'b' * 32}.webp",
        f"/media/images/{'c' * 32}.webp",
        f"/media/images/..%2foriginal_images/{'b' * 32}.webp",
        "/media/images/",
        "/media/documents/x.pdf",
    ],
)
def test_originals_and_what_is_not_there_are_the_apps_to_answer(front, app, files, path):
    assert front.ask(path).body == b"made by the app"
    assert len(app.asked) == 1
