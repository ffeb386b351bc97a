"""What readers write with a report is refused to nobody; what a screen finds in it is marked on the desk."""

import pytest

from standfirst.discussion.actions import Complaint, report_comment
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from standfirst.people.models import Person
from tests.desk.making import fill

pytestmark = pytest.mark.django_db


def test_the_words_of_a_report_that_a_screen_holds_are_marked(
    client_of, moderator_person, thread, now
):
    keep_word_list(name="s", kind=WordList.Kind.SUSPECT, words="miracle", now=now)
    desk = client_of(moderator_person)
    (comment,) = fill(thread, now, number=1, state="visible")
    for words in ("A plain lie.", "A <i>miracle</i>, he says."):
        reporter = Person.objects.create(created_at=now)
        complaint = Complaint(comment=comment, reporter=reporter, reason="other", words=words)
        report_comment(complaint=complaint, now=now)
    page = " ".join(desk.get("/admin/desk/reported/").content.decode().split())
    assert "A plain lie." in page
    assert "A &lt;i&gt;<mark>miracle</mark>&lt;/i&gt;, he says." in page
    assert page.count("A screen holds this: Has a word from a list of suspect words") == 1
