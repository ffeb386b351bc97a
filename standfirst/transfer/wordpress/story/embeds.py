"""Addresses of things on other sites, brought into the form that a reader's link would have."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Whose address on a line of its own WordPress shows as a player or a card.
_HOSTS = {
    *(
        "bsky.app",
        "dai.ly",
        "dailymotion.com",
        "facebook.com",
        "flickr.com",
        "flic.kr",
        "giphy.com",
    ),
    *(
        "imgur.com",
        "instagram.com",
        "issuu.com",
        "kickstarter.com",
        "mixcloud.com",
        "pinterest.com",
    ),
    *("reddit.com", "scribd.com", "slideshare.net", "soundcloud.com", "speakerdeck.com"),
    *("spotify.com", "ted.com", "tiktok.com", "tumblr.com", "twitter.com", "videopress.com"),
    *("vimeo.com", "wordpress.tv", "x.com", "youtu.be", "youtube.com"),
}
_YOUTUBE = re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,20})")
_VIMEO = re.compile(r"https?://player\.vimeo\.com/video/(\d+)")
_DAILYMOTION = re.compile(r"https?://(?:www\.|geo\.)?dailymotion\.com/embed/video/([a-z0-9]+)")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def whole_address(address: str) -> str:
    """An address with its scheme, or "" for what leads nowhere."""
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    return address if _ADDRESS.fullmatch(address) else ""


def link_of(address: str) -> str:
    """The address of the page that a player's frame belongs to; any other address as it is."""
    address = whole_address(address)
    for pattern, page in (
        (_YOUTUBE, "https://www.youtube.com/watch?v={}"),
        (_VIMEO, "https://vimeo.com/{}"),
        (_DAILYMOTION, "https://www.dailymotion.com/video/{}"),
    ):
        match = pattern.match(address)
        if match:
            return page.format(match.group(1))
    return address


def first_address(text: str) -> str:
    match = _ADDRESS.search(text)
    return match.group() if match else ""


def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_embeddable(address: str) -> bool:
    """Whether WordPress would have shown more than a link for it."""
    host = host_of(address)
    return any(host == known or host.endswith(f".{known}") for known in _HOSTS)
