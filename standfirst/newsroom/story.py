"""The field that holds a story."""

from typing import Any

from wagtail.fields import StreamField

from standfirst.newsroom.blocks import STORY_BLOCKS


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
