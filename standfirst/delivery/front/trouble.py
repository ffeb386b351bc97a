"""What the front itself says when it cannot give what was asked for: short, honest, in dress.

One page without a script, a picture or a request to anywhere; its style is allowed by its hash.
In the paper's language, from the same catalogues as all else: each process is told once, at its start.
"""

import base64
import gettext
import hashlib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from standfirst.delivery.front.kept import Headers
from standfirst.delivery.front.rsgi import HTTPProtocol

RETRY_SECONDS = 2
_HERE = files("standfirst.delivery.front")
_CATALOGUES = Path(__file__).parents[2] / "locale"
# As Django has it, which is not loaded here; a test holds them together.
RIGHT_TO_LEFT = frozenset({"ar", "ar-dz", "az", "ckb", "fa", "he", "ug", "ur"})
_PAGE = (_HERE / "trouble.html").read_text("utf-8")
_STYLE = (_HERE / "trouble.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


def gettext_noop(words: str) -> str:
    """Mark words as ones to translate; they are when somebody is told."""
    return words


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: a status, a title, a sentence, and what else the answer carries."""

    status: int
    title: str
    sentence: str
    headers: Headers = field(default_factory=list)


UNSOUND = Trouble(
    400,
    gettext_noop("This request makes no sense"),
    gettext_noop("Something about it is no proper HTTP."),
)
NOT_ALLOWED = Trouble(
    405,
    gettext_noop("This is not done here"),
    gettext_noop("Nothing here answers this method."),
    [("allow", "GET, HEAD, POST, OPTIONS")],
)
TOO_SLOW_BODY = Trouble(
    408,
    gettext_noop("This took too long to arrive"),
    gettext_noop("Nothing was changed. Please send it again."),
)
TOO_LARGE = Trouble(
    413,
    gettext_noop("This is too large"),
    gettext_noop("Nothing was changed. Please send something smaller."),
)
APP_AWAY = Trouble(
    502,
    gettext_noop("This page cannot be made just now"),
    gettext_noop(
        "Part of this paper is not answering. Most pages can still be read; "
        "please try this one again in a minute."
    ),
)
OVERLOADED = Trouble(
    503,
    gettext_noop("Too many readers at once"),
    gettext_noop(
        "Please try again in a few seconds. If you sent something, it was not taken; "
        "going back keeps what you wrote."
    ),
    [("retry-after", str(RETRY_SECONDS))],
)
APP_SLOW = Trouble(
    504,
    gettext_noop("This took too long"),
    gettext_noop(
        "The page was not finished in time. If you sent something, look whether it arrived "
        "before you send it again."
    ),
)


class Speech:
    """How this process speaks: the language, its direction, its words."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        main, _dash, place = language.partition("-")
        names = [f"{main}_{place.upper()}", main] if place else [main]
        self.words = gettext.translation("django", _CATALOGUES, names, fallback=True).gettext


_speech = Speech("en")


def speak(language: str) -> None:
    """Have this process speak the paper's language, such as "de" or "pt-br", from now on."""
    global _speech  # noqa: PLW0603 (told once, before the first request)
    _speech = Speech(language)


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
    words = _speech.words
    text = page(trouble) if wants_page else f"{words(trouble.title)}. {words(trouble.sentence)}\n"
    protocol.response_str(trouble.status, headers, text)


def page(trouble: Trouble) -> str:
    """Give the page."""
    return (
        _PAGE.replace("{title}", _speech.words(trouble.title))
        .replace("{language}", _speech.language)
        .replace("{direction}", _speech.direction)
        .replace("{style}", _STYLE)
        .replace("{sentence}", _speech.words(trouble.sentence))
        .replace("{status}", str(trouble.status))
    )
