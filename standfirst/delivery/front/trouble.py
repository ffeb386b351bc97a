"""What the front itself says when it cannot give what was asked for: short, honest, in dress.

One page without a script, a picture or a request to anywhere; its style is allowed by its hash.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from importlib.resources import files

from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.rsgi import HTTPProtocol

RETRY_SECONDS = 2
_HERE = files("standfirst.delivery.front")
_PAGE = (_HERE / "trouble.html").read_text("utf-8")
_STYLE = (_HERE / "trouble.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: a status, a title, a sentence, and what else the answer carries."""

    status: int
    title: str
    sentence: str
    headers: Headers = field(default_factory=list)


UNSOUND = Trouble(400, "This request makes no sense", "Something about it is no proper HTTP.")
NOT_ALLOWED = Trouble(
    405,
    "This is not done here",
    "Nothing here answers this method.",
    [("allow", "GET, HEAD, POST, OPTIONS")],
)
TOO_SLOW_BODY = Trouble(
    408, "This took too long to arrive", "Nothing was changed. Please send it again."
)
TOO_LARGE = Trouble(413, "This is too large", "Nothing was changed. Please send something smaller.")
APP_AWAY = Trouble(
    502,
    "This page cannot be made just now",
    "Part of this paper is not answering. Most pages can still be read; "
    "please try this one again in a minute.",
)
OVERLOADED = Trouble(
    503,
    "Too many readers at once",
    "Please try again in a few seconds. If you sent something, it was not taken; "
    "going back keeps what you wrote.",
    [("retry-after", str(RETRY_SECONDS))],
)
APP_SLOW = Trouble(
    504,
    "This took too long",
    "The page was not finished in time. If you sent something, look whether it arrived "
    "before you send it again.",
)


def tell(
    protocol: HTTPProtocol, trouble: Trouble, *, accepted: str | None, common: Headers
) -> None:
    """Say what went wrong: as a page to whoever takes HTML, else as one line."""
    wants_page = "text/html" in (accepted or "")
    headers: Headers = [
        *((name, value) for name, value in common if name != "content-security-policy"),
        ("content-security-policy", POLICY),
        ("cache-control", "no-store"),
        ("content-type", f"text/{'html' if wants_page else 'plain'}; charset=utf-8"),
        *trouble.headers,
    ]
    text = page(trouble) if wants_page else f"{trouble.title}. {trouble.sentence}\n"
    protocol.response_str(trouble.status, headers, text)


def page(trouble: Trouble) -> str:
    """Give the page."""
    return (
        _PAGE.replace("{title}", trouble.title)
        .replace("{style}", _STYLE)
        .replace("{sentence}", trouble.sentence)
        .replace("{status}", str(trouble.status))
    )
