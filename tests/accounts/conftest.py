"""An article with an open discussion, another one, and somebody who did everything there is."""

import pytest

from standfirst.discussion.models import Thread
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from tests.accounts.canaries import everything
from tests.plugins.remembering import remembered


@pytest.fixture
@remembered
def threads(db, now):
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    river = newsroom.add_section(home=home, title="River", now=now)
    for headline in ("Gate", "Weir"):
        new = NewArticle(headline=headline, first_published_at=now)
        newsroom.publish_article(section=river, article=new, now=now)
    return [Thread.objects.get(page__slug=slug) for slug in ("gate", "weir")]


@pytest.fixture
def own_folders(settings, tmp_path):
    """Give the test a site folder of its own for media and the journal."""
    settings.STANDFIRST_SITE = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def life(own_folders, threads, enrol, moderator, now):
    """Give somebody with everything; canaries are planted by the test."""
    return everything(
        enrol=enrol, thread=threads[0], other=threads[1], moderator=moderator, now=now
    )
