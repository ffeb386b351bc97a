"""Blocks of words: paragraphs, headings, quotes, and imported HTML that no other block could take."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    RawHTMLBlock,
    RichTextBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)

from standfirst.lib.passage_html import text_of
from standfirst.newsroom.markup import (
    clean_kept,
    kept_html,
    kept_text,
    paragraph_html,
    paragraph_text,
    spoken_html,
    with_marks,
    with_opening,
)

PARAGRAPH_FEATURES = (
    *("bold", "italic", "strikethrough", "superscript", "subscript", "code"),
    *("link", "document-link", "ol", "ul", "hr"),
)


class ParagraphBlock(RichTextBlock):
    """One or more paragraphs of the story."""

    # Readers may write to passages of its text.
    has_passages = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=list(PARAGRAPH_FEATURES), **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the HTML to show, with ``marks`` in its text.

        The first of a report has the dateline (``opening``), which is none of its text.
        """
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        html = with_marks(paragraph_html(value.source), context.get("marks"))
        opening = context.get("opening")
        return {**context, "html": with_opening(html, opening) if opening else html}

    def passage_text(self, value: Any) -> str:
        """The text in which passages are found."""
        return paragraph_text(value.source)

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "newsroom/blocks/paragraph.html"


class HeadingBlock(StructBlock):
    """A heading between paragraphs."""

    text = CharBlock(label=_("Heading"), max_length=200)
    level = ChoiceBlock(
        label=_("Level"), choices=[("2", _("Heading")), ("3", _("Sub-heading"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "newsroom/blocks/heading.html"


class QuoteBlock(StructBlock):
    """What somebody said or wrote, set apart."""

    # Readers may write to passages of its text.
    has_passages = True

    text = TextBlock(label=_("Quote"))
    source = CharBlock(label=_("Who said it"), max_length=200, required=False)
    source_url = URLBlock(label=_("Link of the source"), required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the HTML of the words, with ``marks`` in them."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        words = with_marks(spoken_html(value["text"]), context.get("marks"))
        return {**context, "words": words}

    def passage_text(self, value: Any) -> str:
        """The text in which passages are found."""
        return text_of(spoken_html(value["text"]))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "newsroom/blocks/quote.html"


class KeptHtmlBlock(RawHTMLBlock):
    """HTML from another system that has no block of its own; sanitised when saved and when shown."""

    # Readers may write to passages of its text.
    has_passages = True

    def clean(self, value: Any) -> Any:
        """Store only what may be shown."""
        return self.normalize(clean_kept(super().clean(value)))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the HTML to show."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "html": with_marks(kept_html(str(value)), context.get("marks"))}

    def passage_text(self, value: Any) -> str:
        """The text in which passages are found."""
        return kept_text(str(value))

    class Meta:
        icon = "code"
        label = _("Kept HTML")
        template = "newsroom/blocks/kept_html.html"
