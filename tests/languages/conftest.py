"""A thread to write in."""

import pytest

from standfirst.discussion.models import Thread
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.browser.conftest import browser_of  # noqa: F401 (a fixture)
from tests.plugins.remembering import remembered


@pytest.fixture
@remembered
def thread(db, now):
    """Give the thread of a published article, in a paper whose words are none of any language."""
    home = found_paper(name="Xyz", now=now)
    section = add_section(home=home, title="Xyz", slug="xyz", now=now)
    page = publish_article(section=section, article=NewArticle(headline="Xyz xyz"), now=now)
    return Thread.objects.get(page_id=page.pk)
