"""The walk over a post's HTML, one kind of element after another."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import PageElement, Tag

from standfirst.transfer.wordpress.story.cleaning import (
    MEDIA,
    is_a_bomb,
    is_too_deep,
    tree_of,
    words_of,
)
from standfirst.transfer.wordpress.story.figures import FigureTaker
from standfirst.transfer.wordpress.story.inline import INLINE, InlineWriter, plain_text, smiley
from standfirst.transfer.wordpress.story.lists import list_html
from standfirst.transfer.wordpress.story.outcome import Story, Surroundings
from standfirst.transfer.wordpress.story.pictures import background_of, classes_of
from standfirst.transfer.wordpress.story.quotes import is_post_elsewhere, quote_value
from standfirst.transfer.wordpress.story.shortcodes import plain_html
from standfirst.transfer.wordpress.story.tables import table_value

NOTHING = Surroundings()
_BLOCK_MARK = "<!-- wp:"
_LEVELS = {"h1": "2", "h2": "2", "h3": "3", "h4": "3", "h5": "3", "h6": "3"}
_LONGEST_HEADING = 200
_DEEPEST_REUSE = 3
_KEPT_REASONS = {
    "pre": "preformatted text",
    "dl": "list of terms",
    "details": "text that folds",
}


def story_of(html: str, surroundings: Surroundings = NOTHING) -> Story:
    """Turn a post's HTML into blocks. Whoever wrote it, nothing in the result can run."""
    story = Story()
    _Walk(story, surroundings).read(html)
    story.left = +story.left
    return story


class _Walk:
    """Adds to one story. A block that is used in several posts is read by the same walk, deeper."""

    def __init__(self, story: Story, surroundings: Surroundings) -> None:
        self._story = story
        self._surroundings = surroundings
        self._breaks = True
        self._depth = 0
        self._figures = FigureTaker(story, surroundings, self._reused, self._walk)

    def read(self, html: str) -> None:
        """Read a whole text; line breaks mean something in classic text only."""
        breaks, self._breaks = self._breaks, _BLOCK_MARK not in html
        plain = plain_html(html, self._story.left)
        if is_a_bomb(plain):
            self._story.keep(f"<p>{words_of(plain)}</p>", "nested too deep to be read (the words)")
        else:
            self._read_tree(tree_of(plain, self._story.left))
        self._breaks = breaks

    def _read_tree(self, tree: Tag) -> None:
        if is_too_deep(tree):
            self._story.keep(str(tree), "nested too deep to be read")
        else:
            self._walk(tree.children)

    def _reused(self, number: str) -> None:
        html = self._surroundings.reused(number) if self._depth < _DEEPEST_REUSE else ""
        if not html:
            self._story.left["reused block that is not in the file"] += 1
            return
        self._depth += 1
        self.read(html)
        self._depth -= 1

    def _walk(self, nodes: Iterable[PageElement]) -> None:
        run: list[PageElement] = []
        for node in list(nodes):
            if isinstance(node, Tag) and node.name not in INLINE | MEDIA:
                self._running(run)
                run = []
                self._block(node, "")
            else:
                run.append(node)
        self._running(run)

    def _running(self, nodes: Iterable[PageElement]) -> None:
        def emit(html: str) -> None:
            self._story.add("paragraph", f"<p>{html}</p>")

        writer = InlineWriter(
            breaks=self._breaks, emit=emit, lift=self._block, left=self._story.left
        )
        writer.write(nodes)
        writer.end()

    def _block(self, tag: Tag, link: str) -> None:
        name = tag.name
        if name in MEDIA:
            self._figures.medium(tag, link)
        elif name in {"p", "address"}:
            self._running(tag.children)
        elif name in _LEVELS:
            self._heading(tag)
        elif name in {"ul", "ol"}:
            self._list(tag)
        elif name == "blockquote":
            self._quote(tag)
        elif name == "table":
            self._table(tag, "")
        elif name == "figure":
            self._figure(tag)
        elif name == "hr":
            self._story.add("paragraph", "<hr/>")
        elif name in _KEPT_REASONS:
            self._keep(tag, _KEPT_REASONS[name])
        else:
            self._container(tag)

    def _container(self, tag: Tag) -> None:
        """What only groups: its content is the story, its look is the paper's own."""
        classes = classes_of(tag)
        if "wp-block-file" in classes:
            self._figures.file(tag)
            return
        if "wp-block-columns" in classes:
            self._story.left["columns (set one below another)"] += 1
        if background := background_of(tag):
            self._figures.background(background)
        self._walk(tag.children)

    def _heading(self, tag: Tag) -> None:
        lifted = self._lifted_out(tag)
        text = plain_text(tag)
        if tag.find("a", href=True) is not None:
            tag.name = "h2" if tag.name == "h1" else tag.name
            self._story.keep(str(tag), "heading with a link")
        elif len(text) > _LONGEST_HEADING:
            self._story.left["heading that was too long (now a paragraph)"] += 1
            self._running(tag.children)
        elif text:
            self._story.add("heading", {"text": text, "level": _LEVELS[tag.name]})
        self._after(lifted)

    def _list(self, tag: Tag) -> None:
        if "wp-block-gallery" in classes_of(tag):
            self._figures.gallery(tag)
            return
        lifted = self._lifted_out(tag)
        html = list_html(tag, self._story.left)
        if html is None:
            self._story.keep(str(tag), "list of more than words")
        elif plain_text(tag):
            self._story.add("paragraph", html)
        self._after(lifted)

    def _quote(self, tag: Tag) -> None:
        if is_post_elsewhere(tag):
            self._keep(tag, "post from another network")
            return
        lifted = self._lifted_out(tag)
        value = quote_value(tag, self._story.left)
        if value is not None:
            self._story.add("quote", value)
        elif plain_text(tag):
            self._story.keep(str(tag), "quote with links or parts of its own")
        self._after(lifted)

    def _table(self, tag: Tag, caption: str) -> None:
        lifted = self._lifted_out(tag)
        value = table_value(tag, caption, self._story.left)
        if value is not None:
            self._story.add("table", value)
        else:
            self._story.keep(str(tag), "table with joined cells or more than words")
        self._after(lifted)

    def _figure(self, tag: Tag) -> None:
        table, quote = tag.find("table"), tag.find("blockquote")
        if isinstance(table, Tag):
            caption = tag.find("figcaption")
            self._table(table, plain_text(caption) if isinstance(caption, Tag) else "")
        elif isinstance(quote, Tag) and tag.find("img") is None:
            self._quote(quote)
        else:
            self._figures.figure(tag)

    def _keep(self, tag: Tag, reason: str) -> None:
        lifted = self._lifted_out(tag)
        self._story.keep(str(tag), reason)
        self._after(lifted)

    def _lifted_out(self, tag: Tag) -> list[Tag]:
        """Take pictures and players out of what holds words only; they follow behind it."""
        lifted: list[Tag] = []
        for medium in tag.find_all(sorted(MEDIA)):
            alt = smiley(medium)
            if alt is not None:
                medium.replace_with(alt)
            elif medium.find_parent(sorted(MEDIA)) is None:
                lifted.append(medium)
        for medium in lifted:
            medium.extract()
        return lifted

    def _after(self, lifted: list[Tag]) -> None:
        for medium in lifted:
            self._story.left["picture or player moved behind its table, list or quote"] += 1
            self._figures.medium(medium, "")
