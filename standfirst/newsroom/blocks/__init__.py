"""The blocks that a story is made of: each a class and one template.

Owns what an editor can put into a story. Promises that an importer's raw value
(``{"type": …, "value": …, "id": …}``) renders as safely as what the editor makes.
"""

from wagtail.blocks import Block

from standfirst.newsroom.blocks.attachments import DocumentBlock, EmbedBlock, TableBlock
from standfirst.newsroom.blocks.figures import FigureBlock, GalleryBlock
from standfirst.newsroom.blocks.neighbours import AppealBlock, QuestionBlock
from standfirst.newsroom.blocks.text import (
    HeadingBlock,
    KeptHtmlBlock,
    ParagraphBlock,
    QuoteBlock,
)

STORY_BLOCKS: list[tuple[str, Block]] = [
    ("paragraph", ParagraphBlock()),
    ("heading", HeadingBlock()),
    ("quote", QuoteBlock()),
    ("figure", FigureBlock()),
    ("gallery", GalleryBlock()),
    ("question", QuestionBlock()),
    ("appeal", AppealBlock()),
    ("table", TableBlock()),
    ("document", DocumentBlock()),
    ("embed", EmbedBlock()),
    ("kept_html", KeptHtmlBlock()),
]
