import pytest

from standfirst.lib.players import FRAME_SOURCES, player_of

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        (
            "https://www.youtube.com/watch?v=abcdefghijk",
            "https://www.youtube-nocookie.com/embed/abcdefghijk",
        ),
        (
            "https://youtube.com/watch?list=x&v=abcdefghijk&t=3",
            "https://www.youtube-nocookie.com/embed/abcdefghijk",
        ),
        ("https://youtu.be/abcdefghijk?t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        (
            "https://www.dailymotion.com/video/x8abcde",
            "https://geo.dailymotion.com/player.html?video=x8abcde",
        ),
    ],
)
def test_known_sites_have_a_player(url, frame):
    player, address = player_of(url)
    assert address == frame
    assert f"https://{player.host}" in FRAME_SOURCES


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.org/watch?v=abcdefghijk",
        "https://youtube.com.evil.test/watch?v=abcdefghijk",
        "https://evil.test/https://youtu.be/abcdefghijk",
        "javascript:alert('https://youtu.be/abcdefghijk')",
        "https://www.youtube.com/@channel",
        "https://vimeo.com/about",
    ],
)
def test_everything_else_has_none(url):
    assert player_of(url) is None
