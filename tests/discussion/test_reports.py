import pytest

from standfirst.discussion import actions
from standfirst.discussion.actions import Complaint
from standfirst.discussion.models import Comment, Report
from standfirst.discussion.rules import (
    LONGEST_REPORT,
    MOST_REPORTS_FROM_NETWORK,
    CommentRefused,
    Refusal,
)
from standfirst.people.models import Person
from tests.discussion.conftest import NETWORK

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(write, reader):
    return write(reader)


@pytest.fixture
def report(comment, now):
    def make(reporter, reason="spam", **values):
        complaint = Complaint(comment=comment, reporter=reporter, reason=reason, **values)
        return actions.report_comment(complaint=complaint, now=now)

    return make


def refusal_of(act):
    with pytest.raises(CommentRefused) as caught:
        act()
    return caught.value.refusal


def test_a_report_is_stored_as_typed_with_the_wording_it_saw(report, guest, comment):
    made = report(guest, words="<b>look</b>\r\nhere")
    assert (made.words, made.revision_id) == ("<b>look</b>\nhere", comment.current_id)


def test_a_second_report_is_the_first_again(report, guest, supporter):
    assert report(guest) == report(guest, "insult")
    assert report(supporter) != report(guest)
    assert Report.objects.count() == 2


def test_a_first_act_may_be_a_report(report):
    before = Person.objects.count()
    assert report(None).reporter.user_id is None
    assert Person.objects.count() == before + 1


def test_what_cannot_be_read_or_is_ones_own_is_not_reported(report, comment, reader, guest):
    assert refusal_of(lambda: report(reader)) == Refusal.OWN
    Comment.objects.update(state="held")
    comment.refresh_from_db()
    assert refusal_of(lambda: report(guest)) == Refusal.NOT_VISIBLE


def test_unfit_reports_are_refused(report, guest):
    assert refusal_of(lambda: report(guest, "because")) == Refusal.REASON_MISSING
    assert refusal_of(lambda: report(guest, words="x" * (LONGEST_REPORT + 1))) == Refusal.TOO_LONG
    assert refusal_of(lambda: report(guest, words="\x00")) == Refusal.UNSHOWABLE


def test_a_flood_of_reports_from_one_network_is_refused(report, reader, supporter):
    for _ in range(MOST_REPORTS_FROM_NETWORK):
        report(None, network=NETWORK)
    assert refusal_of(lambda: report(None, network=NETWORK)) == Refusal.NETWORK_BUSY
    assert report(supporter, network=NETWORK).network == ""
