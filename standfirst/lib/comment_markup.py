"""What readers may write in a comment, turned into finished HTML once, when it is stored.

A subset of CommonMark: emphasis, links, quotes, lists, code. Headings, pictures, rules, tables and
raw HTML are not part of it; what looks like them is shown as the text that was typed. A line break
is a line break, since people write comments in text fields. Bare addresses become links.

Three promises, each tested with the corpora of hostile strings: nothing but the listed tags and
attributes comes out; cleaning the result again changes nothing; the time grows with the length of
the text and not faster.
"""

import html
import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Stored with each revision: a higher number means that older finished HTML is to be made anew.
MARKUP_VERSION = 1

TAGS = frozenset({"p", "br", "em", "strong", "a", "blockquote", "ul", "ol", "li", "code", "pre"})
# What imported comments are written with, besides; Markdown never makes these.
IMPORT_TAGS = frozenset({"b", "i", "del"})
# "*" is named so that the library's own list for every tag (title, lang) does not apply.
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https"})
# A reader's link says nothing for us, opens nothing in our name, and tells search engines so.
LINK_REL = "nofollow ugc noopener"
# Whatever is inside these is no text for readers.
SWALLOWED = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "math"})

LONGEST_ADDRESS = 2000
MOST_PASSES = 6
# Deeper lists and quotes are shown as text. Each level costs a pass over the lines within it.
DEEPEST_NESTING = 12
_BARE_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`\\^{|}\[\]]{4,2000}", re.IGNORECASE)
# No user name before the host: it is there to deceive.
_ADDRESS = re.compile(r"https?://[^\s/?#\\%@<>\"'`^{|}]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_TRAILING = ".,;:!?)*_~"
_PARAGRAPHS = re.compile(r"\n[ \t]*\n[\s]*")


def finished_html(text: str) -> str:
    """Turn what a reader typed into HTML that may stand on a page as it is."""
    return clean_html(_PARSER.render(text))


def finished_import(text: str) -> str:
    """Turn an imported comment, HTML with meaningful line breaks, into HTML for a page.

    Other systems store comments so (WordPress' ``comment_content``): a few tags, a blank line
    between paragraphs. Tags beyond our own are taken away and their words stay.
    """
    blocks = [block for block in _PARAGRAPHS.split(text.strip()) if block]
    return clean_html("".join(_import_block(block) for block in blocks))


def clean_html(markup: str) -> str:
    """Keep the listed tags and attributes and nothing else. Cleaning twice changes nothing more.

    Taking a tag away can leave its neighbours nested as no parser would nest them, which the next
    parser then mends otherwise; so it is repeated until nothing changes. What never settles is
    shown as text.
    """
    for _ in range(MOST_PASSES):
        cleaned = _clean_once(markup)
        if cleaned == markup:
            return cleaned
        markup = cleaned
    return f"<p>{html.escape(markup, quote=False)}</p>"


def _clean_once(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=set(TAGS | IMPORT_TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_kept_attribute,
        clean_content_tags=set(SWALLOWED),
        link_rel=LINK_REL,
        url_schemes=set(SCHEMES),
        url_relative="deny",
    )


def is_allowed_address(address: str) -> bool:
    """Say whether a link may lead there: an absolute web address of ordinary length."""
    return len(address) <= LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(address))


def count_links(markup: str) -> int:
    """Count the links in finished HTML."""
    return markup.count("<a href=")


def _import_block(block: str) -> str:
    if re.match(r"<(?:p|blockquote|ul|ol|pre)\b", block, re.IGNORECASE):
        return block
    return f"<p>{block.replace(chr(10), '<br>')}</p>"


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "a" and name == "href":
        return value if is_allowed_address(value) else None
    if tag == "ol" and name == "start":
        return value if value.isascii() and value.isdigit() and len(value) < 10 else None
    # What the cleaner itself puts on a link is asked about too.
    return value if name == "rel" else None


def _finish_tokens(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "fence":
            block.info = ""  # the language it names would become a class; nothing here colours code
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = _with_links(block.children)


def _with_links(tokens: Sequence[Token]) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and depth == 0 and "://" in token.content:
            result.extend(_split(token.content))
        else:
            result.append(token)
    return result


def _split(text: str) -> list[Token]:
    tokens: list[Token] = []
    end = 0
    for match in _BARE_ADDRESS.finditer(text):
        address = match[0].rstrip(_TRAILING)
        # A closing bracket belongs to the address if it opened there: …/Bridge_(river)
        if (
            address.count("(") > address.count(")")
            and text[match.start() + len(address) :][:1] == ")"
        ):
            address += ")"
        if not is_allowed_address(address):
            continue
        tokens.append(_text(text[end : match.start()]))
        tokens.append(Token("link_open", "a", 1, attrs={"href": address}))
        tokens.append(_text(address))
        tokens.append(Token("link_close", "a", -1))
        end = match.start() + len(address)
    tokens.append(_text(text[end:]))
    return tokens


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


class _CommentParser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        return is_allowed_address(url)


def _parser() -> MarkdownIt:
    parser = _CommentParser("zero", {"html": False, "breaks": True, "maxNesting": DEEPEST_NESTING})
    parser.enable(["blockquote", "list", "fence", "emphasis", "link", "autolink", "backticks"])
    parser.enable(["newline", "escape", "balance_pairs", "fragments_join"])
    parser.core.ruler.push("finish_tokens", _finish_tokens)
    return parser


_PARSER = _parser()
