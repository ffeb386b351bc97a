"""What moderators tell one another of a person, and reasons that are worded once."""

import pytest

from standfirst.discussion.models import Comment
from standfirst.moderation.actions import erase
from standfirst.moderation.models import CannedReason, Decision, Note
from standfirst.moderation.queries import export_of
from standfirst.people.owners import Owner
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.desk.making import decide, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, moderator_person):
    return client_of(moderator_person)


@pytest.fixture
def comment(thread, now):
    return fill(thread, now, number=1)[0]


class TestNotes:
    def test_a_note_stands_wherever_the_persons_comments_do(self, desk, comment, thread, now):
        address = f"/admin/desk/held/{comment.pk}/notes/"
        assert desk.post(address, {"text": "Is the <b>miller</b>.\r\nKnown."}).status_code == 302
        other = fill(thread, now, number=1)[0]
        Comment.objects.filter(pk=other.pk).update(author=comment.author)
        page = desk.get(f"/admin/desk/held/{other.pk}/").content.decode()
        assert "Is the &lt;b&gt;miller&lt;/b&gt;.<br>Known." in page
        assert Note.objects.get().text == "Is the <b>miller</b>.\nKnown."

    @pytest.mark.parametrize(("text", "said"), [("", "required"), ("a\x07b", "cannot be shown")])
    def test_what_is_no_note_is_handed_back(self, desk, comment, text, said):
        answer = desk.post(f"/admin/desk/held/{comment.pk}/notes/", {"text": text})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert not Note.objects.exists()

    def test_deleting_one_and_no_others(self, desk, comment, thread, now):
        stranger = fill(thread, now, number=1)[0]
        for each in (comment, stranger):
            desk.post(f"/admin/desk/held/{each.pk}/notes/", {"text": "A note."})
        theirs, others = Note.objects.order_by("pk")
        address = f"/admin/desk/held/{comment.pk}/notes/"
        for wrong in (others.pk, "x", 10**30):
            assert desk.post(address, {"delete": str(wrong)}).status_code == 404
        desk.post(address, {"delete": str(theirs.pk)})
        assert Note.objects.get() == others

    def test_whom_it_is_about_is_given_it_and_it_goes_with_them(self, desk, comment, now):
        desk.post(f"/admin/desk/held/{comment.pk}/notes/", {"text": "A note."})
        owner = Owner(comment.author, (comment.author_id,), frozenset())
        (row,) = export_of(owner)["notes of moderators about you"]
        assert row["text"] == "A note."
        assert "written_by_id" not in row
        erase(owner=owner, now=now)
        assert not Note.objects.exists()


class TestReadyReasons:
    @pytest.fixture
    def reason(self, now):
        publish_rules(introduction="", paragraphs=[Paragraph("Be kind", "…")], now=now)
        return CannedReason.objects.create(title="Insult", rule_number=1, words="Calls names.")

    def test_it_gives_rule_version_and_words(self, desk, comment, reason):
        page = desk.get("/admin/desk/held/").content.decode()
        assert f'<option value="{reason.pk}">Insult</option>' in page
        decide(desk, comment, "remove", canned=str(reason.pk))
        decision = Decision.objects.get()
        assert (decision.rule_number, decision.rules_version) == (1, 1)
        assert decision.facts.text == "Calls names."

    def test_ones_own_words_and_rule_come_first(self, desk, comment, reason):
        decide(desk, comment, "remove", canned=str(reason.pk), facts="Calls the miller names.")
        assert Decision.objects.get().facts.text == "Calls the miller names."

    def test_a_rule_that_is_not_in_force_is_not_cited(self, desk, comment, reason):
        CannedReason.objects.update(rule_number=9)
        decide(desk, comment, "remove", canned=str(reason.pk))
        decision = Decision.objects.get()
        assert (decision.rule_number, decision.ground) == (None, "none")
        assert decision.facts.text == "Calls names."

    def test_what_is_out_of_use_is_not_offered_nor_taken(self, desk, comment, reason):
        CannedReason.objects.update(is_active=False)
        assert "Insult" not in desk.get("/admin/desk/held/").content.decode()
        assert decide(desk, comment, "remove", canned=str(reason.pk)).status_code == 422

    def test_changing_it_changes_no_decision(self, desk, comment, reason):
        decide(desk, comment, "remove", canned=str(reason.pk))
        CannedReason.objects.update(words="Other words.", rule_number=None)
        assert Decision.objects.get().facts.text == "Calls names."
