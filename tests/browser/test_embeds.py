"""Another site's player: nothing of it is asked for before a reader presses."""

import pytest

from standfirst.newsroom.actions import NewArticle, publish_article
from standfirst.newsroom.models import SectionPage

PLAYER = "https://www.youtube-nocookie.com/embed/abcdefghijk"


@pytest.fixture
def address(paper, now):
    value = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "The band rehearses"}
    new = NewArticle(headline="The band rehearses", story=[{"type": "embed", "value": value}])
    return publish_article(section=SectionPage.objects.first(), article=new, now=now).get_url()


def test_an_embed_is_asked_for_only_when_somebody_presses(address, browser_of, browser_problems):
    page, elsewhere = browser_of(None), []
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert [url for url in elsewhere if url.startswith("https:")] == []
    assert not page.locator("iframe").count()

    # The player itself is nobody's to test, and the machine may be alone.
    page.context.set_offline(True)
    with page.expect_request(PLAYER):
        page.get_by_role("link", name="See it at").click()
    frame = page.locator('iframe[title="The band rehearses"]')
    assert frame.evaluate("frame => frame === document.activeElement")
    assert not [words for words in browser_problems if "Content Security Policy" in words]
    browser_problems.clear()
