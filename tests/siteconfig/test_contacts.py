"""Whom to write to is asked for until it is there, and shown; what a rule counts as is chosen."""

import pytest

from standfirst.siteconfig.actions import Paragraph, change_identity, publish_rules
from standfirst.siteconfig.categories import Category, Keyword
from standfirst.siteconfig.models import HouseRule
from standfirst.siteconfig.queries import missing_contacts

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
CONTACTS = {
    "contact_readers": "readers@paper.test",
    "contact_authorities": "authorities@paper.test",
    "contact_languages": "English, Deutsch",
}
HEADING = "Before strangers read the paper"


def test_all_three_are_missing_until_they_are_there(now):
    assert len(missing_contacts()) == 3
    for number, (name, value) in enumerate(CONTACTS.items(), start=1):
        change_identity(now=now, **{name: value})
        assert len(missing_contacts()) == 3 - number


def test_the_first_screen_says_so_to_whoever_can_mend_it(owner, editor, treasurer, client_of, now):
    for who, is_told in ((owner, True), (editor, True), (treasurer, False)):
        assert (HEADING in client_of(who).get("/admin/").content.decode()) == is_told
    change_identity(now=now, **CONTACTS)
    assert HEADING not in client_of(owner).get("/admin/").content.decode()


def test_readers_and_authorities_find_them_with_the_rules(client_of, now):
    change_identity(now=now, **CONTACTS)
    text = client_of(None).get("/rules/").content.decode()
    for words in CONTACTS.values():
        assert words in text


class TestKinds:
    @pytest.fixture(autouse=True)
    def rules(self, now):
        paragraphs = [Paragraph("Be kind", "Please."), Paragraph("No adverts", "")]
        return publish_rules(introduction="", paragraphs=paragraphs, now=now)

    def send(self, browser, *, follow=True, **changes):
        sent = {
            "category-1": Category.SPEECH.value,
            "keyword-1": Keyword.HATE.value,
            "category-2": Category.TERMS.value,
            "keyword-2": "",
        }
        return browser.post("/admin/rules/kinds/", {**sent, **changes}, follow=follow)

    def test_are_chosen_and_stay_with_a_rule_of_the_same_title(self, owner, client_of, now):
        page = self.send(client_of(owner)).content.decode()
        assert "Noted." in page
        paragraphs = [Paragraph("No spam", ""), Paragraph("Be kind", "Always.")]
        publish_rules(introduction="", paragraphs=paragraphs, now=now)
        rows = HouseRule.objects.filter(rules__version=2).order_by("number")
        assert [(row.category, row.keyword) for row in rows] == [
            (Category.TERMS, ""),
            (Category.SPEECH, Keyword.HATE),
        ]

    def test_that_are_none_change_nothing(self, owner, client_of):
        page = self.send(client_of(owner), **{"category-2": "RUDE"}).content.decode()
        assert "Nothing was changed" in page
        assert {row.category for row in HouseRule.objects.all()} == {Category.TERMS}

    def test_are_the_owners(self, editor, reader, client_of):
        for who in (editor, reader, None):
            assert self.send(client_of(who), follow=False).status_code == 302
        assert {row.category for row in HouseRule.objects.all()} == {Category.TERMS}
