"""Errors that readers find in a passage: kept for the newsroom, published nowhere."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from standfirst.discussion import actions
from standfirst.discussion.actions import FoundError, report_error, settle_error
from standfirst.discussion.models import Comment, ErrorReport, Thread
from standfirst.discussion.rules import (
    LONGEST_REPORT,
    MOST_REPORTS_FROM_NETWORK,
    CommentRefused,
    Refusal,
)
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from tests.discussion.passages import FIRST, QUOTE, publish_report

HTMX = {"HX-Request": "true"}
NETWORK = "192.0.2.0/24"
WORDS = "It was Tuesday; I was there."


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def tell(report):
    """Report an error in a passage."""

    def told(reporter, words=WORDS, *, quote=QUOTE, network=""):
        passage = report.passage(quote)
        error = FoundError(report.thread, reporter, passage, words, network)
        return report_error(error=error, now=report.later())

    return told


def sent(**changes):
    return {"block": FIRST, "quote": QUOTE, "error": "1", "text": WORDS} | changes


class TestTheAction:
    def test_it_keeps_the_passage_the_words_and_the_revision(self, report, tell, reader):
        kept = tell(reader)
        assert (str(kept.block), kept.quote, kept.words) == (FIRST, QUOTE, WORDS)
        assert kept.made_on == report.thread.anchored_on
        assert kept.reporter == reader

    def test_a_second_report_of_the_same_passage_is_the_first_until_it_is_settled(
        self, report, tell, reader, supporter
    ):
        first = tell(reader)
        assert tell(reader, "Again.") == first
        assert tell(supporter) != first
        assert tell(reader, quote="nobody was told") != first
        settle_error(report=first, outcome=ErrorReport.Outcome.DECLINED, now=report.later())
        assert tell(reader) != first

    def test_a_first_act_makes_a_guest_and_a_refused_one_makes_nobody(self, tell):
        people = Person.objects.count()
        with pytest.raises(CommentRefused):
            tell(None, " ")
        assert Person.objects.count() == people
        assert tell(None).reporter.user is None
        assert Person.objects.count() == people + 1

    @pytest.mark.parametrize(
        ("words", "refusal"),
        [
            ("", Refusal.EMPTY),
            ("x" * (LONGEST_REPORT + 1), Refusal.TOO_LONG),
            ("a\0b", Refusal.UNSHOWABLE),
        ],
    )
    def test_words_that_cannot_be_kept_are_refused(self, tell, reader, words, refusal):
        with pytest.raises(CommentRefused) as refused:
            tell(reader, words)
        assert refused.value.refusal == refusal
        assert not ErrorReport.objects.exists()

    def test_a_closed_discussion_takes_them_and_none_does_not(self, tell, reader):
        Thread.objects.update(mode="closed")
        assert tell(reader)
        Thread.objects.update(mode="off")
        with pytest.raises(CommentRefused):
            tell(reader, quote="nobody was told")

    def test_of_one_network_so_many_by_guests_are_taken(self, report, tell, reader, now):
        passage = report.passage()
        for _number in range(MOST_REPORTS_FROM_NETWORK):
            report_error(error=FoundError(report.thread, None, passage, WORDS, NETWORK), now=now)
        late = FoundError(report.thread, None, passage, WORDS, NETWORK)
        with pytest.raises(CommentRefused) as refused:
            report_error(error=late, now=now)
        assert refused.value.refusal == Refusal.NETWORK_BUSY
        assert report_error(error=late, now=now + timedelta(hours=1))
        assert tell(reader, network=NETWORK).network == ""

    def test_who_settles_second_is_told(self, report, tell, reader):
        kept = tell(reader)
        settle_error(report=kept, outcome=ErrorReport.Outcome.ACCEPTED, now=report.later())
        with pytest.raises(CommentRefused):
            settle_error(report=kept, outcome=ErrorReport.Outcome.DECLINED, now=report.later())
        kept.refresh_from_db()
        assert kept.outcome == "accepted"

    def test_networks_are_forgotten_after_a_month(self, report, tell, now):
        tell(None, network=NETWORK)
        assert actions.forget_networks(now=now + timedelta(days=40)) == 1
        assert ErrorReport.objects.get().network == ""

    def test_a_merged_guest_takes_the_reports_along_and_two_become_one(
        self, report, tell, reader, now
    ):
        guest = make_guest(now=now)
        tell(guest)
        tell(guest, quote="nobody was told")
        tell(reader)
        guest.merged_into = reader
        guest.save()
        actions.adopt_merged(now=now)
        kept = ErrorReport.objects.all()
        assert {each.reporter for each in kept} == {reader}
        assert sorted(each.quote for each in kept) == [QUOTE, "nobody was told"]


class TestTheForm:
    def test_it_stands_below_the_comments_and_sends_plainly(self, report, client_of):
        address = f"{report.article.get_url()}comments/passages/"
        guest = client_of(None)
        page = BeautifulSoup(guest.get(address, {"paragraph": "0"}).content, "html5lib")
        form = page.select_one(f"form#error-{FIRST}")
        hidden = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        answer = guest.post(address, hidden | {"text": WORDS})
        assert "The newsroom looks at it." in answer.content.decode()
        assert "here" in answer.cookies
        assert ErrorReport.objects.get().words == WORDS
        assert not Comment.objects.exists()

    def test_a_name_to_thank_and_an_address_are_kept_where_they_are_given(self, report, client_of):
        address = f"{report.article.get_url()}comments/passages/"
        form = sent(name="Jo of the mill", email="jo@example.test")
        assert client_of(None).post(address, form).status_code == 200
        kept = ErrorReport.objects.get()
        assert (kept.credit, kept.address) == ("Jo of the mill", "jo@example.test")
        assert kept.reporter.name == kept.reporter.email == ""

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("name", "x" * 61, "1 character too long"),
            ("name", "a\u2028b", "cannot be shown in one line"),
            ("email", "jo@", "not a whole address"),
        ],
    )
    def test_a_name_or_address_that_is_none_is_handed_back(
        self, report, client_of, field, value, said
    ):
        address = f"{report.article.get_url()}comments/passages/"
        answer = client_of(None).post(address, sent(**{field: value}))
        assert answer.status_code == 422
        page = BeautifulSoup(answer.content, "html5lib")
        assert page.select_one(f"#error-{FIRST}-{field}")["value"] == value
        assert said in page.select_one(f"#error-{FIRST}-{field}_error").get_text()
        assert not ErrorReport.objects.exists()

    def test_a_members_address_stands_there_and_no_name(self, report, client_of, reader):
        address = f"{report.article.get_url()}comments/passages/"
        html = client_of(reader).get(address, {"paragraph": "0"}).content
        page = BeautifulSoup(html, "html5lib")
        assert page.select_one(f"#error-{FIRST}-email")["value"] == reader.user.email
        assert not page.select_one(f"#error-{FIRST}-name").get("value")

    def test_htmx_gets_a_word_in_its_place(self, report, client_of, reader):
        address = f"{report.article.get_url()}comments/passages/"
        answer = client_of(reader).post(address, sent(), headers=HTMX)
        assert answer.content.decode().startswith("<p")
        assert ErrorReport.objects.get().quote == QUOTE

    @pytest.mark.parametrize("options", [{}, {"headers": HTMX}])
    def test_what_is_not_taken_is_handed_back(self, report, client_of, reader, options):
        address = f"{report.article.get_url()}comments/passages/"
        long = "x" * (LONGEST_REPORT + 7)
        answer = client_of(reader).post(address, sent(text=long), **options)
        page = BeautifulSoup(answer.content, "html5lib")
        assert answer.status_code == 422
        assert page.select_one(f"#error-{FIRST} textarea").get_text().strip() == long
        assert "7 characters too long" in page.get_text()

    def test_nothing_of_it_is_on_a_public_page(self, report, tell, reader, client_of):
        tell(reader)
        for address in (report.article.get_url(), f"{report.article.get_url()}comments/"):
            assert WORDS not in client_of(reader).get(address).content.decode()
