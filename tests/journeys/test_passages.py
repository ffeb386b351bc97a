"""A passage written to, edited, lost and found again: told without JavaScript."""

import pytest

from standfirst.newsroom.actions import NewArticle, publish_article
from standfirst.newsroom.models import ArticlePage
from tests.discussion.passages import FIRST, STORY, story_of

pytestmark = pytest.mark.slow

WORDS = "I heard the chains that night."


def edited(article, first):
    page = ArticlePage.objects.get(pk=article.pk)
    page.story = story_of({**STORY, FIRST: first})
    return page.save_revision()


def test_a_passage_from_its_first_comment_to_its_loss_and_back(
    section, visitor, signed_in, moderator, editor, now
):
    new = NewArticle(headline="Who owns the gate?", story=story_of(STORY), first_published_at=now)
    article = publish_article(section=section, article=new, now=now)
    address = article.get_url()

    # A guest chooses a paragraph by plain links and writes to it; the words wait.
    guest = visitor().open(address)
    way = guest.page.find("a", string="Write to a passage of this report")
    guest.open(way["href"])
    chosen = guest.page.select_one(".passage-choice li")
    guest.open(guest.address + chosen.a["href"])
    assert "The council met on Monday." in guest.page.select_one(".passage-quote").get_text()
    guest.press("Post comment", text=WORDS, name="Jo of the mill")
    assert "Waiting for a moderator" in guest.words
    assert not visitor().open(address).page.select(".passage-bubble")

    # A moderator approves; everybody sees a bubble at the passage, which leads to the words.
    signed_in(moderator, to="/admin/desk/held/").press("Approve", within="section.desk-item")
    reader = visitor().open(address)
    bubble = reader.page.select_one(".passage-bubble")
    assert WORDS in reader.page.select_one(bubble["href"]).get_text()

    # The editor changes the sentence, is shown what hangs on it, and publishes it so.
    edited(article, STORY[FIRST].replace("the gate", "both gates"))
    desk = signed_in(editor, to=f"/admin/passages/{article.pk}/")
    assert "1 passage would read otherwise" in desk.words
    assert WORDS in desk.words
    desk.press("Publish it so")
    reader.open(address)
    marked = " ".join(piece.get_text() for piece in reader.page.select(".story .passage"))
    assert "closed both gates" in marked
    assert "closed the gate" in reader.open(f"{address}comments/").words
    assert "It reads now:" in reader.words

    # The paragraph goes: the words stay, with what they were written to.
    edited(article, "<p>Nothing is known of any meeting whatsoever.</p>")
    desk.open(f"/admin/passages/{article.pk}/")
    assert "1 passage would be lost" in desk.words
    desk.press("Publish it so")
    reader.open(address)
    assert not reader.page.select(".passage-bubble")
    assert WORDS in reader.words
    assert "closed the gate for repairs" in reader.words

    # It comes back, and so does the bubble.
    edited(article, STORY[FIRST]).publish()
    assert reader.open(address).page.select_one(".passage-bubble")
