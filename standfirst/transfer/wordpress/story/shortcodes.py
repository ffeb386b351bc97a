"""Square-bracket codes and block comments of WordPress rewritten as plain HTML.

Known codes become the elements that the walk reads anyway. An unknown code keeps its text: alone on
its line or with settings it is marked, so that the walk keeps and counts it; a pair of unknown codes
around text is taken away and counted; anything else in brackets is a writer's own bracket.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape, unescape

from standfirst.transfer.wordpress.story.embeds import is_embeddable, link_of

# Settings never contain brackets; the length keeps a stray "[" from being read to the end of the post.
_CODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]{0,60})((?:[\s=/][^\[\]]{0,2000})?)\](\]?)")
_SETTING = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'/]+))|"([^"]*)"|([^\s"']+)"""
)
_PICTURE = re.compile(
    r"\s*((?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE
)
_VOID_BLOCK = re.compile(r"wp:([a-z][a-z0-9/-]*)(.*)/", re.DOTALL)
_REF = re.compile(r'"ref"\s*:\s*(\d+)')
_LANGUAGE = re.compile(r"<!--:(?:([a-z]{2}))?-->|\[:(?:([a-z]{2}))?\]")
_OWN_LINE_ADDRESS = re.compile(r"^[ \t]*(https?://[^\s<>\"\[\]]+)[ \t\r]*$", re.MULTILINE)
_Known = Callable[[dict[str, str], str], str]
_SOURCES = ("src", "url", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mp3", "m4a", "ogg", "wav")


def settings_of(text: str) -> dict[str, str]:
    """The settings of a code; what has no name is filed under "0", "1", …"""
    found: dict[str, str] = {}
    unnamed = 0
    for name, double, single, bare, quoted, word in _SETTING.findall(unescape(text)):
        if name:
            found.setdefault(name.lower(), double or single or bare)
        else:
            found[str(unnamed)] = (quoted or word).strip("=")
            unnamed += 1
    return found


def plain_html(text: str, left: Counter[str]) -> str:
    """Rewrite a post's text without brackets, comments and bare addresses of players."""
    text = _LANGUAGE.sub(lambda match: _language(match, left), text)
    text = _without_comments(text, left)
    text = _Codes(text, left).rewritten()
    return _OWN_LINE_ADDRESS.sub(_own_line, text)


def _language(match: re.Match[str], left: Counter[str]) -> str:
    """Set the languages that qTranslate keeps in one text one after another."""
    code = match.group(1) or match.group(2)
    if code:
        left[f"language mark ({code})"] += 1
    return "\n\n"


def _without_comments(text: str, left: Counter[str]) -> str:
    """Read every comment once. One that is never closed is shown, or it would swallow the rest."""
    out: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(out) + text[position:].replace("<!--", "&lt;!--")
        out.append(text[position:start])
        out.append(_comment(text[start + 4 : end].strip(), left))
        position = end + 3
    return "".join(out) + text[position:]


def _comment(said: str, left: Counter[str]) -> str:
    block = _VOID_BLOCK.fullmatch(said)
    if block:
        return _void_block(block.group(1), block.group(2), left)
    if said.startswith(("wp:", "/wp:")):
        return ""
    if said.startswith("more"):
        left["read-more mark"] += 1
    elif said == "nextpage":
        left["page break (the pages were joined)"] += 1
    else:
        left["remark in the HTML"] += 1
    return "\n\n"


def _void_block(name: str, settings: str, left: Counter[str]) -> str:
    """Name what has no content of its own: WordPress makes it anew at each showing."""
    ref = _REF.search(settings)
    if name == "block" and ref:
        return f'<figure class="sf-reused" data-id="{ref.group(1)}"></figure>'
    left[f"block without content ({name})"] += 1
    return ""


def _as_text(source: str) -> str:
    return escape(unescape(source), quote=False)


def _own_line(match: re.Match[str]) -> str:
    return _embed(match.group(1)) if is_embeddable(unescape(match.group(1))) else match.group()


def _embed(address: str) -> str:
    return f'<figure class="wp-block-embed">{escape(unescape(address))}</figure>'


class _Codes:
    """One text's codes, rewritten from left to right."""

    def __init__(self, text: str, left: Counter[str]) -> None:
        self._text = text
        self._left = left
        found = [(bool(end), name.lower()) for _, end, name, *_ in _CODE.findall(text)]
        self._closed = {name for is_end, name in found if is_end}
        self._opened = {name for is_end, name in found if not is_end}

    def rewritten(self) -> str:
        out: list[str] = []
        position = 0
        while match := _CODE.search(self._text, position):
            out.append(self._text[position : match.start()])
            html, position = self._one(match)
            out.append(html)
        out.append(self._text[position:])
        return "".join(out)

    def _one(self, match: re.Match[str]) -> tuple[str, int]:
        """The HTML for one code, and where to read on."""
        escaped, end, name, settings, more = match.groups()
        if escaped and more:
            return match.group()[1:-1], match.end()
        if escaped:
            return "[", match.start() + 1
        name = name.lower()
        if end:
            return self._lone_end(match, name), match.end() - len(more)
        known = _KNOWN.get(name)
        if known is None:
            return self._unknown(match, name, settings), match.end() - len(more)
        inner, stop = self._inner(match, name)
        html = known(settings_of(settings), inner)
        return html, stop - (len(more) if stop == match.end() else 0)

    def _inner(self, match: re.Match[str], name: str) -> tuple[str, int]:
        """The text up to the code's end, if it has one before the next code of its name."""
        if name in self._closed:
            ends = re.compile(rf"\[(/?){re.escape(name)}\b[^\[\]]*\]", re.IGNORECASE)
            found = ends.search(self._text, match.end())
            if found and found.group(1):
                return self._text[match.end() : found.start()], found.end()
        return "", match.end()

    def _lone_end(self, match: re.Match[str], name: str) -> str:
        return "" if name in self._opened else _as_text(match.group())

    def _unknown(self, match: re.Match[str], name: str, settings: str) -> str:
        if name in self._closed:
            self._left[f"code [{name}] around text"] += 1
            return ""
        before = self._text[self._text.rfind("\n", 0, match.start()) + 1 : match.start()]
        after = self._text[match.end() :].partition("\n")[0]
        is_alone = not before.strip() and not after.strip() and len(name) > 2
        if not is_alone and "=" not in settings:
            return match.group()
        text = match.group()[: len(match.group()) - len(match.group(5))]
        return f'<figure class="sf-code" data-name="{name}">{_as_text(text)}</figure>'


def _caption(settings: dict[str, str], inner: str) -> str:
    number = settings.get("id", "").removeprefix("attachment_")
    match = _PICTURE.match(inner)
    picture, words = match.groups() if match else ("", inner)
    words = words.strip() or escape(settings.get("caption", ""), quote=False)
    marked = f' data-id="{number}"' if number.isdigit() else ""
    return f'<figure class="wp-caption"{marked}>{picture}<figcaption>{words}</figcaption></figure>'


def _gallery(settings: dict[str, str], _inner: str) -> str:
    ids = settings.get("ids") or settings.get("include", "")
    exclude = settings.get("exclude", "")
    return f'<figure class="sf-gallery" data-ids="{escape(ids)}" data-exclude="{escape(exclude)}"></figure>'


def _playlist(settings: dict[str, str], _inner: str) -> str:
    return f'<figure class="sf-playlist" data-ids="{escape(settings.get("ids", ""))}"></figure>'


def _embedded(settings: dict[str, str], inner: str) -> str:
    return _embed(inner.strip() or settings.get("src", "") or settings.get("0", ""))


def _played(settings: dict[str, str], inner: str) -> str:
    address = next((settings[name] for name in _SOURCES if settings.get(name)), "")
    address = address or settings.get("0", "") or inner.strip()
    if is_embeddable(address):
        return _embed(address)
    return f'<audio src="{escape(address)}"></audio>'


def _listing(_settings: dict[str, str], inner: str) -> str:
    return f"<pre><code>{_as_text(inner)}</code></pre>"


def _on_site(prefix: str) -> _Known:
    def rewritten(settings: dict[str, str], inner: str) -> str:
        given = settings.get("url") or settings.get("id") or settings.get("0", "") or inner.strip()
        given = given.partition("|")[0]
        return _embed(link_of(given if "//" in given else f"{prefix}{given}"))

    return rewritten


_KNOWN: dict[str, _Known] = {
    "audio": _played,
    "caption": _caption,
    "code": _listing,
    "embed": _embedded,
    "gallery": _gallery,
    "instagram": _on_site("https://www.instagram.com/p/"),
    "playlist": _playlist,
    "sourcecode": _listing,
    "soundcloud": _on_site("https://soundcloud.com/"),
    "tweet": _on_site("https://twitter.com/i/status/"),
    "video": _played,
    "vimeo": _on_site("https://vimeo.com/"),
    "wp_caption": _caption,
    "wpvideo": _on_site("https://videopress.com/v/"),
    "youtube": _on_site("https://www.youtube.com/watch?v="),
}
