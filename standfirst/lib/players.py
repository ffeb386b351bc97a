"""The few other sites whose players a story may embed, and the address each player has.

Nothing of them loads before a reader presses; the security policy lets only these be framed.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """One site with a player: its name, the host that is framed, and how its addresses look."""

    name: str
    host: str
    pattern: re.Pattern[str]
    path: str

    def frame_url(self, url: str) -> str | None:
        """Give the player's address for a link to this site, None for any other link."""
        match = self.pattern.match(url)
        return f"https://{self.host}{self.path.format(match[1])}" if match else None


PLAYERS = (
    Player(
        "YouTube",
        "www.youtube-nocookie.com",
        re.compile(
            r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/)|youtu\.be/)"
            r"([\w-]{6,20})(?![\w-])"
        ),
        "/embed/{0}",
    ),
    Player(
        "Vimeo",
        "player.vimeo.com",
        re.compile(r"https?://(?:www\.)?vimeo\.com/(?:video/)?(\d{5,15})(?!\d)"),
        "/video/{0}?dnt=1",
    ),
    Player(
        "Dailymotion",
        "geo.dailymotion.com",
        re.compile(r"https?://(?:www\.)?dailymotion\.com/video/([a-z0-9]{5,12})(?![a-z0-9])"),
        "/player.html?video={0}",
    ),
)

FRAME_SOURCES = tuple(f"https://{player.host}" for player in PLAYERS)


def player_of(url: str) -> tuple[Player, str] | None:
    """Find the player for a link: the site and the address to frame. None for an unknown site."""
    for player in PLAYERS:
        frame = player.frame_url(url)
        if frame is not None:
            return player, frame
    return None
