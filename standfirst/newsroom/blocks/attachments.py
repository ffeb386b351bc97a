"""Blocks that bring something along: a table, a file, something on another site."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, URLBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from standfirst.delivery.recording import declare
from standfirst.lib.players import player_of
from standfirst.newsroom.markup import paragraph_html
from standfirst.pictures.queries import document_key


class CellBlock(RichTextBlock):
    """A cell of words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=["bold", "italic", "link"], **kwargs)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the HTML to show."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "html": paragraph_html(value.source)}

    class Meta:
        template = "newsroom/blocks/cell.html"


class NumberBlock(CharBlock):
    """A cell that is set like a number: to the end of its column."""

    class Meta:
        template = "newsroom/blocks/number.html"


class TableBlock(TypedTableBlock):
    """A table with a caption and a row of headings."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            [
                ("words", CellBlock(label=_("Words"), required=False)),
                ("number", NumberBlock(label=_("Number"), required=False, max_length=60)),
            ],
            **kwargs,
        )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add whether any column has a heading: a row of empty headings is not shown."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return {**context, "has_headings": any(column["heading"] for column in value.columns)}

    class Meta:
        icon = "table"
        label = _("Table")
        template = "newsroom/blocks/table.html"


class DocumentBlock(StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("File"))
    title = CharBlock(label=_("Title"), max_length=200, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Declare the file: its title, kind and size are shown."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if value["document"] is not None:
            declare(document_key(value["document"].pk))
        return context

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "newsroom/blocks/document.html"


class EmbedBlock(StructBlock):
    """Something on another site. A plain link until a reader presses; nothing loads before."""

    url = URLBlock(label=_("Address"))
    title = CharBlock(label=_("What it is"), max_length=200)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the player's name and address, if the site is one whose player may be framed."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = player_of(value["url"] or "")
        return {
            **context,
            "site": found[0].name if found else urlsplit(value["url"] or "").hostname,
            "frame_url": found[1] if found else "",
        }

    class Meta:
        icon = "media"
        label = _("Embed")
        template = "newsroom/blocks/embed.html"
