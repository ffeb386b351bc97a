"""An error that a reader finds, until the report is corrected and the reader thanked: told without JavaScript."""

import pytest

from standfirst.newsroom.actions import NewArticle, publish_article
from standfirst.newsroom.models import ArticlePage
from standfirst.notify.models import Message
from tests.discussion.passages import FIRST, STORY, story_of

pytestmark = pytest.mark.slow

FOUND = "It was a Tuesday; I was there."
NOTE = "The council met on Tuesday, not on Monday."


def test_an_error_from_its_report_to_the_thanks(section, visitor, signed_in, editor, now):
    new = NewArticle(headline="Who owns the gate?", story=story_of(STORY), first_published_at=now)
    article = publish_article(section=section, article=new, now=now)
    address = article.get_url()

    # A reader chooses the paragraph and says what is wrong, and how to be thanked.
    reader = visitor().open(address)
    reader.open(reader.page.find("a", string="Write to a passage of this report")["href"])
    reader.open(reader.address + reader.page.select_one(".passage-choice li a")["href"])
    reader.press("Report the error", text=FOUND, name="Jo of the mill", email="jo@example.test")
    assert "The newsroom looks at it." in reader.words

    # An editor reads it, accepts it, and stands in the article with a note to write out.
    desk = signed_in(editor, to="/admin/errors/")
    assert FOUND in desk.words
    assert "Wishes to be thanked as Jo of the mill ." in desk.words
    desk.press("Accept, and open the article there")
    assert desk.address == f"/admin/pages/{article.pk}/edit/"
    note = {
        name: desk.page.select_one(f"[name=corrections-0-{name}]").get("value", "")
        for name in ("id", "ref", "answers")
    }
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    story = story_of({**STORY, FIRST: STORY[FIRST].replace("Monday", "Tuesday")})
    draft.story = story
    [correction] = draft.corrections.all()
    assert (str(correction.ref), str(correction.answers)) == (note["ref"], note["answers"])
    correction.words = NOTE
    draft.save_revision().publish()

    # Everybody reads what was wrong, since when, and who found it.
    reader.open(address)
    assert NOTE in reader.page.select_one("#corrections").get_text()
    assert reader.page.select_one("#corrections del").get_text() == "Monday"
    assert reader.page.select_one("#corrections ins").get_text() == "Tuesday"
    assert "We thank Jo of the mill for telling us." in reader.words
    feed = visitor().client.get("/feeds/corrections.xml").content.decode()
    assert NOTE in feed

    # The reader has one mail that leads to the note.
    [mail] = Message.objects.filter(address="jo@example.test")
    assert NOTE in mail.text
    assert reader.page.select_one("#corrections .correction")["id"] in mail.text

    # Nothing waits any more.
    assert "Nothing that was accepted" in desk.open("/admin/errors/accepted/").words
