"""What the front is told at its start."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from standfirst.lib.network import IPNetwork, parse_networks

TOKEN = "STANDFIRST_FRONT_TOKEN"  # noqa: S105 (the variable's name)
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FrontSettings:
    """Where things lie, whom to ask, and how much of everything there may be."""

    pages: Path
    static: Path
    media: Path
    # "unix:/run/paper/app.sock" or "127.0.0.1:8001".
    app: str
    # The same for the process that holds event streams; "" where there is none.
    live: str = field(default="", kw_only=True)
    # The paper's own address, as Host of what the front asks by itself.
    host: str
    token: str = field(repr=False)
    is_secure: bool = False
    # The paper's own, as Django names it; the front speaks it when something is wrong.
    language: str = "en"
    # The CDN that may keep pages for longer, since it is told when to drop them; "" for none.
    cdn: str = ""
    trusted_proxies: tuple[str, ...] = ()
    session_cookie: str = "sessionid"
    memory_bytes: int = 128 * MEBIBYTE
    # The largest body that a client may send.
    body_bytes: int = 64 * MEBIBYTE
    # Requests that the app has in hand at once; the last of them are for staff alone.
    slots: int = 16
    reserved_slots: int = 4
    # Requests that may wait for a slot, each at most so long.
    waiting: int = 128
    waiting_seconds: float = 2.0
    # How long the app may take until its first byte, and between two.
    answer_seconds: float = 60.0
    # How long a reader waits for news of a page that could be shown as it was.
    renewal_seconds: float = 2.0

    @property
    def networks(self) -> tuple[IPNetwork, ...]:
        """The trusted proxies. Raises ValueError for what is no network."""
        return parse_networks(self.trusted_proxies)


def token_from(environ: Mapping[str, str]) -> str:
    """The secret by which the app knows the front. Raises KeyError if nobody gave one."""
    return environ[TOKEN]
