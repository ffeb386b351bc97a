from django.core.management import call_command
from wagtail.blocks import CharBlock

from standfirst.newsroom.blocks import STORY_BLOCKS
from standfirst.newsroom.models import ArticlePage
from standfirst.newsroom.story import StoryField


def test_block_definitions_stay_out_of_migrations():
    _name, path, args, kwargs = StoryField(blank=True).deconstruct()
    assert path == "standfirst.newsroom.story.StoryField"
    assert (args, kwargs) == ([], {"blank": True})


def test_a_new_block_asks_for_no_migration():
    with_more = StoryField([*STORY_BLOCKS, ("rumour", CharBlock())], blank=True)
    assert with_more.deconstruct() == StoryField(blank=True).deconstruct()


def test_the_migrations_are_complete(db):
    call_command("makemigrations", "newsroom", "--check", "--dry-run", verbosity=0)


def test_the_field_knows_every_block():
    field = ArticlePage._meta.get_field("story")
    assert set(field.stream_block.child_blocks) == {name for name, _block in STORY_BLOCKS}
