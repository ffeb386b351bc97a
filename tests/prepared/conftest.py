from tests.discussion.conftest import make_page, other_thread, page, section, thread

__all__ = ["make_page", "other_thread", "page", "section", "thread"]
