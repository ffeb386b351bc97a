"""An article with a discussion, and short ways to write in it and to decide on it."""

from tests.discussion.conftest import judge, make_page, page, proven, section, thread, write

__all__ = ["judge", "make_page", "page", "proven", "section", "thread", "write"]
