"""The field that holds a story, and the words of one."""

from typing import Any

from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from standfirst.newsroom.blocks import STORY_BLOCKS
from standfirst.newsroom.blocks.neighbours import QuestionBlock
from standfirst.newsroom.blocks.text import KeptHtmlBlock, ParagraphBlock, QuoteBlock


class StoryField(StreamField):
    """A StreamField of story blocks whose migrations do not know the blocks.

    Adding or changing a block is an edit of code, not of the database: the definitions stay out
    of ``deconstruct``, and so no block edit ever asks for a migration.
    """

    def __init__(self, block_types: Any = STORY_BLOCKS, **kwargs: Any) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave the block definitions out."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs


def texts_of(story: StreamValue) -> dict[str, str]:
    """Give the text of each block that passages are marked in, by the block's id, in order."""
    return {
        str(block.id): block.block.passage_text(block.value)
        for block in story
        if block.id and isinstance(block.block, (ParagraphBlock, QuoteBlock, KeptHtmlBlock))
    }


def closed_questions_of(story: StreamValue) -> set[str]:
    """Give the ids of the editors' questions that take no answers any more."""
    return {
        str(block.id)
        for block in story
        if block.id and isinstance(block.block, QuestionBlock) and not block.value.is_open
    }
